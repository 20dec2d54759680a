"""Learns how sure an answer without a model is: `python -m tests.classifiers.sureness_training`.

Logistic regression, of which the weights are printed to be put into bot/answering/sureness.py.
Learnt from are the golden cases that answers are tuned on, with their documents and without (then
nothing answers, or what `answered_elsewhere.tsv` names), the questions of the answerer's own tests,
and half of SweQUAD, with the right text and without. Cross-validated over documents: what is asked
of one document is all on one side. numpy is needed to train, not to answer.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from bot import app
from bot.answering.extractive import ExtractiveAnswerer, best_of
from bot.answering.scoring import candidates
from bot.answering.sureness import Evidence
from bot.evaluation.beir import contains_span, load_corpus, load_queries
from bot.evaluation.cases import load_cases
from bot.identity.base import User
from bot.retrieval.base import Passage
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.settings import Settings
from tests import missing
from tests.missing import Trial

_TESTS = Path(__file__).parents[1]
_QUESTIONS = _TESTS / "bot" / "answering" / "questions.jsonl"
_SWEQUAD = _TESTS / "data" / "swequad-passage"
_READER = User(id="training", name="", groups=frozenset({"alla"}))
_PASSAGES, _DEPTH = 12, 40
_FOLDS = 8
_RIDGE = 3.0
_SWEQUAD_WEIGHT = 0.25
"""Of all its examples together, against all others together."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """The best sentence that was found for a question, and whether it answers."""

    evidence: Evidence
    answers: bool
    group: str
    """What is asked about: never on both sides of a cross-validation."""
    source: str


def _best(question: str, passages: Sequence[Passage]) -> tuple[Evidence, str, str] | None:
    """Of the sentence that an answer would begin with, with its document and what would be said."""
    best = best_of(candidates(question, passages), confidence=0.0)
    if best is None:
        return None
    said = ExtractiveAnswerer(confidence=0.0).quote(question, passages)
    text = " ".join(sentence.text for sentence in said)
    return best.evidence, best.passage.chunk.document_id, text


def _of_trial(trial: Trial, source: str, also: frozenset[str]) -> Iterator[Example]:
    expected = trial.case.expected
    group = (*expected.documents, trial.case.id)[0]
    tried = [(one, False) for one in trial.attempts]
    tried += [(one, True) for one in trial.missing_attempts]
    for attempt, is_missing in dict.fromkeys(tried):
        if (found := _best(attempt.question, attempt.passages)) is None:
            continue
        evidence, document, text = found
        says = all(one.casefold() in text.casefold() for one in expected.must_include)
        says_enough = says and bool(expected.must_include)
        if is_missing:
            if not says_enough and document not in also:
                yield Example(evidence, False, group, source)
        elif expected.outcome == "not_found":
            yield Example(evidence, False, group, source)
        elif expected.outcome == "answered" and (expected.documents or says_enough):
            is_right = document in expected.documents
            if is_right == says or not expected.must_include:
                yield Example(evidence, is_right, group, source)


async def _golden(data: Path, state: Path) -> list[Example]:
    also = missing.elsewhere()
    held_out = load_cases(missing.GOLDEN / "cases.jsonl", part="held-out")
    found: list[Example] = []
    async with missing.open_desk(data, state) as desk:
        for source, cases in (("tuned", missing.tuned()), ("held out", held_out)):
            for case in cases:
                found += _of_trial(await desk.try_one(case), source, also[case.id])
    return found


async def _questions(data: Path) -> list[Example]:
    retriever, found = LocalRetriever(data / "index"), []
    for line in _QUESTIONS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        passages = await retriever.search(row["question"], reader=_READER, audience="private")
        best = _best(row["question"], passages)
        if best is None or (row["answer"] and row["answer"].casefold() not in best[2].casefold()):
            continue
        found.append(Example(best[0], bool(row["answer"]), best[1], "tuned"))
    return found


async def _swequad() -> list[Example]:
    found = []
    with TemporaryDirectory() as folder:
        corpus = load_corpus(_SWEQUAD)
        await LocalIndex(Path(folder)).upsert(corpus)
        retriever, reader = LocalRetriever(Path(folder)), replace(_READER, groups=corpus[0].readers)
        for query in load_queries(_SWEQUAD, part="tuning"):
            texts = {_text_of(chunk_id) for chunk_id in query.relevant}
            passages = await retriever.search(
                query.text, reader=reader, audience="private", limit=_DEPTH
            )
            without = [one for one in passages if _text_of(one.chunk.id) not in texts]
            for among, is_missing in ((passages, False), (without, True)):
                best = _best(query.text, among[:_PASSAGES])
                if best is None or not query.span:
                    continue
                says = contains_span(best[2], query.span)
                is_right = _text_of(best[1].partition(":")[2]) in texts
                if says != is_missing and (says or not is_right):
                    found.append(Example(best[0], says, min(texts), "swequad"))
                elif not says and not is_right:
                    found.append(Example(best[0], False, min(texts), "swequad"))
    return found


def _text_of(chunk_id: str) -> str:
    return chunk_id.rpartition("-")[0]


def learnt(evidence: Floats, answers: Floats, weights: Floats) -> Floats:
    """A weight of each column and the bias, by Newton's method."""
    columns = np.c_[evidence, np.ones(len(evidence))]
    ridge = np.diag([*[_RIDGE] * evidence.shape[1], 1e-6])
    found = np.zeros(columns.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-columns @ found))
        gradient = columns.T @ (weights * (chance - answers)) + ridge @ found
        curved = columns * (weights * chance * (1 - chance))[:, None]
        found -= np.linalg.solve(curved.T @ columns + ridge, gradient)
    return found


@dataclass(frozen=True, slots=True)
class _Set:
    """The examples as matrices."""

    evidence: Floats
    answers: Floats
    weights: Floats
    folds: npt.NDArray[np.int64]
    sources: npt.NDArray[np.str_]


def _as_set(examples: Sequence[Example]) -> _Set:
    sources = np.array([one.source for one in examples])
    swequad, tuned = (sources == "swequad").sum(), (sources == "tuned").sum()
    return _Set(
        evidence=np.array([one.evidence for one in examples]),
        answers=np.array([float(one.answers) for one in examples]),
        weights=np.where(sources == "swequad", _SWEQUAD_WEIGHT * tuned / max(1, swequad), 1.0),
        folds=np.array([sha256(one.group.encode()).digest()[0] % _FOLDS for one in examples]),
        sources=sources,
    )


def cross_validated(given: _Set) -> Floats:
    """The chance of each example, by weights that were learnt without its group; what is held out
    is learnt from in no fold."""
    chances = np.zeros(len(given.answers))
    for fold in range(_FOLDS):
        shown = (given.folds != fold) & (given.sources != "held out")
        found = learnt(given.evidence[shown], given.answers[shown], given.weights[shown])
        asked = given.folds == fold
        scores = given.evidence[asked] @ found[:-1] + found[-1]
        chances[asked] = 1 / (1 + np.exp(-scores))
    return chances


def _report(given: _Set, chances: Floats) -> Iterator[str]:
    """What declining below each chance keeps of the answers, and keeps from being quoted."""
    for source in ("tuned", "held out", "swequad"):
        here = given.sources == source
        yield f"{source}: {int(here.sum())} examples, {given.answers[here].mean():.2f} answer"
        for least in (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
            kept = chances >= least
            answered = kept[here & (given.answers == 1)].mean()
            declined = 1 - kept[here & (given.answers == 0)].mean()
            yield f"  {least}: {answered:.3f} of the answers are given, {declined:.2f} declined"


async def examples() -> list[Example]:
    """Everything to learn from, and what is held out."""
    with TemporaryDirectory() as folder:
        data, state = Path(folder) / "data", Path(folder) / "state"
        await app.ingest_sample(Settings(data=data))
        return [*await _golden(data, state), *await _questions(data), *await _swequad()]


def main() -> None:
    """Print the weights, and what they are worth on what they were not learnt from."""
    given = _as_set(asyncio.run(examples()))
    print(*_report(given, cross_validated(given)), sep="\n")
    shown = given.sources != "held out"
    *weights, bias = learnt(given.evidence[shown], given.answers[shown], given.weights[shown])
    for name, weight in zip(Evidence._fields, weights, strict=True):
        print(f"    {name}={weight:.2f},")
    print(f"BIAS = {bias:.2f}")


if __name__ == "__main__":
    main()
