"""The approved words for what a person should answer, shown as they stand.

`{hr}` and the like stand for a contact: "HR-service, 0980-319 210". 112, 1177 and 90101 are
national numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.language.texts import Text
from bot.privacy.topics import Topic

FUNCTIONS: Mapping[str, Text] = {
    "hr": Text(sv="HR", en="HR"),
    "whistleblowing": Text(sv="visselblåsarfunktionen", en="the whistleblowing function"),
    "nurse": Text(
        sv="medicinskt ansvarig sjuksköterska (MAS)", en="the senior medical nurse (MAS)"
    ),
    "occupational_health": Text(sv="företagshälsovården", en="occupational health care"),
}
"""What a contact is called where the municipality has not said."""

EXITS: Mapping[Topic, Text] = {
    "suicide": Text(
        sv=(
            "Det här ska ingen behöva bära ensam. Jag är en AI och kan inte ge den hjälp som en "
            "människa kan, men den finns nu:\n\n"
            "- Fara för livet: ring **112**\n"
            "- Självmordslinjen: ring eller chatta på **90101**\n"
            "- Råd om vård: ring **1177**\n"
            "- Stöd genom jobbet: {occupational_health}"
        ),
        en=(
            "Nobody should have to carry this alone. I am an AI and cannot give the help that a "
            "person can, but it is there now:\n\n"
            "- Danger to life: call **112**\n"
            "- The Swedish suicide helpline (Självmordslinjen): call **90101**\n"
            "- Medical advice: call **1177**\n"
            "- Support through work: {occupational_health}"
        ),
    ),
    "abuse": Text(
        sv=(
            "Det du berättar är allvarligt och det är inte ditt fel. Jag är en AI och kan inte "
            "hjälpa dig med det, men det finns människor som kan:\n\n"
            "- Akut fara: ring **112**\n"
            "- Vård och råd om vart du vänder dig: ring **1177**\n"
            "- Stöd genom jobbet: {occupational_health}, eller {hr}\n\n"
            "Använd gärna en telefon som ingen annan har tillgång till."
        ),
        en=(
            "What you describe is serious and it is not your fault. I am an AI and cannot help "
            "you with it, but there are people who can:\n\n"
            "- Immediate danger: call **112**\n"
            "- Care, and advice on where to turn: call **1177**\n"
            "- Support through work: {occupational_health}, or {hr}\n\n"
            "If you can, use a phone that nobody else has access to."
        ),
    ),
    "violence": Text(
        sv=(
            "Sätt dig i säkerhet först.\n\n"
            "- Pågående hot eller våld, eller skada: ring **112**\n"
            "- Vårdråd: ring **1177**\n"
            "- Berätta sedan för din chef och ditt skyddsombud; chefen anmäler händelsen\n"
            "- Stöd efteråt: {occupational_health}, eller {hr}\n\n"
            "Jag är en AI och tar inte emot anmälningar. Fråga mig efter rutinen för hot och våld, "
            "så visar jag den."
        ),
        en=(
            "Get to safety first.\n\n"
            "- Ongoing threats or violence, or an injury: call **112**\n"
            "- Medical advice: call **1177**\n"
            "- Then tell your manager and your safety representative; the manager reports it\n"
            "- Support afterwards: {occupational_health}, or {hr}\n\n"
            "I am an AI and take no reports. Ask me for the routine on threats and violence and I "
            "will show it."
        ),
    ),
    "client": Text(
        sv=(
            "Frågor om en enskild patient, brukare eller elev ska en människa svara på. Jag är en "
            "AI och ger inga råd om vård, läkemedel eller orosanmälan i ett enskilt fall.\n\n"
            "- Fara för liv eller hälsa: ring **112**\n"
            "- Vård och läkemedel: ansvarig sjuksköterska, eller {nurse}\n"
            "- Vårdråd: ring **1177**\n"
            "- Oro för ett barn: din chef eller rektor, och socialtjänsten\n\n"
            "Skriv inga uppgifter om personen här. Rutinen kan jag visa om du frågar efter den."
        ),
        en=(
            "Questions about one patient, client or pupil are for a person to answer. I am an AI "
            "and give no advice on care, medicines or reports of concern in a single case.\n\n"
            "- Danger to life or health: call **112**\n"
            "- Care and medicines: the nurse in charge, or {nurse}\n"
            "- Medical advice: call **1177**\n"
            "- Concern for a child: your manager or head teacher, and social services\n\n"
            "Write nothing about the person here. I can show the routine if you ask for it."
        ),
    ),
    "whistleblowing": Text(
        sv=(
            "Det här ska inte skrivas till mig: jag är en AI och tar inte emot någon rapport. Du "
            "har rätt att rapportera skyddat enligt lagen (2021:890) om skydd för personer som "
            "rapporterar om missförhållanden.\n\n"
            "- Rapportera till {whistleblowing}\n\n"
            "Skriv inga namn eller detaljer här. Fråga mig hur visselblåsning går till, så visar "
            "jag rutinen."
        ),
        en=(
            "This should not be written to me: I am an AI and take no reports. You have the right "
            "to report with protection under the Swedish whistleblowing act (2021:890).\n\n"
            "- Report to {whistleblowing}\n\n"
            "Write no names or details here. Ask me how whistleblowing works and I will show the "
            "routine."
        ),
    ),
    "harassment": Text(
        sv=(
            "Ingen ska behöva bli illa behandlad på jobbet. Jag är en AI och kan inte utreda det, "
            "men arbetsgivaren är skyldig att göra det när den får veta.\n\n"
            "- Berätta för din chef, eller chefens chef om det gäller chefen\n"
            "- HR: {hr}\n"
            "- Ditt skyddsombud eller fack\n"
            "- Stöd: {occupational_health}\n"
            "- Vid hot eller våld: ring **112**"
        ),
        en=(
            "Nobody should be treated badly at work. I am an AI and cannot look into it, but the "
            "employer must do so once it knows.\n\n"
            "- Tell your manager, or your manager's manager if it concerns your manager\n"
            "- HR: {hr}\n"
            "- Your safety representative or union\n"
            "- Support: {occupational_health}\n"
            "- Threats or violence: call **112**"
        ),
    ),
    "health": Text(
        sv=(
            "Tack för att du berättar. Din hälsa är en sak mellan dig och människor som kan "
            "hjälpa; jag är en AI, och du behöver inte skriva mer om den här.\n\n"
            "- Vård: ring **1177**, vid akut fara **112**\n"
            "- Stöd genom jobbet: {occupational_health}\n"
            "- Rehabilitering och anpassning: din chef, eller {hr}\n\n"
            "Du behöver inte berätta diagnosen för chefen. Fråga mig gärna hur sjukanmälan eller "
            "rehabilitering går till."
        ),
        en=(
            "Thank you for telling. Your health is between you and people who can help; I am an "
            "AI, and you need not write more about it here.\n\n"
            "- Care: call **1177**, in an emergency **112**\n"
            "- Support through work: {occupational_health}\n"
            "- Rehabilitation and adjustments: your manager, or {hr}\n\n"
            "You do not have to tell your manager the diagnosis. Do ask me how sick leave or "
            "rehabilitation works."
        ),
    ),
    "assessment": Text(
        sv=(
            "Jag bedömer, jämför och rangordnar inte medarbetare, och ger inga råd om vem som ska "
            "anställas, befordras eller sägas upp. Det gör människor som har ansvar för det.\n\n"
            "- Stöd till dig som är chef: {hr}\n"
            "- Gäller det dig själv: din chef eller ditt fack\n\n"
            "Reglerna kan jag visa: fråga mig om lönesamtal, uppföljning av sjukfrånvaro eller "
            "uppsägning."
        ),
        en=(
            "I do not assess, compare or rank employees, and give no advice on whom to hire, "
            "promote or dismiss. That is for people who answer for it.\n\n"
            "- Support for managers: {hr}\n"
            "- If it concerns yourself: your manager or your union\n\n"
            "I can show the rules: ask me about pay talks, following up sick leave or notice."
        ),
    ),
    "third_person": Text(
        sv=(
            "Jag svarar inte på frågor om enskilda kollegors lön, hälsa, ledighet eller "
            "anställning, och slår inte upp dem.\n\n"
            "- Gäller det ditt arbete: fråga personen själv eller din chef\n"
            "- Är du chef: {hr}\n"
            "- Vill du begära ut en allmän handling: registratorn"
        ),
        en=(
            "I do not answer questions about a colleague's pay, health, leave or employment, and "
            "do not look them up.\n\n"
            "- If it concerns your work: ask the person, or your manager\n"
            "- If you are a manager: {hr}\n"
            "- To request a public record: the registrar"
        ),
    ),
}

KEPT = Text(
    sv="Jag sparar inte det du skrev. Teams gör det: du kan radera ditt meddelande där.",
    en="I do not keep what you wrote. Teams does: you can delete your message there.",
)

ASK_ANYWAY = Text(
    sv="Var det en vanlig fråga? Skriv den igen med ”Fråga:” först, så söker jag i intranätet.",
    en="Was it an ordinary question? Write it again after “Question:” and I will search.",
)
"""For whoever was misunderstood; what was written is not kept to be asked again."""

CALL = Text(sv="Ring {name}", en="Call {name}")
CALLED: Mapping[Topic, tuple[str, ...]] = {
    "suicide": ("112", "90101", "1177"),
    "abuse": ("112", "1177"),
    "violence": ("112", "1177"),
    "client": ("nurse", "112", "1177"),
    "whistleblowing": ("whistleblowing",),
    "harassment": ("hr", "112"),
    "health": ("1177", "occupational_health"),
    "assessment": ("hr",),
    "third_person": ("hr",),
}
"""What can be called by a tap: national numbers, and functions where their number is known."""
