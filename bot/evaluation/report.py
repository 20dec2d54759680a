"""The result of an evaluation for people: a table for the terminal and a page to send around."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.evaluation import texts
from bot.evaluation.judging import Verdict
from bot.evaluation.page import page as html_page
from bot.evaluation.scores import CITATION_RECALL, OUTCOME_ACCURACY, Scores, scores
from bot.identity.base import Language
from bot.language.texts import Text

FILE_NAME = "index.html"


def table(verdicts: Sequence[Verdict], language: Language) -> str:
    """The figures as aligned text, what was tuned on and what was held out apart."""
    rows = list(_rows(verdicts, language))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for first, *others in rows:
        figures = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        lines.append("  ".join((first.ljust(widths[0]), *figures)).rstrip())
    failed = (verdict for verdict in verdicts if not verdict.passed)
    lines += (f"✗ {one.answered.case.id}: {'; '.join(one.wrong)}" for one in failed)
    return "\n".join((*lines, _conclusion(scores(verdicts), language)))


def write_page(verdicts: Sequence[Verdict], folder: Path, language: Language) -> Path:
    """Write the page, which needs no other file, into the folder; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    path.write_text(page(verdicts, language), encoding="utf-8")
    return path


def page(verdicts: Sequence[Verdict], language: Language) -> str:
    """The page as HTML."""
    rows = list(_rows(verdicts, language))
    conclusion = _conclusion(scores(verdicts), language)
    return html_page(verdicts, language, figures=rows, conclusion=conclusion)


def _conclusion(figures: Scores, language: Language) -> str:
    asked = texts.ASKED.in_language(language, passed=figures.passed, cases=figures.cases)
    verdict = texts.REACHED if figures.reached else texts.MISSED
    return f"{asked} {verdict.in_language(language)}"


def _rows(verdicts: Sequence[Verdict], language: Language) -> Iterator[tuple[str, ...]]:
    """A header and one row for each measure."""
    tuning = [one for one in verdicts if not one.answered.case.held_out]
    held_out = [one for one in verdicts if one.answered.case.held_out]
    parts = [(texts.TUNING, tuning), (texts.HELD_OUT, held_out), (texts.ALL, verdicts)]
    named = [(text, scores(part)) for text, part in parts if part]
    heads = (texts.MEASURE, *(text for text, _ in named), texts.TARGET)
    yield tuple(text.in_language(language) for text in heads)
    for text, show, target in _MEASURES:
        yield (text.in_language(language), *(show(figures) for _, figures in named), target)


_MEASURES: Sequence[tuple[Text, Callable[[Scores], str], str]] = (
    (texts.CASES, lambda one: str(one.cases), ""),
    (texts.PASSED, lambda one: str(one.passed), ""),
    (texts.OUTCOME_ACCURACY, lambda one: f"{one.outcome_accuracy:.3f}", f"{OUTCOME_ACCURACY:.3f}"),
    (texts.CITATION_RECALL, lambda one: f"{one.citation_recall:.3f}", f"{CITATION_RECALL:.3f}"),
    (texts.FIGURE_ERRORS, lambda one: str(one.figure_errors), "0"),
    (texts.LEAKS, lambda one: str(one.leaks), "0"),
)
