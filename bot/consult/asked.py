"""A question with all that is known before anything is searched."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from bot.consult import texts
from bot.consult.matter import Matter
from bot.consult.periods import Period, asked_period, asks_of_earlier, in_the_present
from bot.consult.plain import plainly
from bot.consult.sources import Search
from bot.consult.wording import tells_what_happened, what_happened
from bot.errors import StorageUnavailable
from bot.language.texts import Text
from bot.retrieval.base import Chunk
from bot.services import Services
from bot.storage.base import Gap, GapKind
from bot.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks what, of whom, and how it is read."""

    turn: Turn
    services: Services
    matter: Matter
    search: Search
    """As the asker, for those who will see the answer."""
    today: date
    question: str
    """In words that the sources may have."""
    period: Period | None
    """The time gone by, or to come, that it is about; None: today."""
    of_earlier: bool
    """Whether it is about what applied before the version in force."""
    happened: bool
    """Whether somebody tells what happened and needs to know what to do."""

    @property
    def is_of_today(self) -> bool:
        """Whether what applies today is asked for."""
        return self.period is None and not self.of_earlier

    def text(self, text: Text, **values: object) -> str:
        """The text in the language of the turn."""
        return text.in_language(self.turn.language, **values)

    def whom(self) -> str:
        """Who knows more."""
        return self.matter.whom_to_ask(self.services.contacts, self.turn.language)

    async def record_gap(
        self, kind: GapKind = "unanswered", documents: Sequence[Chunk] = ()
    ) -> None:
        """A gap that cannot be recorded must not cost the asker the answer."""
        owners = dict.fromkeys(chunk.metadata.owner for chunk in documents if chunk.metadata.owner)
        gap = Gap(
            question=self.turn.text,
            skill=self.matter.skill,
            language=self.turn.language,
            kind=kind,
            document_ids=tuple(chunk.document_id for chunk in documents),
            owners=tuple(owners),
        )
        with suppress(StorageUnavailable):
            await self.services.gaps.add_gap(gap)


def understand(turn: Turn, services: Services, matter: Matter) -> Asked:
    """How a turn's text is read."""
    today = services.today()
    period, of_earlier = asked_period(turn.text, today), asks_of_earlier(turn.text)
    happened = tells_what_happened(turn.text)
    if happened:
        what_to_do = texts.WHAT_TO_DO.in_language(turn.language)
        question = f"{what_happened(turn.text)} {what_to_do}"
    else:
        is_of_today = period is None and not of_earlier
        question = plainly(turn.text if is_of_today else in_the_present(turn.text))
    return Asked(
        turn=turn,
        services=services,
        matter=matter,
        search=Search(retriever=services.retriever, reader=turn.user, audience=turn.audience),
        today=today,
        question=question,
        period=period,
        of_earlier=of_earlier,
        happened=happened,
    )
