"""The time that a question asks the rules of: "2019", "i mars 2022", "förra året", "från nästa år".

A year alone is not enough, since people tell of themselves with years ("jag började 2019"): the
question must ask of the past ("vad gällde"), of what is to come ("vad gäller från"), or name a
document's year ("resepolicyn 2019").
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.identity.base import Language
from bot.language.analysis import is_stop_word, words
from bot.language.months import ENGLISH_MONTH_NAMES, MONTH, MONTH_NAMES, MONTHS
from bot.language.texts import Text

_DOCUMENT = (
    r"\b[\w-]*(?:polic(?:y|yn|ies)|riktlinje(?:n|r|rna)?|rutin(?:en|er|erna)?|reglemente?t?|"
    r"avtal(?:et|en)?|regler(?:na)?|guidelines?|rules|agreement)\b"
)
_YEAR = r"(?:19|20)\d\d"
_IN = (
    r"(?:(?:från och med|fr\.? ?o\.? ?m\.?|till och med|t\.? ?o\.? ?m\.?|under|från|för|sedan|före|"
    r"efter|vid|during|from|for|in|on|as of|i|år|den|det|året|the) ){0,4}"
)
"""What may stand before a time and goes with it."""
_DAY = re.compile(
    rf"(?<!\S){_IN}(?:(?P<iso>{_YEAR}-\d\d-\d\d)|(?P<d>\d\d?)(?::[ae]|st|nd|rd|th)? (?P<m>{MONTH}) "
    rf"(?P<y>{_YEAR}))\b",
    re.IGNORECASE,
)
_MONTH_OF = re.compile(
    rf"(?<!\S){_IN}(?P<m>{MONTH}) (?:(?P<y>{_YEAR})|(?P<last>förra året|i fjol|ifjol|last year)|"
    rf"(?P<next>nästa år|next year))\b",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(rf"(?<!\S){_IN}(?P<y>{_YEAR})(?![\d-])\b", re.IGNORECASE)
_RELATIVE = (
    (re.compile(rf"(?<!\S){_IN}(?:förr?förra året|i förrfjol)\b", re.IGNORECASE), -2),
    (
        re.compile(
            rf"(?<!\S){_IN}(?:förra året|fjolåret|(?:i )?fjol|ifjol|föregående år|last year)\b",
            re.IGNORECASE,
        ),
        -1,
    ),
    (
        re.compile(
            rf"(?<!\S){_IN}(?:nästa år|kommande år(?:et)?|nyår|årsskiftet|"
            r"next year|the new year)\b",
            re.IGNORECASE,
        ),
        1,
    ),
)
_PAST = {
    "gällde": "gäller", "var": "är", "hade": "har", "fick": "får", "kostade": "kostar",
    "sa": "säger", "sade": "säger", "stod": "står", "behövde": "behöver", "kunde": "kan",
    "skulle": "ska", "krävdes": "krävs", "fanns": "finns", "betalade": "betalar", "blev": "blir",
    "applied": "applies", "was": "is", "were": "are", "did": "do", "said": "says",
    "could": "can",
}  # fmt: skip
_PAST_FORM = re.compile(
    rf"(?<!\bjag )(?<!\bvi )(?<!\bi )\b(?:{'|'.join(_PAST)})\b(?! (?:jag|vi|i) "
    r"(?:anställd|född|där|sjuk|ledig|vikarie|timanställd|employed|born|sick)\b)",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"^\W*var (?:finns|hittar|står|ligger|kan|ska|får|är|söker|anmäl\w*|lämna\w*|skick\w*|"
    r"bok\w*)\b",
    re.IGNORECASE,
)
_OF_NOW = re.compile(
    r"\b(?:nu|idag|i dag|numera|fortfarande|ännu|now|today|still)\b", re.IGNORECASE
)
_OF_THE_FUTURE = re.compile(
    r"\b(?:gäll(?:er|a)|träder|ändras|ändringar|förändr\w*|nya|nytt|nyheter|blir|kommer att|"
    r"applies|apply|changes?|will)\b",
    re.IGNORECASE,
)
_OF_ONESELF = re.compile(
    r"\b(?:jag|vi|i) (?:fyller|blir|är född|slutar|börjar|ska|vill|am|turn|want)\b|"
    r"\b(?:fyller|blir|ska|vill) (?:jag|vi)\b|\bspara\w*\b|\bsave\b|\btill nästa år\b",
    re.IGNORECASE,
)
_NAMED_YEAR = re.compile(rf"{_DOCUMENT} {_IN}{_YEAR}\b", re.IGNORECASE)
_FROM = re.compile(
    rf"\b(?:från|fr\.? ?o\.? ?m\.?|efter|from|as of|after) (?:och med )?(?:den |1 januari |år )*"
    rf"(?:{_YEAR}|nästa år|nyår|årsskiftet|next year)\b",
    re.IGNORECASE,
)
_DOCUMENT_NAME = re.compile(
    rf"(?:\b(?!the\b|our\b)\w+ (?=policy|guideline|rules|agreement))?{_DOCUMENT}"
    r"(?: för [\w-]+(?: (?:i|och) [\w-]+)?)?",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"(?:polic|riktlinj|rutin|reglement|regler|avtal|guideline|rules|agreement)\w*", re.IGNORECASE
)
_SAYING = frozenset(
    [
        "säger",
        "säga",
        "gäller",
        "gälla",
        "står",
        "stå",
        "version",
        "versionen",
        "say",
        "says",
        "applies",
    ]
)
_EARLIER = re.compile(
    rf"(?<!\S)(?:som gällde )?(?:innan|före|before) (?:vi fick |we got )?(?:den|det|de|the) "
    rf"(?:nya|nuvarande|new|current) (?P<what>(?:\w+ )?{_DOCUMENT})"
    rf"(?: (?:kom|började gälla|trädde i kraft))?",
    re.IGNORECASE,
)
_OLD = re.compile(
    rf"\b(?:den|det|de|the|vår|våra|our) (?:gamla|tidigare|förra|föregående|förutvarande|old|"
    rf"previous|former|earlier) (?=(?:\w+ )?{_DOCUMENT})",
    re.IGNORECASE,
)
_ON = Text(sv="den {day}", en="on {day}")
_OF_MONTH = Text(sv="i {month}", en="in {month}")
_OF_YEAR = Text(sv="{year}", en="in {year}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days from `first` to `last`; either a day, a month or a year."""

    first: date
    last: date

    def is_past(self, today: date) -> bool:
        """Whether it has gone by."""
        return self.last < today

    @property
    def year(self) -> int:
        """The year that it is, or is part of."""
        return self.first.year

    def named(self, language: Language) -> str:
        """As it follows "gällde": "2022", "i mars 2022", "den 1 mars 2022"."""
        names = ENGLISH_MONTH_NAMES if language == "en" else MONTH_NAMES
        month = f"{names[self.first.month - 1]} {self.year}"
        if self.first == self.last:
            return _ON.in_language(language, day=f"{self.first.day} {month}")
        if self.first.month == self.last.month:
            return _OF_MONTH.in_language(language, month=month)
        return _OF_YEAR.in_language(language, year=self.year)


def asked_period(text: str, today: date) -> Period | None:
    """The time before or after today whose rules are asked for; None: today's are."""
    found = _first_period(text, today)
    if found is None:
        return None
    if found.first > today:
        return found if _asks_of_the_future(text) else None
    if found.is_past(today) and _asks_of_the_past(text):
        return found
    return None


def asks_of_earlier(text: str) -> bool:
    """Whether the version before the one in force is meant: "innan den nya policyn"."""
    return _EARLIER.search(text) is not None or _OLD.search(text) is not None


def is_of_today(text: str, today: date) -> bool:
    """Whether the rules that apply today are asked for."""
    return asked_period(text, today) is None and not asks_of_earlier(text)


def in_the_present(text: str) -> str:
    """The question as the rule was or will be worded when it applies, without the time: documents
    are chosen by their validity instead."""
    for pattern in (_DAY, _MONTH_OF, _YEAR_ALONE, *(pattern for pattern, _ in _RELATIVE)):
        text = pattern.sub("", text)
    text = _OLD.sub("", _EARLIER.sub(_subject, text))
    text = re.sub(r"\s+([?.!,])", r"\1", " ".join(text.split()))
    return _PAST_FORM.sub(lambda match: _PAST[match[0].casefold()], text)


def _subject(earlier: re.Match[str]) -> str:
    """What "innan den nya resepolicyn" tells of the subject; "policyn" alone tells nothing."""
    what = earlier["what"]
    return "" if _ANY.fullmatch(what) else f"för {what}"


def _asks_of_the_past(text: str) -> bool:
    if _OF_NOW.search(text):
        return False
    asks = _PAST_FORM.search(text) is not None and not _WHERE.match(text)
    return asks or _NAMED_YEAR.search(text) is not None


def _asks_of_the_future(text: str) -> bool:
    asks = any(pattern.search(text) for pattern in (_OF_THE_FUTURE, _FROM, _NAMED_YEAR))
    return asks and not _OF_ONESELF.search(text)


def document_named(question: str) -> str:
    """The document, where nothing but one is named: "resepolicyn" of "Vad säger resepolicyn?"."""
    named = _DOCUMENT_NAME.search(question)
    if named is None:
        return ""
    rest = _DOCUMENT_NAME.sub(" ", question, count=1)
    says_more = any(not is_stop_word(word) and word not in _SAYING for word in words(rest))
    return "" if says_more else named[0]


def _first_period(text: str, today: date) -> Period | None:
    if (day := _DAY.search(text)) and (found := _day(day)):
        return Period(first=found, last=found)
    if month := _MONTH_OF.search(text):
        year = int(month["y"] or 0) or today.year + (1 if month["next"] else -1)
        number = MONTHS[month["m"].casefold()]
        last = monthrange(year, number)[1]
        return Period(first=date(year, number, 1), last=date(year, number, last))
    if year_alone := _YEAR_ALONE.search(text):
        return _year(int(year_alone["y"]))
    return next(
        (_year(today.year + apart) for pattern, apart in _RELATIVE if pattern.search(text)), None
    )


def _day(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        return date(int(match["y"]), MONTHS[match["m"].casefold()], int(match["d"]))
    except ValueError:
        return None


def _year(year: int) -> Period:
    return Period(first=date(year, 1, 1), last=date(year, 12, 31))


def day_before(day: date) -> date:
    """The last day that something applied, if what replaced it began on `day`."""
    return day - timedelta(days=1)
