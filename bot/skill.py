"""All that a skill may import: what it receives, what it may use and what it yields.

A skill is data and one function:

    SKILL = Skill(name="policy", description=…, examples=(…), run=run)

`run(turn, services)` yields events. The application folds them into a `Reply`, which the channel
shows as it grows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from bot.answering.base import Answerer, Citation, Question, Sentence
from bot.calculations import (
    DayInText,
    LastDay,
    Span,
    Stated,
    Tending,
    days_in,
    find_amount,
    find_days,
    find_hours,
    find_share,
    find_stated,
    kronor,
    last_day,
    long_day,
    months_later,
    number,
    sentences_of,
    weekday_and_day,
    with_figures,
    years_later,
)
from bot.consult import Calculator, Case, Computed, Matter, calculate, consult
from bot.identity.base import Audience, Language, User
from bot.language.texts import Text
from bot.retrieval.base import Passage
from bot.services import Contact, Services
from bot.storage.base import Exchange
from bot.turn import (
    CHOOSE_SKILL,
    SET_FACT,
    Action,
    Clarify,
    Draft,
    Event,
    Notice,
    Outcome,
    Progress,
    SubmittedAction,
    Turn,
)

__all__ = [
    "CHOOSE_SKILL",
    "SET_FACT",
    "Action",
    "Answerer",
    "Audience",
    "Calculator",
    "Case",
    "Citation",
    "Clarify",
    "Computed",
    "Contact",
    "DayInText",
    "Draft",
    "Event",
    "Exchange",
    "Language",
    "LastDay",
    "Matter",
    "Notice",
    "Outcome",
    "Passage",
    "Progress",
    "Question",
    "Sentence",
    "Services",
    "Skill",
    "Span",
    "Stated",
    "SubmittedAction",
    "Tending",
    "Text",
    "Turn",
    "User",
    "calculate",
    "consult",
    "days_in",
    "find_amount",
    "find_days",
    "find_hours",
    "find_share",
    "find_stated",
    "kronor",
    "last_day",
    "long_day",
    "months_later",
    "number",
    "sentences_of",
    "weekday_and_day",
    "with_figures",
    "years_later",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A capability that the router can choose."""

    name: str
    title: Text
    """What people call it: "HR-frågor" / "HR questions"."""
    description: str
    """Swedish, one line: which questions it takes."""
    examples: tuple[str, ...]
    """Questions as staff ask them, in Swedish and English; the router learns from them."""
    starters: tuple[Text, ...]
    """Questions to offer a newcomer."""
    run: Callable[[Turn, Services], AsyncIterator[Event]]
