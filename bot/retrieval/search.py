"""Searches one opened local index: access filter and first stage in tantivy, then the ranking."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from itertools import islice
from operator import attrgetter
from pathlib import Path

import tantivy

from bot.retrieval import records
from bot.retrieval.asked import Asked, understand
from bot.retrieval.base import LONGEST_DOCUMENT, Chunk, Passage
from bot.retrieval.fusion import fuse
from bot.retrieval.opened import OpenedIndex, State
from bot.retrieval.ranking import Ranking, Weights
from bot.retrieval.standing import in_force_first, without_repetition
from bot.retrieval.stored import unpack
from bot.retrieval.views import RankedView
from bot.retrieval.vocabulary import meet

_CANDIDATES = 40
_SPARE = 4
"""Further passages that take the place of repetitions and of what no longer applies."""


class LocalSearch:
    """Blocking; every call sees the last commit."""

    def __init__(
        self,
        directory: Path,
        *,
        today: Callable[[], date] = date.today,
        keeps_repetitions: bool = False,
        weights: Weights | None = None,
        understand: Callable[[str], Asked] = understand,
    ) -> None:
        """`weights` and `understand` differ from their defaults only where views are compared."""
        self._keeps_repetitions = keeps_repetitions
        self._weights = weights or Weights()
        self._understand = understand
        self._today = today
        self._index = OpenedIndex(directory)

    def search(
        self, query: str, *, groups: Collection[str], limit: int, also: Sequence[str] = ()
    ) -> list[Passage]:
        """The best passages for a reader in `groups`; `also` are ids of chunks, best first, that
        were found in another way."""
        state = self._index.state()
        asked = meet(self._understand(query), state.statistics)
        candidates = state.first_stage.candidates(asked.terms, groups, max(limit, _CANDIDATES))
        ranking = Ranking(asked, state.statistics, weights=self._weights)
        stored = [_stored(state.searcher.doc(address)) for address in candidates]
        at_most = max(limit + _SPARE, len(also))
        best = ranking.best([RankedView.of(marked) for _, marked in stored], at_most)
        passages: Iterator[Passage] = (
            Passage(_chunk(stored[place][0], groups), score) for place, score in best
        )
        if also:
            by_meaning = self._filtered(state, groups, len(also), chunk=[*also])
            found = {chunk.id: chunk for chunk in by_meaning}
            others = [Passage(found[one], 0.0) for one in also if one in found]
            passages = iter(fuse([*passages], others)[: limit + _SPARE])
        sorted_out = in_force_first(passages, state.replacements, self._today())
        if self._keeps_repetitions:
            return [*islice(sorted_out, limit)]
        return without_repetition(sorted_out, limit)

    def context(self, chunk_id: str, *, groups: Collection[str]) -> list[Passage]:
        """The chunk and the ones before and after it, as far as `groups` may read them."""
        state = self._index.state()
        found = self._filtered(state, groups, 1, chunk=[chunk_id])
        if not found:
            return []
        here = found[0]
        around = [here.position - 1, here.position, here.position + 1]
        document = [here.document_id]
        near = self._filtered(state, groups, len(around), document=document, position=around)
        return [Passage(chunk, 0.0) for chunk in sorted(near, key=_position)]

    def document(self, document_id: str, *, groups: Collection[str]) -> list[Passage]:
        """The document's chunks in order, as far as `groups` may read them."""
        state = self._index.state()
        found = self._filtered(state, groups, LONGEST_DOCUMENT, document=[document_id])
        return [Passage(chunk, 0.0) for chunk in sorted(found, key=_position)]

    def successors(self, chunk: Chunk, *, groups: Collection[str]) -> list[Passage]:
        """The first chunk of each document that replaces the chunk's, as far as `groups` may read
        it."""
        state = self._index.state()
        documents = state.replacements.of(chunk)
        if not documents:
            return []
        found = self._filtered(state, groups, len(documents), document=documents, position=[0])
        return [Passage(chunk, 0.0) for chunk in sorted(found, key=_document_id)]

    def check(self) -> None:
        """Raise if the index cannot be opened. It may be empty."""
        self._index.state()

    def _filtered(
        self,
        state: State,
        groups: Collection[str],
        at_most: int,
        **values: list[str] | list[int],
    ) -> list[Chunk]:
        must = [(tantivy.Occur.Must, state.first_stage.access(groups))]
        for field, wanted in values.items():
            one_of = tantivy.Query.term_set_query(self._index.schema, field, wanted)
            must.append((tantivy.Occur.Must, one_of))
        query = tantivy.Query.boolean_query(must)
        hits = state.searcher.search(query, at_most, count=False).hits
        return [_chunk(_stored(state.searcher.doc(address))[0], groups) for _, address in hits]


_position, _document_id = attrgetter("position"), attrgetter("document_id")


def _chunk(record: bytes, groups: Collection[str]) -> Chunk:
    try:
        chunk = records.from_bytes(record)
    except (IndexError, TypeError) as error:
        raise ValueError("what is stored of a chunk cannot be read") from error
    if chunk.readers.isdisjoint(groups):
        raise ValueError("what is stored of a chunk is not for those that the filter let through")
    return chunk


def _stored(document: tantivy.Document) -> tuple[bytes, bytes]:
    """The record and the marked text."""
    value = document.get_first("stored")
    if not isinstance(value, bytes):
        raise ValueError("what is stored of a chunk is missing")
    return unpack(value)
