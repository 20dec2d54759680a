"""How long what owners decided is believed when it cannot be read again."""

from __future__ import annotations

from datetime import date

import pytest

from bot.approved.base import Approvals, ApprovedAnswer, StoppedDocument
from bot.approved.current import EVERY_S, OLDEST_S, CurrentApprovals
from bot.errors import ConfigurationError, RetrievalUnavailable, UnavailableError
from bot.identity.base import User

_ANNA = User(id="anna", name="Anna")
_DOG = "Får jag ta med hunden?"
_DECIDED = Approvals(
    answers=(
        ApprovedAnswer(
            id="1",
            questions=(_DOG,),
            text="Nej.",
            approved_by="HR",
            approved_on=date(2026, 1, 1),
            readers=frozenset({"alla"}),
        ),
    ),
    stopped=(StoppedDocument("gammal.docx"),),
)


class Writing:
    """A place that can be out of reach."""

    def __init__(self) -> None:
        self.now: Approvals | None = _DECIDED
        self.fault: Exception = UnavailableError("nobody is there")
        self.known: Approvals | None = None

    async def read(self) -> Approvals:
        if self.now is None:
            raise self.fault
        return self.now

    def remembered(self) -> Approvals | None:
        return self.known


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def writing() -> Writing:
    return Writing()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def approvals(writing: Writing, clock: Clock) -> CurrentApprovals:
    return CurrentApprovals(writing, today=lambda: date(2026, 11, 25), clock=clock)


def _is_given(approvals: CurrentApprovals) -> bool:
    return approvals.find(_DOG, reader=_ANNA, audience="private") is not None


def test_an_answer_lives_less_than_five_minutes_without_being_seen() -> None:
    assert OLDEST_S + EVERY_S < 300


async def test_an_answer_is_given_for_a_while_without_its_source(
    approvals: CurrentApprovals, writing: Writing, clock: Clock
) -> None:
    await approvals.refresh()
    writing.now = None
    clock.now += OLDEST_S - 1
    await approvals.refresh()

    assert _is_given(approvals)


async def test_an_answer_is_no_longer_given_when_its_source_is_away_too_long(
    approvals: CurrentApprovals, writing: Writing, clock: Clock
) -> None:
    await approvals.refresh()
    writing.now = None
    clock.now += OLDEST_S + 1
    await approvals.refresh()

    assert not _is_given(approvals)
    assert approvals.stops_anything


@pytest.mark.parametrize(
    "fault",
    [OSError("no process"), ConfigurationError("no certificate")],
    ids=["system", "setting"],
)
async def test_a_reading_that_fails_in_any_way_is_tried_again(
    approvals: CurrentApprovals, writing: Writing, fault: Exception
) -> None:
    writing.now, writing.fault = None, fault
    await approvals.refresh()
    writing.now = _DECIDED
    await approvals.refresh()

    assert _is_given(approvals)


async def test_nobody_can_search_before_it_is_known_what_is_stopped(
    approvals: CurrentApprovals, writing: Writing
) -> None:
    writing.now = None
    await approvals.refresh()

    with pytest.raises(RetrievalUnavailable):
        await approvals.check()


async def test_after_a_restart_what_was_stopped_stays_so_and_nothing_is_given(
    approvals: CurrentApprovals, writing: Writing
) -> None:
    writing.now, writing.known = None, _DECIDED
    await approvals.refresh()

    await approvals.check()
    assert approvals.stops_anything
    assert not _is_given(approvals)


async def test_the_latest_of_two_approved_answers_is_given(
    approvals: CurrentApprovals, writing: Writing
) -> None:
    older = _DECIDED.answers[0]
    newer = ApprovedAnswer(
        id="2",
        questions=(_DOG,),
        text="Ja.",
        approved_by="HR",
        approved_on=date(2026, 6, 1),
        readers=frozenset({"alla"}),
    )
    writing.now = Approvals(answers=(newer, older))
    await approvals.refresh()

    found = approvals.find(_DOG, reader=_ANNA, audience="private")
    assert found
    assert found.text == "Ja."
