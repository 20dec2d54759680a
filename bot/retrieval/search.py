"""Searches one opened local index: access filter and first stage in tantivy, then the ranking."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import tantivy

from bot.errors import RetrievalUnavailable
from bot.language.analysis import Term, terms
from bot.retrieval import records
from bot.retrieval.base import Chunk, Passage
from bot.retrieval.schema import build_schema, version_folder

_CANDIDATES = 100
_TERMS_AT_MOST = 48
_TITLE_WEIGHT = 0.3
_EVERYTHING = 10_000_000


class LocalSearch:
    """Blocking; every call sees the last commit."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._folder = version_folder(directory)
        self._schema = build_schema()
        self._index: tantivy.Index | None = None
        self._stamp = (0, 0)

    def search(self, query: str, *, groups: Collection[str], limit: int) -> list[Passage]:
        """The best passages for a reader in `groups`."""
        searcher = self._searcher()
        wanted = list(dict.fromkeys(terms(query)))[:_TERMS_AT_MOST]
        if not wanted:
            return []
        asked = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, self._access(groups)),
                (tantivy.Occur.Must, self._mentions(wanted)),
            ]
        )
        hits = searcher.search(asked, _CANDIDATES, count=False).hits
        return [
            Passage(_chunk_at(searcher, address), float(score)) for score, address in hits[:limit]
        ]

    def context(self, chunk_id: str, *, groups: Collection[str]) -> list[Passage]:
        """The chunk and the ones before and after it, as far as `groups` may read them."""
        searcher = self._searcher()
        found = self._filtered(searcher, groups, chunk=[chunk_id])
        if not found:
            return []
        here = found[0]
        around = [here.position - 1, here.position, here.position + 1]
        neighbours = self._filtered(searcher, groups, document=[here.document_id], position=around)
        return [Passage(chunk, 0.0) for chunk in sorted(neighbours, key=lambda c: c.position)]

    def document_ids(self) -> frozenset[str]:
        """All documents, whoever may read them."""
        if not self._exists():
            return frozenset()
        return frozenset(
            term
            for term, _ in self._searcher().terms_with_prefix(
                "document", "", tantivy.Query.all_query()
            )
        )

    def count(self) -> int:
        """All chunks, whoever may read them."""
        return self._searcher().num_docs if self._exists() else 0

    def _filtered(
        self, searcher: tantivy.Searcher, groups: Collection[str], **values: list[str] | list[int]
    ) -> list[Chunk]:
        must = [(tantivy.Occur.Must, self._access(groups))]
        for field, wanted in values.items():
            one_of = tantivy.Query.term_set_query(self._schema, field, wanted)
            must.append((tantivy.Occur.Must, one_of))
        hits = searcher.search(tantivy.Query.boolean_query(must), _CANDIDATES, count=False).hits
        return [_chunk_at(searcher, address) for _, address in hits]

    def _access(self, groups: Collection[str]) -> tantivy.Query:
        """Only what one of the groups may read; says nothing about relevance."""
        readable = tantivy.Query.term_set_query(self._schema, "readers", sorted(groups))
        return tantivy.Query.const_score_query(readable, 0.0)

    def _mentions(self, wanted: list[Term]) -> tantivy.Query:
        any_of = []
        for term in wanted:
            weights = {"stems": term.weight, "parts": 0.5 * term.weight, "title": _TITLE_WEIGHT}
            for field, weight in weights.items():
                found = tantivy.Query.term_query(self._schema, field, term.text, "freq")
                any_of.append((tantivy.Occur.Should, tantivy.Query.boost_query(found, weight)))
        return tantivy.Query.boolean_query(any_of)

    def _exists(self) -> bool:
        return (self._folder / "meta.json").exists()

    def _searcher(self) -> tantivy.Searcher:
        """A searcher on the last commit, which replaces the file that is looked at here."""
        try:
            status = (self._folder / "meta.json").stat()
        except FileNotFoundError:
            raise RetrievalUnavailable(self._why_missing()) from None
        stamp = (status.st_ino, status.st_mtime_ns)
        if self._index is None:
            self._index = tantivy.Index.open(str(self._folder))
            self._index.config_reader("manual")
        if stamp != self._stamp:
            self._index.reload()
            self._stamp = stamp
        return self._index.searcher()

    def _why_missing(self) -> str:
        if any(self._directory.glob("index-*")):
            return "the index was built by another version of Kollega; ingest the sources again"
        return "nothing has been indexed yet; ingest a source first"


def _chunk_at(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Chunk:
    record = searcher.doc(address).get_first("record")
    if not isinstance(record, bytes):
        raise ValueError("a stored chunk is missing")
    return records.from_bytes(record)
