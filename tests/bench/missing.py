"""What is said where the document that answers is missing, over the golden cases.

Each case that is answered from a document is asked once more with that document hidden. Then it is
right to decline, be it with what comes nearest, or to quote another document that answers, too
(`answered_elsewhere.tsv`). Beside it stands how often somebody is turned away although the document
is there.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bot import app
from bot.evaluation.cases import Case, load_cases
from bot.settings import Settings
from tests import missing
from tests.bench.table import Row
from tests.missing import GOLDEN, Desk, Trial

_TURNED_AWAY = ("not_found", "private_only", "refused")


async def measure(folder: Path, *, cases: int | None = None) -> list[Row]:
    """A row for the cases that answers are tuned on, and one for those of `cases.jsonl` that are
    held out; the first `cases` of each."""
    sets = {
        "tuned on": missing.tuned(),
        "held out": load_cases(GOLDEN / "cases.jsonl", part="held-out"),
    }
    await app.ingest_sample(Settings(data=folder / "data"))
    rows = []
    async with missing.open_desk(folder / "data", folder / "state") as desk:
        for name, chosen in sets.items():
            print(f"  {name}", file=sys.stderr, flush=True)
            rows.append(_row(name, await _tried(desk, chosen[:cases])))
    return rows


async def _tried(desk: Desk, cases: Sequence[Case]) -> list[Trial]:
    return [await desk.try_one(case) for case in cases]


def share_declined(trials: Sequence[Trial]) -> float:
    """Of those that nothing answers once their document is hidden."""
    hidden = _unanswerable(trials)
    return sum(_turns_away(one) for one in hidden) / max(1, len(hidden))


def _row(name: str, trials: Sequence[Trial]) -> Row:
    answerable = [one for one in trials if one.case.expected.outcome == "answered"]
    wrongly = sum(one.verdict.answered.reply.outcome in _TURNED_AWAY for one in answerable)
    share = share_declined(trials)
    return Row(
        f"Document missing, {name}",
        f"{share:.2f}",
        "declined",
        f"{len(_unanswerable(trials))} questions; "
        f"{wrongly} of {len(answerable)} declined with it there",
        figures={f"missing_declined.{name.replace(' ', '_')}": share},
    )


def _unanswerable(trials: Sequence[Trial]) -> list[Trial]:
    also = missing.elsewhere()
    return [one for one in trials if one.missing and not _is_answered_rightly(one, also)]


def _turns_away(trial: Trial) -> bool:
    return trial.missing is not None and trial.missing.answered.reply.outcome in _TURNED_AWAY


def _is_answered_rightly(trial: Trial, also: dict[str, frozenset[str]]) -> bool:
    """Whether another document answers, or what is missing is asked for."""
    assert trial.missing is not None
    reply, expected = trial.missing.answered.reply, trial.case.expected
    if reply.outcome != "answered":
        return reply.outcome not in _TURNED_AWAY
    cited = {citation.passage.chunk.document_id for citation in reply.citations}
    text = reply.text().casefold()
    says = all(one.casefold() in text for one in expected.must_include)
    return bool(expected.must_include and says) or not cited.isdisjoint(also[trial.case.id])
