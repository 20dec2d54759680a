"""Searches Azure AI Search: words and vectors, ranked by meaning, trimmed to the reader."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from azure.search.documents.models import VectorizedQuery

from bot.errors import RetrievalUnavailable
from bot.identity.base import Audience, Refusal, TokenSource, User, readable_groups
from bot.language.terms import in_swedish
from bot.retrieval.azure import filters
from bot.retrieval.azure.connection import Connection, TokenRefused
from bot.retrieval.azure.definition import SEMANTIC, VECTOR, Design, build_definition
from bot.retrieval.azure.documents import to_chunk
from bot.retrieval.base import LONGEST_DOCUMENT, Chunk, Passage
from bot.retrieval.standing import Replacement, Replacements, in_force_first, without_repetition
from bot.retrieval.vectors.embedder import Embedder

_SPARE = 4
"""Further passages that take the place of repetitions and of what no longer applies."""
_RANKED_BY_MEANING = 50
"""The semantic ranker looks at so many and gives back no more."""
_NEAREST = 50
_WORDS = 60
_LONGEST_WORD = 64
_MOST_REPLACEMENTS = 1000
_EMBED_S, _REST_S = 2.0, 30.0
_NOBODY = "nobody"
_FIELDS = [field.name for field in build_definition("any", Design(), alias="").fields]
_USER_TOKEN = "x-ms-query-source-authorization"  # noqa: S105
_BY_MEANING = "@search.reranker_score"
AUDIENCE = "https://search.azure.com"
_WORD = re.compile(r"\w+(?:['’:-]\w+)*")
"""Everything else is an operator of the query language somewhere."""
_Result = TypeVar("_Result")
_log = logging.getLogger(__name__)


class AzureRetriever:
    """Asks with the app's identity and the filter of the reader's groups.

    `user_tokens`: the service trims to the user's own groups, too (its native mode, preview).
    `embedder` is what the index's vectors were made with. Where it fails, words alone are searched.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        alias: str,
        embedder: Embedder | None = None,
        user_tokens: TokenSource | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._connection = connection
        self._alias = alias
        self._embedder = embedder
        self._user_tokens = user_tokens
        self._today = today
        self._embeds_again_at = 0.0

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        """The best passages that `reader` may see before this audience, best first."""
        groups = readable_groups(reader, audience)
        words = _words(query)
        if not groups or limit < 1 or not words:
            return ()
        vector = await self._vector(query)

        async def both(asker: _Asker) -> tuple[list[Passage], Replacements]:
            return await asyncio.gather(
                self._find(asker, " ".join(words), vector, limit + _SPARE),
                self._replacements(asker),
            )

        passages, replacements = await self._as(reader, groups, both)
        return without_repetition(in_force_first(passages, replacements, self._today()), limit)

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The chunk with its neighbours, in the document's order; empty if it may not be seen."""
        groups = readable_groups(reader, audience)
        if not groups:
            return ()
        return await self._as(reader, groups, lambda asker: self._around(asker, chunk_id))

    async def document(
        self, document_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The document's chunks that `reader` may see before this audience, in its order."""
        groups = readable_groups(reader, audience)
        if not groups:
            return ()
        wanted = filters.equal("document", document_id)
        chunks = await self._as(
            reader, groups, lambda asker: self._chunks(asker, wanted, at_most=LONGEST_DOCUMENT)
        )
        return [Passage(chunk, 0.0) for chunk in chunks]

    async def successors(
        self, chunk: Chunk, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """The first chunk of every document that says it replaces the chunk's."""
        groups = readable_groups(reader, audience)
        if not groups:
            return ()
        return await self._as(reader, groups, lambda asker: self._after(asker, chunk))

    async def check(self) -> None:
        """Raise `RetrievalUnavailable` if the index cannot be searched, or lacks a field that this
        version reads. It may be empty."""
        asker = _Asker((_NOBODY,), {})
        query = {"search_text": "*", "filter": asker.filter, "select": _FIELDS, "top": 1}
        await self._connection.ask(lambda: self._ask(asker, **query))

    async def _find(
        self, asker: _Asker, text: str, vector: Sequence[float] | None, at_most: int
    ) -> list[Passage]:
        by_meaning: dict[str, Any] = {}
        if at_most <= _RANKED_BY_MEANING:
            by_meaning = {
                "query_type": "semantic",
                "semantic_configuration_name": SEMANTIC,
                "semantic_error_mode": "partial",
            }
        nearest = None
        if vector is not None:
            k = max(_NEAREST, at_most)
            nearest = [VectorizedQuery(vector=[*vector], fields=VECTOR, k_nearest_neighbors=k)]
        rows = await self._ask(
            asker,
            search_text=text,
            filter=asker.filter,
            vector_queries=nearest,
            vector_filter_mode="preFilter" if nearest else None,
            top=at_most,
            **by_meaning,
        )
        name = _scale(rows)
        return [Passage(to_chunk(row, asker.groups), float(row[name])) for row in rows]

    async def _replacements(self, asker: _Asker) -> Replacements:
        """What the documents that the reader may see say they replace."""
        rows = await self._ask(
            asker,
            search_text="*",
            filter=filters.all_of(asker.filter, "replaces ne null"),
            select=["document", "replaces"],
            top=_MOST_REPLACEMENTS,
        )
        found = {(row["document"], row["replaces"]) for row in rows}
        return Replacements(Replacement(*one) for one in sorted(found))

    async def _around(self, asker: _Asker, chunk_id: str) -> list[Passage]:
        """Looked for twice if the index is changed over in between: never half of each."""
        for _ in range(2):
            here = await self._chunks(asker, filters.equal("chunk", chunk_id))
            if not here:
                return []
            place = here[0].position
            near = await self._chunks(
                asker,
                filters.equal("document", here[0].document_id),
                f"position ge {place - 1} and position le {place + 1}",
            )
            if here[0] in near:
                return [Passage(chunk, 0.0) for chunk in near]
        return [Passage(here[0], 0.0)]

    async def _after(self, asker: _Asker, chunk: Chunk) -> list[Passage]:
        documents = (await self._replacements(asker)).of(chunk)
        if not documents:
            return []
        found = await self._chunks(
            asker, filters.one_of("document", documents), "position eq 0", at_most=len(documents)
        )
        return [Passage(one, 0.0) for one in sorted(found, key=lambda one: one.document_id)]

    async def _chunks(self, asker: _Asker, *wanted: str, at_most: int = 8) -> list[Chunk]:
        rows = await self._ask(
            asker,
            search_text="*",
            filter=filters.all_of(asker.filter, *wanted),
            order_by=["position"],
            top=at_most,
        )
        return [to_chunk(row, asker.groups) for row in rows]

    async def _ask(self, asker: _Asker, **query: Any) -> list[dict[str, Any]]:
        client = self._connection.documents(self._alias)
        found = await client.search(**query, headers={**asker.headers})
        return [row async for row in found]

    async def _as(
        self, reader: User, groups: Collection[str], work: Callable[[_Asker], Awaitable[_Result]]
    ) -> _Result:
        """The result of a search for the reader; a token of theirs that is refused is replaced
        once."""
        if self._user_tokens is None:
            return await self._connection.ask(lambda: work(_Asker(groups, {})))
        token = await self._user_tokens.token(reader, AUDIENCE)
        try:
            return await self._connection.ask(lambda: work(_Asker.named(groups, token)))
        except TokenRefused as refused:
            after = Refusal(token, refused.claims)
        renewed = await self._user_tokens.token(reader, AUDIENCE, after=after)
        return await self._connection.ask(lambda: work(_Asker.named(groups, renewed)))

    async def _vector(self, query: str) -> Sequence[float] | None:
        if self._embedder is None or time.monotonic() < self._embeds_again_at:
            return None
        try:
            async with asyncio.timeout(_EMBED_S):
                [vector] = await self._embedder.embed([query], timeout_s=_EMBED_S)
        except (RetrievalUnavailable, TimeoutError) as error:
            _log.warning("searching by words alone: %s", error or "the vectors took too long")
            self._embeds_again_at = time.monotonic() + _REST_S
            return None
        return vector


class _Asker:
    """What a search is trimmed with."""

    def __init__(self, groups: Collection[str], headers: Mapping[str, str]) -> None:
        self.groups = groups
        self.filter = filters.access(groups)
        self.headers = headers

    @classmethod
    def named(cls, groups: Collection[str], token: str) -> _Asker:
        """With the reader's own token besides."""
        return cls(groups, {_USER_TOKEN: f"Bearer {token}"})


def _words(query: str) -> list[str]:
    """The query's words; of a query in English the Swedish ones, too, since the texts are."""
    said = [word[:_LONGEST_WORD] for word in _WORD.findall(query)[:_WORDS]]
    swedish = in_swedish(query) or []
    return [*said, *(word.text for word in swedish[:_WORDS] if word.text not in said)]


def _scale(rows: Sequence[Mapping[str, Any]]) -> str:
    """Which score to compare: the ranker's, unless it had no time for all of them."""
    is_ranked = all(row.get(_BY_MEANING) is not None for row in rows)
    return _BY_MEANING if is_ranked else "@search.score"
