"""Deliver, repeat, reorder, kill, restart, wait: the moves of the model, found by Hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.delivery.chat import Trouble
from tests.delivery.life import MOMENTS, Parts, Step, When
from tests.delivery.world import PROCESSES, QUESTIONS, World

PROCESS = st.sampled_from((0, 0, 0, *range(1, PROCESSES)))
NUMBERS = st.lists(st.integers(0, len(QUESTIONS) - 1), min_size=1, max_size=3)
"""Of questions that are sent at once; the same one may be among them twice."""
COUNT = st.integers(1, 2)
DOOM = st.one_of(
    st.none(),
    st.sampled_from(MOMENTS).flatmap(lambda m: st.tuples(st.just(m[0]), st.just(m[1]), COUNT)),
)
TROUBLES = st.one_of(
    st.just([]), st.lists(st.sampled_from(get_args(Trouble)), min_size=1, max_size=2)
)
SECONDS = st.sampled_from((0.1, 1.0, 4.0, 40.0))


class DeliveryMachine(RuleBasedStateMachine):
    """The real channel; a subclass with other `parts` is a mutant."""

    parts = Parts()

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.parts)
        self._is_wrong = False

    @rule(numbers=NUMBERS, process=PROCESS, doom=DOOM, troubles=TROUBLES)
    def deliver(
        self,
        numbers: list[int],
        process: int,
        doom: tuple[Step, When, int] | None,
        troubles: list[Trouble],
    ) -> None:
        self.world.deliver(numbers, process=process, doom=doom, troubles=troubles)

    @rule(seconds=SECONDS)
    def wait(self, seconds: float) -> None:
        self.world.wait(seconds)

    @rule(process=PROCESS)
    def kill(self, process: int) -> None:
        self.world.kill(process)

    @rule(process=PROCESS)
    def stop(self, process: int) -> None:
        self.world.stop(process)

    @invariant()
    def nothing_is_wrong(self) -> None:
        self._expect_nothing(self.world.wrong)

    def teardown(self) -> None:
        try:
            if not self._is_wrong:
                self._expect_nothing(self.world.wrong_in_the_end)
        finally:
            self.world.close()

    def _expect_nothing(self, wrong: Callable[[], list[str]]) -> None:
        found = wrong()
        self._is_wrong = bool(found)
        assert not found, found
