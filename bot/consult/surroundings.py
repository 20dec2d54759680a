"""What must be said around an answer."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.answering.base import Citation, Sentence
from bot.consult import texts
from bot.consult.answers import QUOTES_VERBATIM, Answers
from bot.consult.asked import Asked
from bot.consult.disagreement import Disagreement, Statement
from bot.consult.next_step import call_action, find_step, names_a_step
from bot.consult.sources import is_in_force
from bot.consult.warnings import tells_of, verdict
from bot.consult.wording import is_about_oneself
from bot.retrieval.base import Chunk
from bot.turn import Event, Notice, Turn

_AMOUNT = re.compile(
    r"(?<!\d)(?<!\d[  ,])\d[\d  ,]*(?:kr|kronor|procent|%|"
    r"(?:semester|arbets|kalender)?dagar|timmar|veckor|månader|år|days|hours|weeks|months|years)\b",
    re.IGNORECASE,
)


class Surroundings:
    """Those of one answer."""

    def __init__(
        self,
        asked: Asked,
        answers: Answers,
        *,
        disagreement: Disagreement | None,
    ) -> None:
        self._asked = asked
        self._said = list(answers.said)
        self._answered_by = answers.answered_by
        self._disagreement = disagreement

    async def events(self) -> AsyncIterator[Event]:
        """What follows the answer: the other view, the next step, the caveat."""
        if self._disagreement and self._cites_one_of(self._disagreement):
            async for event in self._both_sides(self._disagreement):
                yield event
        if text := self._then_and_now():
            yield Notice(text=text)
        if not names_a_step(self._said) and (step := await self._step()):
            step = replace(step, stands_alone=True)
            self._said.append(step)
            yield step
        if action := call_action(self._said, self._asked.turn.language):
            yield Notice(text="", actions=(action,))
        if self._asked.turn.language == "en" and self._answered_by == QUOTES_VERBATIM:
            yield Notice(text=self._asked.text(texts.QUOTED_IN_SWEDISH))
        if self._asked.matter.caveat and self._needs_caveat():
            yield Notice(text=self._asked.text(self._asked.matter.caveat))

    async def _both_sides(self, disagreement: Disagreement) -> AsyncIterator[Event]:
        winner, loser = disagreement.winner, disagreement.loser
        for statement in (winner, loser):
            if self._says(statement):
                continue
            other = _quoted(statement, self._asked.turn)
            self._said.append(other)
            yield other
        language = self._asked.turn.language
        text = verdict(disagreement, whom=self._asked.whom(), language=language)
        yield Notice(text=text, warning=True)
        documents = [side.passage.chunk for side in (winner, loser)]
        await self._asked.record_gap("disagreement", documents)

    def _says(self, statement: Statement) -> bool:
        """Whether the answer rests on that very sentence."""
        quoted = {c.quote for sentence in self._said for c in sentence.citations}
        return any(quote in quoted for quote in statement.unit.quotes)

    def _cites_one_of(self, disagreement: Disagreement) -> bool:
        sides = (disagreement.winner, disagreement.loser)
        document_ids = {side.passage.chunk.document_id for side in sides}
        return any(chunk.document_id in document_ids for chunk in self._cited())

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
        return await find_step(
            self._asked.question, cited, self._asked.search, language=self._asked.turn.language
        )

    def _then_and_now(self) -> str:
        """That what applied then applies today, or that nothing else is decided for later."""
        period, today = self._asked.period, self._asked.today
        first = next(iter(self._said), None)
        if period is None or first is None or tells_of(first, period):
            return ""
        chunk = self._cited()[0]
        begins = chunk.metadata.valid_from
        if not is_in_force(chunk, today) or (begins is None and period.is_past(today)):
            return ""
        if not period.is_past(today):
            when = period.named(self._asked.turn.language)
            return self._asked.text(texts.NOTHING_NEW, when=when)
        return self._asked.text(texts.STILL_APPLIES, title=chunk.title, day=begins)

    def _needs_caveat(self) -> bool:
        """A rule with figures for the asker's own case, and nothing more pressing said already."""
        amounts = any(_AMOUNT.search(sentence.text) for sentence in self._said)
        return amounts and not self._asked.happened and is_about_oneself(self._asked.turn.text)


def _quoted(statement: Statement, turn: Turn) -> Sentence:
    chunk = statement.passage.chunk
    text = texts.OTHER_SOURCE.in_language(
        turn.language, title=chunk.title, quote=statement.unit.text
    )
    quotes = tuple(Citation(statement.passage, quote) for quote in statement.unit.quotes)
    return Sentence(text=text, citations=quotes)
