"""What the sources answer: the best question of the best material first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

from bot.answering.base import Citation, Question, RemarkKind, Sentence
from bot.answering.units import cut
from bot.consult import texts
from bot.consult.asked import Asked
from bot.consult.disagreement import Disagreement
from bot.consult.facts.asking import by_facts
from bot.consult.lookups import look_up
from bot.consult.lookups.amounts import asked_amount, span_of
from bot.consult.lookups.rows import readable
from bot.consult.parts import Part, two_parts
from bot.consult.repetition import repeats
from bot.consult.sources import FEW, MANY, Sources, find_sources, section_about
from bot.consult.wording import last_clause, leaning_part
from bot.language.texts import Text
from bot.retrieval.base import Passage
from bot.turn import Clarify, Event, Notice

QUOTES_VERBATIM = "extractive"
"""The name of the answerer whose sentences stay in the language of the sources."""
_OPENING = 2
"""Sentences."""
_REMARKS: Mapping[RemarkKind, Text] = {
    "fell_back": texts.FELL_BACK,
    "busy": texts.BUSY,
    "too_slow": texts.TOO_SLOW,
    "filtered": texts.FILTERED,
    "unreachable": texts.UNREACHABLE,
    "budget_spent": texts.BUDGET_SPENT,
    "cut_short": texts.CUT_SHORT,
}


class Answers:
    """The answers to one question, and who gave them."""

    def __init__(self, asked: Asked, said: list[Sentence]) -> None:
        """`said`: what the skill itself has read out of the sources."""
        self._asked = asked
        self.said = said
        self.asked_back = False
        """Whether the answer waits for a fact about the asker."""
        self.answered_by = asked.services.answerer.name
        self._quoted = False
        self._untold: RemarkKind | None = None
        """Why sources are quoted, until it is known whether one answers."""

    async def events(
        self, sources: Sources, disagreement: Disagreement | None
    ) -> AsyncIterator[Event]:
        """What the best material says; what is less good is asked only if that says nothing."""
        current = _without_loser(sources.current[:FEW], disagreement)
        for sentence in await self._look_up(current):
            self.said.append(sentence)
            yield sentence
        if self._asked.happened and (
            section := section_about(self._asked.question, sources.current)
        ):
            async for event in self._what_to_do(section):
                yield event
        for event in () if self.said else self._by_facts(current):
            yield event
        async for event in self._each(self._parts()):
            yield event
        async for question, passages in self._attempts(sources, current):
            if self.said or self.asked_back:
                break
            async for event in self._answer(question, passages):
                yield event
        for notice in self._why_quoted():
            yield notice

    async def _look_up(self, passages: Sequence[Passage]) -> Sequence[Sentence]:
        return await look_up(
            self._asked.question,
            passages,
            self._asked.search,
            year=self._asked.period.year if self._asked.period else None,
            today=self._asked.today,
            language=self._asked.turn.language,
        )

    def _by_facts(self, passages: Sequence[Passage]) -> Iterator[Event]:
        """The rule for the asker where there are several, or the question that decides it."""
        if not self._asked.is_of_today:
            return
        found = by_facts(
            self._asked.question, passages, self._asked.turn, skill=self._asked.matter.skill
        )
        for part in found:
            if isinstance(part, Sentence):
                self.said.append(part)
            self.asked_back = self.asked_back or isinstance(part, Clarify)
            yield part

    def _parts(self) -> Sequence[Part]:
        """The questions in one that asks two things. A model sees both for itself."""
        quotes = self._asked.services.answerer.name == QUOTES_VERBATIM
        told = self.asked_back or self._asked.happened or not self._asked.is_of_today
        return () if told or not quotes else two_parts(self._asked.question) or ()

    async def _each(self, parts: Sequence[Part]) -> AsyncIterator[Event]:
        """The answer to each, from sources of its own; which one is not answered, if one is."""
        read_already, unanswered = bool(self.said), []
        for part in parts:
            self._quoted = False
            async for event in self._answer(part.question, await self._sources_of(part)):
                yield event
            if not self._quoted:
                unanswered.append(part)
        if self.said and not read_already:
            for part in unanswered:
                yield Notice(text=self._asked.text(texts.PART_NOT_FOUND, part=part.asked))

    async def _sources_of(self, part: Part) -> Sequence[Passage]:
        """Of a question that leans on the other one: what the documents say that answered that."""
        limit = MANY if part.leans else FEW
        found = await find_sources(
            part.question, self._asked.search, today=self._asked.today, limit=limit
        )
        if not part.leans:
            return found.current
        cited = {one.passage.chunk.document_id for said in self.said for one in said.citations}
        return [one for one in found.current if one.chunk.document_id in cited][:FEW]

    async def _what_to_do(self, section: Passage) -> AsyncIterator[Event]:
        """From the section on the same event; quoted, as it begins: the first thing to do first."""
        if self._asked.services.answerer.name != QUOTES_VERBATIM:
            async for event in self._answer(self._asked.question, [section]):
                yield event
        for sentence in () if self.said else _opening(section):
            self.said.append(sentence)
            yield sentence

    async def _attempts(
        self, sources: Sources, current: Sequence[Passage]
    ) -> AsyncIterator[tuple[str, Sequence[Passage]]]:
        """Questions to ask and what to ask them of, best first."""
        earlier = self._asked.turn.history[-1].question if self._asked.turn.history else ""
        if leaning := leaning_part(self._asked.question, earlier):
            yield leaning, await self._same_document(current)
        yield self._asked.question, current
        if self._asked.happened:
            yield self._asked.turn.text, current
        clause = last_clause(self._asked.question)
        if clause and self._asked.is_of_today:
            found = await find_sources(clause, self._asked.search, today=self._asked.today)
            yield clause, found.current
        yield self._asked.question, sources.outdated[:FEW]

    async def _same_document(self, current: Sequence[Passage]) -> Sequence[Passage]:
        """All that is found in the document that answers first: "it" is something in that one."""
        if not current:
            return ()
        found = await self._asked.search(self._asked.question, limit=MANY)
        document_id = current[0].chunk.document_id
        return [passage for passage in found if passage.chunk.document_id == document_id]

    async def _answer(self, text: str, passages: Sequence[Passage]) -> AsyncIterator[Event]:
        question = Question(
            text=text, language=self._asked.turn.language, history=self._asked.turn.history
        )
        answer = self._asked.services.answerer.answer(
            question, passages, asker=self._asked.turn.user
        )
        async for part in answer:
            if isinstance(part, Sentence):
                self._quoted = True
                said = readable(part, text)
                if not repeats(said, self.said) and not self._is_for_another_amount(part):
                    self.said.append(said)
                    for notice in self._why_quoted():
                        yield notice
                    yield said
            elif part.kind == "cut_short":
                self.answered_by = part.answered_by
                yield Notice(text=self._asked.text(_REMARKS[part.kind]))
            elif self.answered_by != part.answered_by:
                self.answered_by, self._untold = part.answered_by, part.kind

    def _why_quoted(self) -> Iterator[Notice]:
        """Why the model does not answer, once, and that sources do if they do."""
        if self._untold is not None:
            told = (_REMARKS[self._untold], *((texts.QUOTED_INSTEAD,) if self.said else ()))
            self._untold = None
            yield Notice(text=" ".join(map(self._asked.text, told)))

    def _is_for_another_amount(self, sentence: Sentence) -> bool:
        """Whether it is the rule for more, or less, than what is asked about."""
        amount, span = asked_amount(self._asked.question), span_of(sentence.text)
        return amount is not None and span is not None and amount not in span


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
