"""What kind of answer a question asks for, and whether a sentence holds that kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FIGURE = r"\d(?!\d*(?: ?[a-z])? ?(?:§|kap\b))"
"""A digit, but not one that refers to a paragraph of law."""
_NUMBER = (
    rf"{_FIGURE}|\b(?:noll|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton"
    r"|tjugo\w*|trettio\w*|fyrtio\w*|femtio\w*|hundra|tusen|halv\w*|hälften|dubbel\w*|procent|ingen"
    r"|inget|inga)\b"
)
_UNIT = r"(?:minut|timm|dygn|dag|veck|månad|år|kvartal)\w*"
_MONTH = r"januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_YES_OR_NO = re.compile(
    r"(?:^|[,.!:]\s*)(?:och |men |hej )?(?:får|fick|kan|måste|ska|skall|behöver|behövs|bör|är|har"
    r"|räknas|gäller|finns|blir|ingår|krävs|går|vill|betalar|omfattas|kommer|may|can|must|am|is|are"
    r"|do|does|should|will|have|has)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"vad|vem|vems|vilken|vilket|vilka|var|vart|varifrån|när|hur|varför"
    r"|what|who|which|where|when|how|why"
)
_KIND = re.compile(
    r"många|stora?|stort|länge|lång|långt|långa|höga?|högt|låga?|lågt|gammal|gamla|gammalt|ofta"
    r"|snabbt|fort|snart|dyr|dyrt|dyra|telefon|telefonnummer|nummer|nummret|numret|per|many|much"
    r"|long|often|old|large|big|phone|number|tidigt|tidigast|early"
)
_WITHIN = 4
"""Words among which a question for something asks: "I vilket fall", "Från och med när"."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """A kind of answer: how questions ask for it and how sentences give it."""

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]
    is_strict: bool = False
    """Nothing else answers: a question for a figure needs a figure."""

    @property
    def is_definition(self) -> bool:
        """Whether it is what a word means."""
        return self.name == "definition"

    def is_met_by(self, sentence: str) -> bool:
        """Whether the sentence holds an answer of this kind, whatever it is about."""
        return self.given.search(sentence) is not None


def expectation(question: str) -> Expectation | None:
    """The first kind of answer that the question asks for; None: no particular kind."""
    return next((kind for kind in _KINDS if kind.asked.search(question)), None)


def asks_yes_or_no(question: str) -> bool:
    """Whether the question begins, or its last clause begins, with a verb: "Får jag flyga?"."""
    return _YES_OR_NO.search(question) is not None


def names_kind(word: str) -> bool:
    """Whether a folded word says what kind of answer is wanted ("hur långt"), which the answer
    seldom repeats."""
    return _KIND.fullmatch(word) is not None


def verb_place(spoken: Sequence[str]) -> int | None:
    """Where the verb of a question for something stands among its folded words; None if it asks
    yes or no, or nothing."""
    asking = (at for at, word in enumerate(spoken[:_WITHIN]) if _ASKING.fullmatch(word))
    place = next(asking, len(spoken)) + 1
    return place if place < len(spoken) else None


def _kind(name: str, asked: str, given: str, *, is_strict: bool = False) -> Expectation:
    return Expectation(
        name=name,
        asked=re.compile(asked, re.IGNORECASE),
        given=re.compile(given, re.IGNORECASE),
        is_strict=is_strict,
    )


_MEANS = (
    r"\b(?:är (?:en|ett|att|när|det|den|de)|innebär|betyder|kallas|menas|avse[rs]|står för"
    r"|räknas som|likställs|definieras)\b|; (?:betydelse|definition|förklaring|innebörd): "
)
_KINDS = (
    _kind(
        "number to call",
        r"\btelefon|\b(?:ring(?:er|a)|når|nå|kontaktar?)\b|\bnummer (?:till|har)|\bför nummer"
        r"|\b(?:phone|call|reach|contact)\b",
        r"\d[\d -]{5,}\d|\b(?:112|1177|114 14)\b|@",
        is_strict=True,
    ),
    _kind(
        "amount",
        r"\bkosta|\bhur (?:dyr|mycket (?:pengar|betal|får .* kosta|lön))|\b(?:pris|belopp)\b"
        r"|\bavgiften?\b|\bhow much (?:does|may|can|money)|\bcost\b",
        r"\d[\d\s.,]*(?:kr\b|kronor|:-|sek\b|euro|procent|%)|\bgratis|kostnadsfri|ingen avgift",
        is_strict=True,
    ),
    _kind(
        "duration",
        r"\bhur (?:länge|lång tid|lång|snabbt|snart|fort|ofta)\b"
        r"|\bhow (?:long|soon|often|quickly)\b",
        rf"(?:{_NUMBER}|\b(?:en|ett|några|flera|hela|varje)\b)[\w\s–-]{{0,14}}?\b{_UNIT}"
        r"|\btills\b|så länge|omedelbart|genast|livstid",
        is_strict=True,
    ),
    _kind(
        "count",
        r"\bhur (?:många|mycket|stor|stort|stora|hög|högt|höga|låg|gammal|gamla|långt|långa)\b"
        r"|\bvilken (?:ålder|procent|gräns)|\bvilket (?:nummer|antal|telefonnummer)"
        r"|\bhow (?:many|much|old|large|big|high)\b",
        _NUMBER,
        is_strict=True,
    ),
    _kind(
        "time",
        r"^(?:och |men )?(?:från och med |senast |till )?när\b|\bnär (?:kan|ska|får|måste|kommer"
        r"|betal\w+|behöver|är|blir)\b|\bvilke[nt] (?:år|datum|dag|månad|tid|vecka)\b|\bhur dags\b"
        r"|^when\b",
        rf"\d|\b(?:{_MONTH}|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|kväll|natt|dagtid"
        rf"|vardag|helg|årsskifte)\w*|\b{_UNIT}\b|\b(?:när|innan|senast|efter|före|om)\b|omedelbart",
    ),
    _kind(
        "definition",
        r"^(?:vad|vem|vilka|vilken|vilket) (?:menas|avses|räknas|likställs|definieras)\b",
        _MEANS,
    ),
    _kind(
        "place",
        r"^(?:och |men )?(?:var|vart|varifrån)\b|\bvar (?:kan|finns|ska|hittar|gör|ansöker|får)\b"
        r"|^where\b|\bi vilk(?:et|en|a) (?:land|stad|kommun|system)",
        r"\b(?:på|hos|i|till|vid|via|under|från) (?:en |ett |din |ditt |den |det )?[\wåäö]{3,}",
    ),
    _kind(
        "person",
        r"^(?:och |men |av |till |hos |med )?(?:vem|vems)\b|\bvem\b|^who\b"
        r"|\bvilken (?:myndighet|person|organisation|enhet|nämnd|chef)\b",
        r"\w*(?:chef|nämnd|styrelse|verk|direktör|ansvarig|ombud|service|enhet|avdelning|förvaltning"
        r"|myndighet|are|ören?|ist|personal|facket)\w*\b|\bdu\b|\bden som\b|\bde som\b",
    ),
    _kind(
        "reason",
        r"^varför\b|\b(?:syftet|anledningen|skälet|orsaken|poängen) (?:med|till|är)\b|^why\b",
        r"eftersom|därför att|för att|beror på|på grund av|syfte|anledning|orsak|skäl",
    ),
    _kind(
        "example",
        r"\bexempel\b|\bexample",
        r"till exempel|exempelvis|t\.ex\.|\bsom\b|bland annat|såsom|kan vara",
    ),
    _kind(
        "list",
        r"^vad (?:kan|får) (?:jag|man|vi)\b.* (?:till|för|i)\W*$|^vad ingår\b|^vilka\b|^which\b"
        r"|^what (?:can|may) (?:i|we)\b.* (?:for|on)\W*$",
        r"; |: |\w, \w+.* (?:och|eller) ",
    ),
    _kind(
        "definition",
        r"^vad (?:är|innebär|betyder|menas|avses|kallas|heter|står)\b"
        r"|^what (?:is|are|does .* mean)\b",
        _MEANS,
    ),
    _kind(
        "permission",
        _YES_OR_NO.pattern,
        r"\b(?:får|kan|måste|ska|behöver|bör|inte|aldrig|bara|endast|rätt|tillåt\w*|förbjud\w*|krävs"
        r"|undantag\w*|ja|nej|räknas|gäller)\b",
    ),
    _kind(
        "way",
        r"^hur\b|\bhur (?:gör|ska|kan|anmäl|ansök|bok|sök)|\bvad gör jag\b|^how\b",
        r"\bgenom\b|\bvia\b|\bkontakta\b|\bring\b|\banmäl\w*|\bansök\w*|\blogga\b|\bfyll\w*|\bboka\w*"
        r"|\bskicka\w*|\blämna\w*|\bdu (?:kan|ska|måste|behöver)\b|\bmed hjälp av\b|\bgå till\b",
    ),
)
"""Narrow kinds first: a question for an amount also asks how much."""
