"""How often terms occur in one state of the index, whoever may read where."""

from __future__ import annotations

import math

import tantivy

from bot.retrieval.schema import COUNTED
from bot.retrieval.views import RESTRICTED, counted_gram

_REMEMBERED = 20_000
_ALIKE_AT_MOST = 2_000
"""Stems with the same beginning that are compared with a misspelt word."""


class IndexStatistics:
    """Counts over all chunks. Counts that were asked for are remembered."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self.documents = searcher.num_docs
        self.average_length = _average_length(searcher)
        self._per_counted = self.documents / max(1, searcher.doc_freq("grams", COUNTED))
        self._indexed: dict[str, int] = {}
        self._grams: dict[str, float] = {}
        self._readers: dict[str, int] = {}

    def with_indexed(self, term: str) -> int:
        """In how many chunks a term occurs, spelt just as the index spells it."""
        found = self._indexed.get(term)
        if found is None:
            if len(self._indexed) >= _REMEMBERED:
                self._indexed.clear()
            found = self._indexed[term] = self.searcher.doc_freq("terms", term)
        return found

    def with_term(self, term: str) -> int:
        """In how many chunks a stem or part occurs, open and restricted ones."""
        return self.with_indexed(term) + self.with_indexed(RESTRICTED + term)

    def with_reader(self, group: str) -> int:
        """How many chunks a group is given."""
        found = self._readers.get(group)
        if found is None:
            if len(self._readers) >= _REMEMBERED:
                self._readers.clear()
            found = self._readers[group] = self.searcher.doc_freq("readers", group)
        return found

    def with_gram(self, gram: str) -> float:
        """In how many chunks a character n-gram occurs, judged by those that are counted."""
        found = self._grams.get(gram)
        if found is None:
            if len(self._grams) >= _REMEMBERED:
                self._grams.clear()
            counted = self.searcher.doc_freq("grams", counted_gram(gram))
            seldom = self._per_counted / 2 if self._per_counted > 1 else 0
            found = self._grams[gram] = counted * self._per_counted or seldom
        return found

    def starting_with(self, prefix: str) -> list[str]:
        """Stems and parts of the index that begin so."""
        stems: dict[str, None] = {}
        for mark in ("", RESTRICTED):
            found = self.searcher.terms_with_prefix("terms", mark + prefix, limit=_ALIKE_AT_MOST)
            stems |= dict.fromkeys([term[len(mark) :] for term, _ in found])
        return [*stems]

    def rarity(self, found: float) -> float:
        """BM25's inverse document frequency, as tantivy reckons it."""
        return math.log(1 + (max(self.documents - found, 0) + 0.5) / (found + 0.5))


def _average_length(searcher: tantivy.Searcher) -> float:
    average = {"average": {"avg": {"field": "length"}}}
    found = searcher.aggregate(tantivy.Query.all_query(), average)
    return float(found["average"]["value"] or 0.0)
