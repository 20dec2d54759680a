"""Holds a reply against what is expected of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.base import Sentence
from bot.evaluation.access_oracle import AccessOracle
from bot.evaluation.cases import Case
from bot.identity.base import User
from bot.reply import Reply
from bot.retrieval.base import Passage

_NUMBER_WORDS = {
    "två": "2", "tre": "3", "fyra": "4", "fem": "5", "sex": "6", "sju": "7", "åtta": "8",
    "nio": "9", "tio": "10", "elva": "11", "tolv": "12", "tretton": "13", "fjorton": "14",
    "femton": "15", "tjugo": "20", "tjugofem": "25", "trettio": "30", "two": "2", "three": "3",
    "four": "4", "five": "5", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12",
}  # fmt: skip
_THOUSANDS = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
_FIGURE = re.compile(rf"\d+(?:[.,:]\d+)*|\b(?:{'|'.join(_NUMBER_WORDS)})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A case, the reply to it, and everything that search showed its asker."""

    case: Case
    reply: Reply
    asker: User
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one reply is worth."""

    answered: Answered
    wrong: tuple[str, ...]
    """What is wrong, in words; empty if the case passed."""
    right_outcome: bool
    recall: float | None
    """The share of the expected documents that are cited; None if none are expected."""
    figure_errors: int
    """Figures in sentences that do not stand in what the sentence cites."""
    leaks: int
    """Documents shown that access.toml does not give the asker."""
    unjudged: int
    """Documents shown that access.toml says nothing about."""

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def judge(answered: Answered, oracle: AccessOracle) -> Verdict:
    """Everything that is wrong with a reply."""
    case, reply = answered.case, answered.reply
    chunks = [citation.passage.chunk for citation in reply.citations]
    cited = {chunk.document_id for chunk in chunks}
    expected = case.expected.documents
    missing = [document for document in expected if document not in cited]
    figures = [figure for one in reply.sentences for figure in unsupported_figures(one)]
    chunks += [passage.chunk for passage in answered.passages]
    shown = {chunk.document_id: chunk for chunk in chunks}
    verdicts = {
        document: oracle.may_read(chunk, answered.asker, case.audience)
        for document, chunk in shown.items()
    }
    leaked = [document for document, may_read in verdicts.items() if may_read is False]
    return Verdict(
        answered=answered,
        wrong=(
            *_wrong(case, reply),
            *(f"does not cite {document}" for document in missing),
            *(f"the figure {figure} is not in the source" for figure in figures),
            *(f"leaks {document}" for document in leaked),
        ),
        right_outcome=reply.outcome == case.expected.outcome,
        recall=1 - len(missing) / len(expected) if expected else None,
        figure_errors=len(figures),
        leaks=len(leaked),
        unjudged=sum(may_read is None for may_read in verdicts.values()),
    )


def _read(reply: Reply) -> str:
    """What the person reads: the answer, and the paper that was drafted."""
    paper = reply.draft.paper if reply.draft else None
    return "\n".join((reply.text(), paper.title, paper.preview()) if paper else (reply.text(),))


def _wrong(case: Case, reply: Reply) -> Iterator[str]:
    expected, text = case.expected, _folded(_read(reply))
    if reply.outcome != expected.outcome:
        yield f"outcome {reply.outcome}, expected {expected.outcome}"
    if expected.skill is not None and reply.skill != expected.skill:
        yield f"skill {reply.skill}, expected {expected.skill}"
    yield from (f"lacks “{one}”" for one in expected.must_include if _folded(one) not in text)
    yield from (f"says “{one}”" for one in expected.must_not_include if _folded(one) in text)


def unsupported_figures(sentence: Sentence) -> list[str]:
    """The figures of a sentence that neither its passages nor its calculation hold."""
    chunks = [citation.passage.chunk for citation in sentence.citations]
    sources = [f"{chunk.title}\n{chunk.place}\n{chunk.text}" for chunk in chunks]
    known = set(_figures("\n".join((*sources, sentence.calculation or ""))))
    return [figure for figure in _figures(sentence.text) if figure not in known]


def _figures(text: str) -> list[str]:
    """Each figure in one spelling: "5 000", "5000" and "5 000" are one, as are "två" and "2"."""
    found = _FIGURE.findall(_THOUSANDS.sub("", _folded(text)))
    return [_NUMBER_WORDS.get(figure, figure) for figure in found]


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
