"""The first stage of a search: what mentions the query's words, and the reader may see.

Terms of chunks that every employee may read are indexed as they are, those of all other chunks with
a mark. So an employee searches the former without a filter, where tantivy passes over most of what
cannot be among the best, and the filter is spent on the few restricted chunks that their groups
give them. What a reader who is no employee may see is filtered as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import tantivy

from bot.identity.base import EVERYONE
from bot.retrieval.statistics import IndexStatistics
from bot.retrieval.views import RESTRICTED

_COMMON, _ENOUGH = 0.2, 3
_FEW_GROUPS = 40
"""Up to which it is quicker to ask for each than for the set of them."""

_Hit = tuple[float, tantivy.DocAddress]
_Clauses = list[tuple[tantivy.Occur, tantivy.Query]]


class FirstStage:
    """Of one state of the index."""

    def __init__(self, schema: tantivy.Schema, statistics: IndexStatistics) -> None:
        self._schema = schema
        self._statistics = statistics
        self._searcher = statistics.searcher

    def candidates(
        self, terms: Mapping[str, float], groups: Collection[str], at_most: int
    ) -> list[tantivy.DocAddress]:
        """The best for a reader in `groups`, best first; `terms` with what they count for."""
        mentions, restricted_ones = self._mentions(terms)
        if EVERYONE in groups:
            own = [group for group in groups if group != EVERYONE]
            hits = self._best(mentions, at_most)
            hits += self._readable(restricted_ones, own, at_most)
            hits.sort(key=_best_first)
        else:
            hits = self._readable(mentions + restricted_ones, groups, at_most)
        return [address for _, address in hits[:at_most]]

    def access(self, groups: Collection[str]) -> tantivy.Query:
        """Only what one of the groups may read; says nothing about relevance."""
        known = [group for group in groups if self._statistics.with_reader(group)]
        if len(known) > _FEW_GROUPS:
            readable = tantivy.Query.term_set_query(self._schema, "readers", known)
        else:
            one_of = [tantivy.Query.term_query(self._schema, "readers", g, "basic") for g in known]
            readable = tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in one_of])
        return tantivy.Query.const_score_query(readable, 0.0)

    def _readable(self, mentions: _Clauses, groups: Collection[str], at_most: int) -> list[_Hit]:
        if not mentions or not groups:
            return []
        any_of = tantivy.Query.boolean_query(mentions)
        must = [self.access(groups), any_of]
        return self._best([(tantivy.Occur.Must, query) for query in must], at_most)

    def _best(self, clauses: _Clauses, at_most: int) -> list[_Hit]:
        if not clauses:
            return []
        query = tantivy.Query.boolean_query(clauses)
        return self._searcher.search(query, at_most, count=False).hits

    def _mentions(self, terms: Mapping[str, float]) -> tuple[_Clauses, _Clauses]:
        """In chunks for every employee, and in the others."""
        open_ones: _Clauses = []
        restricted_ones: _Clauses = []
        for term, weight in _telling(terms, self._statistics).items():
            rarity = self._statistics.rarity(self._statistics.with_term(term))
            for clauses, indexed in ((open_ones, term), (restricted_ones, RESTRICTED + term)):
                if found := self._statistics.with_indexed(indexed):
                    # tantivy takes a term for as rare as it is with this mark.
                    boost = weight * rarity / self._statistics.rarity(found)
                    clauses.append(self._clause(indexed, boost))
        return open_ones, restricted_ones

    def _clause(self, term: str, weight: float) -> tuple[tantivy.Occur, tantivy.Query]:
        found = tantivy.Query.term_query(self._schema, "terms", term, "freq")
        return tantivy.Occur.Should, tantivy.Query.boost_query(found, weight)


def _best_first(hit: _Hit) -> float:
    return -hit[0]


def _telling(terms: Mapping[str, float], statistics: IndexStatistics) -> Mapping[str, float]:
    """Without the commonest terms, as long as enough others remain: they cost the first stage
    most of its time and hardly change what it finds. The ranking counts them all."""
    at_most = _COMMON * statistics.documents
    rare = {t: w for t, w in terms.items() if 0 < statistics.with_term(t) <= at_most}
    return rare if len(rare) >= _ENOUGH else terms
