"""The page on an evaluation, for those who own the documents: one file, without scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

from bot.evaluation import texts
from bot.evaluation.judging import Verdict
from bot.evaluation.metrics import percentile
from bot.evaluation.style import STYLE
from bot.identity.base import Language
from bot.language.texts import Text

Say = Callable[[Text], str]


def page(
    verdicts: Sequence[Verdict],
    language: Language,
    *,
    figures: Sequence[Sequence[str]],
    conclusion: str,
) -> str:
    """The page as HTML: the figures given, plots, what to look at, and every answer that failed.

    Nobody who asked is named on it.
    """

    def say(text: Text) -> str:
        return escape(text.in_language(language))

    title = say(texts.TITLE)
    failures = [_failure(one, say) for one in verdicts if not one.passed]
    body = (
        f"<h1>{title}</h1>",
        f"<p>{escape(conclusion)}</p>",
        _table(say(texts.FIGURES), figures),
        f"<p>{_timings(verdicts, say)}</p>",
        f"<h2>{say(texts.BY_SKILL)}</h2>",
        _plot(verdicts, lambda one: one.answered.case.expected.skill or say(texts.NO_SKILL), say),
        f"<h2>{say(texts.BY_OUTCOME)}</h2>",
        _plot(verdicts, lambda one: _outcome(one.answered.case.expected.outcome, say), say),
        _table(say(texts.CONFUSION), _confusion(verdicts, say)),
        f"<h2>{say(texts.BY_DOCUMENT)}</h2>",
        f"<p>{say(texts.BY_DOCUMENT_SAYS)}</p>",
        _table(say(texts.BY_DOCUMENT), _documents(verdicts, say)),
        f"<h2>{say(texts.FAILURES)}</h2>",
        *(failures or [f"<p>{say(texts.NO_FAILURES)}</p>"]),
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _table(caption: str, rows: Sequence[Sequence[str]]) -> str:
    """Wide tables scroll by themselves, and by the keyboard."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f'<td class="figure">{escape(cell)}</td>' for cell in others)
        + "</tr>"
        for first, *others in rows[1:]
    )
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _timings(verdicts: Sequence[Verdict], say: Say) -> str:
    times = [one.answered.reply.timings.total for one in verdicts]
    half, most = (f"{percentile(times, percent):.0f} ms" for percent in (50, 95))
    return f"{say(texts.TIME_HALF)} {half}. {say(texts.TIME_MOST)} {most}."


def _confusion(verdicts: Sequence[Verdict], say: Say) -> list[list[str]]:
    """A row for each outcome that was expected, a column for each that came."""
    pairs = Counter(
        (one.answered.case.expected.outcome, one.answered.reply.outcome or "") for one in verdicts
    )
    wanted = sorted({one for one, _ in pairs})
    came = sorted({other for _, other in pairs})
    rows = [[one, *(str(pairs[one, other] or "") for other in came)] for one in wanted]
    heads = [_outcome(one, say) for one in came]
    named = [[_outcome(row[0], say), *row[1:]] for row in rows]
    return [[say(texts.EXPECTED_AND_CAME), *heads], *named]


def _outcome(outcome: str | None, say: Say) -> str:
    text = texts.OUTCOMES.get(outcome or "")
    return say(text) if text else str(outcome)


def _documents(verdicts: Sequence[Verdict], say: Say) -> list[list[str]]:
    """What each document was wanted for, found for and shown in a failed answer: worst first."""
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    misled: Counter[str] = Counter()
    for verdict in verdicts:
        citations = verdict.answered.reply.citations
        cited = {one.passage.chunk.document_id for one in citations}
        expected = set(verdict.answered.case.expected.documents)
        wanted.update(expected)
        found.update(expected & cited)
        if not verdict.passed:
            misled.update(cited - expected)
    names = sorted(wanted | misled, key=lambda name: (found[name] - wanted[name], name))
    heads = (texts.DOCUMENT, texts.WANTED, texts.FOUND, texts.MISLED)
    return [
        [say(head) for head in heads],
        *([name, str(wanted[name]), str(found[name]), str(misled[name])] for name in names),
    ]


def _plot(verdicts: Sequence[Verdict], group_of: Callable[[Verdict], str], say: Say) -> str:
    """A bar for each group: the share that passed, which is also written beside it."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(group_of(verdict), []).append(verdict)
    rows = "".join(_bar(name, group, say) for name, group in sorted(groups.items()))
    return f"<table><tbody>{rows}</tbody></table>"


def _bar(name: str, group: Sequence[Verdict], say: Say) -> str:
    passed = sum(verdict.passed for verdict in group)
    share = round(100 * passed / len(group))
    told = f"{escape(name)}: {share} % {say(texts.PASSED).lower()}"
    return (
        f'<tr><th scope="row">{escape(name)}</th><td class="figure">{passed}/{len(group)}</td>'
        f'<td class="bar"><svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img">'
        f'<title>{told}</title><rect class="all" width="100" height="8"/>'
        f'<rect class="passed" width="{share}" height="8"/></svg></td></tr>'
    )


def _failure(verdict: Verdict, say: Say) -> str:
    answered, case = verdict.answered, verdict.answered.case
    heading = f"<h3>{escape(case.question)}</h3><p>{escape(case.id)}</p>"
    facts: Mapping[Text, str] = {
        texts.BEFORE: escape(" → ".join(case.history)),
        texts.IN_GROUP: say(texts.YES) if case.audience == "group" else "",
        texts.WRONG: "<br>".join(map(escape, verdict.wrong)),
        texts.DIFFERENCE: "".join(_difference(verdict, say)),
        texts.ANSWER: f"<blockquote>{escape(answered.reply.text())}</blockquote>",
        texts.SOURCES: "<br>".join(
            escape(f"[{number}] {one.passage.chunk.document_id} · {one.passage.chunk.place}")
            for number, one in enumerate(answered.reply.citations, 1)
        ),
    }
    listed = "".join(f"<dt>{say(name)}</dt><dd>{fact}</dd>" for name, fact in facts.items() if fact)
    return f"<article>{heading}<dl>{listed}</dl></article>"


def _difference(verdict: Verdict, say: Say) -> Iterator[str]:
    """What is missing and what came instead, in words and not by colour alone."""
    expected, reply = verdict.answered.case.expected, verdict.answered.reply
    cited = {one.passage.chunk.document_id for one in reply.citations}
    missing = [document for document in expected.documents if document not in cited]
    extra = sorted(cited - set(expected.documents)) if missing else []
    if reply.outcome != expected.outcome:
        missing = [_outcome(expected.outcome, say), *missing]
        extra = [_outcome(reply.outcome, say), *extra]
    yield from (f"<p>− {say(texts.EXPECTED)}: <del>{escape(one)}</del></p>" for one in missing)
    yield from (f"<p>+ {say(texts.CAME)}: <ins>{escape(one)}</ins></p>" for one in extra)
