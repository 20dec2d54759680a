"""What kind of thing is said to Kollega: a question, or what has happened to somebody."""

from __future__ import annotations

import re

from bot.language.analysis import is_stop_word, words

_ASKS = re.compile(
    r"^(?:hur|vad|va|när|var|vart|vem|vilk\w+|varför|får|kan|ska|måste|behöver|är|e|har|finns|blir|"
    r"gäller|how|what|when|where|who|which|why|may|can|do|does|is|are|should)\b",
    re.IGNORECASE,
)
_ASKS_WITHIN = re.compile(
    r"\b(?:hur|vad|när|vem|vart|vilk\w+|får (?:jag|man|vi)|måste|undrar|how|what|when|who)\b",
    re.IGNORECASE,
)
# What is asked can be 4,000 characters of anything. So a row of spaces or signs is tried from its
# beginning only, and what stands between two words is bounded.
_WHAT_TO_DO = re.compile(
    r"(?<![\s,.;:!–-])[\s,.;:!–-]+(?:(?:och|men|så|nu) )?(?:"
    r"v(?:ad|a) (?:ska|skall|bör|gör|kan|måste) (?:jag|ja|vi|man)(?: göra)?|vad händer|"
    r"hur (?:gör|ska|anmäler|meddelar|rapporterar) (?:jag|vi|man)(?: \w+){0,2}|"
    r"what (?:do|should|can) (?:i|we)(?: do)?|what now)"
    r"(?: nu| då| now)?\W*$",
    re.IGNORECASE,
)
_WHAT_IF = re.compile(
    r"^\W*(?:hej\W+)?v(?:ad|a) (?:ska|skall|bör|gör|kan|måste) (?:jag|ja|vi|man)(?: göra)?(?: nu)? "
    r"(?:om|ifall|när|då) (?P<event>[^?]+)\W*$|"
    r"^\W*what (?:do|should|can) (?:i|we)(?: do)? (?:if|when) (?P<english>[^?]+)\W*$",
    re.IGNORECASE,
)
_LAST_CLAUSE = re.compile(
    r"(?P<told>[^?.!]*)[,.!?–-]\s+(?:och |men |så )?(?P<asks>(?:hur|vad|va|när|vem|vilk\w+|vart|"
    r"var|får|kan|måste|ska|behöver|behövs|how|what|when|who|may|can|must|do)\b"
    r"[^?.!]{0,300}+\?*+)\s*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"timanställ|timavlön|timvikar|vikari|ferie|uppehåll|provanställ|visstid|\bbea\b|sobona|bostäder",
    re.IGNORECASE,
)
"""Circumstances that change the answer, so that it must not be given without them."""
_POINTS_BACK = re.compile(r"\b(?:det|den|de|dem|dom|detta|it|that|them)\b", re.IGNORECASE)
_TELLING = 9
"""A word this long says alone what a question is about: "läkarintyg"."""
_BROKEN = (
    r"(?:funkar|fungerar|startar|öppnas|svarar) inte|krånglar|strular|är (?:sönder|ur funktion)"
)
_HAPPENED = re.compile(
    rf"\b(?:{_BROKEN}|sjuk|krasslig|förkyld|blivit|(?:tappa|skicka|mejla|maila|klicka|ramla|halka|skada|krocka|"
    r"råka)(?:t|de)|en \w{4,30} (?:vill|har|kräver|begär|ringer|mejlar)|"
    r"glömt|glömde|stulen|stulet|brinner|ongen|pågen|tösen|grabben|lillan|barnen|jag|vi|min|mitt|mina|någon|nån|ungen|barnet|i|my)\b",
    re.IGNORECASE,
)
_TODAY = re.compile(r"(?<!\s)\s*\b(?:idag|i dag|nu|just nu|i morse|today|now)\b", re.IGNORECASE)
_OFFICIAL = {
    **dict.fromkeys(("ungen", "ongen", "pågen", "tösen", "grabben", "lillan", "kidsen"), "barnet"),
    **dict.fromkeys(("min son", "min dotter", "sonen", "dottern", "barnen"), "barnet"),
    **dict.fromkeys(("krasslig", "förkyld", "risig", "magsjuk", "febrig"), "sjuk"),
}
_SICK_CHILD = re.compile(r"\bbarnet (?:är|e|blev|har blivit) sjuk\b", re.IGNORECASE)
_PRETERITE = re.compile(r"\b(jag|vi) (\w+)ade\b", re.IGNORECASE)
_STRONG = {
    "stack": "stuckit", "slog": "slagit", "bröt": "brutit", "skar": "skurit", "fick": "fått",
    "föll": "fallit", "blev": "blivit", "tog": "tagit", "såg": "sett", "brände": "bränt",
    "körde": "kört", "glömde": "glömt", "klämde": "klämt", "höll": "hållit", "fann": "funnit",
}  # fmt: skip
_STRONG_PRETERITE = re.compile(rf"\b(jag|vi) ({'|'.join(_STRONG)})\b", re.IGNORECASE)
"""Headings tell of events in the perfect: "Jag har tappat mobilen. Vad gör jag?"."""
_IS_BROKEN = re.compile(rf"\b(?:{_BROKEN})\b", re.IGNORECASE)
_EVERYDAY = re.compile(rf"\b(?:{'|'.join(_OFFICIAL)})\b", re.IGNORECASE)
_DOCUMENT = r"(?:polic[yi]|riktlinj|rutin|reglement|delegationsordning|guideline|routine)"
_STILL = r"\b(?:fortfarande|ännu|än|nu|still)\b"
_VERSION = re.compile(
    rf"\bvilken (?:version|utgåva)\b|\bwhich version\b|"
    rf"\bgäller\b.{{0,150}}{_DOCUMENT}.{{0,150}}{_STILL}|"
    rf"{_STILL}.{{0,150}}{_DOCUMENT}|{_DOCUMENT}.{{0,150}}\bfortfarande\b|"
    rf"\bnär (?:beslutades|antogs|reviderades|uppdaterades|togs)\b.{{0,150}}{_DOCUMENT}|"
    rf"\bvem (?:äger|ansvarar för|har beslutat|har tagit|är (?:dokument)?ansvarig för)\b.{{0,150}}"
    rf"{_DOCUMENT}",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:jag|mig|min|mitt|mina|i|me|my)\b", re.IGNORECASE)


def tells_what_happened(text: str) -> bool:
    """Whether somebody needs to know what to do: "jag är sjuk", "tappat mobilen, vad gör jag"."""
    if _WHAT_IF.match(text):
        return True
    text = _WHAT_TO_DO.sub("", text)
    if text.rstrip().endswith("?") or _ASKS.match(text) or _ASKS_WITHIN.search(text):
        return False
    return _HAPPENED.search(text) is not None


def what_happened(text: str) -> str:
    """What happened, as one sentence in the words of the sources and without the time: no
    document says "today", and none says "ungen"."""
    what_if = _WHAT_IF.match(text)
    told = (what_if["event"] or what_if["english"]) if what_if else _WHAT_TO_DO.sub("", text)
    told = _TODAY.sub("", told)
    plain = _EVERYDAY.sub(lambda match: _OFFICIAL[match[0].casefold()], told)
    plain = _IS_BROKEN.sub("är trasig", plain)
    plain = _SICK_CHILD.sub("barnet är sjukt", _PRETERITE.sub(r"\1 har \2at", plain))
    plain = _STRONG_PRETERITE.sub(
        lambda told: f"{told[1]} har {_STRONG[told[2].casefold()]}", plain
    )
    return plain.strip(" .!") + "."


def last_clause(text: str) -> str | None:
    """What is asked after the circumstances: "Min medarbetare är sjuk, när krävs läkarintyg?".

    None if the text is one clause, or if its last one says too little to stand alone.
    """
    found = _LAST_CLAUSE.match(text)
    if found is None or _CONDITION.search(found["told"]):
        return None
    content = [word for word in words(found["asks"]) if not is_stop_word(word)]
    tells = len(content) > 1 or any(len(word) >= _TELLING for word in content)
    return found["asks"] if tells else None


def leaning_part(question: str, earlier: str) -> str | None:
    """Of a question that was put after an earlier one, what leans on it: "Vem godkänner det?".

    None if nothing in it points back.
    """
    before, mark, after = question.rpartition("? ")
    points = mark and _POINTS_BACK.search(after)
    return after if points and before.casefold()[:12] == earlier.casefold()[:12] else None


def asks_which_version(text: str) -> bool:
    """Whether the question is about a document itself: which version applies, who owns it."""
    return _VERSION.search(text) is not None


def is_about_oneself(text: str) -> bool:
    """Whether the asker speaks of their own case."""
    return _OWN.search(text) is not None
