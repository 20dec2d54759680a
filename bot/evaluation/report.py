"""The result of an evaluation for people: a table for the terminal and a page to send around."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from bot.evaluation import texts
from bot.evaluation.judging import Verdict
from bot.evaluation.scores import CITATION_RECALL, OUTCOME_ACCURACY, Scores, scores
from bot.identity.base import Language
from bot.language.texts import Text

FILE_NAME = "index.html"
_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1b; background: #fff }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #ccc }
td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums }
article { border: 1px solid #bbb; border-radius: .4rem; padding: .2rem 1rem 1rem; margin: 1rem 0 }
article p, blockquote { margin: .4rem 0 } blockquote { white-space: pre-line; padding-left: 1rem;
  border-left: 4px solid #5b5fc7 }
svg { width: 100%; max-width: 20rem; height: 1rem; vertical-align: middle }
dt { font-weight: 600; margin-top: .5rem } dd { margin-left: 0 }
"""


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
    """The page as HTML: figures, plots by skill and by outcome, and every answer that failed."""

    def say(text: Text) -> str:
        return escape(text.in_language(language))

    title = say(texts.TITLE)
    failures = [_failure(one, say) for one in verdicts if not one.passed]
    body = (
        f"<h1>{title}</h1>",
        f"<p>{escape(_conclusion(scores(verdicts), language))}</p>",
        _html_table(list(_rows(verdicts, language))),
        f"<h2>{say(texts.BY_SKILL)}</h2>",
        _plot(verdicts, lambda one: one.answered.case.expected.skill or say(texts.NO_SKILL)),
        f"<h2>{say(texts.BY_OUTCOME)}</h2>",
        _plot(verdicts, lambda one: one.answered.case.expected.outcome),
        f"<h2>{say(texts.FAILURES)}</h2>",
        *(failures or [f"<p>{say(texts.NO_FAILURES)}</p>"]),
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


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


def _html_table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f'<td class="figure">{escape(cell)}</td>' for cell in others)
        + "</tr>"
        for first, *others in rows[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _plot(verdicts: Sequence[Verdict], group_of: Callable[[Verdict], str]) -> str:
    """A bar for each group: the share that passed, which is also written beside it."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(group_of(verdict), []).append(verdict)
    rows = "".join(_bar(name, group) for name, group in sorted(groups.items()))
    return f"<table><tbody>{rows}</tbody></table>"


def _bar(name: str, group: Sequence[Verdict]) -> str:
    passed = sum(verdict.passed for verdict in group)
    share = round(100 * passed / len(group))
    return (
        f'<tr><th scope="row">{escape(name)}</th><td class="figure">{passed}/{len(group)}</td>'
        '<td><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="100" height="8" fill="#e0e0e0"/>'
        f'<rect width="{share}" height="8" fill="#5b5fc7"/></svg></td></tr>'
    )


def _failure(verdict: Verdict, say: Callable[[Text], str]) -> str:
    answered, case = verdict.answered, verdict.answered.case
    group = f", {say(texts.IN_GROUP)}" if case.audience == "group" else ""
    facts: Mapping[Text, str] = {
        texts.BEFORE: escape(" → ".join(case.history)),
        texts.ASKER: escape(answered.asker.name) + group,
        texts.WRONG: "<br>".join(map(escape, verdict.wrong)),
        texts.EXPECTED: escape(", ".join((*case.expected.documents, *case.expected.must_include))),
        texts.ANSWER: f"<blockquote>{escape(answered.reply.text())}</blockquote>",
        texts.SOURCES: "<br>".join(
            escape(f"[{number}] {one.passage.chunk.document_id} · {one.passage.chunk.place}")
            for number, one in enumerate(answered.reply.citations, 1)
        ),
    }
    listed = "".join(f"<dt>{say(name)}</dt><dd>{fact}</dd>" for name, fact in facts.items() if fact)
    heading = f"<h3>{escape(case.question)}</h3><p>{escape(case.id)}</p>"
    return f"<article>{heading}<dl>{listed}</dl></article>"
