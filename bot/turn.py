"""What a skill receives and the events it yields."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.answering.base import Sentence
from bot.identity.base import Audience, Language, User
from bot.papers.base import Paper
from bot.storage.base import Exchange

Outcome = Literal[
    "answered",
    "clarify",
    "not_found",
    "safe_exit",
    "refused",
    "draft",
    "chat",
    "private_only",
    "unavailable",
]


ASK = "ask"
"""Kind of action that asks the question in `values["text"]`."""
CHOOSE_SKILL = "choose_skill"
"""Kind of action that asks `values["text"]` of the skill `values["skill"]`."""
SET_FACT = "set_fact"
"""Kind of action that notes `values["fact"]` = `values["value"]` about the person and asks
`values["text"]` of the skill `values["skill"]`."""
SHOW_SOURCE = "show_source"
"""Kind of action that shows the chunk `values["chunk_id"]` in its context, the words marked that
stand from and to `values["quote"]`: "12-80 95-120"."""
REWORD = "reword"
"""Kind of action that tells what was cited in answer to `values["text"]` again: `values["cited"]`
says where it stands and `values["form"]` how it is to be told, "easy", "sv" or "en"."""
EXPLAIN = "explain"
"""Kind of action that tells what the words in `values["words"]`, between semicolons, mean."""
ASK_PERSON = "ask_person"
"""Kind of action that opens a form for asking a person `values["text"]`, about what the skill
`values["skill"]` is for."""
WRITE_MAIL = "write_mail"
"""Kind of action that makes a mail to `values["recipient"]` with `values["text"]`, unsent."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of those a field is chosen from."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An input that holds the action's value of that name, as the person leaves it."""

    name: str
    label: str
    error: str
    """What to say where it is left empty, or is not what it should be."""
    kind: Literal["line", "lines", "mail_address", "choice", "ticks"]
    """ "choice" is one of the options; "ticks" any of them, their values joined by commas."""
    limit: int = 0
    """Characters; of what is written, not chosen."""
    options: tuple[Option, ...] = ()
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is filled in before an action is taken."""

    fields: tuple[Field, ...]
    note: str
    """What must be known first: stands right above the button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the person may do next: a button or a card to submit.

    With `url` it opens that address (https, tel or mailto); without, pressing it starts a new turn.
    `id` is unique within a reply; what stands before a colon in it is the kind: "set_fact:40-49".
    """

    id: str
    label: str
    values: Mapping[str, str] = field(default_factory=dict)
    url: str | None = None
    form: Form | None = None
    """At most one action of a reply has one."""
    can_wait: bool = False
    """Whether it is there for whoever looks for it, and not the next thing to do."""
    sends_form: bool = False
    """Whether what stands in the reply's form, another action's, goes with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedAction:
    """A pressed button or a submitted card, with its values as the person left them."""

    id: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message from a person, personal data masked."""

    text: str
    user: User
    conversation_id: str
    language: Language
    audience: Audience
    activity_id: str | None = None
    """What was sent, where the channel can say so."""
    action: SubmittedAction | None = None
    history: tuple[Exchange, ...] = ()
    attached: Callable[[], Awaitable[str]] | None = None
    """The text of a file that came along, personal data masked. Raises `AttachmentError`."""
    drafts: Mapping[str, str] = field(default_factory=dict)
    """What was kept of the conversation's drafts, by id."""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, shown until the first words of the answer: "Söker i intranätet …"."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarify:
    """One question back, with the answers as buttons. Ends the turn."""

    text: str
    options: tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Text written by the application, not a claim: a greeting, a next step, a warning.

    `outcome` says how the turn ended, when this notice is what it ended with. A `warning` is shown
    apart ("Källan gällde till 2020-12-31"). `lead` places either before the grounded sentences. One
    that `asks_back` offers to go on with what the person writes next.
    """

    text: str
    outcome: Outcome | None = None
    warning: bool = False
    lead: bool = False
    asks_back: bool = False
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody in the draft of a meeting."""

    user_id: str
    name: str
    required: bool
    suggested_by: Literal["person", "model", "document"]
    """Whoever a person did not name is not invited until a person has ticked them."""


LETTER = "message"
"""Kind of draft whose body is what a person wrote, to be shown as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Something prepared that nothing has been done with yet: a meeting, an agenda, minutes."""

    id: str
    kind: str
    subject: str
    body: str
    start: str | None = None
    end: str | None = None
    attendees: tuple[Invited, ...] = ()
    file: str | None = None
    paper: Paper | None = None
    """What becomes a Word document, if the draft is a paper."""
    state: str = ""
    """What its skill needs to go on with it; the application keeps it, and no client sees it."""


Event = Progress | Sentence | Clarify | Draft | Notice
