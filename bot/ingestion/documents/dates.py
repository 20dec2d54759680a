"""Reads dates as Swedish documents write them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february",
            "mars mar march",
            "april apr",
            "maj may",
            "juni jun june",
            "juli jul july",
            "augusti aug august",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<![\d/:-])(?:"
    rf"(?P<iso_y>{_YEAR})[-.](?P<iso_m>\d\d?)[-.](?P<iso_d>\d\d?)(?!\d)"
    rf"|(?P<compact>{_YEAR}[01]\d[0-3]\d)(?!\d)"
    rf"|(?:den )?(?P<d>\d\d?)(?::[ae]|\.)? (?P<m>{_MONTH})\.?,? (?P<y>{_YEAR})(?!\d)"
    rf"|(?P<slash_d>\d\d?)/(?P<slash_m>\d\d?)[ -](?P<slash_y>{_YEAR})(?!\d)"
    rf"|(?P<dotted_d>\d\d?)\.(?P<dotted_m>\d\d?)\.(?P<dotted_y>{_YEAR})(?!\d)"
    rf"|(?P<month>{_MONTH})\.? (?P<month_y>{_YEAR})(?!\d)"
    rf"|(?P<part_y>{_YEAR})-(?P<part_m>[01]\d)(?![\d-])"
    rf"|(?P<only>{_YEAR})(?![\d:/-])"
    rf")",
    re.IGNORECASE,
)


def find_dates(text: str, *, last: bool = False, whole: bool = False) -> Iterator[date]:
    """The dates in the text, in order.

    A month or a year alone is its first day, or its last with `last`. With `whole`, only dates
    that name the day count.
    """
    for match in _DATE.finditer(text):
        if (found := _date(match, last=last, whole=whole)) is not None:
            yield found


def parse_date(text: str, *, last: bool = False, whole: bool = False) -> date | None:
    """The first date in the text; None if there is none."""
    return next(find_dates(text, last=last, whole=whole), None)


def _date(match: re.Match[str], *, last: bool, whole: bool) -> date | None:
    year, month, day = _parts(match)
    if whole and day is None:
        return None
    try:
        if day is not None and month is not None:
            return date(year, month, day)
        if month is not None:
            return date(year, month, monthrange(year, month)[1] if last else 1)
        return date(year, 12, 31) if last else date(year, 1, 1)
    except ValueError:
        return None


def _parts(match: re.Match[str]) -> tuple[int, int | None, int | None]:
    if match["iso_y"]:
        return int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"])
    if compact := match["compact"]:
        return int(compact[:4]), int(compact[4:6]), int(compact[6:])
    if match["y"]:
        return int(match["y"]), _MONTHS[match["m"].lower()], int(match["d"])
    if match["slash_y"]:
        return int(match["slash_y"]), int(match["slash_m"]), int(match["slash_d"])
    if match["dotted_y"]:
        return int(match["dotted_y"]), int(match["dotted_m"]), int(match["dotted_d"])
    if match["month_y"]:
        return int(match["month_y"]), _MONTHS[match["month"].lower()], None
    if match["part_y"]:
        return int(match["part_y"]), int(match["part_m"]), None
    return int(match["only"]), None, None
