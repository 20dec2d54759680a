"""Real documents in an index, and questions with the place that answers each.

`tests/data/real_documents.jsonl` was written from the documents, before anything was searched for.
A place is given by a part of it: page and paragraph of a regulation, a heading of a guide. Where
two documents say the same, either will do.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering.extractive import ExtractiveAnswerer
from bot.identity.base import User
from bot.ingestion.documents.reading import Reading, chunks_of, read
from bot.retrieval.base import Chunk
from bot.retrieval.local import LocalIndex, LocalRetriever

SHARED = Path(os.environ.get("KOLLEGA_SHARED", Path(__file__).parents[2] / "shared"))
DOCUMENTS = SHARED / "data" / "documents"
_QUESTIONS = Path(__file__).parent / "data" / "real_documents.jsonl"
_READER = User(id="reader", name="Reader", groups=frozenset({"alla"}))
_PASSAGES = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the chunks that were found and cited for it, best first."""

    question: str
    stands: tuple[tuple[str, str], ...]
    """Where the answer stands: the file, and words of the place in it."""
    found: Sequence[Chunk]
    cited: Sequence[Chunk]
    words: int
    """Of the answer."""

    def is_right(self, chunk: Chunk) -> bool:
        """Whether the answer stands there."""
        place = f" {chunk.place}"
        return any(
            chunk.document_id.endswith(file) and f" {words}" in place for file, words in self.stands
        )


async def index(folder: Path, readings: Sequence[tuple[str, Reading]]) -> int:
    """Index the documents, given by path; how many chunks that is."""
    chunks = [
        chunk
        for name, reading in readings
        for chunk in chunks_of(
            reading, document_id=f"real:{name}", url=name, readers=_READER.groups, overrides={}
        )
    ]
    await LocalIndex(folder).upsert(chunks)
    return len(chunks)


def readings(read_one: Callable[[bytes, str], Reading] = read) -> Iterator[tuple[str, Reading]]:
    """Every real document by its path."""
    for path in sorted(DOCUMENTS.rglob("*")):
        if path.is_file():
            yield path.relative_to(DOCUMENTS).as_posix(), read_one(path.read_bytes(), path.name)


async def ask(folder: Path) -> list[Asked]:
    """Put all questions to the index in `folder`."""
    retriever, answerer = LocalRetriever(folder), ExtractiveAnswerer()
    asked = []
    for line in _QUESTIONS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        passages = await retriever.search(
            row["question"], reader=_READER, audience="private", limit=_PASSAGES
        )
        sentences = answerer.quote(row["question"], passages)
        asked.append(
            Asked(
                question=row["question"],
                stands=tuple((file, place) for file, place in row["stands"]),
                found=[passage.chunk for passage in passages],
                cited=[one.passage.chunk for said in sentences for one in said.citations],
                words=sum(len(said.text.split()) for said in sentences),
            )
        )
    return asked
