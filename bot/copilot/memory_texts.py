"""What is said of Kollega's own memory, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

SEE = Text(sv="Vad har du sparat om mig?", en="What have you saved about me?")
SEE_IN_PRIVATE = Text(
    sv="Det visar jag bara för dig. Fråga mig i vår egen chatt.",
    en="I only show that to you. Ask me in our own chat.",
)
NOTHING_HERE = Text(
    sv="Jag minns inget från den här chatten.",
    en="I remember nothing from this chat.",
)
ONE_QUESTION = Text(
    sv="**Det här minns jag.** Din senaste fråga här, och mitt svar:",
    en="**This is what I remember.** Your latest question here, and my answer:",
)
QUESTIONS = Text(
    sv="**Det här minns jag.** Dina {count} senaste frågor här, och mina svar:",
    en="**This is what I remember.** Your latest {count} questions here, and my answers:",
)
FACTS = Text(
    sv="Du har också berättat: {facts}.",
    en="You have also told me: {facts}.",
)
AGE = Text(sv="ålder", en="age")
UNTIL = Text(
    sv="Jag glömmer det {days} dagar efter din senaste fråga här, alltså {day}.",
    en="I forget it {days} days after your latest question here, which is on {day}.",
)
ONE_OTHER_CONVERSATION = Text(
    sv="Jag minns också frågor från ett annat samtal med dig.",
    en="I also remember questions from one other conversation with you.",
)
OTHER_CONVERSATIONS = Text(
    sv="Jag minns också frågor från {count} andra samtal med dig.",
    en="I also remember questions from {count} other conversations with you.",
)
RECORDS = Text(
    sv=(
        "**Det här sparas om mina svar.** När jag svarade dig, hur det gick och vilka dokument "
        "jag använde, men varken din fråga eller mitt svar. Det tas bort efter {days} dagar."
    ),
    en=(
        "**This is kept about my replies.** When I replied to you, how it went and which "
        "documents I used, but neither your question nor my answer. It is deleted after "
        "{days} days."
    ),
)
LATEST = Text(
    sv="De senaste, med den referens du kan uppge för supporten:",
    en="The latest, with the reference that you can give to support:",
)
OUTCOMES = {
    "answered": Text(sv="svar", en="answer"),
    "clarify": Text(sv="fråga tillbaka", en="question back"),
    "not_found": Text(sv="inget svar i källorna", en="no answer in the sources"),
    "refused": Text(sv="inget jag svarar på", en="nothing that I answer"),
    "draft": Text(sv="utkast", en="draft"),
    "private_only": Text(sv="svar bara till dig", en="answer to you alone"),
    "unavailable": Text(sv="källorna gick inte att nå", en="the sources could not be reached"),
    "failed": Text(sv="något gick fel", en="something went wrong"),
}
"""Of the replies that are listed; small talk is not."""
NAMELESS = Text(
    sv=(
        "Tummar och frågor som saknar svar i källorna sparas utan ditt namn. "
        "Teams sparar det du skriver även när jag inte gör det."
    ),
    en=(
        "Thumbs, and questions that the sources do not answer, are kept without your name. "
        "Teams keeps what you write even when I do not."
    ),
)
FORGET_CONVERSATION = Text(sv="Glöm samtalet", en="Forget this conversation")
FORGET_ALL = Text(sv="Glöm allt om mig", en="Forget everything about me")
HELD = Text(
    sv=(
        "Det kan jag inte glömma just nu: uppgifterna kan ingå i en pågående begäran om allmän "
        "handling eller ett ärende, och får inte raderas förrän det är avslutat. Registratorn vet "
        "mer."
    ),
    en=(
        "I cannot forget that now: it may be part of a pending request for public records or of a "
        "matter, and may not be deleted until that is closed. The registrar knows more."
    ),
)
FORGOT_HERE = Text(
    sv="Nu har jag glömt samtalet: dina frågor, mina svar och det du berättat om dig.",
    en="I have forgotten this conversation: your questions, my answers and what you told me.",
)
FORGOT_IN_GROUP = Text(
    sv="Nu har jag glömt det du har frågat här. Vad andra har frågat minns jag fortfarande.",
    en="I have forgotten what you asked here. What others asked I still remember.",
)
FORGOT_ALL = Text(
    sv="Nu har jag glömt allt jag mindes om dig, i alla samtal.",
    en="I have forgotten everything I remembered about you, in all conversations.",
)
REMAINS = Text(
    sv=(
        "Det som finns kvar är när jag svarade och vilka dokument jag använde, utan text, i högst "
        "{days} dagar. Teams har också kvar chatten, och det kan jag inte ändra."
    ),
    en=(
        "What remains is when I replied and which documents I used, without text, for at most "
        "{days} days. Teams also keeps the chat, which I cannot change."
    ),
)
SIGNED_OUT = Text(
    sv=(
        "Nu har jag glömt allt jag mindes om dig, i alla samtal. Logga också ut ur Teams: tryck "
        "på din bild och välj **Logga ut** (i mobilen under **Inställningar**). Tills du gör det "
        "kan nästa person läsa chatten."
    ),
    en=(
        "I have forgotten everything I remembered about you, in all conversations. Sign out of "
        "Teams too: press your picture and choose **Sign out** (on a phone under **Settings**). "
        "Until you do, the next person can read the chat."
    ),
)
