"""Where the document that answers is missing, most questions are declined."""

from __future__ import annotations

from pathlib import Path

from tests import missing
from tests.bench.missing import share_declined

_EVERY = 20
"""Which of the cases are asked: the rest are for `python -m tests.bench missing`."""


async def test_most_questions_are_declined_when_their_document_is_missing(
    ingested_sample: Path, tmp_path: Path
) -> None:
    async with missing.open_desk(ingested_sample, tmp_path) as desk:
        trials = [await desk.try_one(case) for case in missing.tuned()[::_EVERY]]

    assert share_declined(trials) >= 0.55
