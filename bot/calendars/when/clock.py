"""Reads the time of day: "kl 9–11", "halv tio", "efter lunch", "helst förmiddag"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time

from bot.calendars.when.unread import NUMBERS, Unread


@dataclass(frozen=True, slots=True)
class Window:
    """From one time of day to another."""

    first: time
    last: time


@dataclass(slots=True)
class Clock:
    """What is said of the time of day."""

    start: time | None = None
    end: time | None = None
    earliest: time | None = None
    latest: time | None = None
    preferred: Window | None = None
    wrong: list[str] = field(default_factory=list)
    """Times that there are none of: "kl 25"."""


_LAST_AFTERNOON_HOUR = 6
"""A bare hour up to this means the afternoon: nobody meets at three at night."""
_HOURS = "|".join(word for word, value in NUMBERS.items() if value <= 12 and len(word) > 2)
_SPOKEN = (
    r"(?:(?P<{0}rel>halv|half past|kvart över|quarter past|kvart i|quarter to|"
    r"(?:fem|tio|tjugo) (?:över|i)) )?"
)
_TIME = (
    rf"{_SPOKEN}(?:(?P<{{0}}h>\d{{{{1,2}}}})(?:[.:](?P<{{0}}m>\d\d))?(?![\d%])"
    rf"|(?P<{{0}}w>{_HOURS})\b)(?:\s?(?P<{{0}}ap>am|pm|a\.m\.|p\.m\.)(?!\w))?"
)
_AT = r"(?:kl\.?|klockan|at|@)"
_COUNTED = (
    r"(?!\s*(?:-|–)?\s*(?:personer|pers\b|deltagare|people|dagar|dgr|veckor|månader|tim|min|h\b|"
    r"stycken|st\b|punkter|%|procent|kr))"
)


def _times(*names: str) -> tuple[str, ...]:
    return tuple(_TIME.format(name) for name in names)


_A, _B = _times("a", "b")
_RANGE = re.compile(
    rf"(?<![\w.:/-])(?P<lead>{_AT}|mellan(?: {_AT})?|between|från(?: {_AT})?|from|tiden)?\s*"
    rf"{_A}\s*(?P<to>-|–|—|till|och|to|and|until)\s*(?:{_AT}\s*)?{_B}{_COUNTED}"
)
_AFTER = re.compile(
    rf"(?<!inte )(?<!ej )(?<!not )\b(?:efter|från och med|från|tidigast|inte före|ej före|"
    r"inte innan|"
    rf"inte tidigare än|after|from|earliest|not before)\s+(?:{_AT}\s*)?{_A}{_COUNTED}"
)
_BEFORE = re.compile(
    rf"\b(?:före|innan|senast|inte efter|ej efter|inte senare än|slut|klara?|before|by|latest|"
    rf"not after|until)\s+(?:{_AT}\s*)?{_A}{_COUNTED}"
)
_EXACT = re.compile(
    rf"(?<![\w.:/-])(?:{_AT}\s*{_A}|(?:vid|runt|omkring|around)\s+(?:{_AT}\s*)?{_TIME.format('c')}"
    rf"{_COUNTED}|(?P<bh>[0-2]?\d)[.:](?P<bm>[0-5]\d)(?![\d.]|\s?(?:tim|h\b))"
    rf"|(?P<rel>halv|kvart över|kvart i) (?P<rw>{_HOURS})\b"
    rf"|(?P<ph>1?\d) ?(?P<pap>am|pm)\b)"
)
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("sen eftermiddag|sent på eftermiddagen|late afternoon", "15:00", "17:00"),
    ("tidig eftermiddag|tidigt på eftermiddagen|early afternoon", "13:00", "15:00"),
    ("tidig förmiddag|tidigt på förmiddagen|tidig morgon|tidigt på morgonen|early morning",
     "08:00", "10:00"),
    ("sen förmiddag|sent på förmiddagen|late morning", "10:00", "12:00"),
    ("(?:direkt |strax )?efter lunchen|(?:direkt |strax )?efter lunch|after lunch",
     "13:00", "17:00"),
    ("(?:före|innan) lunchen|(?:före|innan) lunch|before lunch", "08:00", "12:00"),
    ("lunchmöte|(?:till|vid|över|på) lunch(?:en)?|lunch meeting|over lunch|at lunch",
     "11:30", "13:00"),
    ("förmiddag(?:en|ar|s|smöte|arna)?|fm|på f\\.m\\.", "08:00", "12:00"),
    ("eftermiddag(?:en|ar|s|smöte|arna)?|em|e\\.m\\.|afternoons?", "12:00", "17:00"),
    ("morgon(?:en|möte)?|morgnar|bitti|mornings?", "08:00", "12:00"),
    ("kväll(?:en|stid|ar|smöte)?|evenings?|tonight", "17:00", "21:00"),
)  # fmt: skip
_SOFT = r"(?:helst|gärna|allra helst|företrädesvis|preferably|ideally|if possible)"
_NOT = r"(?:inte|ej|aldrig|not)"
_LINK = r"(?:(?:på|i|en|under|in|the|the|an|a)\s+)*"


def read_clock(unread: Unread) -> Clock:
    """What the text says of the time of day."""
    clock = Clock()
    _ranges(unread, clock)
    for match in unread.take(_AFTER):
        clock.earliest = _time(match, "a", clock)
    for match in unread.take(_BEFORE):
        clock.latest = _time(match, "a", clock)
    for match in unread.take(_EXACT):
        clock.start = _exact(match, clock) or clock.start
    _parts(unread, clock)
    return clock


def _ranges(unread: Unread, clock: Clock) -> None:
    for match in list(_RANGE.finditer(unread.text)):
        if not _is_range(match):
            continue
        unread.read(match)
        first, last = _time(match, "a", clock), _time(match, "b", clock)
        if first is None or last is None:
            continue
        if last <= first:
            clock.wrong.append(match[0].strip())
        elif (match["lead"] or "").startswith(("mellan", "between")):
            clock.earliest, clock.latest = first, last
        else:
            clock.start, clock.end = first, last


def _is_range(match: re.Match[str]) -> bool:
    """Bare numbers are times only as a working day has them: "9-11", not "2-3"."""
    if match["lead"] or match["am"] or match["bm"] or match["aap"] or match["bap"]:
        return match["to"] not in ("och", "and") or bool(match["lead"])
    if match["aw"] or match["bw"] or match["to"] in ("och", "and", "till", "to", "until"):
        return False
    return 7 <= int(match["ah"]) < int(match["bh"]) <= 20


def _exact(match: re.Match[str], clock: Clock) -> time | None:
    if match["ph"]:
        return _at(int(match["ph"]), 0, match["pap"], match[0], clock)
    if match["bh"]:
        return _at(int(match["bh"]), int(match["bm"]), "as written", match[0], clock)
    if match["rel"]:
        return _spoken(NUMBERS[match["rw"]], 0, match["rel"], match[0], clock)
    return _time(match, "a" if match["ah"] or match["aw"] else "c", clock)


def _time(match: re.Match[str], name: str, clock: Clock) -> time | None:
    digits, minute = match[f"{name}h"], match[f"{name}m"]
    hour = int(digits) if digits else NUMBERS[match[f"{name}w"]]
    written = match[0].strip()
    if match[f"{name}rel"]:
        return _spoken(hour, 0, match[f"{name}rel"], written, clock)
    half = match[f"{name}ap"]
    if half is None and digits and (minute or digits.startswith("0")):
        half = "as written"
    return _at(hour, int(minute or 0), half, written, clock)


def _spoken(hour: int, minute: int, relation: str, written: str, clock: Clock) -> time | None:
    amount = {"halv": -30, "half past": 30}.get(relation)
    if amount is None:
        word, _, way = relation.rpartition(" ")
        amount = {"kvart": 15, "quarter": 15}.get(word) or NUMBERS[word]
        amount = amount if way in ("över", "past") else -amount
    minutes = (hour % 12) * 60 + minute + amount
    if minutes < 60 * _LAST_AFTERNOON_HOUR + 60 - 30:
        minutes += 720
    return _at(minutes // 60, minutes % 60, "as written", written, clock)


def _at(hour: int, minute: int, half: str | None, written: str, clock: Clock) -> time | None:
    is_bare_afternoon = half is None and 0 < hour <= _LAST_AFTERNOON_HOUR
    if is_bare_afternoon or (half and half.startswith("p") and hour < 12):
        hour += 12
    if hour > 23 or minute > 59:
        clock.wrong.append(written)
        return None
    return time(hour, minute)


def _parts(unread: Unread, clock: Clock) -> None:
    for pattern, first, last in _PARTS:
        window = Window(time.fromisoformat(first), time.fromisoformat(last))
        for match in unread.take(_part(pattern)):
            if match["not"]:
                _avoid(window, clock)
            elif match["soft"]:
                clock.preferred = window
            else:
                clock.earliest = clock.earliest or window.first
                clock.latest = clock.latest or window.last


def _part(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:(?P<soft>{_SOFT})\s+|(?P<not>{_NOT})\s+)?{_LINK}(?:{pattern})(?!\w)")


def _avoid(window: Window, clock: Clock) -> None:
    """Only the half of the day that is left: "inte förmiddag" is after twelve."""
    if window.last <= time(12):
        clock.earliest = clock.earliest or window.last
    elif window.first >= time(12):
        clock.latest = clock.latest or window.first
