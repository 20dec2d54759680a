"""What each view of the text adds to retrieval: `python -m tests.bench.ablation`.

Weights were found on the tuning halves. A view stays only if it gains on the real questions and on
the project's own sets taken together.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path

from bot.evaluation.beir import BeirQuery, load_corpus, load_queries
from bot.evaluation.metrics import hit, mean, ndcg
from bot.retrieval.asked import Asked, understand
from bot.retrieval.base import Chunk
from bot.retrieval.local import LocalIndex
from bot.retrieval.ranking import Weights
from bot.retrieval.search import LocalSearch

_DATA = Path(__file__).parents[1] / "data"
_REAL = _DATA / "swequad-passage"
_OWN = ("compounds", "citizens")
_READERS = frozenset({"evaluation"})
_DEFAULT = Weights()


@dataclass(frozen=True, slots=True)
class Variant:
    """One row of the table."""

    name: str
    weights: Weights = _DEFAULT
    understand: Callable[[str], Asked] = understand


def variants() -> Iterator[Variant]:
    """Everything, then everything but one."""
    yield Variant("all views")
    for field in fields(Weights):
        yield Variant(f"without {field.name}", weights=replace(Weights(), **{field.name: 0.0}))
    yield Variant("parts only of words the index does not know", understand=_without_parts)
    yield Variant("without synonyms", understand=_without_synonyms)
    only_words = {field.name: 0.0 for field in fields(Weights)} | {"words": 1.0}
    yield Variant("stems alone, unknown words met", Weights(**only_words), _stems_alone)


def _stems_alone(query: str) -> Asked:
    asked = understand(query)
    return replace(asked, terms={word.stem: weight for word, weight in asked.content.items()})


def _without_parts(query: str) -> Asked:
    asked = understand(query)
    of_words = {part for word in asked.content for part in word.parts}
    whole = {word.stem for word in asked.content}
    kept = {t: w for t, w in asked.terms.items() if t in whole or t not in of_words}
    return replace(asked, terms=kept)


def _without_synonyms(query: str) -> Asked:
    asked = understand(query)
    said = {form for word in asked.content for form in (word.stem, *word.parts)}
    return replace(asked, terms={t: w for t, w in asked.terms.items() if t in said})


def _own_chunks() -> list[Chunk]:
    return [
        Chunk(
            id=f"{name}-{number}",
            document_id=f"{name}-{number}",
            position=0,
            title=row.get("title", ""),
            place=row.get("place", ""),
            url="",
            text=row["passage"],
            readers=_READERS,
        )
        for name in _OWN
        for number, row in enumerate(_own_rows(name))
    ]


def _own_queries(name: str, field: str) -> list[BeirQuery]:
    return [
        BeirQuery(text=row[field], relevant=frozenset({f"{name}-{number}"}))
        for number, row in enumerate(_own_rows(name))
    ]


def _own_rows(name: str) -> list[dict[str, str]]:
    path = _DATA / "retrieval" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _scores(search: LocalSearch, queries: Sequence[BeirQuery]) -> str:
    found = [
        [p.chunk.id for p in search.search(query.text, groups=_READERS, limit=10)]
        for query in queries
    ]
    pairs = list(zip(found, [query.relevant for query in queries], strict=True))
    gain = mean([ndcg(ids, relevant, depth=10) for ids, relevant in pairs])
    hits = mean([hit(ids, relevant, depth=5) for ids, relevant in pairs])
    return f"{gain:.3f} / {hits:.3f}"


def main() -> None:
    """Print the table: nDCG@10 / hit@5 for each variant on each set."""
    sets = {
        "real, tuning half": load_queries(_REAL, part="tuning"),
        "real, held-out half": load_queries(_REAL, part="held-out"),
        "compounds": _own_queries("compounds", "query"),
        "typos": _own_queries("compounds", "typo"),
        "questions under headings": _own_queries("citizens", "question"),
        "in other words": _own_queries("citizens", "query"),
    }
    print("| view | " + " | ".join(sets) + " |")
    print("|---|" + "---|" * len(sets))
    with tempfile.TemporaryDirectory() as folder:
        corpus = [*load_corpus(_REAL), *_own_chunks()]
        asyncio.run(LocalIndex(Path(folder)).upsert(corpus))
        for variant in variants():
            search = LocalSearch(
                Path(folder),
                keeps_repetitions=True,
                weights=variant.weights,
                understand=variant.understand,
            )
            scores = map(partial(_scores, search), sets.values())
            print(f"| {variant.name} | " + " | ".join(scores) + " |", flush=True)


if __name__ == "__main__":
    main()
