"""One question from search to answer, with what must be said around it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import replace

from bot.answering.base import Citation, Question, Sentence
from bot.answering.units import cut
from bot.consult import texts
from bot.consult.amounts import asked_amount, span_of
from bot.consult.disagreement import Disagreement, Statement, find_disagreement
from bot.consult.lookups import look_up
from bot.consult.matter import Matter
from bot.consult.next_step import call_action, find_step, names_a_step
from bot.consult.repetition import repeats
from bot.consult.rows import readable
from bot.consult.sources import (
    FEW,
    MANY,
    Search,
    Sources,
    find_sources,
    find_sources_of_year,
    section_about,
)
from bot.consult.spelling import as_spelt
from bot.consult.versions import find_version
from bot.consult.warnings import validity_warnings, verdict
from bot.consult.wording import (
    asks_which_version,
    in_the_present,
    is_about_oneself,
    last_clause,
    leaning_part,
    past_year,
    plainly,
    tells_what_happened,
    what_happened,
)
from bot.errors import StorageUnavailable
from bot.language.texts import Text
from bot.retrieval.base import Chunk, Passage
from bot.services import Services
from bot.turn import Clarify, Event, Notice, Progress, Turn

_QUOTES_VERBATIM = "extractive"
"""The name of the answerer whose sentences stay in the language of the sources."""
_OPENING = 2
"""Sentences."""
_AMOUNT = re.compile(
    r"\d(?:[\d  ,]*)(?:kr|kronor|procent|%|(?:semester|arbets|kalender)?dagar|timmar|veckor|"
    r"månader|år|days|hours|weeks|months|years)\b",
    re.IGNORECASE,
)


async def consult(turn: Turn, services: Services, matter: Matter) -> AsyncIterator[Event]:
    """The events that answer `turn.text` from what its asker may read.

    Raises `RetrievalUnavailable` and `ModelUnavailable`.
    """
    async for event in _Consultation(turn, services, matter).events():
        yield event


class _Consultation:
    def __init__(self, turn: Turn, services: Services, matter: Matter) -> None:
        self._turn = turn
        self._services = services
        self._matter = matter
        self._search = Search(
            retriever=services.retriever, reader=turn.user, audience=turn.audience
        )
        self._said: list[Sentence] = []
        self._answered_by = services.answerer.name
        self._today = services.today()
        self._happened = tells_what_happened(turn.text)
        self._year = past_year(turn.text, self._today)
        self._question = self._as_question()

    async def events(self) -> AsyncIterator[Event]:
        yield Progress(self._text(texts.SEARCHING))
        if version := await self._version():
            for told in version:
                yield told
            return
        sources = await self._sources()
        if self._turn.language == "sv":
            self._question = as_spelt(self._question, sources.current[:FEW])
        read = self._matter.read(sources.current) if self._matter.read else ()
        for part in read:
            yield part
        if any(isinstance(part, Clarify) for part in read):
            return
        self._said = [part for part in read if isinstance(part, Sentence)]
        disagreement = find_disagreement(self._question, sources.current[:FEW])
        async for event in self._answers(sources, disagreement):
            yield event
        if self._said:
            async for event in self._around(sources, disagreement):
                yield event
        else:
            yield await self._nothing_found()

    def _as_question(self) -> str:
        if self._happened:
            return f"{what_happened(self._turn.text)} {self._text(texts.WHAT_TO_DO)}"
        plain = plainly(self._turn.text)
        return in_the_present(plain) if self._year else plain

    async def _version(self) -> Sequence[Sentence | Notice]:
        if not asks_which_version(self._turn.text):
            return ()
        return await find_version(
            self._turn.text, self._search, today=self._today, language=self._turn.language
        )

    async def _sources(self) -> Sources:
        if self._year:
            return await find_sources_of_year(self._question, self._search, year=self._year)
        query = self._matter.query or self._question
        limit = MANY if self._happened else FEW
        return await find_sources(query, self._search, today=self._today, limit=limit)

    async def _answers(
        self, sources: Sources, disagreement: Disagreement | None
    ) -> AsyncIterator[Event]:
        """What the best material says; what is less good is asked only if that says nothing."""
        current = _without_loser(sources.current[:FEW], disagreement)
        found = await look_up(
            self._question,
            current,
            self._search,
            year=self._year,
            today=self._today,
            language=self._turn.language,
        )
        for sentence in found:
            self._said.append(sentence)
            yield sentence
        if self._happened and (section := section_about(self._question, sources.current)):
            async for event in self._what_to_do(section):
                yield event
        async for question, passages in self._attempts(sources, current):
            if self._said:
                break
            async for event in self._answer(question, passages):
                yield event

    async def _what_to_do(self, section: Passage) -> AsyncIterator[Event]:
        """From the section on the same event; quoted, as it begins: the first thing to do first."""
        if self._services.answerer.name != _QUOTES_VERBATIM:
            async for event in self._answer(self._question, [section]):
                yield event
        for sentence in () if self._said else _opening(section):
            self._said.append(sentence)
            yield sentence

    async def _attempts(
        self, sources: Sources, current: Sequence[Passage]
    ) -> AsyncIterator[tuple[str, Sequence[Passage]]]:
        """Questions to ask and what to ask them of, best first."""
        earlier = self._turn.history[-1].question if self._turn.history else ""
        if leaning := leaning_part(self._question, earlier):
            yield leaning, current
        yield self._question, current
        if self._happened:
            yield self._turn.text, current
        if clause := last_clause(self._question):
            found = await find_sources(clause, self._search, today=self._today)
            yield clause, found.current
        yield self._question, sources.outdated[:FEW]

    async def _answer(self, text: str, passages: Sequence[Passage]) -> AsyncIterator[Event]:
        question = Question(text=text, language=self._turn.language, history=self._turn.history)
        answer = self._services.answerer.answer(question, passages, asker=self._turn.user)
        async for part in answer:
            if isinstance(part, Sentence):
                said = readable(part, text)
                if not repeats(said, self._said) and not self._is_for_another_amount(part):
                    self._said.append(said)
                    yield said
            elif self._answered_by != part.answered_by or part.kind == "cut_short":
                self._answered_by = part.answered_by
                yield Notice(text=self._text(_REMARKS[part.kind]))

    def _is_for_another_amount(self, sentence: Sentence) -> bool:
        """Whether it is the rule for more, or less, than what is asked about."""
        amount, span = asked_amount(self._question), span_of(sentence.text)
        return amount is not None and span is not None and amount not in span

    async def _around(
        self, sources: Sources, disagreement: Disagreement | None
    ) -> AsyncIterator[Event]:
        """What follows the answer: the other view, warnings, the next step, the caveat."""
        if disagreement and self._cites(disagreement.winner):
            async for event in self._both_sides(disagreement):
                yield event
        warnings = validity_warnings(
            self._cited(), sources, today=self._today, language=self._turn.language
        )
        for text in warnings:
            yield Notice(text=text, warning=True)
        if not names_a_step(self._said) and (step := await self._step()):
            step = replace(step, is_next_step=True)
            self._said.append(step)
            yield step
        if action := call_action(self._said, self._turn.language):
            yield Notice(text="", actions=(action,))
        if self._turn.language == "en" and self._answered_by == _QUOTES_VERBATIM:
            yield Notice(text=self._text(texts.QUOTED_IN_SWEDISH))
        if self._matter.caveat and self._needs_caveat():
            yield Notice(text=self._text(self._matter.caveat))

    async def _both_sides(self, disagreement: Disagreement) -> AsyncIterator[Event]:
        loser = disagreement.loser
        other = _quoted(loser, self._turn)
        self._said.append(other)
        yield other
        language = self._turn.language
        text = verdict(disagreement, whom=self._whom(), language=language)
        yield Notice(text=text, warning=True)
        await self._record_gap()

    def _cites(self, statement: Statement) -> bool:
        document_id = statement.passage.chunk.document_id
        return any(chunk.document_id == document_id for chunk in self._cited())

    def _cited(self) -> list[Chunk]:
        """One chunk of every cited document, in the order of first use."""
        chunks: dict[str, Chunk] = {}
        for sentence in self._said:
            for citation in sentence.citations:
                chunks.setdefault(citation.passage.chunk.document_id, citation.passage.chunk)
        return list(chunks.values())

    async def _step(self) -> Sentence | None:
        cited = next((c.passage for s in self._said for c in s.citations), None)
        if cited is None:
            return None
        return await find_step(self._question, cited, self._search, language=self._turn.language)

    def _needs_caveat(self) -> bool:
        """A rule with figures for the asker's own case, and nothing more pressing said already."""
        amounts = any(_AMOUNT.search(sentence.text) for sentence in self._said)
        return amounts and not self._happened and is_about_oneself(self._turn.text)

    async def _nothing_found(self) -> Notice:
        """In a group, nobody but the asker may learn that something restricted would answer.

        So the words and the buttons are the same either way; the outcome is for the channel.
        """
        notice = self._not_found()
        if self._turn.audience == "group" and await self._would_answer_in_private():
            return replace(notice, outcome="private_only")
        await self._record_gap()
        return notice

    def _not_found(self) -> Notice:
        if self._turn.user.is_guest:
            return Notice(text=self._text(texts.NOT_FOUND_GUEST), outcome="not_found")
        if self._turn.audience == "group":
            template = texts.NO_VERSION_HERE if self._year else texts.NOT_FOUND_HERE
        else:
            template = texts.NO_VERSION if self._year else texts.NOT_FOUND
        return Notice(
            text=self._text(template, whom=self._whom(), year=self._year),
            outcome="not_found",
            actions=self._matter.contact_actions(self._services.contacts, self._turn.language),
        )

    async def _would_answer_in_private(self) -> bool:
        """Whether what only the asker may read answers. Nothing of it leaves this function."""
        found = await replace(self._search, audience="private")(self._question, limit=FEW)
        question = Question(text=self._question, language=self._turn.language)
        answer = self._services.answerer.answer(question, found, asker=self._turn.user)
        async for part in answer:
            if isinstance(part, Sentence):
                return True
        return False

    async def _record_gap(self) -> None:
        """A gap that cannot be recorded must not cost the asker the answer."""
        with suppress(StorageUnavailable):
            await self._services.gaps.add_gap(
                question=self._turn.text, skill=self._matter.skill, language=self._turn.language
            )

    def _whom(self) -> str:
        return self._matter.whom_to_ask(self._services.contacts, self._turn.language)

    def _text(self, text: Text, **values: object) -> str:
        return text.in_language(self._turn.language, **values)


_REMARKS = {
    "fell_back": texts.FELL_BACK,
    "budget_spent": texts.BUDGET_SPENT,
    "cut_short": texts.CUT_SHORT,
}


def _without_loser(
    passages: Sequence[Passage], disagreement: Disagreement | None
) -> Sequence[Passage]:
    """The answer is given from the source that applies; the other one is shown beside it."""
    if disagreement is None:
        return passages
    loser = disagreement.loser.passage.chunk.id
    return [passage for passage in passages if passage.chunk.id != loser]


def _opening(section: Passage) -> list[Sentence]:
    """How a section begins, verbatim: what to do first."""
    units = [unit for unit in cut(section.chunk.text) if unit.quotable][:_OPENING]
    return [
        Sentence(text=unit.text, citations=tuple(Citation(section, quote) for quote in unit.quotes))
        for unit in units
    ]


def _quoted(statement: Statement, turn: Turn) -> Sentence:
    chunk = statement.passage.chunk
    text = texts.OTHER_SOURCE.in_language(
        turn.language, title=chunk.title, quote=statement.unit.text
    )
    quotes = tuple(Citation(statement.passage, quote) for quote in statement.unit.quotes)
    return Sentence(text=text, citations=quotes)
