"""How long the pieces of a document should be: what is found, and what is cited, at several sizes.

The questions are those about real documents (`tests/data/real_documents.jsonl`, the right place
is asked for) and the golden cases about the sample municipality (the right document is). Either
set is split in halves, every other question: sizes are chosen on the first and tried on the other.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answering.extractive import ExtractiveAnswerer
from bot.evaluation.cases import load_cases
from bot.evaluation.metrics import mean
from bot.identity.base import User
from bot.ingestion.documents.chunking import Sizes
from bot.ingestion.documents.reading import chunks_of, read
from bot.retrieval.base import Chunk
from bot.retrieval.local import LocalIndex, LocalRetriever
from tests import real_documents
from tests.bench.table import Row

_ROOT = Path(__file__).parents[2]
_SAMPLE = _ROOT / "bot" / "demo" / "intranet"
_CASES = _ROOT / "tests" / "golden" / "cases.jsonl"
_READER = User(id="bench", name="Bench", groups=frozenset({"alla"}))
_PASSAGES = 8

VARIANTS = {
    "300 to 400 characters": Sizes(target=300, limit=400, short=100, page_end=150),
    "600 to 800": Sizes(target=600, limit=800, short=170, page_end=270),
    "900 to 1,200 (default)": Sizes(),
    "1,400 to 1,800": Sizes(target=1400, limit=1800, table=3600, page_end=600),
    "2,000 to 2,600": Sizes(target=2000, limit=2600, table=5200, page_end=900),
    "default, short ends not joined": Sizes(short=0),
    "default, tables cut like text": Sizes(table=1200),
}


@dataclass(frozen=True, slots=True)
class _Tried:
    """One question: whether the first passage, one of the first five, and a citation are right."""

    first: bool
    five: bool
    cited: bool


async def measure(variants: Mapping[str, Sizes] | None = None) -> list[Row]:
    """Two rows for each variant, or one where the real documents are not at hand."""
    rows: list[Row] = []
    for name, sizes in (variants or VARIANTS).items():
        print(f"  {name}", file=sys.stderr, flush=True)
        if real_documents.DOCUMENTS.is_dir():
            rows.append(_row(f"Real documents, right place: {name}", await _real(sizes)))
        rows.append(_row(f"Sample, right document: {name}", await _sample(sizes)))
    return rows


def _row(what: str, tried: Sequence[_Tried]) -> Row:
    chosen, other = tried[::2], tried[1::2]
    return Row(
        what,
        f"{_share(chosen)} · {_share(other)}",
        "first / of five / cited · other half",
        f"{len(chosen)} and {len(other)} questions",
    )


def _share(tried: Sequence[_Tried]) -> str:
    shares = (mean([getattr(one, name) for one in tried]) for name in ("first", "five", "cited"))
    return " / ".join(f"{share:.2f}" for share in shares)


async def _real(sizes: Sizes) -> list[_Tried]:
    with TemporaryDirectory() as folder:
        read_one = partial(read, sizes=sizes)
        await real_documents.index(Path(folder), list(real_documents.readings(read_one)))
        asked = await real_documents.ask(Path(folder))
    return [
        _Tried(
            first=any(map(one.is_right, one.found[:1])),
            five=any(map(one.is_right, one.found[:5])),
            cited=any(map(one.is_right, one.cited)),
        )
        for one in asked
    ]


async def _sample(sizes: Sizes) -> list[_Tried]:
    tried = []
    with TemporaryDirectory() as folder:
        await LocalIndex(Path(folder)).upsert(list(_sample_chunks(sizes)))
        retriever, answerer = LocalRetriever(Path(folder)), ExtractiveAnswerer()
        for question, documents in _golden():
            found = await retriever.search(
                question, reader=_READER, audience="private", limit=_PASSAGES
            )
            ids = [passage.chunk.document_id in documents for passage in found]
            cited = {
                citation.passage.chunk.document_id
                for said in answerer.quote(question, found)
                for citation in said.citations
            }
            tried.append(_Tried(any(ids[:1]), any(ids[:5]), not cited.isdisjoint(documents)))
    return tried


def _sample_chunks(sizes: Sizes) -> Iterator[Chunk]:
    for path in sorted(_SAMPLE.rglob("*")):
        if path.is_file() and path.name != "access.toml":
            name = path.relative_to(_SAMPLE).as_posix()
            yield from chunks_of(
                read(path.read_bytes(), path.name, sizes=sizes),
                document_id=f"exempelkommun:{name}",
                url=name,
                readers=_READER.groups,
                overrides={},
            )


def _golden() -> list[tuple[str, frozenset[str]]]:
    """Questions that stand alone, with the documents that answer."""
    return [
        (case.question, frozenset(case.expected.documents))
        for case in load_cases(_CASES)
        if case.expected.documents and not case.history
    ]
