"""One question from search to answer, with what must be said around it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.answering.base import Sentence
from bot.consult import texts
from bot.consult.answers import QUOTES_VERBATIM, Answers
from bot.consult.asked import Asked, understand
from bot.consult.disagreement import find_disagreement, find_opposed
from bot.consult.exceptions import exception_to
from bot.consult.matter import Matter
from bot.consult.nothing_found import nothing_found
from bot.consult.overview import asks_to_sum_up, document_to_sum_up, find_overview
from bot.consult.periods import document_named
from bot.consult.sources import (
    FEW,
    MANY,
    Sources,
    find_earlier_sources,
    find_sources,
    find_sources_of,
)
from bot.consult.spelling import as_spelt
from bot.consult.surroundings import Surroundings
from bot.consult.versions import find_version, version_of
from bot.consult.warnings import Cautions
from bot.consult.wording import asks_which_version
from bot.services import Services
from bot.turn import Clarify, Event, Notice, Progress, Turn


async def consult(turn: Turn, services: Services, matter: Matter) -> AsyncIterator[Event]:
    """The events that answer `turn.text` from what its asker may read.

    Raises `RetrievalUnavailable` and `ModelUnavailable`.
    """
    asked = understand(turn, services, matter)
    yield Progress(asked.text(texts.SEARCHING))
    if version := await _version(asked):
        for told in version:
            yield told
        return
    cautions = Cautions(
        asked.search, today=asked.today, language=turn.language, period=asked.period
    )
    async for event in _content(asked):
        async for caution in cautions.before(event):
            yield caution
        yield event


async def _content(asked: Asked) -> AsyncIterator[Event]:
    """An overview, where one is asked for; else the answer."""
    overview = await _overview(asked)
    for part in overview:
        yield part
    if overview:
        return
    sources = await _sources(asked)
    if asked.turn.language == "sv":
        asked = replace(asked, question=as_spelt(asked.question, sources.current[:FEW]))
    async for event in _told(asked, sources):
        yield event


async def _told(asked: Asked, sources: Sources) -> AsyncIterator[Event]:
    """What the skill reads out of the sources, then what they answer."""
    read = asked.matter.read(sources.current) if asked.matter.read else ()
    for part in read:
        yield part
    if any(isinstance(part, Clarify) for part in read):
        return
    said = [part for part in read if isinstance(part, Sentence)]
    async for event in _answered(asked, sources, said):
        yield event


async def _overview(asked: Asked) -> Sequence[Event]:
    name = document_to_sum_up(asked.turn.text) if asked.is_of_today else None
    if name is None:
        return ()
    overview = await find_overview(
        name, asked.search, today=asked.today, language=asked.turn.language
    )
    if not overview and asks_to_sum_up(asked.turn.text):
        return [event async for event in nothing_found(asked, ())]
    return overview


async def _version(asked: Asked) -> Sequence[Sentence | Notice]:
    if not asked.is_of_today:
        return await _version_then(asked)
    if not asks_which_version(asked.turn.text):
        return ()
    return await find_version(
        asked.turn.text, asked.search, today=asked.today, language=asked.turn.language
    )


async def _version_then(asked: Asked) -> Sequence[Sentence | Notice]:
    """Of a question that names nothing but the document: "Vad sa resepolicyn 2019?"."""
    name = document_named(asked.question)
    if not name and not asks_which_version(asked.turn.text):
        return ()
    sources = await _sources(asked)
    return version_of(
        name or asked.question,
        sources.current,
        period=asked.period,
        today=asked.today,
        language=asked.turn.language,
    )


async def _sources(asked: Asked) -> Sources:
    if asked.period:
        return await find_sources_of(asked.question, asked.search, asked.period, today=asked.today)
    if asked.of_earlier:
        return await find_earlier_sources(asked.question, asked.search, today=asked.today)
    query = asked.matter.query or asked.question
    limit = MANY if asked.happened else FEW
    return await find_sources(query, asked.search, today=asked.today, limit=limit)


async def _answered(asked: Asked, sources: Sources, said: list[Sentence]) -> AsyncIterator[Event]:
    """The answer and what surrounds it, or that there is none."""
    current = sources.current[:FEW] if asked.is_of_today else ()
    disagreement = find_disagreement(asked.question, current)
    answers = Answers(asked, said)
    async for event in answers.events(sources, disagreement):
        yield event
    if answers.asked_back:
        return
    if not answers.said:
        async for event in nothing_found(asked, current):
            yield event
        return
    if answers.answered_by == QUOTES_VERBATIM and (exception := exception_to(answers.said)):
        answers.said.append(exception)
        yield exception
    if disagreement is None:
        disagreement = find_opposed(answers.said, current)
    surroundings = Surroundings(asked, answers, disagreement=disagreement)
    async for event in surroundings.events():
        yield event
