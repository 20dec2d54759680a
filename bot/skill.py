"""All that a skill may import: what it receives, what it may use and what it yields.

A skill is data and one function:

    SKILL = Skill(name="policy", description=…, examples=(…), run=run)

`run(turn, services)` yields events. The application folds them into a `Reply`, which the channel
shows as it grows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
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
    short_day,
    weekday_and_day,
    with_figures,
    years_later,
)
from bot.calendars.base import STOCKHOLM, Attendee, Calendar, Kept, Meeting, Room, Schedule
from bot.calendars.relaxing import LATER_DAYS, Relaxation, relaxations
from bot.calendars.school_year import SchoolYear
from bot.calendars.slots import Presence, Request, Slot, find_slots, presence_of
from bot.calendars.when import (
    Trouble,
    When,
    Window,
    bridging_day,
    is_working_day,
    read_when,
    told_clock,
    told_length,
    told_when,
)
from bot.calendars.when.unread import NUMBER
from bot.calendars.when.unread import number as number_in
from bot.consult import Calculator, Case, Computed, Matter, calculate, consult
from bot.consult.answers import QUOTES_VERBATIM
from bot.identity.base import Audience, Language, People, User
from bot.language.texts import Text
from bot.papers.base import Block, Bullets, Heading, Paper, Paragraph, Table
from bot.papers.retelling import Telling, retell
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
    Field,
    Form,
    Invited,
    Notice,
    Option,
    Outcome,
    Progress,
    SubmittedAction,
    Turn,
)

__all__ = [
    "CHOOSE_SKILL",
    "LATER_DAYS",
    "NUMBER",
    "QUOTES_VERBATIM",
    "SET_FACT",
    "STOCKHOLM",
    "Action",
    "Answerer",
    "Attendee",
    "Audience",
    "Block",
    "Bullets",
    "Calculator",
    "Calendar",
    "Case",
    "Citation",
    "Clarify",
    "Computed",
    "Contact",
    "DayInText",
    "Draft",
    "Event",
    "Exchange",
    "Field",
    "Form",
    "Heading",
    "Invited",
    "Kept",
    "Language",
    "LastDay",
    "Matter",
    "Meeting",
    "Notice",
    "Option",
    "Outcome",
    "Paper",
    "Paragraph",
    "Passage",
    "People",
    "Presence",
    "Progress",
    "Question",
    "Relaxation",
    "Request",
    "Room",
    "Schedule",
    "SchoolYear",
    "Sentence",
    "Services",
    "Skill",
    "Slot",
    "Span",
    "Stated",
    "SubmittedAction",
    "Table",
    "Telling",
    "Tending",
    "Text",
    "Trouble",
    "Turn",
    "User",
    "When",
    "Window",
    "bridging_day",
    "calculate",
    "consult",
    "days_in",
    "find_amount",
    "find_days",
    "find_hours",
    "find_share",
    "find_slots",
    "find_stated",
    "is_working_day",
    "kronor",
    "last_day",
    "long_day",
    "months_later",
    "number",
    "number_in",
    "presence_of",
    "read_when",
    "relaxations",
    "retell",
    "sentences_of",
    "short_day",
    "told_clock",
    "told_length",
    "told_when",
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
    """Questions as staff ask them, in Swedish and English; the router learns from them. Without
    any, the skill gets only what it claims."""
    starters: tuple[Text, ...]
    """Questions to offer a newcomer."""
    run: Callable[[Turn, Services], AsyncIterator[Event]]
    claims: Callable[[str, Sequence[Exchange]], bool] = lambda text, history: False
    """Whether a message, after what was said before, surely is for this skill: an order for what
    only it can do. Such a message is not weighed against the others'."""
    reads_on: Callable[[str, Sequence[Exchange]], bool] = lambda text, history: False
    """Whether a message is an order with a long text pasted below it, which it reads to the end."""
