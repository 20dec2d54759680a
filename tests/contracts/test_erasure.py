"""What every store must do when something is to be found, held or deleted for good."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import RecordsHeld
from bot.storage.base import (
    Conversation,
    ConversationKey,
    Exchange,
    Gap,
    InboxItem,
    WaitingQuestion,
)
from bot.storage.erasure import Hold, PurgeLimits, Selection
from bot.storage.replies import ReplyRecord
from tests.contracts.stores import Open, Stores
from tests.fakes.clock import Clock

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
KEY = ConversationKey("conversation", "anna")


def item(activity_id: str = "1", *, body: str = "{}", user_id: str = "anna") -> InboxItem:
    return InboxItem(
        conversation_id="conversation",
        activity_id=activity_id,
        user_id=user_id,
        body=body,
        received_at=NOW,
    )


def reply(
    reference: str,
    *,
    user_id: str = "anna",
    conversation: str = "conversation",
    at: datetime = NOW,
) -> ReplyRecord:
    return ReplyRecord(
        reference=reference,
        at=at,
        outcome="answered",
        language="sv",
        audience="private",
        conversation_id=conversation,
        user_id=user_id,
    )


def conversation(text: str = "hej") -> Conversation:
    return Conversation(exchanges=(Exchange(question=text, answer=text, skill=None),))


async def test_forgets_everything_about_one_person_and_nothing_else(
    open_stores: Open,
) -> None:
    stores = open_stores(clock=Clock(NOW))
    store, inbox = stores.conversations, stores.inbox
    replies, erasure = stores.replies, stores.erasure
    bo = ConversationKey("conversation", "bo")
    await store.save(KEY, conversation())
    await store.save(ConversationKey("other", "anna"), conversation())
    await store.save(bo, conversation())
    await inbox.accept(item("1"))
    await inbox.accept(item("2", user_id="bo"))
    await replies.add(reply("K7M4QX"))
    await replies.add(reply("P2R8TW", user_id="bo"))
    await store.forget(ConversationKey("third", "anna"))

    receipt = await erasure.forget_user("anna")

    assert receipt.deleted == {
        "conversation": 2,
        "inbox": 1,
        "waiting": 0,
        "reply": 1,
        "forgetting": 1,
    }
    assert await store.load(KEY) == Conversation()
    assert (await store.load(bo)).exchanges
    assert [one.user_id for one in await inbox.unfinished()] == ["bo"]
    assert not await replies.find("K7M4QX")
    assert await replies.find("P2R8TW")
    assert list(await erasure.receipts()) == [receipt]


async def test_forgets_everything_of_one_conversation_and_nothing_else(
    open_stores: Open,
) -> None:
    stores = open_stores()
    store = stores.conversations
    other = ConversationKey("other", "anna")
    for key in (KEY, ConversationKey("conversation", "bo"), other):
        await store.save(key, conversation())
        await stores.replies.add(reply("K7M4QX", conversation=key.conversation_id))

    receipt = await stores.erasure.forget_conversation("conversation")

    assert receipt.deleted == {"conversation": 2, "inbox": 0, "waiting": 0, "reply": 2}
    assert (await store.load(other)).exchanges


def limits(before: datetime, *, replies: datetime | None = None) -> PurgeLimits:
    return PurgeLimits(
        history=before, replies=replies or before, inbox=before, feedback=before, gaps=before
    )


def held(**what: Any) -> Hold:
    return Hold(id="h1", reason="utlämnande begärt", decision="KS 2026/7", **what)


@pytest.mark.parametrize(
    "hold",
    [
        held(user_id="anna"),
        held(conversation_id="conversation"),
        held(since=NOW - timedelta(days=1), until=NOW + timedelta(days=1)),
    ],
    ids=["person", "conversation", "period"],
)
async def test_what_is_held_is_neither_forgotten_nor_purged_until_it_is_released(
    open_stores: Open, hold: Hold
) -> None:
    stores = open_stores(clock=Clock(NOW))
    store, erasure = stores.conversations, stores.erasure
    await store.save(KEY, conversation())
    await erasure.hold(hold)

    forgettings: list[Awaitable[object]] = [
        erasure.forget_user("anna"),
        erasure.forget_conversation("conversation"),
        store.forget_all("anna"),
        store.forget(KEY),
    ]
    for forget in forgettings:
        with pytest.raises(RecordsHeld):
            await forget
    purged = await erasure.purge(limits(NOW + timedelta(days=9)))

    assert purged.deleted["conversation"] == 0
    assert (await store.load(KEY)).exchanges
    assert list(await erasure.holds()) == [hold]
    assert await erasure.release("h1", reason="utlämnat")
    assert not await erasure.release("h1", reason="utlämnat")
    assert (await erasure.forget_user("anna")).deleted["conversation"] == 1


async def test_a_hold_of_one_person_keeps_nothing_of_another(open_stores: Open) -> None:
    stores = open_stores()
    store, erasure = stores.conversations, stores.erasure
    await store.save(ConversationKey("conversation", "bo"), conversation())
    await erasure.hold(held(user_id="anna"))

    assert (await erasure.forget_user("bo")).deleted["conversation"] == 1


async def test_purges_what_is_old_and_keeps_what_is_not(open_stores: Open) -> None:
    clock = Clock(NOW)
    stores = open_stores(clock=clock)
    store, gaps = stores.conversations, stores.gaps
    feedback, replies = stores.feedback, stores.replies
    new = ConversationKey("conversation", "bo")
    await store.save(KEY, conversation())
    await gaps.add_gap(Gap(question="?", skill=None, language="sv"))
    await feedback.add_feedback(reaction="dislike", comment="", about=None)
    await store.forget(ConversationKey("conversation", "cia"))
    await replies.add(reply("K7M4QX", at=NOW - timedelta(days=2)))
    await replies.add(reply("P2R8TW", at=NOW))
    clock.now += timedelta(days=30)
    await store.save(new, conversation())
    await gaps.add_gap(Gap(question="?", skill="hr", language="en"))

    receipt = await stores.erasure.purge(
        limits(NOW + timedelta(days=1), replies=NOW - timedelta(days=1)), decision="KS 2026/1"
    )

    assert receipt.deleted == {
        "conversation": 1,
        "inbox": 0,
        "waiting": 0,
        "forgetting": 1,
        "reply": 1,
        "feedback": 1,
        "gap": 1,
    }
    assert (receipt.at, receipt.what) == (clock.now, "purge")
    assert receipt.decision == "KS 2026/1"
    assert [len(await replies.find(code)) for code in ("K7M4QX", "P2R8TW")] == [0, 1]
    assert await store.load(KEY) == Conversation()
    assert (await store.load(new)).exchanges


async def test_a_registrator_finds_one_persons_records_and_nobody_elses(open_stores: Open) -> None:
    stores = open_stores(clock=Clock(NOW))
    await _fill(stores)

    found = await stores.desk.find(Selection(user_id="anna"), action="search", reason="begäran")

    assert sorted((one.kind, one.user_id) for one in found) == [
        ("exchange", "anna"),
        ("inbox", "anna"),
        ("reply", "anna"),
        ("waiting", "anna"),
    ]
    texts = {one.kind: one.texts for one in found}
    assert texts["exchange"] == {"question": "hej", "answer": "hej", "skill": ""}
    assert texts["inbox"] == {"activity_id": "1", "body": "{}"}
    assert texts["waiting"] == {"activity_id": "2", "body": "{}"}
    assert texts["reply"]["reference"] == "K7M4QX"


async def test_a_registrator_finds_what_is_of_a_period_and_of_a_conversation(
    open_stores: Open,
) -> None:
    clock = Clock(NOW)
    stores = open_stores(clock=clock)
    await _fill(stores)
    clock.now += timedelta(days=3)
    later = ConversationKey("other", "bo")
    await stores.conversations.save(later, conversation("senare"))

    period = Selection(since=NOW + timedelta(days=2), until=NOW + timedelta(days=4))
    in_period = await stores.desk.find(period, action="export", reason="begäran")
    day = Selection(since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    on_day = await stores.desk.find(day, action="export", reason="begäran")
    inside = await stores.desk.find(
        Selection(conversation_id="other"), action="search", reason="begäran"
    )

    assert [one.texts["question"] for one in in_period] == ["senare"]
    assert {one.kind for one in on_day} >= {"feedback", "gap", "exchange", "reply"}
    assert [one.user_id for one in inside] == ["bo"]


async def test_a_registrator_deletes_all_of_it_or_nothing_that_is_held(open_stores: Open) -> None:
    stores = open_stores(clock=Clock(NOW))
    await _fill(stores)
    await stores.erasure.hold(held(user_id="anna"))
    everything = Selection(since=NOW - timedelta(days=1))

    with pytest.raises(RecordsHeld):
        await stores.desk.delete(everything, decision="KS 2026/8", reason="gallring")
    kept = await stores.desk.find(everything, action="search", reason="kontroll")
    await stores.erasure.release("h1", reason="utlämnat")
    receipt = await stores.desk.delete(everything, decision="KS 2026/8", reason="gallring")

    assert len(kept) == 7
    assert receipt.deleted == {
        "conversation": 2,
        "inbox": 1,
        "waiting": 1,
        "reply": 1,
        "feedback": 1,
        "gap": 1,
    }
    assert not await stores.desk.find(everything, action="search", reason="kontroll")
    assert (await stores.erasure.receipts())[-1] == receipt


async def _fill(stores: Stores) -> None:
    """Seven records, four of them Anna's."""
    await stores.conversations.save(KEY, conversation())
    await stores.conversations.save(ConversationKey("conversation", "bo"), conversation())
    await stores.inbox.accept(item("1"))
    question = WaitingQuestion(
        conversation_id="conversation", activity_id="2", user_id="anna", body="{}"
    )
    await stores.waiting.keep(question)
    await stores.replies.add(reply("K7M4QX"))
    await stores.feedback.add_feedback(reaction="like", comment="", about=None)
    await stores.gaps.add_gap(Gap(question="?", skill=None, language="sv"))
