"""Answers by calculation: outside the model, with the numbers of a rule that the asker may read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.base import Sentence
from bot.consult import texts
from bot.consult.asked import Asked, understand
from bot.consult.consultation import consult
from bot.consult.matter import Matter
from bot.consult.sources import find_sources
from bot.consult.warnings import Cautions
from bot.language.texts import Text
from bot.retrieval.base import Chunk, Passage
from bot.services import Services
from bot.turn import Clarify, Event, Notice, Progress, Turn

Computed = Sequence[Sentence | Clarify | Notice]
"""What a calculator says; nothing if the passages do not state its rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a calculator works on."""

    turn: Turn
    """Its text holds what the person wrote, also bit by bit over several messages."""
    passages: Sequence[Passage]
    """What this asker may read for this audience, best first."""
    today: date
    whom: str
    """Whom to ask, as it is said in a sentence."""

    def text(self, text: Text, **values: object) -> str:
        """The text in the language of the turn."""
        return text.in_language(self.turn.language, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculator:
    """Computes what some questions ask for."""

    asks: Callable[[Turn, date], bool]
    """Whether the turn asks for it, today being that day."""
    query: str
    """The question in the words of the sources."""
    compute: Callable[[Case], Computed]


async def calculate(
    turn: Turn, services: Services, matter: Matter, calculators: Sequence[Calculator]
) -> AsyncIterator[Event]:
    """What the first calculator that the turn asks computes; else what `consult` finds.

    A rule that only expired sources state is not counted on: that is said, and the sources are
    quoted instead. Raises `RetrievalUnavailable` and `ModelUnavailable`.
    """
    asked = understand(turn, services, matter)
    one = next((one for one in calculators if one.asks(turn, asked.today)), None)
    if one is None:
        async for event in consult(turn, services, matter):
            yield event
        return
    yield Progress(asked.text(texts.SEARCHING))
    sources = await find_sources(one.query, asked.search, today=asked.today)
    if computed := one.compute(_case(asked, sources.current)):
        async for event in _cautioned(asked, computed):
            yield event
        return
    if old := _expired(one.compute(_case(asked, sources.outdated))):
        yield Notice(text=asked.text(texts.ONLY_EXPIRED, title=old.title), warning=True, lead=True)
    async for event in consult(turn, services, matter):
        yield event


def _case(asked: Asked, passages: Sequence[Passage]) -> Case:
    return Case(turn=asked.turn, passages=passages, today=asked.today, whom=asked.whom())


def _expired(computed: Computed) -> Chunk | None:
    """What an expired source would have been counted on."""
    chunks = (
        citation.passage.chunk
        for part in computed
        if isinstance(part, Sentence)
        for citation in part.citations
    )
    return next(chunks, None)


async def _cautioned(asked: Asked, computed: Computed) -> AsyncIterator[Event]:
    """What was computed, with warnings about the sources before it and whom to call after it."""
    cautions = Cautions(asked.search, today=asked.today, language=asked.turn.language)
    for part in computed:
        async for caution in cautions.before(part):
            yield caution
        yield part
    call = asked.matter.contact_actions(asked.services.contacts, asked.turn.language)
    if call and not any(isinstance(part, Clarify) for part in computed):
        yield Notice(text="", actions=call)
