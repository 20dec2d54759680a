"""Sources without the links in them that lead out of the intranet.

Whoever can write one page could plant an address for everybody to press, under the municipality's
name. A source is quoted verbatim in answers, citations and "Visa källan" and is shown to the model,
so a link is taken out before any of them sees it: it stays in the document, one press away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from bot.answering.plain_text import LINK_LEFT_OUT
from bot.approved.base import SOURCE
from bot.identity.base import Audience, User
from bot.retrieval.base import Chunk, Passage, Retriever

_LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]*:[/\\]{1,2}|(?<![\w:/\\.]):?[/\\]{2}(?=\w)|\bwww\.|"
    r"\b(?:javascript|vbscript|data|msteams):(?=\S))[^\s<>\"'”“»)\]}]*",
    re.IGNORECASE,
)
_END_OF_SENTENCE = ".,;:!?…"
_MAY_HOLD_ONE = re.compile(r"[/\\:：／＼]|www|ｗ", re.IGNORECASE)
_TOKEN = re.compile(r"\S+")


class WithoutForeignLinks:
    """A retriever whose chunks link to their own host and the allowed ones only.

    A host may be linked to over https when it is the document's own, or on the list, or below one
    on the list. Names of hosts and mail addresses in running text are no links and stay; so do the
    links of an approved answer, which its owner answers for word by word.
    """

    def __init__(self, inner: Retriever, *, allowed: Collection[str]) -> None:
        self._inner = inner
        self._allowed = frozenset(host.casefold() for host in allowed)

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        """As the retriever within."""
        found = await self._inner.search(query, reader=reader, audience=audience, limit=limit)
        return [self._cleaned(passage) for passage in found]

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """As the retriever within."""
        found = await self._inner.context(chunk_id, reader=reader, audience=audience)
        return [self._cleaned(passage) for passage in found]

    async def document(
        self, document_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """As the retriever within."""
        found = await self._inner.document(document_id, reader=reader, audience=audience)
        return [self._cleaned(passage) for passage in found]

    async def successors(
        self, chunk: Chunk, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        """As the retriever within."""
        found = await self._inner.successors(chunk, reader=reader, audience=audience)
        return [self._cleaned(passage) for passage in found]

    def _cleaned(self, passage: Passage) -> Passage:
        chunk = passage.chunk
        if chunk.document_id.startswith(f"{SOURCE}:"):
            return passage
        hosts = self._allowed | _host(chunk.url)
        cleaned = _with_links_to(chunk, hosts)
        return passage if cleaned is chunk else Passage(cleaned, passage.score)


@lru_cache(maxsize=2048)
def _with_links_to(chunk: Chunk, hosts: frozenset[str]) -> Chunk:
    about = chunk.metadata
    cleaned = replace(
        chunk,
        title=without_links(chunk.title, hosts),
        place=without_links(chunk.place, hosts),
        text=without_links(chunk.text, hosts),
        metadata=replace(
            about,
            decided_by=_cleaned(about.decided_by, hosts),
            reference_number=_cleaned(about.reference_number, hosts),
            owner=_cleaned(about.owner, hosts),
            replaces=_cleaned(about.replaces, hosts),
            audience=_cleaned(about.audience, hosts),
        ),
    )
    return chunk if cleaned == chunk else cleaned


def _cleaned(text: str | None, hosts: frozenset[str]) -> str | None:
    return None if text is None else without_links(text, hosts)


@lru_cache(maxsize=4096)
def without_links(text: str, hosts: frozenset[str]) -> str:
    """The text with `LINK_LEFT_OUT` for each link to anywhere else than these hosts."""
    if _MAY_HOLD_ONE.search(text) is None:
        return text
    return _TOKEN.sub(lambda token: _without_links(token[0], hosts), text)


def _without_links(token: str, hosts: frozenset[str]) -> str:
    """Of a text without spaces. One that is a link only in another spelling goes whole."""
    plain = unicodedata.normalize("NFKC", token).replace("。", ".")
    if _LINK.search(plain) is None:
        return token
    if plain != token:
        return LINK_LEFT_OUT
    return _LINK.sub(lambda link: _shown(link[0], hosts), token)


def _shown(link: str, hosts: frozenset[str]) -> str:
    address = link.rstrip(_END_OF_SENTENCE)
    if _is_allowed(address, hosts):
        return link
    return f"{LINK_LEFT_OUT}{link[len(address) :]}"


def _is_allowed(address: str, hosts: frozenset[str]) -> bool:
    if "\\" in address:
        return False
    bare = address if address.casefold().startswith("https://") else f"https://{address}"
    if bare != address and not address.casefold().startswith("www."):
        return False
    host = next(iter(_host(bare)), "")
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def _host(url: str) -> frozenset[str]:
    """Of an address, case-folded; empty if it has none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return frozenset()
    return frozenset((host.casefold(),)) if host else frozenset()
