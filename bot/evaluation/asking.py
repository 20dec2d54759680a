"""Asks the questions of cases the way Teams does: as a person, in a conversation of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence

from bot.copilot import Copilot
from bot.evaluation.cases import Case
from bot.evaluation.judging import Answered
from bot.identity.base import Language, User
from bot.language.detection import detect
from bot.privacy.personal_data import mask
from bot.reply import Reply
from bot.retrieval.base import Retriever
from bot.turn import Turn

_LOOKED_THROUGH = 20
"""How deep in the search results leaks are looked for: deeper than any answer reads."""


class Interview:
    """Puts questions to one copilot."""

    def __init__(
        self,
        copilot: Copilot,
        retriever: Retriever,
        *,
        person: Callable[[str], User],
        language: Language | None = None,
    ) -> None:
        """`person` finds whoever a case is asked as; without `language` the question decides."""
        self._copilot = copilot
        self._retriever = retriever
        self._person = person
        self._language = language

    async def answers(self, cases: Sequence[Case]) -> AsyncIterator[Answered]:
        """One by one, in order. Raises `UnknownPersonError`."""
        for case in cases:
            asker = self._person(case.person)
            for earlier in case.history:
                await self._ask(earlier, case, asker)
            reply = await self._ask(case.question, case, asker)
            passages = await self._retriever.search(
                mask(case.question).text,
                reader=asker,
                audience=case.audience,
                limit=_LOOKED_THROUGH,
            )
            yield Answered(case=case, reply=reply, asker=asker, passages=passages)

    async def _ask(self, question: str, case: Case, asker: User) -> Reply:
        text = mask(question).text
        return await self._copilot.reply(
            Turn(
                text=text,
                user=asker,
                conversation_id=f"evaluation:{case.id}",
                language=self._language or detect(text),
                audience=case.audience,
            )
        )
