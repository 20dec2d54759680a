"""What skills work with, handed to them for each turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.answering.base import Answerer
from bot.approved.base import ApprovedAnswers, NoApprovedAnswers
from bot.calendars.base import STOCKHOLM, Calendar
from bot.calendars.school_year import SchoolYear
from bot.identity.base import People
from bot.retrieval.base import Retriever
from bot.storage.base import GapStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A function to turn to, from the municipality's profile: never a guess, never a private
    person."""

    name: str
    """As people say it: "HR-service"."""
    phone: str | None = None
    """As it is written: "0980-319 210"."""
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that reads documents takes the reader."""

    retriever: Retriever
    answerer: Answerer
    gaps: GapStore
    approved: ApprovedAnswers = field(default_factory=NoApprovedAnswers)
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    """Whom to ask, by the skill's name, when the sources do not say."""
    link_hosts: tuple[str, ...] = ()
    """Hosts, besides a document's own, that links in its text may lead to when it is quoted."""
    pilot_groups: frozenset[str] = frozenset()
    """Groups whose members are served; none: everybody is."""
    calendar: Calendar | None = None
    """None: no calendar is connected, and no meeting can be booked."""
    people: People | None = None
    """None: nobody can be looked up by name."""
    school: SchoolYear | None = None
    """None: nobody has told when the schools are closed."""
    today: Callable[[], date] = date.today
    """The day that validity is judged on."""
    now: Callable[[], datetime] = lambda: datetime.now(STOCKHOLM)
    """The moment from which "på torsdag" is counted, by the wall clock."""
