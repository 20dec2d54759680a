"""What kind of thing is said to Kollega: a question, or what has happened to somebody."""

from __future__ import annotations

import re
from datetime import date

_ASKS = re.compile(
    r"^(?:hur|vad|va|när|var|vart|vem|vilk\w+|varför|får|kan|ska|måste|behöver|är|e|har|finns|blir|"
    r"gäller|how|what|when|where|who|which|why|may|can|do|does|is|are|should)\b",
    re.IGNORECASE,
)
_ASKS_WITHIN = re.compile(
    r"\b(?:hur|vad|när|vem|vart|vilk\w+|får (?:jag|man|vi)|måste|undrar|how|what|when|who)\b",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"\b(?:sjuk|krasslig|förkyld|tappat|skickat|mejlat|mailat|klickat|glömt|blivit|ramlat|skadat|"
    r"krockat|stulen|stulet|brinner|jag|vi|min|mitt|mina|någon|nån|ungen|barnet|i|my)\b",
    re.IGNORECASE,
)
_TODAY = re.compile(r"\s*\b(?:idag|i dag|nu|just nu|i morse|today|now)\b", re.IGNORECASE)
_YEAR = re.compile(r"\s*\b(?:år(?:et)? |in |i )?((?:19|20)\d\d)\b")
_PRESENT = {
    "gällde": "gäller",
    "var": "är",
    "hade": "har",
    "fick": "får",
    "kostade": "kostar",
    "applied": "applies",
    "was": "is",
    "were": "are",
}
_PAST_FORM = re.compile(rf"\b(?:{'|'.join(_PRESENT)})\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:jag|mig|min|mitt|mina|i|me|my)\b", re.IGNORECASE)


def tells_what_happened(text: str) -> bool:
    """Whether somebody needs to know what to do: "jag är sjuk", "tappat jobbmobilen"."""
    if text.rstrip().endswith("?") or _ASKS.match(text) or _ASKS_WITHIN.search(text):
        return False
    return _HAPPENED.search(text) is not None


def what_happened(text: str) -> str:
    """What happened, as one sentence without the time: no document says "today"."""
    return _TODAY.sub("", text).strip(" .!") + "."


def past_year(text: str, today: date) -> int | None:
    """The year gone by that the question is about: "Vad fick hotellet kosta 2020?"."""
    past = [int(year) for year in _YEAR.findall(text) if int(year) < today.year]
    return past[0] if past and _PAST_FORM.search(text) else None


def in_the_present(text: str) -> str:
    """The question as the rule was worded when it applied, without the year: documents are chosen
    by their validity instead."""
    return _PAST_FORM.sub(lambda match: _PRESENT[match[0].casefold()], _YEAR.sub("", text))


def is_about_oneself(text: str) -> bool:
    """Whether the asker speaks of their own case."""
    return _OWN.search(text) is not None
