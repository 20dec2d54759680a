"""How documents are named and marked, so that one person's, one conversation's or one period's are
found without reading any other.

Names and marks are seen in the account's logs: they hold digests of ids, never an id.
    conversation/ROOT/CONVERSATION-USER     what is remembered
    inbox/ROOT/ACTIVITY                     what has been accepted; without text once it is answered
    open/OWNER/ROOT/ACTIVITY                that a process answers it
    owner/OWNER                             that the process lives
    waiting/ROOT/CONVERSATION-USER          what waits for a sign-in
    reply/ROOT/NEWEST_FIRST-REFERENCE       what lies behind a reply
    person/USER/ROOT                        where there may be something of a person
    forgotten/USER                          how often that person has had something forgotten
    feedback/DAY/…  gap/DAY/…  tokens/DAY  usage/DAY   of nobody
    hold/…  receipt/…  audit/…              of the registrator's desk
ROOT is the conversation without its threads and what is said in it to one alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from bot.storage.base import apart
from bot.storage.moments import micros, moment

PERSONAL = ("conversation", "inbox", "waiting", "reply")
"""Kinds of what belongs to a person."""
THREAD = ";messageid="
"""A thread of a channel is named after it: "19:…;messageid=1"."""
_NOBODYS = "-"
_FAR = 10**17
"""Microseconds: later than every moment there is until the year 5138."""


def digest(identifier: str) -> str:
    """128 bits of SHA-256: ids of Entra and Teams are too long to be guessed from it."""
    return sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def root(conversation_id: str | None) -> str:
    """ROOT of that conversation; "-" for a confidence, which names none."""
    if conversation_id is None:
        return _NOBODYS
    whole = conversation_id.removeprefix(apart("")).split(THREAD, 1)[0]
    return digest(whole)


def personal(kind: str, conversation_id: str, user_id: str) -> str:
    """The name of what there is one of for each person in each conversation."""
    return f"{kind}/{root(conversation_id)}/{digest(conversation_id)}-{digest(user_id)}"


def activity(conversation_id: str, activity_id: str) -> str:
    """ROOT/ACTIVITY of an accepted activity."""
    return f"{root(conversation_id)}/{digest(f'{digest(conversation_id)}{activity_id}')}"


def person(user_id: str, conversation_id: str) -> str:
    """The name of the note that the person may have something there."""
    return f"person/{digest(user_id)}/{root(conversation_id)}"


def newest_first(at: datetime, now: datetime) -> str:
    """Sorts later moments first; of the same moment what was written last."""
    return f"{_FAR - micros(at):018}{_FAR - micros(now):018}"


def unique(at: datetime) -> str:
    """Sorts earlier moments first, and is never given twice."""
    return f"{micros(at):018}-{secrets.token_hex(8)}"


def marks(
    at: datetime, *, user_id: str | None = None, conversation_id: str | None = None
) -> dict[str, str]:
    """When it is from and whose it is."""
    found = {"at": str(micros(at))}
    if user_id is not None:
        found["user"] = digest(user_id)
    if conversation_id is not None:
        found["conversation"] = digest(conversation_id)
    return found


def marked_at(marked: Mapping[str, str]) -> datetime:
    """When it is from; marks that somebody has spoilt become 1970."""
    number = marked.get("at", "")
    return moment(int(number) if number.isascii() and number.isdecimal() else 0)
