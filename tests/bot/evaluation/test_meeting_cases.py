"""The golden cases of what staff ask about meetings, asked of the sample municipality."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.cases import load_cases
from tests.bot.evaluation.test_cases import CASES, asked

FILES = ("meetings.jsonl", "meetings_tuning.jsonl")
KNOWN = frozenset({"mote-lattlast"})
"""An invitation ordered as a booking has no easy form."""


@pytest.mark.parametrize("name", FILES)
async def test_what_staff_ask_of_meetings_is_answered_as_it_should_be(
    name: str, ingested_sample: Path, tmp_path: Path
) -> None:
    verdicts = await asked(load_cases(CASES.with_name(name)), ingested_sample, tmp_path)

    wrong = {one.answered.case.id: one.wrong for one in verdicts if not one.passed}
    assert {one: why for one, why in wrong.items() if one not in KNOWN} == {}
    assert sum(one.leaks for one in verdicts) == 0
