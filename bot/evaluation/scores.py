"""The figures of an evaluation, and whether they are good enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.judging import Verdict
from bot.evaluation.metrics import mean

OUTCOME_ACCURACY = 0.95
CITATION_RECALL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """One run over some cases."""

    cases: int
    passed: int
    outcome_accuracy: float
    citation_recall: float
    figure_errors: int
    leaks: int

    @property
    def reached(self) -> bool:
        """Whether every target is reached; a wrong figure or a leak is never made up for."""
        good = self.outcome_accuracy >= OUTCOME_ACCURACY
        cited = self.citation_recall >= CITATION_RECALL
        return good and cited and not self.figure_errors and not self.leaks


def scores(verdicts: Sequence[Verdict]) -> Scores:
    """The figures. No expected document at all counts as full recall."""
    recalls = [verdict.recall for verdict in verdicts if verdict.recall is not None]
    return Scores(
        cases=len(verdicts),
        passed=sum(verdict.passed for verdict in verdicts),
        outcome_accuracy=mean([float(verdict.right_outcome) for verdict in verdicts]),
        citation_recall=mean(recalls) if recalls else 1.0,
        figure_errors=sum(verdict.figure_errors for verdict in verdicts),
        leaks=sum(verdict.leaks for verdict in verdicts),
    )


def as_json(verdicts: Sequence[Verdict]) -> Mapping[str, object]:
    """The object that `kollega evaluate CASES --json` prints."""
    figures = scores(verdicts)
    return {
        "cases": figures.cases,
        "passed": figures.passed,
        "outcome_accuracy": round(figures.outcome_accuracy, 4),
        "citation_recall": round(figures.citation_recall, 4),
        "figure_errors": figures.figure_errors,
        "leaks": figures.leaks,
        "failures": [
            {"id": verdict.answered.case.id, "why": "; ".join(verdict.wrong)}
            for verdict in verdicts
            if not verdict.passed
        ],
    }
