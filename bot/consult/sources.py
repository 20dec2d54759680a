"""Finds what a question can be answered from, and sorts it by what is in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.relevance import Relevance
from bot.consult.periods import Period, day_before
from bot.identity.base import Audience, User
from bot.language.analysis import is_stop_word, words
from bot.retrieval.base import Chunk, Passage, Retriever
from bot.retrieval.standing import mentions

_IS_ABOUT = 0.51
"""The least share of a question that a heading must speak about to tell of the same event."""
_SAYS_NO_MORE = 0.48
"""The least share of such a heading that the question speaks about: "Mitt barn är sjukt" does not
tell of "Jag är sjuk", nor the other way round."""
_EVENT = re.compile(
    r"(?:\d[\d.]* )?(?:jag|min|mitt|någon|det|vi) |.*\bvad (?:gör|kan|ska) (?:jag|vi)\b|"
    r"(?!hur|vad|när|vem|vilk|var|får|kan|måste)\w+ (?:är|har|går|fungerar) \w+$",
    re.IGNORECASE,
)
_PLACE_PARTS = re.compile("[·›]")
FEW = 12
"""How many passages an answer is made of at most."""
_LOOKED_UP = 3
"""Of how many documents another version is looked for."""
MANY = 60
"""How many passages are looked through for another version of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Searches as one reader before one audience."""

    retriever: Retriever
    reader: User
    audience: Audience

    async def __call__(self, query: str, *, limit: int) -> Sequence[Passage]:
        """The best passages. Raises `RetrievalUnavailable`."""
        return await self.retriever.search(
            query, reader=self.reader, audience=self.audience, limit=limit
        )

    async def document(self, document_id: str) -> Sequence[Passage]:
        """All of a document, in order. Raises `RetrievalUnavailable`."""
        return await self.retriever.document(
            document_id, reader=self.reader, audience=self.audience
        )

    async def successors(self, chunk: Chunk) -> Sequence[Passage]:
        """Of each document that says it replaces the chunk's. Raises `RetrievalUnavailable`."""
        return await self.retriever.successors(chunk, reader=self.reader, audience=self.audience)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The passages found, best first."""

    current: tuple[Passage, ...]
    """In force on the day the question is about."""
    outdated: tuple[Passage, ...]
    """Expired, replaced or not yet in force."""


async def find_sources(question: str, search: Search, *, today: date, limit: int = FEW) -> Sources:
    """What the reader may see about a question. Raises `RetrievalUnavailable`."""
    found = await search(question, limit=limit)
    outdated = [passage for passage in found if not is_in_force(passage.chunk, today)]
    if outdated and not _successors(outdated, found):
        wider = f"{question} {versions_query(outdated[0].chunk)}"
        more = await search(wider, limit=MANY)
        found = (*found, *_unseen(_successors(outdated, more), found))
    replaced = {passage.chunk.id for passage in found if successor_of(passage.chunk, found, today)}
    outdated_ids = replaced | {passage.chunk.id for passage in outdated}
    return Sources(
        current=tuple(p for p in found if p.chunk.id not in outdated_ids),
        outdated=tuple(p for p in found if p.chunk.id in outdated_ids),
    )


async def find_sources_of(question: str, search: Search, period: Period, *, today: date) -> Sources:
    """The same for what was, or will be, in force at some time of the period.

    A document that gives no dates is not trusted to have applied then; one that applies today and
    is not known to end goes on.
    """
    found = await search(question, limit=MANY)
    known = (*found, *await _versions(found, search))
    needs_dates = period.is_past(today)
    valid = tuple(one for one in found if _applies(one.chunk, period, known, needs_dates))
    return Sources(current=valid, outdated=())


async def find_earlier_sources(question: str, search: Search, *, today: date) -> Sources:
    """The same for what has ended or been replaced."""
    found = await search(question, limit=MANY)
    known = (*found, *await _versions(found, search))
    ended = tuple(one for one in found if _has_ended(one.chunk, known, today))
    return Sources(current=ended, outdated=())


async def _versions(found: Sequence[Passage], search: Search) -> list[Passage]:
    """What may replace the first few documents found."""
    chunks = {one.chunk.document_id: one.chunk for one in reversed(found)}
    dated = [chunk for chunk in reversed(chunks.values()) if chunk.metadata.valid_from]
    return [one for chunk in dated[:_LOOKED_UP] for one in await search.successors(chunk)]


def section_about(question: str, passages: Sequence[Passage]) -> Passage | None:
    """The passage whose heading tells of the same event: "Jag har tappat mobilen. Vad gör jag?".

    None if no heading does. What came of it ("och slog i ryggen") is left out where no heading has
    that too.
    """
    first, joined, _ = question.partition(" och ")
    return _section_about(question, passages) or (
        _section_about(first, passages) if joined else None
    )


def _section_about(question: str, passages: Sequence[Passage]) -> Passage | None:
    events = [passage for passage in passages if _EVENT.match(_heading(passage.chunk))]
    relevance = Relevance(question, [_heading(passage.chunk) for passage in passages])

    def share(event: Passage) -> tuple[float, int]:
        """That of the question in the heading; among equals, the heading that says least else."""
        heading = _heading(event.chunk)
        content = [word for word in words(heading) if not is_stop_word(word)]
        return relevance.share(relevance.covered(heading)), -len(content)

    def is_about(event: Passage) -> bool:
        """Whether each says most of what the other does."""
        says = relevance.speaks_of(_heading(event.chunk))
        return share(event)[0] >= _IS_ABOUT and says >= _SAYS_NO_MORE

    best = max(events, key=share, default=None)
    return best if best is not None and is_about(best) else None


def _heading(chunk: Chunk) -> str:
    return _PLACE_PARTS.split(chunk.place)[-1].strip()


def successor_of(chunk: Chunk, passages: Iterable[Passage], today: date) -> Chunk | None:
    """The chunk of a document in force that says it replaces this one's."""
    candidates = (passage.chunk for passage in passages)
    return next(
        (other for other in candidates if _replaces(other, chunk) and is_in_force(other, today)),
        None,
    )


def is_in_force(chunk: Chunk, today: date) -> bool:
    """Whether what the document says of its validity includes the day."""
    metadata = chunk.metadata
    expired = metadata.valid_to is not None and metadata.valid_to < today
    early = metadata.valid_from is not None and metadata.valid_from > today
    return not expired and not early


def versions_query(chunk: Chunk) -> str:
    """What finds other versions of a chunk's document: what replaces it names it."""
    return " ".join(filter(None, (chunk.title, chunk.metadata.reference_number)))


def _applies(chunk: Chunk, period: Period, known: Iterable[Passage], needs_dates: bool) -> bool:
    begins, ends = chunk.metadata.valid_from, last_day(chunk, known)
    if begins is None and needs_dates:
        return False
    return (begins is None or begins <= period.last) and (ends is None or ends >= period.first)


def _has_ended(chunk: Chunk, known: Iterable[Passage], today: date) -> bool:
    ends = last_day(chunk, known)
    return ends is not None and ends < today


def last_day(chunk: Chunk, known: Iterable[Passage]) -> date | None:
    """The last day that the chunk's document applies: as it says, or as what replaces it does."""
    begins = [
        new.metadata.valid_from
        for new in (one.chunk for one in known)
        if new.metadata.valid_from and _replaces(new, chunk)
    ]
    ends = [day_before(day) for day in begins]
    if chunk.metadata.valid_to:
        ends.append(chunk.metadata.valid_to)
    return min(ends, default=None)


def _successors(old: Sequence[Passage], found: Sequence[Passage]) -> list[Passage]:
    return [new for new in found if any(_replaces(new.chunk, p.chunk) for p in old)]


def _unseen(passages: Iterable[Passage], seen: Sequence[Passage]) -> list[Passage]:
    ids = {passage.chunk.id for passage in seen}
    return [passage for passage in passages if passage.chunk.id not in ids]


def _replaces(new: Chunk, old: Chunk) -> bool:
    if not new.metadata.replaces or new.document_id == old.document_id:
        return False
    return mentions(new.metadata.replaces, old)
