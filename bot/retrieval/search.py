"""Searches one opened local index: access filter and first stage in tantivy, then the ranking."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

import tantivy

from bot.errors import RetrievalUnavailable
from bot.retrieval import records
from bot.retrieval.asked import Asked, understand
from bot.retrieval.base import Chunk, Passage
from bot.retrieval.fusion import fuse
from bot.retrieval.ranking import Ranking, Weights
from bot.retrieval.schema import COUNTED, SAYS, build_schema
from bot.retrieval.standing import Replacement, Replacements, in_force_first, without_repetition
from bot.retrieval.versions import Versions
from bot.retrieval.views import HEADING, PART, RankedView, counted_gram
from bot.retrieval.vocabulary import meet

_CANDIDATES = 40
_COMMON, _ENOUGH = 0.2, 3
_SPARE = 4
"""Further passages that take the place of repetitions and of what no longer applies."""
_REMEMBERED = 20_000
_ALIKE_AT_MOST = 2_000
"""Stems with the same beginning that are compared with a misspelt word."""
_MARKS = {"": 1.0, PART: 0.5, HEADING: 1.0}
"""What a stem, a part, or either in a heading counts for in the first stage. A text often does not
repeat what stands over it: at 0.3 a fifth of the answers under headings were not found."""


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
        self._versions = Versions(directory)
        self._folder = directory
        self._schema = build_schema()
        self._index: tantivy.Index | None = None
        self._stamp = (0, 0)
        self._statistics: IndexStatistics | None = None
        self._replaced = Replacements(())
        self._opening = threading.Lock()

    def search(
        self, query: str, *, groups: Collection[str], limit: int, also: Sequence[str] = ()
    ) -> list[Passage]:
        """The best passages for a reader in `groups`; `also` are ids of chunks, best first, that
        were found in another way."""
        searcher, statistics = self._opened()
        asked = meet(self._understand(query), statistics)
        candidates = self._candidates(searcher, asked, statistics, groups, max(limit, _CANDIDATES))
        ranking = Ranking(asked, statistics, weights=self._weights)
        documents = [searcher.doc(address) for address in candidates]
        at_most = max(limit + _SPARE, len(also))
        best = ranking.best([_ranked(document) for document in documents], at_most)
        passages = [Passage(_chunk(documents[place], groups), score) for place, score in best]
        if also:
            found = {chunk.id: chunk for chunk in self._filtered(searcher, groups, chunk=[*also])}
            others = [Passage(found[one], 0.0) for one in also if one in found]
            passages = fuse(passages, others)[: limit + _SPARE]
        sorted_out = in_force_first(passages, self._replaced, self._today())
        if self._keeps_repetitions:
            return sorted_out[:limit]
        return without_repetition(sorted_out)[:limit]

    def _candidates(
        self,
        searcher: tantivy.Searcher,
        asked: Asked,
        statistics: IndexStatistics,
        groups: Collection[str],
        at_most: int,
    ) -> list[tantivy.DocAddress]:
        """The first stage: what mentions the query's words, and the reader may see."""
        if not asked.terms:
            return []
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, self._access(groups)),
                (tantivy.Occur.Must, self._mentions(asked, statistics)),
            ]
        )
        return [address for _, address in searcher.search(query, at_most, count=False).hits]

    def context(self, chunk_id: str, *, groups: Collection[str]) -> list[Passage]:
        """The chunk and the ones before and after it, as far as `groups` may read them."""
        searcher, _ = self._opened()
        found = self._filtered(searcher, groups, chunk=[chunk_id])
        if not found:
            return []
        here = found[0]
        around = [here.position - 1, here.position, here.position + 1]
        neighbours = self._filtered(searcher, groups, document=[here.document_id], position=around)
        return [Passage(chunk, 0.0) for chunk in sorted(neighbours, key=lambda c: c.position)]

    def _filtered(
        self, searcher: tantivy.Searcher, groups: Collection[str], **values: list[str] | list[int]
    ) -> list[Chunk]:
        must = [(tantivy.Occur.Must, self._access(groups))]
        for field, wanted in values.items():
            one_of = tantivy.Query.term_set_query(self._schema, field, wanted)
            must.append((tantivy.Occur.Must, one_of))
        hits = searcher.search(tantivy.Query.boolean_query(must), _CANDIDATES, count=False).hits
        return [_chunk(searcher.doc(address), groups) for _, address in hits]

    def _access(self, groups: Collection[str]) -> tantivy.Query:
        """Only what one of the groups may read; says nothing about relevance."""
        readable = tantivy.Query.term_set_query(self._schema, "readers", sorted(groups))
        return tantivy.Query.const_score_query(readable, 0.0)

    def _mentions(self, asked: Asked, statistics: IndexStatistics) -> tantivy.Query:
        any_of = []
        for term, weight in _telling(asked.terms, statistics).items():
            for mark, share in _MARKS.items():
                marked = mark + term
                if statistics.with_marked(marked):
                    found = tantivy.Query.term_query(self._schema, "terms", marked, "freq")
                    weighted = tantivy.Query.boost_query(found, weight * share)
                    any_of.append((tantivy.Occur.Should, weighted))
        return tantivy.Query.boolean_query(any_of)

    def check(self) -> None:
        """Raise if the index cannot be opened. It may be empty."""
        self._opened()

    def _opened(self) -> tuple[tantivy.Searcher, IndexStatistics]:
        """A searcher on the last commit, which replaces the file that is looked at here."""
        folder = self._versions.to_read()
        if folder is None:
            raise RetrievalUnavailable(self._why_missing())
        status = (folder / "meta.json").stat()
        stamp = (status.st_ino, status.st_mtime_ns)
        # tantivy lets nobody look for a searcher while another thread opens or reloads the index.
        with self._opening:
            if self._index is None or folder != self._folder:
                self._index = tantivy.Index.open(str(folder))
                self._index.config_reader("manual")
                self._folder, self._statistics = folder, None
            if self._statistics is None or stamp != self._stamp:
                self._index.reload()
                searcher = self._index.searcher()
                self._replaced = _replacements(searcher)
                self._statistics = IndexStatistics(searcher)
                self._stamp = stamp
            return self._statistics.searcher, self._statistics

    def _why_missing(self) -> str:
        if self._versions.is_building:
            return "the index is being rebuilt; wait for it, or ingest the sources again"
        if self._versions.others:
            return "the index was built by another version of Kollega; ingest the sources again"
        return "nothing has been indexed yet; ingest a source first"


def _replacements(searcher: tantivy.Searcher) -> Replacements:
    found = searcher.terms_with_prefix("replaces", "", tantivy.Query.all_query())
    return Replacements(Replacement(*term.split(SAYS, 1)) for term, _ in found)


def _average_length(searcher: tantivy.Searcher) -> float:
    average = {"average": {"avg": {"field": "length"}}}
    found = searcher.aggregate(tantivy.Query.all_query(), average)
    return float(found["average"]["value"] or 0.0)


class IndexStatistics:
    """How often terms occur in one state of the index, whoever may read where."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self.documents = searcher.num_docs
        self.average_length = _average_length(searcher)
        self._per_counted = self.documents / max(1, searcher.doc_freq("grams", COUNTED))
        self._known: dict[tuple[str, str], int] = {}

    def with_marked(self, term: str) -> int:
        """In how many chunks a term occurs, marked as the index marks it."""
        return self._with("terms", term)

    def with_term(self, term: str) -> int:
        """In how many chunks a stem or part occurs; one that holds both counts twice."""
        return self.with_marked(term) + self.with_marked(PART + term)

    def with_gram(self, gram: str) -> float:
        """In how many chunks a character n-gram occurs, judged by those that are counted."""
        counted = self._with("grams", counted_gram(gram))
        if not counted and self._per_counted > 1:
            return self._per_counted / 2
        return counted * self._per_counted

    def starting_with(self, prefix: str) -> list[str]:
        """Stems of the index that begin so."""
        found = self.searcher.terms_with_prefix("terms", prefix, limit=_ALIKE_AT_MOST)
        return [term for term, _ in found]

    def _with(self, field: str, term: str) -> int:
        found = self._known.get((field, term))
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[field, term] = self.searcher.doc_freq(field, term)
        return found


def _telling(terms: Mapping[str, float], statistics: IndexStatistics) -> Mapping[str, float]:
    """Without the commonest terms, as long as enough others remain: they cost the first stage
    most of its time and hardly change what it finds. The ranking counts them all."""
    at_most = _COMMON * statistics.documents
    rare = {t: w for t, w in terms.items() if 0 < statistics.with_term(t) <= at_most}
    return rare if len(rare) >= _ENOUGH else terms


def _ranked(document: tantivy.Document) -> RankedView:
    return RankedView.of(_stored(document, "marked").decode())


def _chunk(document: tantivy.Document, groups: Collection[str]) -> Chunk:
    try:
        chunk = records.from_bytes(_stored(document, "record"))
    except (IndexError, TypeError) as error:
        raise ValueError("what is stored of a chunk cannot be read") from error
    if chunk.readers.isdisjoint(groups):
        raise ValueError("what is stored of a chunk is not for those that the filter let through")
    return chunk


def _stored(document: tantivy.Document, field: str) -> bytes:
    value = document.get_first(field)
    if not isinstance(value, bytes):
        raise ValueError(f"a stored {field} is missing")
    return value
