"""What every inbox must do, whatever it keeps its records in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.base import Inbox, InboxItem
from tests.contracts.stores import Open

NOON = datetime(2026, 11, 2, 12, 0, 0, 123456, tzinfo=UTC)
ITEM = InboxItem(
    conversation_id="19:abc@thread.v2",
    activity_id="1730548800000",
    user_id="id-anna",
    body='{"text": "Får jag flyga?"}',
    received_at=NOON,
)
Opened = tuple[Inbox, Callable[[], Awaitable[None]]]
OpenInbox = Callable[[], Opened]


@pytest.fixture
def opened(open_stores: Open) -> OpenInbox:
    """Opens an inbox on the same records each time, as one more process would."""

    def open_inbox() -> Opened:
        stores = open_stores()
        return stores.inbox, stores.stop

    return open_inbox


@pytest.fixture
def inbox(opened: OpenInbox) -> Inbox:
    return opened()[0]


async def test_accepts_an_activity_once(inbox: Inbox) -> None:
    assert await inbox.accept(ITEM)

    assert not await inbox.accept(ITEM)
    assert not await inbox.accept(replace(ITEM, body="{}"))


async def test_the_same_id_in_another_conversation_is_another_activity(inbox: Inbox) -> None:
    await inbox.accept(ITEM)

    assert await inbox.accept(replace(ITEM, conversation_id="19:other@thread.v2"))


async def test_ids_that_join_to_the_same_text_are_not_the_same(inbox: Inbox) -> None:
    await inbox.accept(replace(ITEM, conversation_id="a/b", activity_id="c"))

    assert await inbox.accept(replace(ITEM, conversation_id="a", activity_id="b/c"))


async def test_exactly_one_of_simultaneous_deliveries_is_accepted(inbox: Inbox) -> None:
    accepted = await asyncio.gather(*(inbox.accept(ITEM) for _ in range(20)))

    assert sum(accepted) == 1


async def test_gives_back_what_is_unfinished_as_it_was(inbox: Inbox) -> None:
    await inbox.accept(ITEM)

    assert list(await inbox.unfinished()) == [ITEM]


async def test_gives_back_the_oldest_first(inbox: Inbox) -> None:
    later = replace(ITEM, activity_id="1", received_at=NOON + timedelta(microseconds=1))
    same_time = replace(ITEM, activity_id="0", received_at=NOON + timedelta(microseconds=1))
    for item in (later, same_time, ITEM):
        await inbox.accept(item)

    assert [item.activity_id for item in await inbox.unfinished()] == [ITEM.activity_id, "1", "0"]


async def test_counts_attempts_and_keeps_the_placeholder(inbox: Inbox) -> None:
    await inbox.accept(ITEM)
    await inbox.started(ITEM, placeholder_id=None)
    await inbox.started(ITEM, placeholder_id="placeholder-1")
    await inbox.started(ITEM, placeholder_id=None)

    (item,) = await inbox.unfinished()

    assert (item.attempts, item.placeholder_id) == (3, "placeholder-1")


async def test_what_is_finished_is_not_unfinished(inbox: Inbox) -> None:
    other = replace(ITEM, activity_id="2")
    await inbox.accept(ITEM)
    await inbox.accept(other)

    await inbox.finish(ITEM)

    assert list(await inbox.unfinished()) == [other]


async def test_what_is_finished_first_is_not_unfinished_in_the_same_moment(inbox: Inbox) -> None:
    await inbox.accept(ITEM)

    _, unfinished = await asyncio.gather(inbox.finish(ITEM), inbox.unfinished())

    assert not unfinished


async def test_what_is_finished_is_still_recognised(inbox: Inbox) -> None:
    await inbox.accept(ITEM)
    await inbox.finish(ITEM)

    assert not await inbox.accept(ITEM)


async def test_finishing_twice_does_nothing(inbox: Inbox) -> None:
    await inbox.accept(ITEM)
    await inbox.finish(ITEM)
    await inbox.finish(ITEM)

    assert list(await inbox.unfinished()) == []


async def test_an_attempt_at_what_is_finished_does_not_bring_it_back(inbox: Inbox) -> None:
    await inbox.accept(ITEM)
    await inbox.finish(ITEM)
    await inbox.started(ITEM, placeholder_id="placeholder-1")

    assert list(await inbox.unfinished()) == []


async def test_remembers_across_a_restart(opened: OpenInbox) -> None:
    first, stop = opened()
    await first.accept(ITEM)
    await first.started(ITEM, placeholder_id="placeholder-1")
    await stop()

    second, _ = opened()

    assert not await second.accept(ITEM)
    (item,) = await second.unfinished()
    assert item == replace(ITEM, attempts=1, placeholder_id="placeholder-1")


async def test_recognises_what_another_process_accepted(opened: OpenInbox) -> None:
    first, _ = opened()
    second, _ = opened()
    await first.accept(ITEM)

    assert not await second.accept(ITEM)


async def test_leaves_to_a_living_process_what_it_has_accepted(opened: OpenInbox) -> None:
    first, _ = opened()
    second, _ = opened()
    await first.accept(ITEM)

    assert list(await second.unfinished()) == []
    assert list(await first.unfinished()) == [ITEM]


async def test_takes_over_what_a_stopped_process_left(opened: OpenInbox) -> None:
    first, stop = opened()
    second, _ = opened()
    await first.accept(ITEM)
    await stop()

    assert list(await second.unfinished()) == [ITEM]


async def test_only_one_process_takes_over(opened: OpenInbox) -> None:
    first, stop = opened()
    second, _ = opened()
    third, _ = opened()
    await first.accept(ITEM)
    await stop()

    taken = await asyncio.gather(second.unfinished(), third.unfinished())

    assert sorted(map(len, taken)) == [0, 1]
