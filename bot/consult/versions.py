"""Answers questions about a document itself: which version applies, from when, and who owns it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.answering.base import Citation, Sentence
from bot.answering.relevance import Relevance
from bot.consult import texts
from bot.consult.periods import Period
from bot.consult.sources import MANY, Search, is_in_force, successor_of
from bot.identity.base import Language
from bot.language.analysis import words
from bot.language.sentences import split_sentences
from bot.language.texts import Text
from bot.retrieval.base import Chunk, Passage
from bot.turn import Notice

_NAMED = 0.5
"""The least share of the question's words that a title must have to be the document meant."""
_KIND = re.compile(
    r"(?<![\w-])(?:polic(?:y|yn|ies)|riktlinje(?:n|r|rna)?|rutin(?:en|er|erna)?|regler(?:na)?|"
    r"guidelines?|rules)\b",
    re.IGNORECASE,
)
"""Of all documents: alone it does not say which."""
_ABOUT_VERSIONS = re.compile(
    r"\b(?:vilken|version\w*|utgåva\w*|gäller|fortfarande|ännu|från|av|när|beslutades|antogs|"
    r"reviderades|uppdaterades|senast|vem|äger|ansvarar|ansvarig|dokumentansvarig|beslutat|nu|"
    r"which|version|applies|still|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


async def find_version(
    question: str, search: Search, *, today: date, language: Language
) -> tuple[Sentence | Notice, ...]:
    """Whether the document that the question names applies, and its particulars.

    Empty if no title found is the one meant, or if the document does not say when it applies.
    """
    name = " ".join(_ABOUT_VERSIONS.sub(" ", question).strip(" ?.").split())
    found = await search(name, limit=MANY)
    meant = document_meant(name, found)
    if meant is None:
        return ()
    newer = successor_of(meant.chunk, found, today)
    if newer is not None:
        passage = next(passage for passage in found if passage.chunk.id == newer.id)
        gone = texts.REPLACED.in_language(language, title=meant.chunk.title, successor=newer.title)
        return (
            _quoted(passage, texts.APPLIES, language),
            Notice(text=gone),
            _particulars(newer, language),
        )
    ended = meant.chunk.metadata.valid_to
    if ended is not None and ended < today:
        return (
            _quoted(meant, texts.NO_LONGER, language, day=ended.isoformat()),
            _particulars(meant.chunk, language),
        )
    if meant.chunk.metadata.valid_from is None or not is_in_force(meant.chunk, today):
        return ()
    return (_quoted(meant, texts.APPLIES, language), _particulars(meant.chunk, language))


def version_of(
    question: str,
    passages: Sequence[Passage],
    *,
    period: Period | None,
    today: date,
    language: Language,
) -> tuple[Sentence | Notice, ...]:
    """The document among these, which apply at the time asked about, that the question names."""
    name = " ".join(_ABOUT_VERSIONS.sub(" ", question).split())
    meant = document_meant(_KIND.sub("", name).strip() or name, passages)
    if meant is None:
        return ()
    is_to_come = period is not None and period.first > today
    template = texts.WILL_APPLY if is_to_come else texts.APPLIED
    return (_quoted(meant, template, language), _particulars(meant.chunk, language))


def document_meant(name: str, found: Sequence[Passage]) -> Passage | None:
    """A passage of the document whose title has most of the name; None: no title has enough."""
    relevance = Relevance(name, [passage.chunk.title for passage in found])
    said = set(words(name))

    def likeness(passage: Passage) -> tuple[float, int]:
        """The share of the name in the title; small words, as in "it-policyn", decide a tie."""
        title = passage.chunk.title
        return relevance.share(relevance.covered(title)), len(said & set(words(title)))

    best = max(found, key=likeness, default=None)
    return best if best is not None and likeness(best)[0] >= _NAMED else None


def _quoted(passage: Passage, template: Text, language: Language, **values: object) -> Sentence:
    quote = split_sentences(passage.chunk.text)[0]
    text = template.in_language(language, title=passage.chunk.title, **values)
    return Sentence(text=text, citations=(Citation(passage, quote),))


def _particulars(chunk: Chunk, language: Language) -> Notice:
    return Notice(text=" ".join(_parts(chunk, language)))


def _parts(chunk: Chunk, language: Language) -> Iterator[str]:
    metadata = chunk.metadata
    if metadata.valid_from:
        yield texts.APPLIES_FROM.in_language(language, day=metadata.valid_from.isoformat())
    if metadata.valid_to:
        yield texts.APPLIED_TO.in_language(language, day=metadata.valid_to.isoformat())
    if metadata.decided_by:
        number = f", {metadata.reference_number}" if metadata.reference_number else ""
        yield texts.DECIDED.in_language(language, body=metadata.decided_by, number=number)
    if metadata.owner:
        yield texts.OWNER.in_language(language, owner=metadata.owner)
