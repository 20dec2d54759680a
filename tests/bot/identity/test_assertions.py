"""What people have signed in with, and for how long it is begun with."""

from __future__ import annotations

from bot.identity.assertions import ENDING_S, REUSED_FOR_S, Assertion, Assertions

ENDS_AT = 4000.0


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _assertion(token: str) -> Assertion:
    return Assertion(user_id="anna", tenant_id="t", token=token, expires_at=ENDS_AT)


def test_what_was_proved_on_the_apps_own_page_lasts_until_it_ends() -> None:
    clock = Clock()
    assertions = Assertions(clock=clock)
    assertions.keep(_assertion("proved"), lasting=True)

    fresh = []
    for clock.now in (REUSED_FOR_S + 1, ENDS_AT - ENDING_S - 1, ENDS_AT - ENDING_S):
        fresh.append(assertions.is_fresh("Anna"))

    assert fresh == [True, True, False]


def test_a_later_silent_sign_in_takes_nothing_from_what_was_proved() -> None:
    clock = Clock()
    assertions = Assertions(clock=clock)
    assertions.keep(_assertion("proved"), lasting=True)

    assertions.keep(_assertion("silent"))
    before = assertions.of("anna").token
    clock.now = ENDS_AT
    assertions.keep(Assertion(user_id="anna", tenant_id="t", token="later", expires_at=2 * ENDS_AT))

    assert (before, assertions.of("anna").token) == ("proved", "later")


def test_what_was_not_enough_does_not_last() -> None:
    assertions = Assertions(clock=Clock())
    assertions.keep(_assertion("proved"), lasting=True)

    assertions.forget("anna")
    assertions.keep(_assertion("silent"))

    assert assertions.of("anna").token == "silent"


def test_a_silent_sign_in_is_asked_for_again_after_a_while() -> None:
    clock = Clock()
    assertions = Assertions(clock=clock)
    assertions.keep(_assertion("silent"))
    assert assertions.is_fresh("anna")

    clock.now = REUSED_FOR_S

    assert not assertions.is_fresh("anna")
