"""Moves what a SQLite file remembers to Azure Blob Storage, once, with the bot stopped.

Names are made of what is moved, and nothing that is there is written over: a move that was broken
off is simply begun again. Questions that wait for a sign-in, an hour at most, are left behind.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.errors import StorageUnavailable
from bot.storage.base import ConversationKey, Gap, InboxItem
from bot.storage.blob import names
from bot.storage.blob.container import BlobContainer
from bot.storage.blob.conversations import Forgettings, StoredConversation
from bot.storage.blob.erasure import Audited
from bot.storage.blob.inbox import StoredActivity
from bot.storage.blob.notes import StoredFeedback, StoredGap
from bot.storage.blob.persons import Persons
from bot.storage.blob.tokens import Spent
from bot.storage.database import SQLiteDatabase
from bot.storage.moments import micros, moment
from bot.storage.records import decode, decode_pieces
from bot.storage.sqlite_erasure import SQLiteErasure
from bot.storage.sqlite_replies import COLUMNS, read_reply
from bot.storage.sqlite_usage import SQLiteUsageLedger

_AT_ONCE = 16
_NOBODY = "moved"
"""The owner of what was unfinished: no process is called so, so the next to start takes it over."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is written, and where there is something of whom."""

    name: str
    value: object
    marks: Mapping[str, str] = field(default_factory=dict)
    whose: ConversationKey | None = None


async def move(database: SQLiteDatabase, container: BlobContainer) -> Mapping[str, int]:
    """How many of each kind were written; what was there already is not counted.

    Raises `StorageUnavailable`, and then what has been written is there.
    """
    erasure, persons, moved = SQLiteErasure(database), Persons(container), Counter[str]()
    holds = [
        Document(
            f"hold/{number:018}-{names.digest(one.id)[:16]}", one, {"id": names.digest(one.id)}
        )
        for number, one in enumerate(await erasure.holds())
    ]
    receipts = [
        Document(f"receipt/{micros(one.at):018}-{number:016x}", one)
        for number, one in enumerate(await erasure.receipts())
    ]
    used = await SQLiteUsageLedger(database).since(date.min)
    usage = [Document(f"usage/{day.isoformat()}", one) for day, one in used.items()]
    documents = await database.read(lambda connection: list(_documents(connection)))

    async def write(one: Document) -> None:
        if one.whose is not None:
            await persons.note(one.whose.user_id, one.whose.conversation_id)
        written = await container.create(one.name, one.value, marks=one.marks)
        moved[one.name.partition("/")[0]] += written is not None

    # Holds first: nothing that is held may be there without what holds it.
    for some in _parts([*holds, *receipts, *usage, *documents]):
        await asyncio.gather(*map(write, some))
    return dict(moved)


def _documents(connection: sqlite3.Connection) -> Iterator[Document]:
    """Raises `StorageUnavailable` if a row is unreadable."""
    try:
        for query, make in _TABLES.items():
            for row in connection.execute(query):
                yield from make(*row)
    except (ValueError, TypeError, KeyError) as error:
        raise StorageUnavailable("a stored record is unreadable") from error


def _conversation(
    conversation_id: str, user_id: str, record: str, changed_at: int, forgettings: int
) -> Iterator[Document]:
    at = moment(changed_at)
    value = StoredConversation(
        user_id=user_id,
        conversation_id=conversation_id,
        changed_at=at,
        forgettings=forgettings,
        conversation=replace(decode(record, etag=""), etag=None),
    )
    marks = names.marks(at, user_id=user_id, conversation_id=conversation_id)
    name = names.personal("conversation", conversation_id, user_id)
    yield Document(name, value, marks, ConversationKey(conversation_id, user_id))


def _activity(
    conversation_id: str,
    activity_id: str,
    user_id: str | None,
    body: str,
    received_at: int,
    placeholder_id: str | None,
    attempts: int,
    finished_at: int | None,
) -> Iterator[Document]:
    item = InboxItem(
        conversation_id=conversation_id,
        activity_id=activity_id,
        user_id=user_id,
        body=body,
        received_at=moment(received_at),
        placeholder_id=placeholder_id,
        attempts=attempts,
    )
    marks = names.marks(item.received_at, user_id=user_id, conversation_id=conversation_id)
    name = names.activity(conversation_id, activity_id)
    finished = None if finished_at is None else moment(finished_at)
    if finished_at is not None:
        marks["finished"] = str(finished_at)
    stored = StoredActivity(owner=_NOBODY, delivery="", item=item, finished_at=finished)
    yield Document(f"inbox/{name}", stored, marks)
    if finished_at is None:
        yield Document(f"open/{_NOBODY}/{name}", None, marks)


def _reply(*row: object) -> Iterator[Document]:
    record = read_reply(row)
    marks = names.marks(record.at, user_id=record.user_id, conversation_id=record.conversation_id)
    if record.activity_id is not None:
        marks["activity"] = names.digest(record.activity_id)
    if record.message_ids:
        marks["messages"] = " ".join(map(names.digest, record.message_ids))
    order = names.newest_first(record.at, record.at)
    name = f"reply/{names.root(record.conversation_id)}/{order}-{record.reference}"
    whose = None
    if record.user_id is not None and record.conversation_id is not None:
        whose = ConversationKey(record.conversation_id, record.user_id)
    yield Document(name, record, marks, whose)


def _feedback(
    number: int, day: str, reaction: str, comment: str, skill: str | None, sources: str, *by: str
) -> Iterator[Document]:
    if reaction not in ("like", "dislike"):
        raise ValueError("not a thumb")
    model, rules = by
    stored = StoredFeedback(
        day=day,
        reaction="like" if reaction == "like" else "dislike",
        comment=comment,
        skill=skill,
        sources=decode_pieces(sources),
        model=model,
        rules=rules,
    )
    yield Document(f"feedback/{day}/{number:016x}", stored)


def _gap(
    number: int, day: str, question: str, skill: str | None, language: str, kind: str, *lists: str
) -> Iterator[Document]:
    document_ids, owners = (tuple(map(str, json.loads(one))) for one in lists)
    gap = Gap(
        question=question,
        skill=skill,
        language=language,
        kind="disagreement" if kind == "disagreement" else "unanswered",
        document_ids=document_ids,
        owners=owners,
    )
    yield Document(f"gap/{day}/{number:016x}", StoredGap(day, gap))


def _forgetting(user_id: str, times: int, at: int) -> Iterator[Document]:
    name = f"forgotten/{names.digest(user_id)}"
    yield Document(name, Forgettings(times, moment(at)), names.marks(moment(at)))


def _spent(day: str, tokens: int) -> Iterator[Document]:
    yield Document(f"tokens/{day}", Spent(tokens))


def _audited(
    number: int, at: str, action: str, reason: str, decision: str | None
) -> Iterator[Document]:
    when = datetime.fromisoformat(at)
    audited = Audited(when, action, reason, decision)
    yield Document(f"audit/{micros(when):018}-{number:016x}", audited)


_TABLES: Mapping[str, Callable[..., Iterator[Document]]] = {
    "SELECT user_id, times, at FROM forgetting": _forgetting,
    "SELECT conversation_id, user_id, record, changed_at,"
    " COALESCE((SELECT times FROM forgetting WHERE user_id = conversation.user_id), 0)"
    " FROM conversation": _conversation,
    "SELECT conversation_id, activity_id, user_id, body, received_at, placeholder_id, attempts,"
    " finished_at FROM inbox": _activity,
    f"SELECT {COLUMNS} FROM reply": _reply,  # noqa: S608 ours alone
    "SELECT rowid, day, reaction, comment, skill, sources, model, rules FROM feedback": _feedback,
    "SELECT rowid, day, question, skill, language, kind, document_ids, owners FROM gap": _gap,
    "SELECT day, tokens FROM token_use": _spent,
    "SELECT rowid, at, action, reason, decision FROM audit": _audited,
}
"""What is read of each table, and what becomes of a row."""


def _parts(documents: Iterable[Document]) -> Iterator[list[Document]]:
    every = list(documents)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]
