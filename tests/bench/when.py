"""How many phrases of when are read right, and how fast, beside the package `dateparser`.

dateparser gives one moment, not days, hours and lengths: it is asked only for the phrases of
tests/data/when.tsv that mean one day and say no length, and only the day counts. It is in the extra
`bench`. The table was written with the reader, so Kollega's own figure is a count of the rows that
still hold; what dateparser reads is a fair picture of how far it would have taken us.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from bot.calendars.when import read_when
from tests.bench.table import Row, shown
from tests.bot.calendars.phrases import Phrase, compact, phrases

ReadDay = Callable[[Phrase], date | None]


async def measure() -> list[Row]:
    """Of every phrase what it means, and of those with one day which."""
    every = phrases()
    right = sum(compact(read_when(each.text, now=each.now)) == each.means for each in every)
    one_day = [each for each in every if each.one_day and "minutes" not in each.means]
    rows = [Row("phrases of when: all that is said", f"{right}/{len(every)}", "right")]
    return [*rows, *_rows("Kollega", _kollega, one_day), *_peer(one_day)]


def _rows(name: str, read: ReadDay, asked: Sequence[Phrase]) -> Iterator[Row]:
    for each in asked[:5]:
        read(each)  # the first words load the package's languages
    began = time.process_time()
    right = sum(read(each) == each.one_day for each in asked)
    spent_ms = (time.process_time() - began) / len(asked) * 1000
    yield Row(
        f"phrases of when that mean one day: {name}",
        f"{right}/{len(asked)}",
        "right",
        f"{shown(spent_ms)} ms each",
        {f"when_right.{name}": right / len(asked), f"when_ms.{name}": spent_ms},
    )


def _kollega(phrase: Phrase) -> date | None:
    days = read_when(phrase.text, now=phrase.now).days
    return days[0] if len(days) == 1 else None


def _peer(asked: Sequence[Phrase]) -> Iterator[Row]:
    try:
        parser = importlib.import_module("dateparser")
        search = importlib.import_module("dateparser.search").search_dates
    except ImportError:
        return

    def settings(phrase: Phrase) -> dict[str, object]:
        return {"RELATIVE_BASE": phrase.now, "PREFER_DATES_FROM": "future"}

    def parse(phrase: Phrase) -> date | None:
        found = parser.parse(phrase.text, languages=[phrase.language], settings=settings(phrase))
        return found.date() if found else None

    def found(phrase: Phrase) -> date | None:
        hits = search(phrase.text, languages=[phrase.language], settings=settings(phrase))
        return hits[0][1].date() if hits else None

    yield from _rows("dateparser.parse", parse, asked)
    yield from _rows("dateparser.search_dates", found, asked)
