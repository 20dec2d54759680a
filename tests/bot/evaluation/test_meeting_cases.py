"""The golden cases of what staff ask about meetings, asked of the sample municipality."""

from __future__ import annotations

from pathlib import Path

from bot.evaluation.cases import load_cases
from tests.bot.evaluation.test_cases import CASES, asked

PATH = CASES.with_name("meetings.jsonl")
KNOWN = frozenset({"mote-lattlast", "mote-sju-personer-quorum"})
"""An invitation ordered as a booking has no easy form.

Seven names and "måste kunna" are like the words in which colleagues are compared, and such a
likeness is refused before any skill is asked."""


async def test_what_staff_ask_of_meetings_is_answered_as_it_should_be(
    ingested_sample: Path, tmp_path: Path
) -> None:
    verdicts = await asked(load_cases(PATH), ingested_sample, tmp_path)

    wrong = {one.answered.case.id: one.wrong for one in verdicts if not one.passed}
    assert {one: why for one, why in wrong.items() if one not in KNOWN} == {}
    assert sum(one.leaks for one in verdicts) == 0
