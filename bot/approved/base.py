"""An approved answer, a stopped document, and all of them at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.identity.base import Audience, User
from bot.retrieval.base import Chunk, DocumentMetadata, Passage

SOURCE = "godkanda-svar"
"""What stands before the colon in the document ids of approved answers."""
APPROVED = "approved"
"""Who wrote such an answer, where else the answerer's name stands: nobody but the owner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedAnswer:
    """An owner's answer to a question, which is given word by word."""

    id: str
    """Stays the same as long as the first wording of the question does."""
    questions: tuple[str, ...]
    """The question in its wordings, the one that is shown first."""
    text: str
    approved_by: str
    """A role, unit or person, as the owner has written it."""
    approved_on: date
    readers: frozenset[str]
    """Groups that it is for; empty: nobody."""
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day that it is given."""
    url: str = ""

    def applies_on(self, day: date) -> bool:
        """Whether it is given that day: from its approval, and within its own dates."""
        begins = max(self.approved_on, self.valid_from or self.approved_on)
        return begins <= day and (self.valid_to is None or day <= self.valid_to)

    def passage(self) -> Passage:
        """The answer as something to cite."""
        chunk = Chunk(
            id=f"{SOURCE}:{self.id}",
            document_id=f"{SOURCE}:{self.id}",
            position=0,
            title=self.questions[0],
            place="",
            url=self.url,
            text=self.text,
            readers=self.readers,
            metadata=DocumentMetadata(
                decided_by=self.approved_by,
                decided_on=self.approved_on,
                owner=self.approved_by,
                valid_from=self.valid_from,
                valid_to=self.valid_to,
            ),
        )
        return Passage(chunk, 1.0)


@dataclass(frozen=True, slots=True)
class StoppedDocument:
    """A document that nobody is shown while its owner mends it."""

    named: str
    """Its address, the id of the document or of the file, or the file's name."""


@dataclass(frozen=True, slots=True)
class Approvals:
    """Everything that owners have decided, at one moment."""

    answers: tuple[ApprovedAnswer, ...] = ()
    stopped: tuple[StoppedDocument, ...] = ()


class ApprovedAnswers(Protocol):
    """Finds the approved answer to a question."""

    def find(self, question: str, *, reader: User, audience: Audience) -> ApprovedAnswer | None:
        """The answer in force that is for this reader, before this audience; None if none is."""
        ...


class NoApprovedAnswers:
    """For a municipality that has none."""

    def find(self, question: str, *, reader: User, audience: Audience) -> ApprovedAnswer | None:
        """None."""
        return None


def wordings(answers: Sequence[ApprovedAnswer]) -> list[tuple[str, ApprovedAnswer]]:
    """Every wording of every question, with its answer."""
    return [(question, answer) for answer in answers for question in answer.questions]
