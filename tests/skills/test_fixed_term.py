"""LAS days to conversion, against days counted one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calculations import Span
from bot.services import Services
from skills import hr
from skills.hr.fixed_term_count import first_day_over, first_day_over_in_a_row
from tests.skills.library import GRETA, Library, reply_to, turn

_DAY = timedelta(days=1)
_START = date(2022, 10, 1)


def _days(spans: Sequence[Span]) -> list[date]:
    return [span.first + n * _DAY for span in spans for n in range(span.days)]


def _five_years_before(day: date) -> date:
    """The day of the same name five years earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 5)
    except ValueError:
        return day.replace(year=day.year - 5, day=28)


def _oracle(limit: int, spans: Sequence[Span]) -> date | None:
    """Day by day: how many of the days worked lie after the same day five years before."""
    worked = _days(spans)
    for position, day in enumerate(worked):
        since = _five_years_before(day)
        if sum(1 for other in worked[: position + 1] if other > since) > limit:
            return day
    return None


def _oracle_in_a_row(limit: int, tied: Sequence[tuple[Span, bool]]) -> date | None:
    """The same without a window; the count begins anew after a gap of more than six months."""
    total = 0
    before: date | None = None
    for span, counts in tied:
        if before is not None:
            months = before.month + 6
            year, month = before.year + (months - 1) // 12, (months - 1) % 12 + 1
            after = date(year + month // 12, month % 12 + 1, 1)
            latest = min(after - _DAY, date(year, month, 1) + (before.day - 1) * _DAY)
            if span.first > latest:
                total = 0
        for day in _days([span]) if counts else ():
            total += 1
            if total > limit:
                return day
        before = span.last
    return None


@st.composite
def _spans(draw: st.DrawFn) -> list[Span]:
    """Employments of up to a year and a half with gaps of up to two years."""
    spans: list[Span] = []
    day = _START + draw(st.integers(0, 900)) * _DAY
    for _ in range(draw(st.integers(1, 5))):
        last = day + draw(st.integers(0, 500)) * _DAY
        spans.append(Span(day, last))
        day = last + draw(st.integers(1, 700)) * _DAY
    return spans


@settings(max_examples=60, deadline=None)
@given(_spans(), st.sampled_from([100, 365, 730]))
def test_the_window_of_five_years_is_that_of_the_calendar(spans: list[Span], limit: int) -> None:
    assert first_day_over(limit, spans, years=5) == _oracle(limit, spans)


@settings(max_examples=60, deadline=None)
@given(_spans(), st.lists(st.booleans(), min_size=5, max_size=5), st.sampled_from([100, 365]))
def test_a_row_is_broken_by_more_than_six_months(
    spans: list[Span], counts: list[bool], limit: int
) -> None:
    tied = list(zip(spans, counts, strict=False))
    counted = [span for span, one in tied if one]

    found = first_day_over_in_a_row(limit, counted, spans, months=6)

    assert found == _oracle_in_a_row(limit, tied)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # 1 May 2024 + 365 days = 1 May 2025; it is counted to 25 November 2026 in the sample
        ("SÄVA sedan 1 maj 2024", "Den passerades 1 maj 2025."),
        # 31 January + 334 days to 31 December 2026 = 334; day 366 is 1 February 2027
        ("särskild visstidsanställning sedan 1 februari 2026", "passeras den 1 februari 2027."),
        # a leap day makes day 366 the last of February: 2023-03-01 + 365 days
        ("SÄVA 2023-03-01–2024-12-31", "Den passerades 29 februari 2024."),
        ("vikarie sedan 2025-06-01", "passeras den 1 juni 2027."),
        # 365 + 365 days; the 731st is the first of 2026
        ("vikarie 2023-01-01–2023-12-31 och vikarie sedan 2025-01-01", "1 januari 2026."),
        # 200 days are left in the window
        ("vikarie 2023-01-01–2023-12-31 och vikarie 2025-01-01–2025-06-14", "återstår 201 dagar"),
        ("SÄVA 2025-01-01–2025-12-31", "återstår en dag"),
    ],
)
async def test_days_worked_out_by_hand(sample: Services, told: str, expected: str) -> None:
    reply = await reply_to(turn(f"När blir jag fast anställd? {told}"), sample, hr.run)

    assert expected in reply.sentences[0].text
    assert reply.sentences[0].calculation is not None
    assert "ingen bedömning" in reply.text()
    assert "ditt fack" in reply.text()


async def test_each_form_is_counted_by_itself(sample: Services) -> None:
    asked = turn(
        "Jag var vikarie 2023-01-01–2024-03-15 och har haft SÄVA sedan 1 maj 2024. "
        "När blir jag fast?"
    )

    reply = await reply_to(asked, sample, hr.run)

    # 365 + 31 + 29 + 15 = 440 days as vikarie; 245 + 365 + 328 = 938 days to 24 November 2026
    assert "938 dagar" in reply.sentences[0].text
    assert "440 dagar" in reply.sentences[1].text
    assert "AB § 4 har en egen regel" in reply.sentences[2].text


async def test_the_combined_rule_of_an_agreement_counts_where_a_source_states_it(
    library: Library,
) -> None:
    rules = (
        "Särskild visstidsanställning övergår efter mer än 12 månader under fem år. "
        "Ett vikariat övergår efter mer än två år under fem år.\n"
        "AB § 4: sammanlagd tid om mer än tre år under fem år ger tillsvidareanställning."
    )
    library.add("Visstid", {"Regler": rules})
    asked = turn("Vikarie 2022-11-01–2023-10-31 och SÄVA sedan 2026-11-01, när blir jag fast?")

    reply = await reply_to(asked, await library.services(), hr.run)

    assert "Sammanlagt: " in reply.sentences[2].text
    assert "1\u00a0095 dagar" in reply.sentences[2].text


@pytest.mark.parametrize(
    "told",
    [
        "Jag är obehörig lärare, vikarie sedan 2024-01-01",
        "Jag är 69 år och vikarie sedan 2024-01-01",
        "Timanställd och vikarie sedan 2024-01-01",
        "Allmän visstidsanställning sedan 2021-01-01",
        "SÄVA sedan 2022-01-01",
        "Säsongsanställd 2024-05-01–2024-09-30",
        "Vikarie 2023-01-01–2024-06-30 och SÄVA sedan 2024-06-01",
    ],
)
async def test_nothing_is_counted_where_the_rule_does_not_reach(
    sample: Services, told: str
) -> None:
    reply = await reply_to(turn(f"{told}, när blir jag fast anställd?"), sample, hr.run)

    assert reply.outcome in {"answered", "refused"}
    assert all(sentence.calculation is None for sentence in reply.sentences)
    assert "ditt fack" in reply.text()


@pytest.mark.parametrize(
    "text",
    ["Hur många LAS-dagar har jag?", "När blir jag fast? Vikarie sedan maj 2024"],
)
async def test_periods_that_are_not_clear_are_asked_for(sample: Services, text: str) -> None:
    reply = await reply_to(turn(text), sample, hr.run)

    assert (reply.outcome, reply.asked_back) == ("clarify", True)


async def test_no_days_are_counted_where_the_source_differs_from_the_law(library: Library) -> None:
    rules = (
        "Särskild visstidsanställning övergår efter mer än 18 månader under fem år. "
        "Ett vikariat övergår efter mer än två år under fem år."
    )
    library.add("Visstid", {"Regler": rules})
    asked = turn("SÄVA sedan 2024-05-01, när blir jag fast?")

    reply = await reply_to(asked, await library.services(), hr.run)

    assert "LAS 5 a §" in reply.warnings[0]
    assert all(sentence.calculation is None for sentence in reply.sentences)


async def test_no_days_are_counted_for_who_may_not_read_the_rule(sample: Services) -> None:
    asked = turn("SÄVA sedan 2024-05-01, när blir jag fast?", user=GRETA)

    assert (await reply_to(asked, sample, hr.run)).outcome == "not_found"


async def test_days_in_english(sample: Services) -> None:
    asked = turn("When does my vikariat convert? Vikarie since 1 June 2025", language="en")

    reply = await reply_to(asked, sample, hr.run)

    assert "If the employment goes on, it is passed on 1 June 2027." in reply.sentences[0].text
