"""What must be said about the sources of an answer: their validity, and which of two applies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.consult import texts
from bot.consult.disagreement import Disagreement
from bot.consult.precedence import decided_by
from bot.consult.sources import Sources, successor_of
from bot.identity.base import Language
from bot.retrieval.base import Chunk


def validity_warnings(
    cited: Sequence[Chunk], sources: Sources, *, today: date, language: Language
) -> Iterator[str]:
    """One for every cited document that is expired, overdue for review, not yet in force or
    replaced."""
    found = (*sources.current, *sources.outdated)
    for chunk in cited:
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
