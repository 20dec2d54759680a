"""What every store of questions that wait for a sign-in must do, whatever they are kept in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.base import WAITS_FOR, WaitingQuestion, WaitingQuestions
from bot.storage.erasure import PurgeLimits
from tests.contracts.stores import Open

OpenWaiting = Callable[[], WaitingQuestions]


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 25, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(open_stores: Open, clock: Clock) -> OpenWaiting:
    """Opens the same records each time, as one more process would."""
    return lambda: open_stores(clock=clock).waiting


async def test_one_of_all_who_take_gets_them_in_the_order_they_were_asked(
    opened: OpenWaiting,
) -> None:
    stores = [opened() for _ in range(3)]
    await stores[0].keep(_question("b", "first"))
    await stores[1].keep(_question("a", "second"))

    taken = await asyncio.gather(*(each.take("anna", "chat") for each in stores))

    assert sorted(map(len, taken)) == [0, 0, 2]
    assert ["first", "second"] in [list(each) for each in taken]


async def test_the_latest_wording_is_kept_and_only_its_writers(opened: OpenWaiting) -> None:
    store = opened()
    await store.keep(_question("a", "before"))
    await store.keep(_question("a", "after"))

    assert await store.take("erik", "chat") == []
    assert await store.take("anna", "elsewhere") == []
    assert await store.take("anna", "chat") == ["after"]


async def test_what_was_deleted_or_has_waited_long_is_gone(
    opened: OpenWaiting, clock: Clock
) -> None:
    store = opened()
    await store.keep(_question("a", "old"))
    clock.now += WAITS_FOR
    await store.keep(_question("b", "deleted"))
    await store.keep(_question("c", "kept"))
    await store.drop("chat", "b")

    assert await store.take("anna", "chat") == ["kept"]


async def test_a_purge_leaves_nothing_that_waits_no_longer(open_stores: Open, clock: Clock) -> None:
    stores = open_stores(clock=clock)
    await stores.waiting.keep(_question("a", "words"))
    clock.now += WAITS_FOR
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    limits = PurgeLimits(
        history=long_ago, replies=long_ago, inbox=long_ago, feedback=long_ago, gaps=long_ago
    )

    receipt = await stores.erasure.purge(limits)

    assert receipt.deleted["waiting"] == 1


def _question(activity_id: str, body: str) -> WaitingQuestion:
    return WaitingQuestion(
        conversation_id="chat", activity_id=activity_id, user_id="anna", body=body
    )
