"""Finds what a question can be answered from, and sorts it by what is in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.identity.base import Audience, User
from bot.retrieval.base import Chunk, Passage, Retriever

_WIDER = 30
"""How many passages are looked through for the document that replaced another."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PAST = re.compile(
    r"\b(?:gällde|gällt|var|hade|fick|kostade|tidigare|förut|applied|was|were|used to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The passages found, best first."""

    current: tuple[Passage, ...]
    """In force on the day the question is about."""
    outdated: tuple[Passage, ...]
    """Expired, replaced or not yet in force."""
    year: int | None = None
    """The past year that the question is about."""


async def find_sources(
    question: str, *, retriever: Retriever, reader: User, audience: Audience, today: date
) -> Sources:
    """What `reader` may see before this audience. Raises `RetrievalUnavailable`."""
    found = await retriever.search(question, reader=reader, audience=audience)
    year = _past_year(question, today)
    if year is not None:
        return _valid_in(year, found)
    outdated = [passage for passage in found if _not_in_force(passage.chunk, today)]
    if outdated and not _successors(outdated, found):
        wider = f"{question} {outdated[0].chunk.title}"
        more = await retriever.search(wider, reader=reader, audience=audience, limit=_WIDER)
        found = (*found, *_unseen(_successors(outdated, more), found))
    replaced = {passage.chunk.id for passage in found if successor_of(passage.chunk, found, today)}
    outdated_ids = replaced | {passage.chunk.id for passage in outdated}
    return Sources(
        current=tuple(p for p in found if p.chunk.id not in outdated_ids),
        outdated=tuple(p for p in found if p.chunk.id in outdated_ids),
    )


def successor_of(chunk: Chunk, passages: Iterable[Passage], today: date) -> Chunk | None:
    """The chunk of a document in force that says it replaces this one's."""
    candidates = (passage.chunk for passage in passages)
    return next(
        (
            other
            for other in candidates
            if _replaces(other, chunk) and not _not_in_force(other, today)
        ),
        None,
    )


def _past_year(question: str, today: date) -> int | None:
    years = [int(year) for year in _YEAR.findall(question)]
    past = [year for year in years if year < today.year]
    return past[0] if past and _PAST.search(question) else None


def _valid_in(year: int, found: Sequence[Passage]) -> Sources:
    valid = tuple(passage for passage in found if _was_valid(passage.chunk, year))
    return Sources(current=valid, outdated=(), year=year)


def _was_valid(chunk: Chunk, year: int) -> bool:
    metadata = chunk.metadata
    if metadata.valid_from is None or metadata.valid_from.year > year:
        return False
    return metadata.valid_to is None or metadata.valid_to.year >= year


def _not_in_force(chunk: Chunk, today: date) -> bool:
    metadata = chunk.metadata
    return (metadata.valid_to is not None and metadata.valid_to < today) or (
        metadata.valid_from is not None and metadata.valid_from > today
    )


def _successors(old: Sequence[Passage], found: Sequence[Passage]) -> list[Passage]:
    return [new for new in found if any(_replaces(new.chunk, p.chunk) for p in old)]


def _unseen(passages: Iterable[Passage], seen: Sequence[Passage]) -> list[Passage]:
    ids = {passage.chunk.id for passage in seen}
    return [passage for passage in passages if passage.chunk.id not in ids]


def _replaces(new: Chunk, old: Chunk) -> bool:
    said = _plain(new.metadata.replaces or "")
    if not said or new.document_id == old.document_id:
        return False
    number = _plain(old.metadata.reference_number or "")
    return (bool(number) and number in said) or _plain(old.title) in said


def _plain(text: str) -> str:
    return "".join(text.casefold().split())
