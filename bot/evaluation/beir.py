"""Scores retrieval, and an answerer on top of it, on a question set in BEIR's layout."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from bot.answering.base import Answerer, Question, Sentence
from bot.errors import ConfigurationError
from bot.evaluation.metrics import hit, mean, ndcg, percentile, reciprocal_rank
from bot.identity.base import User
from bot.retrieval.base import Chunk, Index, Passage, Retriever
from bot.retrieval.local import LocalIndex, LocalRetriever

Part = Literal["all", "tuning", "held-out"]
"""A set is split by the document that a question was written on, so that tuning never sees a
document that the reported figures are measured on."""

_READER = User(id="evaluation", name="Evaluation", groups=frozenset({"evaluation"}))
_DEPTH = 10
_PASSAGES_FOR_AN_ANSWER = 8
_BATCH = 5_000
_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class BeirQuery:
    """A question, the passages that answer it, and the words of the answer if they are known."""

    text: str
    relevant: frozenset[str]
    span: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerers:
    """The answerer under test, once for each length of answer that is scored."""

    one_sentence: Answerer
    two_sentences: Answerer


@dataclass(frozen=True, slots=True, kw_only=True)
class BeirReport:
    """The figures of one run; None where the set has no answers or no answerer was given."""

    ndcg_at_10: float
    hit_at_5: float
    mrr_at_10: float
    answer_hit_at_1: float | None
    answer_hit_at_2: float | None
    answer_words_at_2: float | None
    queries: int
    documents: int
    index_seconds: float
    query_ms_p50: float
    query_ms_p99: float

    def as_json(self) -> Mapping[str, object]:
        """The object that `kollega evaluate --beir --json` prints."""
        return {
            "ndcg@10": _rounded(self.ndcg_at_10),
            "hit@5": _rounded(self.hit_at_5),
            "mrr@10": _rounded(self.mrr_at_10),
            "answer_hit@1": _rounded(self.answer_hit_at_1),
            "answer_hit@2": _rounded(self.answer_hit_at_2),
            "answer_words@2": _rounded(self.answer_words_at_2),
            "queries": self.queries,
            "documents": self.documents,
            "index_seconds": _rounded(self.index_seconds),
            "query_ms": {"p50": _rounded(self.query_ms_p50), "p99": _rounded(self.query_ms_p99)},
        }


async def evaluate_retrieval(
    directory: Path, *, answerers: Answerers | None = None, part: Part = "all"
) -> BeirReport:
    """Index the corpus in a temporary folder and ask every question of `part`.

    Copies of a passage are kept in the results, as the judgements count each of them. Raises
    `ConfigurationError` if the folder is not a set in BEIR's layout.
    """
    queries = load_queries(directory, part=part)
    with tempfile.TemporaryDirectory(prefix="kollega-evaluate-") as folder:
        started = time.perf_counter()
        documents = await _index(LocalIndex(Path(folder)), load_corpus(directory))
        index_seconds = time.perf_counter() - started
        retriever = LocalRetriever(Path(folder), keeps_repetitions=True)
        runs = [run async for run in _ask(retriever, queries)]
    answered = [(q, run.passages) for q, run in zip(queries, runs, strict=True) if q.span]
    answers = [await _answer(answerers, *one) for one in answered] if answerers else []
    return _report(queries, runs, answers, documents=documents, index_seconds=index_seconds)


@dataclass(frozen=True, slots=True)
class _Run:
    passages: Sequence[Passage]
    ms: float


@dataclass(frozen=True, slots=True)
class _Answered:
    """Whether an answer of one sentence and one of two hold the span; how long the latter is."""

    in_one: bool
    in_two: bool
    words_in_two: int


async def _index(index: Index, corpus: Sequence[Chunk]) -> int:
    for start in range(0, len(corpus), _BATCH):
        await index.upsert(corpus[start : start + _BATCH])
    return len(corpus)


async def _ask(retriever: Retriever, queries: Sequence[BeirQuery]) -> AsyncIterator[_Run]:
    for query in queries:
        started = time.perf_counter()
        passages = await retriever.search(
            query.text, reader=_READER, audience="private", limit=_DEPTH
        )
        yield _Run(passages, (time.perf_counter() - started) * 1000)


async def _answer(answerers: Answerers, query: BeirQuery, passages: Sequence[Passage]) -> _Answered:
    one = await _said(answerers.one_sentence, 1, query, passages)
    two = await _said(answerers.two_sentences, 2, query, passages)
    span = query.span or ""
    return _Answered(contains_span(one, span), contains_span(two, span), len(two.split()))


async def _said(
    answerer: Answerer, at_most: int, query: BeirQuery, passages: Sequence[Passage]
) -> str:
    question = Question(text=query.text, language="sv")
    given = answerer.answer(question, passages[:_PASSAGES_FOR_AN_ANSWER], asker=_READER)
    texts = [item.text async for item in given if isinstance(item, Sentence)]
    return " ".join(texts[:at_most])


def contains_span(answer: str, span: str) -> bool:
    """Whether the answer holds the span, case and punctuation ignored."""
    return f" {_plain(span)} " in f" {_plain(answer)} "


def _plain(text: str) -> str:
    return _SEPARATORS.sub(" ", text.casefold()).strip()


def _report(
    queries: Sequence[BeirQuery],
    runs: Sequence[_Run],
    answers: Sequence[_Answered],
    *,
    documents: int,
    index_seconds: float,
) -> BeirReport:
    ranked = [
        ([passage.chunk.id for passage in run.passages], query.relevant)
        for query, run in zip(queries, runs, strict=True)
    ]
    times = [run.ms for run in runs]
    return BeirReport(
        ndcg_at_10=mean([ndcg(found, relevant, depth=10) for found, relevant in ranked]),
        hit_at_5=mean([hit(found, relevant, depth=5) for found, relevant in ranked]),
        mrr_at_10=mean([reciprocal_rank(found, relevant, depth=10) for found, relevant in ranked]),
        answer_hit_at_1=mean([a.in_one for a in answers]) if answers else None,
        answer_hit_at_2=mean([a.in_two for a in answers]) if answers else None,
        answer_words_at_2=mean([a.words_in_two for a in answers]) if answers else None,
        queries=len(queries),
        documents=documents,
        index_seconds=index_seconds,
        query_ms_p50=percentile(times, 50),
        query_ms_p99=percentile(times, 99),
    )


def load_corpus(directory: Path) -> list[Chunk]:
    """Every passage of corpus.jsonl as a document of one chunk that only the evaluation reads."""
    return [
        Chunk(
            id=str(row["_id"]),
            document_id=f"beir:{row['_id']}",
            position=0,
            title=str(row.get("title") or ""),
            place="",
            url="",
            text=str(row["text"]),
            readers=_READER.groups,
        )
        for row in _rows(directory / "corpus.jsonl")
    ]


def load_queries(directory: Path, *, part: Part = "all") -> list[BeirQuery]:
    """The questions of queries.jsonl that qrels/test.tsv judges."""
    relevant = _relevant(directory / "qrels" / "test.tsv")
    found = []
    for row in _rows(directory / "queries.jsonl"):
        metadata = row.get("metadata")
        more: Mapping[str, object] = metadata if isinstance(metadata, dict) else {}
        judged = relevant.get(str(row["_id"]))
        if judged and _belongs(str(more.get("doc", row["_id"])), part):
            span = more.get("answer_span")
            found.append(
                BeirQuery(
                    text=str(row["text"]),
                    relevant=frozenset(judged),
                    span=span if isinstance(span, str) and span.strip() else None,
                )
            )
    if not found:
        raise ConfigurationError(f"{directory}: no question of queries.jsonl is in qrels/test.tsv")
    return found


def _belongs(document: str, part: Part) -> bool:
    is_tuning = sha256(document.encode()).digest()[-1] % 2 == 0
    return part == "all" or is_tuning == (part == "tuning")


def _relevant(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number, line in enumerate(_lines(path)):
        fields = line.split("\t")
        if number == 0 and not fields[-1].strip().isdigit():
            continue
        if len(fields) != 3 or not fields[2].strip().lstrip("-").isdigit():
            raise ConfigurationError(f"{path}, line {number + 1}: query, passage, score expected")
        if int(fields[2]) > 0:
            found.setdefault(fields[0], set()).add(fields[1])
    return found


def _rows(path: Path) -> list[dict[str, object]]:
    rows = []
    for number, line in enumerate(_lines(path), 1):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or "_id" not in row or "text" not in row:
            raise ConfigurationError(f"{path}, line {number}: an object with _id and text expected")
        rows.append(row)
    return rows


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from error
    return [line for line in text.split("\n") if line.strip()]


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)
