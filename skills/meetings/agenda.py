"""An agenda whose minutes add up to the meeting's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import cycle

from bot.skill import Language
from skills.meetings import texts

_LINE = re.compile(
    r"^(?P<title>.*?)[\s,:–(-]*(?P<minutes>\d{1,3})\s*(?:min\w*\.?|m|')\)?\s*$", re.IGNORECASE
)
_FRAME = 5
"""Minutes for beginning and end."""
_TOO_SHORT_TO_FRAME = 20
_STEP = 5


def proposed(points: Sequence[str], subject: str, minutes: int, language: Language) -> str:
    """The points with minutes, one a line; without points, a plain order of the meeting."""
    if points:
        return _lines(_shared([_parted(point) for point in points], minutes))
    topic = subject or texts.TOPIC.in_language(language)
    ending = (texts.NEXT_STEPS.in_language(language), _FRAME)
    if minutes <= _FRAME:
        return _lines([(topic, minutes)])
    if minutes < _TOO_SHORT_TO_FRAME:
        return _lines([(topic, minutes - _FRAME), ending])
    opening = (texts.OPENING.in_language(language), _FRAME)
    return _lines([opening, (topic, minutes - 2 * _FRAME), ending])


def total(agenda: str) -> int | None:
    """The minutes of all points together; None if no point says any."""
    told = [minutes for line in agenda.splitlines() if (minutes := _parted(line)[1]) is not None]
    return sum(told) if told else None


def title(line: str) -> str:
    """A point without its minutes."""
    return _parted(line)[0].rstrip(" ,")


def _parted(line: str) -> tuple[str, int | None]:
    found = _LINE.match(line.strip())
    if found is None:
        return line.strip(), None
    return found["title"].strip() or line.strip(), int(found["minutes"])


def _shared(points: Sequence[tuple[str, int | None]], minutes: int) -> list[tuple[str, int]]:
    """What no point has taken is shared by those that say nothing, five minutes at a time."""
    silent = sum(told is None for _, told in points)
    left = max(0, minutes - sum(told or 0 for _, told in points))
    share = left // silent // _STEP * _STEP if silent else 0
    shared = [(title, share if told is None else told) for title, told in points]
    rest = max(0, minutes - sum(told for _, told in shared))
    for n, more in _spread(rest, [n for n, (_, told) in enumerate(points) if told is None]):
        shared[n] = (shared[n][0], shared[n][1] + more)
    return shared


def _spread(minutes: int, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """What is left over, five minutes at a time; beginning and end of a long order get none."""
    places = places[1:-1] if len(places) > 3 else places[::-1]
    for n in cycle(places):
        if minutes <= 0:
            return
        yield n, min(_STEP, minutes)
        minutes -= _STEP


def _lines(points: Sequence[tuple[str, int]]) -> str:
    return "\n".join(f"{title}, {minutes} min" for title, minutes in points)
