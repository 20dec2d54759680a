"""Says in words what has been read, so that a person sees what was understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time

from bot.calculations.formats import NO_BREAK, short_day
from bot.calendars.when.reading import When
from bot.calendars.when.red_days import DAY, days_between, is_working_day
from bot.language.texts import OR, Language, Text, enumerated

_MOST_RUNS = 4
_BETWEEN = Text(sv="{count} dagar mellan {first} och {last}", en="{count} days between {first} and "
                "{last}")  # fmt: skip
_WEEK = Text(sv="{days} (vecka {week})", en="{days} (week {week})")
_STARTS = Text(sv="klockan {start}", en="at {start}")
_WITHIN = Text(sv="mellan {first} och {last}", en="between {first} and {last}")
_FROM = Text(sv="tidigast {first}", en="{first} at the earliest")
_UNTIL = Text(sv="klart senast {last}", en="finished by {last}")
_PREFERRED = Text(sv="helst mellan {first} och {last}", en="preferably between {first} and {last}")
_HOURS = Text(sv="{hours} tim", en="{hours} h")
_OPEN = Text(sv="de närmaste två veckorna", en="the next two weeks")


def told_clock(at: time, language: Language) -> str:
    """ "9.00" in Swedish, "09:00" in English."""
    return f"{at.hour}.{at.minute:02}" if language == "sv" else f"{at.hour:02}:{at.minute:02}"


def told_length(minutes: int, language: Language) -> str:
    """ "45 min", "1 tim 30 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [_HOURS.in_language(language, hours=hours)] if hours else []
    parts += [f"{rest} min"] if rest or not hours else []
    return " ".join(parts).replace(" ", NO_BREAK)


def told_days(days: Sequence[date], language: Language) -> str:
    """ "måndag 30 november–fredag 4 december (vecka 49)": days off between them go unsaid."""
    runs = list(_apart(_runs(days)))
    if len(runs) > _MOST_RUNS:
        first, last = short_day(days[0], language), short_day(days[-1], language)
        return _BETWEEN.in_language(language, count=len(days), first=first, last=last)
    said = enumerated([_run(run, language) for run in runs], language, joined=OR)
    weeks = {day.isocalendar()[:2] for day in days}
    if len(weeks) == 1 and len(days) > 1:
        return _WEEK.in_language(language, days=said, week=days[0].isocalendar().week)
    return said


def told_when(when: When, language: Language) -> str:
    """All that was understood, in one line."""
    days = told_days(when.days, language) if when.days else _OPEN.in_language(language)
    return ", ".join((days, *_told_times(when, language), *_told_minutes(when, language)))


def _told_times(when: When, language: Language) -> Iterator[str]:
    if when.start:
        yield _STARTS.in_language(language, start=told_clock(when.start, language))
    for window, text in ((when.window, _WITHIN), (when.preferred, _PREFERRED)):
        if window is None:
            continue
        first, last = told_clock(window.first, language), told_clock(window.last, language)
        if window.first == time(0):
            text = _UNTIL
        elif window.last >= time(23, 59):
            text = _FROM
        yield text.in_language(language, first=first, last=last)


def _told_minutes(when: When, language: Language) -> Iterator[str]:
    if when.minutes is not None:
        yield told_length(when.minutes, language)


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Stretches without a working day missing."""
    first = last = None
    for day in days:
        if last is not None and not any(map(is_working_day, _inside(last, day))):
            last = day
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = day
    if first is not None and last is not None:
        yield first, last


def _apart(runs: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """Two days in a row are said one by one."""
    for first, last in runs:
        if last - first == DAY:
            yield first, first
            yield last, last
        else:
            yield first, last


def _inside(first: date, last: date) -> Iterator[date]:
    return days_between(first + DAY, last - DAY)


def _run(run: tuple[date, date], language: Language) -> str:
    first, last = run
    if first == last:
        return short_day(first, language)
    return f"{short_day(first, language)}–{short_day(last, language)}"
