"""How many messages one person may send."""

from __future__ import annotations

import pytest

from bot.teams.inbox.rate_limit import REMEMBERED, RateLimit, Verdict
from tests.fakes.clock import Clock

ANNA, ERIK = ("tenant", "anna"), ("tenant", "erik")
REFUSED = Verdict(admitted=False)


@pytest.fixture
def clock() -> Clock[float]:
    return Clock(1000.0)


@pytest.fixture
def limit(clock: Clock[float]) -> RateLimit:
    return RateLimit(per_minute=6, clock=clock)


def _admitted(limit: RateLimit, messages: int) -> int:
    return sum(limit.judge(ANNA).admitted for _ in range(messages))


def test_a_minutes_worth_may_come_at_once(limit: RateLimit) -> None:
    assert _admitted(limit, 20) == 6


def test_the_first_message_too_many_is_told_how_long_to_wait_and_the_others_nothing(
    limit: RateLimit,
) -> None:
    _admitted(limit, 6)

    assert limit.judge(ANNA) == Verdict(admitted=False, tell_to_wait_s=30)
    assert [limit.judge(ANNA) for _ in range(50)] == [REFUSED] * 50


def test_after_the_wait_the_person_is_answered_and_told_anew_if_it_happens_again(
    limit: RateLimit, clock: Clock[float]
) -> None:
    _admitted(limit, 7)
    clock.now += 30

    assert _admitted(limit, 3) == 3
    assert limit.judge(ANNA).tell_to_wait_s == 30


def test_writing_while_waiting_does_not_make_the_wait_longer(
    limit: RateLimit, clock: Clock[float]
) -> None:
    for _ in range(66):
        limit.judge(ANNA)
        clock.now += 0.5

    assert limit.judge(ANNA).admitted


def test_a_steady_pace_below_the_limit_is_never_refused(
    limit: RateLimit, clock: Clock[float]
) -> None:
    for _ in range(200):
        assert limit.judge(ANNA).admitted
        clock.now += 10


def test_the_wait_is_long_enough_for_a_message_to_be_admitted_after_it(clock: Clock[float]) -> None:
    limit = RateLimit(per_minute=1, clock=clock)
    limit.judge(ANNA)
    wait_s = limit.judge(ANNA).tell_to_wait_s

    assert wait_s == 60
    clock.now += wait_s
    assert limit.judge(ANNA).admitted


def test_one_persons_flood_is_nobody_elses(limit: RateLimit) -> None:
    _admitted(limit, 100)

    assert limit.judge(ERIK).admitted
    assert limit.judge(("another tenant", "anna")).admitted


def test_whoever_has_been_silent_longest_is_forgotten_when_there_are_too_many(
    limit: RateLimit,
) -> None:
    _admitted(limit, 7)
    for number in range(REMEMBERED):
        limit.judge(("tenant", f"{number}"))

    assert limit.judge(ANNA).admitted


def test_without_a_limit_everything_is_admitted() -> None:
    assert _admitted(RateLimit(per_minute=None), 1000) == 1000
