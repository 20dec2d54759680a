"""What must be said about the sources of an answer: their validity, and which of two applies."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date

from bot.answering.base import Sentence
from bot.consult import texts
from bot.consult.disagreement import Disagreement
from bot.consult.disagreement.precedence import decided_by
from bot.consult.periods import Period
from bot.consult.sources import Search, successor_of
from bot.identity.base import Language
from bot.retrieval.base import Chunk, DocumentMetadata, Passage
from bot.turn import Event, Notice


class Cautions:
    """Warns once of every document that is expired, replaced, overdue for review or not in force
    yet, before what is said from it."""

    def __init__(
        self, search: Search, *, today: date, language: Language, period: Period | None = None
    ) -> None:
        """`period` is the time gone by, or to come, that is asked about."""
        self._search = search
        self._period = period
        self._today = today
        self._language = language
        self._told: set[str] = set()

    async def before(self, event: Event) -> AsyncIterator[Notice]:
        """What must be read before the event. Raises `RetrievalUnavailable`."""
        for citation in event.citations if isinstance(event, Sentence) else ():
            chunk = citation.passage.chunk
            if chunk.document_id not in self._told:
                self._told.add(chunk.document_id)
                for text in (*await self.about(chunk), *self._of_then(chunk, event)):
                    yield Notice(text=text, warning=True, lead=True)

    def _of_then(self, chunk: Chunk, event: Event) -> Iterator[str]:
        """That the text is younger than the time asked about, unless it tells of that itself."""
        period, revised = self._period, chunk.metadata.revised_on
        if period and revised and revised > period.last and not tells_of(event, period):
            yield texts.REVISED_SINCE.in_language(
                self._language, title=chunk.title, day=revised.isoformat()
            )

    async def about(self, chunk: Chunk) -> Sequence[str]:
        """The warnings about the chunk's document; what may replace it is looked for."""
        if chunk.metadata == DocumentMetadata():
            return ()
        found = await self._search.successors(chunk)
        return list(_validity_warnings(chunk, found, today=self._today, language=self._language))


def tells_of(event: Event, period: Period) -> bool:
    """Whether a sentence names the year: "År 2024 var traktamentet 290 kronor"."""
    return isinstance(event, Sentence) and str(period.year) in event.text


def _validity_warnings(
    chunk: Chunk, found: Sequence[Passage], *, today: date, language: Language
) -> Iterator[str]:
    """That the chunk's document is expired, overdue for review, not in force yet or replaced by
    one that was found."""
    metadata = chunk.metadata
    if metadata.valid_to and metadata.valid_to < today:
        day = metadata.valid_to.isoformat()
        yield texts.EXPIRED.in_language(language, title=chunk.title, day=day)
    elif metadata.review_by and metadata.review_by < today:
        day = metadata.review_by.isoformat()
        yield texts.REVIEW_OVERDUE.in_language(language, title=chunk.title, day=day)
    if metadata.valid_from and metadata.valid_from > today:
        day = metadata.valid_from.isoformat()
        yield texts.NOT_YET.in_language(language, title=chunk.title, day=day)
    if newer := successor_of(chunk, found, today):
        yield texts.REPLACED.in_language(language, title=chunk.title, successor=newer.title)


def verdict(disagreement: Disagreement, *, whom: str, language: Language) -> str:
    """Which of two sources applies and why, or whom to ask where that is not for us to say."""
    winner, loser = disagreement.winner.passage.chunk, disagreement.loser.passage.chunk
    template = {
        "layer": texts.HIGHER_LAYER,
        "date": texts.NEWER_DECISION,
        "agreement_and_law": texts.AGREEMENT_AND_LAW,
        "agreements": texts.AGREEMENTS,
        "authorities": texts.AUTHORITIES,
        "unclear": texts.NO_VERDICT,
    }[disagreement.reason]
    return template.in_language(
        language,
        winner=winner.title,
        loser=loser.title,
        winner_layer=_layer(winner, language),
        loser_layer=_layer(loser, language),
        winner_body=decided_by(winner),
        loser_body=decided_by(loser),
        whom=whom,
    )


def _layer(chunk: Chunk, language: Language) -> str:
    layer = chunk.metadata.layer
    return (texts.LAYERS[layer] if layer else texts.NO_LAYER).in_language(language)
