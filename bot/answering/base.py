"""A question, the grounded sentences that answer it, and who writes them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol

from bot.identity.base import Language, User
from bot.retrieval.base import Passage
from bot.storage.base import Exchange

Style = Literal["plain", "easy", "retold"]
"""`easy` is lättläst: short sentences, everyday words. It and `retold` tell all that the passages
say and not only what answers the question."""
MOST_SENTENCES: Mapping[Style, int] = MappingProxyType({"plain": 3, "easy": 12, "retold": 8})
"""Of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, understood on its own: a follow-up has been completed from the history."""

    text: str
    language: Language
    history: tuple[Exchange, ...] = ()
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer to a passage, with the words of it that carry the claim, verbatim."""

    passage: Passage
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A grounded claim: at least one citation, or the calculation that gave it."""

    text: str
    citations: tuple[Citation, ...]
    calculation: str | None = None
    """The arithmetic, written out, when a calculator made the claim."""
    is_context: bool = False
    """It stands beside what was cited, where a source is shown."""
    stands_alone: bool = False
    """In a paragraph of its own, after the others: a next step, or a point of an overview."""


RemarkKind = Literal[
    "fell_back", "busy", "too_slow", "filtered", "unreachable", "budget_spent", "cut_short"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something the reader must be told about how the answer came about; not a claim.

    Whoever shows the answer turns it into a short note. At most one is yielded in an answer:
    - "fell_back": the model gave nothing usable, and the sentences that follow, possibly none,
      are `answered_by`'s. It comes before them.
    - "busy", "too_slow", "filtered", "unreachable": the same, because the model's server had too
      much to do, the model took too long, its content filter refused, or nobody answered.
    - "budget_spent": the same, because the model has cost what it may today and was not called.
    - "cut_short": the model failed after some of its sentences. Those stand; nothing follows.
    """

    kind: RemarkKind
    answered_by: str
    """Whose sentences the reader sees, for the record: an `Answerer.name`."""


class Answerer(Protocol):
    """Writes an answer from passages."""

    name: str
    """What answered, for the record: "extractive" or the model's name."""

    def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence | Remark]:
        """The answer, sentence by sentence; no sentence when the passages do not say.

        Raises `ModelUnavailable`, possibly after some sentences.
        """
        ...
