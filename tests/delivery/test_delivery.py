"""Whatever is delivered, repeated, killed and refused: one answer each, in order.

The longer search: `pytest -m soak tests/delivery`.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.storage.blob.inbox import BlobInbox
from tests.delivery.life import Parts
from tests.delivery.machine import DeliveryMachine
from tests.delivery.mutants import MUTANTS

ALWAYS_THE_SAME = settings(
    max_examples=40,
    stateful_step_count=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
SEARCHING = settings(
    ALWAYS_THE_SAME,
    max_examples=1500,
    stateful_step_count=20,
    derandomize=False,
    phases=[Phase.generate, Phase.shrink],
)


ON_BLOBS = Parts(blob_inbox=BlobInbox)
FOUND = re.compile(r"q\d+ (is|still)|the same is sent|texts are left")


def test_one_answer_each_in_order_whatever_happens() -> None:
    run_state_machine_as_test(DeliveryMachine, settings=ALWAYS_THE_SAME)


def test_one_answer_each_in_order_whatever_happens_on_blobs() -> None:
    run_state_machine_as_test(_mutant(ON_BLOBS), settings=ALWAYS_THE_SAME)


@pytest.mark.parametrize("mistake", MUTANTS)
def test_the_model_finds_a_channel_with(mistake: str) -> None:
    with pytest.raises(AssertionError, match=FOUND):
        run_state_machine_as_test(_mutant(MUTANTS[mistake]), settings=ALWAYS_THE_SAME)


@pytest.mark.soak
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("parts", [Parts(), ON_BLOBS], ids=["sqlite", "blobs"])
def test_one_answer_each_in_order_whatever_happens_for_long(parts: Parts) -> None:
    run_state_machine_as_test(_mutant(parts), settings=SEARCHING)


def _mutant(made_of: Parts) -> type[DeliveryMachine]:
    class Mutant(DeliveryMachine):
        parts = made_of

    return Mutant
