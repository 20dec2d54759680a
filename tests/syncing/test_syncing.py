"""Whatever is written, renamed, allowed, killed and lost: people find what they may, and no more.

The longer search: `pytest -m soak tests/syncing`.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.syncing.machine import SyncMachine
from tests.syncing.mutants import MUTANTS
from tests.syncing.parts import Parts, mutated

ALWAYS_THE_SAME = settings(
    max_examples=8,
    stateful_step_count=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
LOOKING = settings(ALWAYS_THE_SAME, max_examples=400)
SEARCHING = settings(
    ALWAYS_THE_SAME,
    max_examples=3000,
    stateful_step_count=20,
    derandomize=False,
    phases=[Phase.generate, Phase.shrink],
)
FOUND = re.compile(r"find|found|wrote|did something|unreadable")


class EmbeddedMachine(SyncMachine):
    """People search the index that Kollega brings along."""

    is_real = True


def test_people_find_what_they_may_and_no_more_whatever_happens() -> None:
    run_state_machine_as_test(SyncMachine, settings=ALWAYS_THE_SAME)


@pytest.mark.parametrize(
    "mistake",
    [
        name if mutant.is_found_soon else pytest.param(name, marks=pytest.mark.soak)
        for name, mutant in MUTANTS.items()
    ],
)
def test_the_model_finds_a_sync_where(mistake: str) -> None:
    with pytest.raises(AssertionError, match=FOUND):
        run_state_machine_as_test(_mutant(mutated(MUTANTS[mistake])), settings=LOOKING)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("machine", [SyncMachine, EmbeddedMachine])
def test_people_find_what_they_may_for_long(machine: type[SyncMachine]) -> None:
    run_state_machine_as_test(machine, settings=SEARCHING)


def _mutant(made_of: Parts) -> type[SyncMachine]:
    class Machine(SyncMachine):
        parts = made_of

    return Machine
