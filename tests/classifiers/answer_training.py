"""Learns to choose the sentence that answers: `python -m tests.classifiers.answer_training`.

A conditional logit: of the sentences found for a question, the one that holds the answer. Questions
are those of SweQUAD's tuning half and those about the sample municipality that tuning may see. It
prints the weights for `bot/answering/scoring.py`, and how often they put an answer first, beside
those that stand there. For the former figure each fifth of the documents, or of the questions about
the sample, is judged by weights learned on the other four. numpy is needed.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot import app
from bot.answering.extractive import can_be_said
from bot.answering.scoring import WEIGHTS, Candidate, candidates
from bot.answering.signals import Signals
from bot.evaluation.beir import contains_span, load_corpus, load_queries
from bot.evaluation.cases import Part, load_cases
from bot.identity.base import User
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.settings import Settings

FOLDS = 5
_TESTS = Path(__file__).parents[1]
_REAL = _TESTS / "data" / "swequad-passage"
_QUESTIONS = _TESTS / "bot" / "answering" / "questions.jsonl"
_GOLDEN: dict[str, Part] = {
    "cases.jsonl": "tuning",
    "fresh_tuning.jsonl": "all",
    "fresh_untouched.jsonl": "all",
    "on_the_phone.jsonl": "all",
    "tired_tuning.jsonl": "all",
}
"""Those that tuning may see, see tests/golden/README.md."""
_READER = User(id="training", name="Training", groups=frozenset({"evaluation", "chefer", "hr"}))
_PASSAGES = 8
_ROUNDS, _RATE, _DECAY = 400, 4.0, 3e-4
_SCALE = 0.1
"""Weights are tenths of the log odds."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """The sentences found for one question, of which at least one answers."""

    signals: Floats
    """A row for each sentence that can be said."""
    answers: Floats
    """1.0 for each that holds the answer."""
    source: str
    fold: int


async def examples() -> list[Example]:
    """Of all questions for which an answer was found."""
    real = [example async for example in _real()]
    return [*real, *[example async for example in _sample()]]


async def _real() -> AsyncIterator[Example]:
    with tempfile.TemporaryDirectory() as folder:
        await LocalIndex(Path(folder)).upsert(load_corpus(_REAL))
        retriever = LocalRetriever(Path(folder), keeps_repetitions=True)
        for query in load_queries(_REAL, part="tuning"):
            document = min(query.relevant).rsplit("-", 1)[0]
            found = await _found(retriever, query.text)
            holds = [contains_span(one.unit.text, query.span or "") for one in found]
            if any(holds):
                yield _example(found, holds, "real", document)


async def _sample() -> AsyncIterator[Example]:
    with tempfile.TemporaryDirectory() as folder:
        await app.ingest_sample(Settings(data=Path(folder)))
        retriever = LocalRetriever(Path(folder) / "index")
        for question, wanted, documents in _asked_of_sample():
            found = await _found(retriever, question)
            holds = [
                wanted.casefold() in one.unit.text.casefold()
                and (not documents or one.passage.chunk.document_id in documents)
                for one in found
            ]
            if any(holds):
                yield _example(found, holds, "sample", question)


def _asked_of_sample() -> Iterator[tuple[str, str, Sequence[str]]]:
    """Question, what a sentence that answers says, and the documents that it is in if known."""
    for line in _QUESTIONS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["answer"] is not None:
            yield row["question"], row["answer"], ()
    for name, part in _GOLDEN.items():
        for case in load_cases(_TESTS / "golden" / name, part=part):
            if case.expected.must_include and not case.history:
                yield case.question, case.expected.must_include[0], case.expected.documents


async def _found(retriever: LocalRetriever, question: str) -> list[Candidate]:
    passages = await retriever.search(question, reader=_READER, audience="private", limit=_PASSAGES)
    return [one for one in candidates(question, passages) if can_be_said(one)]


def _example(found: Sequence[Candidate], holds: Sequence[bool], source: str, of: str) -> Example:
    return Example(
        signals=np.array([one.signals for one in found], dtype=float),
        answers=np.array(holds, dtype=float),
        source=source,
        fold=sha256(of.encode()).digest()[0] % FOLDS,
    )


def learn(shown: Sequence[Example]) -> Floats:
    """Weights of the signals that make the answers likeliest, small ones preferred."""
    weights = np.asarray(WEIGHTS, dtype=float) / _SCALE
    for _ in range(_ROUNDS):
        gradient = sum((_pull(one, weights) for one in shown), np.zeros_like(weights))
        weights += _RATE * (gradient / len(shown) - _DECAY * weights)
    return weights * _SCALE


def _pull(example: Example, weights: Floats) -> Floats:
    scores = example.signals @ weights
    grown = np.exp(scores - scores.max())
    among_answers = grown * example.answers
    likely = among_answers / among_answers.sum() - grown / grown.sum()
    return np.asarray(example.signals.T @ likely)


def is_first(example: Example, weights: Floats) -> bool:
    """Whether a sentence that answers scores best."""
    return bool(example.answers[int(np.argmax(example.signals @ weights))])


def _share_first(judged: Sequence[tuple[Example, Floats]], source: str) -> float:
    return float(np.mean([is_first(one, w) for one, w in judged if one.source == source]))


def main() -> None:
    """Print the shares and the weights."""
    given = asyncio.run(examples())
    present = np.asarray(WEIGHTS, dtype=float)
    of_others = [learn([one for one in given if one.fold != fold]) for fold in range(FOLDS)]
    for source in ("real", "sample"):
        now = _share_first([(one, present) for one in given], source)
        anew = _share_first([(one, of_others[one.fold]) for one in given], source)
        print(f"{source}: answer first {now:.3f} with the present weights, {anew:.3f} anew")
    for name, weight in zip(Signals._fields, learn(given), strict=True):
        print(f"    {name}={weight:.2f},")


if __name__ == "__main__":
    main()
