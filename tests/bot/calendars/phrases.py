"""tests/data/when.tsv: phrases of when, the moment they are said, and what they mean."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.calendars.when import When
from bot.language.texts import Language

_TABLE = Path(__file__).parents[2] / "data" / "when.tsv"
_ENGLISH = {"next", "tomorrow", "minutes", "week", "in", "end", "between", "half"}


@dataclass(frozen=True, slots=True)
class Phrase:
    now: datetime
    text: str
    means: str
    """ "days=2026-11-30..2026-12-04 start=09:00 window=… preferred=… minutes=45 trouble=past"."""
    told: str

    @property
    def language(self) -> Language:
        words = set(self.text.lower().split())
        return "en" if words & _ENGLISH and not words & {"på", "i", "nästa"} else "sv"

    @property
    def one_day(self) -> date | None:
        """The day, where the phrase means just one."""
        days = dict(part.split("=") for part in self.means.split() if "=" in part).get("days", "")
        try:
            return date.fromisoformat(days)
        except ValueError:
            return None


def phrases() -> Sequence[Phrase]:
    """Every row of the table."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Phrase(datetime.fromisoformat(row["now"]), row["phrase"], row["means"], row["in words"])
        for row in rows
    ]


def compact(when: When) -> str:
    """What was read, as the table writes it."""
    parts = [f"days={_days(when.days)}"] if when.says_days else []
    parts += [f"start={when.start:%H:%M}"] if when.start else []
    for name, window in (("window", when.window), ("preferred", when.preferred)):
        parts += [f"{name}={window.first:%H:%M}-{window.last:%H:%M}"] if window else []
    parts += [f"minutes={when.minutes}"] if when.minutes is not None else []
    parts += [f"trouble={trouble.kind}" for trouble in when.troubles]
    return " ".join(parts)


def _days(days: Sequence[date]) -> str:
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    ends = (str(run[0]) if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in runs)
    return ",".join(ends) or "none"
