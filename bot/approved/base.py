"""An approved answer, a stopped document, an announcement, and all of them at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from bot.identity.base import Audience, User
from bot.language.texts import Text
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


AnnouncementKind = Literal["banner", "welcome", "terms", "pause"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a communicator or IT tells everybody, or lets Kollega not do for a while."""

    kind: AnnouncementKind
    text: Text
    area: str = ""
    """Of a pause: the skill's name or title; empty or unknown: all of Kollega."""
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day."""

    def applies_on(self, day: date) -> bool:
        """Whether it is in force that day."""
        has_begun = self.valid_from is None or self.valid_from <= day
        return has_begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Approvals:
    """Everything that owners have decided, at one moment."""

    answers: tuple[ApprovedAnswer, ...] = ()
    stopped: tuple[StoppedDocument, ...] = ()
    announcements: tuple[Announcement, ...] = ()


class ApprovedAnswers(Protocol):
    """Finds the approved answer to a question, and what is announced."""

    def find(self, question: str, *, reader: User, audience: Audience) -> ApprovedAnswer | None:
        """The answer in force that is for this reader, before this audience; None if none is."""
        ...

    def announced(self, kind: AnnouncementKind) -> Sequence[Announcement]:
        """What is in force of a kind, in the order in which it stands."""
        ...


class NoApprovedAnswers:
    """For a municipality that has none."""

    def announced(self, kind: AnnouncementKind) -> Sequence[Announcement]:
        """Nothing."""
        return ()

    def find(self, question: str, *, reader: User, audience: Audience) -> ApprovedAnswer | None:
        """None."""
        return None


def wordings(answers: Sequence[ApprovedAnswer]) -> list[tuple[str, ApprovedAnswer]]:
    """Every wording of every question, with its answer."""
    return [(question, answer) for answer in answers for question in answer.questions]
