"""Greetings, thanks and questions about Kollega itself: recognised and answered without search."""

from __future__ import annotations

import re
from typing import Literal

from bot.language.analysis import words
from bot.language.texts import Text

SmallTalk = Literal[
    "greeting",
    "thanks",
    "goodbye",
    "capabilities",
    "identity",
    "storage",
    "wellbeing",
    "acknowledgement",
    "loss",
]

_LONGEST = 12
"""Words. Whoever writes more than this has something to ask."""
_GREETING = (
    r"(?:hej(?:san|hej)?|hallå(?:j)?|halloj(?:san)?|tjena|tjenare|tjo|morsning?|mors|hejja|"
    r"go(?:d|dag| dag)?(?: ?(?:morgon|förmiddag|dag|eftermiddag|kväll))?|goddag|godmorgon|hi|hello|"
    r"hey|good (?:morning|afternoon|evening)|moi|salam)"
)
_ADDRESS = r"(?:kollega|där|du|på dig|mannen|igen|allihopa?|there|kompis|hörru|hörrö)"
_LEADING_GREETING = re.compile(rf"^(?:{_GREETING} )*{_GREETING}\b(?: {_ADDRESS})?\s*")
_PRAISE = (
    r"(?:ok|okej|okay|toppen|super|jättebra|bra|perfekt|fint|kanon|härligt|underbart|great|perfect|"
    r"nice|jaha|ja|fantastiskt|smidigt)"
)

_KIN = (
    r"(?:(?:man|hustru|fru|make|maka|sambo|partner|särbo|mamma|mor|pappa|far|farsa|morsa|förälder|"
    r"son|dotter|barn|bebis|bror|brorsa|broder|syster|syrra|syskon|mormor|morfar|farmor|farfar|"
    r"svärmor|svärfar|svärmamma|svärpappa|barnbarn|anhörig|kompis|vän)|(?:husband|wife|partner|"
    r"mother|mum|mom|dad|father|son|daughter|child|baby|brother|sister|grandmother|grandma|"
    r"grandfather|grandpa|best friend|friend))"
)
_DIED = (
    r"(?:(?:har |have |has )?(?:nu |precis |nyss |just |plötsligt |hastigt |oväntat |suddenly )*"
    r"(?:dött|dog|död|gått bort|gick bort|avlidit|avled|somnat in|somnade in|omkommit|died|"
    r"passed away)|(?:är|is) (?:död|dead))"
)

_WAYS_TO_SAY: tuple[tuple[SmallTalk, str], ...] = (
    (
        "loss",
        rf"(?:jag har förlorat |i (?:have )?lost )(?:min|mitt|en|ett|my|a) (?:nära )?{_KIN}"
        rf"(?: \w+){{0,2}}|(?:min|mitt|vår|vårt|my|our) (?:\w+ )?{_KIN} {_DIED}(?: \w+){{0,3}}|"
        rf"(?:det har varit |jag har )?(?:ett )?dödsfall i (?:familjen|släkten)|jag har sorg|"
        rf"jag sörjer min {_KIN}",
    ),
    (
        "thanks",
        rf"(?:{_PRAISE} )*(?:stort |tusen |många )?(?:tack|tackar|tackar tackar|tackar så "
        r"mycket|thanks|thank you|thx|tnx|cheers)(?: tack)?(?: (?:så|för|snälla|ska du ha|på "
        r"förhand|dig|kollega|hjälpen|svaret|det|mycket|very|much|a lot|for|the|your|help|i "
        r"alla fall|ändå))*(?: det var bra| det hjälpte)?",
    ),
    (
        "goodbye",
        r"hej ?då|hejdå|adjö|vi ses|vi hörs|ses|hej hej då|(?:tack )?ha det(?: så)?"
        r"(?: bra| gott| fint)?|(?:ha )?(?:en )?(?:bra|fin|trevlig|skön) (?:dag|kväll|helg)"
        r"(?: på dig)?|good ?bye|bye(?: bye)?|see you(?: later)?|god ?natt|good night|"
        r"have a (?:nice|good) (?:day|weekend|evening)",
    ),
    (
        "capabilities",
        r"hjälp(?: mig| mej)?(?: snälla)?|help(?: me)?(?: please)?|jag behöver hjälp|"
        r"kan du hjälpa (?:mig|mej)|can you help me|meny|menu|start|kom igång|"
        r"v(?:ad|a|ilka saker) (?:kan|gör|vet) (?:du|man)(?: (?:göra|hjälpa|hjälpa till|svara|"
        r"fråga|fråga dig|allt|egentligen|för nåt|något|med|om|på|mig|mej|här|använda|dig|"
        r"till))*|vad (?:ska|får) (?:jag|man) (?:fråga|skriva)(?: (?:dig|om|här))*|"
        r"vilka (?:frågor|ämnen) (?:kan du(?: svara på)?|svarar du på)|"
        r"vad (?:är det )?(?:du )?kan du|hur (?:funkar|fungerar) (?:du|det här|detta)|"
        r"hur använder (?:jag|man) (?:dig|dej|kollega|det här|detta)|"
        r"what (?:can|do) (?:you|i) (?:do|help(?: me)?(?: with)?|know|ask(?: you)?(?: about)?)"
        r"(?: here)?|how do(?:es)? (?:you|this|it|i) (?:work|use (?:you|this))|"
        r"(?:vad )?är du till för(?: vad)?|vad är (?:din|ditt) (?:uppgift|jobb)",
    ),
    (
        "identity",
        r"(?:är|e) (?:du|detta|det här|det) (?:verkligen )?(?:en |ett )?(?:riktig |levande |"
        r"äkta )?(?:människa|robot|bot|chattbot|chatbot|ai|maskin|dator|person|program|"
        r"på riktigt|riktig)(?: eller (?:en )?(?:människa|robot|bot|ai|maskin|dator))?|"
        r"v(?:em|ad|a) är du(?: för(?: något| nåt| en)?)?|vad heter du|vem är kollega|"
        r"(?:pratar|chattar|skriver|talar) jag med (?:en )?(?:människa|ai|robot|bot|maskin|"
        r"person)|vem har (?:gjort|byggt|skapat) dig|vilken (?:ai|modell|språkmodell) är du|"
        r"are you (?:a |an )?(?:human|robot|bot|ai|person|real|machine)|"
        r"who are you|what are you|what(?:'| i)?s your name|am i talking to (?:a |an )?"
        r"(?:human|robot|bot|ai|person)",
    ),
    (
        "storage",
        r"(?:vad )?har (?:du|ni|kollega) (?:sparat|lagrat)(?: (?:om|mig|något|nåt))*|"
        r"(?:vad )?(?:sparar|lagrar|loggar|minns|registrerar) (?:du|ni|kollega)(?: (?:det|allt|vad|"
        r"som|"
        r"jag|vi|skriver|frågar|säger|här|mina frågor|frågorna|chatten|något|nåt|uppgifter|"
        r"om mig|min|historik|samtalet))*|(?:sparas|lagras|loggas) (?:det|allt|chatten|mina|"
        r"frågor|jag|skriver|här|samtalet|detta|som|vad)(?: (?:det|jag|skriver|här|frågor|som|"
        r"nånstans|någonstans))*|vad händer med (?:det|vad|allt|mina|frågor|uppgifter|som|"
        r"jag)(?: (?:jag|vi|skriver|frågar|säger|som|här|till|dig|frågor))*|"
        r"(?:kan|får|ser) (?:min |någon |nån )?(?:chef|chefen|någon annan|nån annan|hr)"
        r"(?: (?:se|läsa))? (?:vad|det) (?:som )?jag (?:skriver|frågar)"
        r"(?: (?:här|dig|om|till))*|"
        r"do you (?:store|save|remember|log) (?:what|this|my|anything|everything|it)(?: (?:i|"
        r"write|ask|type|say|chat|questions|here))*|can my (?:boss|manager) (?:see|read) "
        r"(?:this|what i (?:write|ask))|vem (?:kan )?(?:se|läsa|ser|läser) (?:det|vad) "
        r"(?:som )?jag (?:skriver|frågar)",
    ),
    (
        "wellbeing",
        r"hur mår du(?: idag)?|hur är (?:det|läget)(?: med dig)?(?: idag)?|läget|hur går det|"
        r"allt (?:bra|väl)|how are you(?: today| doing)?|what'?s up|hur står det till",
    ),
    (
        "acknowledgement",
        rf"(?:{_PRAISE} ?)+|då vet jag|jag förstår|förstår|aha|mm+|nej|nej tack|inget|"
        r"det var bra|det var allt|nää?|no|yes|no thanks|good|got it|i see|kul",
    ),
)
_PATTERNS = tuple((kind, re.compile(rf"^(?:{pattern})$")) for kind, pattern in _WAYS_TO_SAY)

REPLIES: dict[SmallTalk, Text] = {
    "greeting": Text(
        sv="Hej! Vad vill du veta?",
        en="Hi! What would you like to know?",
    ),
    "thanks": Text(
        sv="Varsågod! Säg till om du undrar något mer.",
        en="You are welcome! Just ask if there is anything else.",
    ),
    "goodbye": Text(
        sv="Hej då! Jag finns här när du behöver mig.",
        en="Goodbye! I am here when you need me.",
    ),
    "identity": Text(
        sv=(
            "Jag heter Kollega och är en AI, ingen människa. Jag letar upp svar i kommunens "
            "intranät och visar alltid källan. Jag kan ha fel. Titta i källan när det är viktigt."
        ),
        en=(
            "My name is Kollega and I am an AI, not a human. I look up answers on the "
            "municipality's intranet and always show the source. I can be wrong, so check the "
            "source when it matters."
        ),
    ),
    "wellbeing": Text(
        sv="Tack för att du frågar. Jag är en AI och mår varken bra eller dåligt. Vad undrar du?",
        en="Thanks for asking. I am an AI, so I have no good or bad days. What can I look up?",
    ),
    "acknowledgement": Text(
        sv="Bra. Säg till om du undrar något mer.",
        en="Good. Just ask if there is anything else.",
    ),
    "loss": Text(
        sv="Jag beklagar sorgen. Du behöver inte ordna allt nu. Vill du veta vad som gäller för "
        "ledighet, tryck på frågan här under.",
        en="I am sorry for your loss. You need not arrange everything now. To see what applies "
        "to leave, press the question below.",
    ),
}
"""What is said to each kind. `capabilities` and `storage` depend on the municipality and are
answered by the copilot."""
LEAVE_AFTER_A_LOSS = Text(
    sv="Får jag ledigt när en nära anhörig har dött?",
    en="Can I take leave when a close relative has died?",
)
"""What whoever has lost somebody may want to ask."""


def recognise(text: str) -> SmallTalk | None:
    """The kind of small talk, or None if something is asked or told.

    A greeting before a question is only politeness: "Hej, när kommer lönen?" is not small talk.
    """
    said = words(text)
    if not said:
        return "acknowledgement" if text.strip() else None
    if len(said) > _LONGEST:
        return None
    plain = " ".join(said)
    return _kind(plain) or _kind_after_greeting(plain)


def _kind(plain: str) -> SmallTalk | None:
    return next((kind for kind, pattern in _PATTERNS if pattern.match(plain)), None)


def _kind_after_greeting(plain: str) -> SmallTalk | None:
    rest = _LEADING_GREETING.sub("", plain, count=1)
    if rest == plain:
        return None
    return _kind(rest) if rest else "greeting"
