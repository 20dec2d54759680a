"""The Blob stores when the service fails or holds what it should not, and what they cost."""

from __future__ import annotations

import json
import pickle
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.errors import StorageUnavailable
from bot.storage.base import ConversationKey
from bot.storage.blob import container as messages
from bot.storage.blob.container import BlobContainer
from bot.storage.blob.presence import VALID_FOR
from bot.storage.erasure import PurgeLimits
from tests.contracts.stores import Stores, blob_stores, open_container
from tests.contracts.turn import ANNA, KEY, NOW, TALK, carry_through, item
from tests.fakes.blob_server import KEY as ACCOUNT_KEY
from tests.fakes.blob_server import Blob, BlobServer, Trouble
from tests.fakes.clock import Clock

ITEM = item()


@pytest.fixture
async def server() -> AsyncIterator[BlobServer]:
    async with BlobServer() as running:
        yield running


@pytest.fixture
async def container(server: BlobServer) -> AsyncIterator[BlobContainer]:
    async with open_container(
        server.endpoint, ACCOUNT_KEY, name="kollega", patience_s=1.5
    ) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock[datetime]:
    return Clock(NOW)


@pytest.fixture
async def stores(container: BlobContainer, clock: Clock[datetime]) -> AsyncIterator[Stores]:
    opened = blob_stores(container, clock)
    yield opened
    await opened.stop()


Use = Callable[[Stores], Awaitable[object]]
USES: dict[str, Use] = {
    "load": lambda stores: stores.conversations.load(KEY),
    "save": lambda stores: stores.conversations.save(KEY, TALK),
    "accept": lambda stores: stores.inbox.accept(ITEM),
    "unfinished": lambda stores: stores.inbox.unfinished(),
    "forget": lambda stores: stores.conversations.forget_all(ANNA),
    "erase": lambda stores: stores.erasure.forget_user(ANNA),
    "tokens": lambda stores: stores.tokens.reserve(date(2026, 11, 25), 1, limit=2),
    "waiting": lambda stores: stores.waiting.take(ANNA, KEY.conversation_id),
    "reply": lambda stores: stores.replies.latest(ANNA, limit=1),
}
TROUBLES = {
    "refused": (Trouble(403, "AuthorizationPermissionMismatch"), messages.FORBIDDEN),
    "nobody": (Trouble(401, "InvalidAuthenticationInfo"), messages.UNKNOWN),
    "gone": (Trouble(404, "ContainerNotFound"), messages.NO_CONTAINER),
    "deleted": (Trouble(409, "ContainerBeingDeleted"), messages.DOWN.format(409)),
}


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("use", USES)
async def test_case_73_a_store_that_fails_is_unavailable_and_never_empty(
    server: BlobServer, stores: Stores, use: str, trouble: str
) -> None:
    failure, told = TROUBLES[trouble]
    server.troubles.append(replace(failure))

    with pytest.raises(StorageUnavailable) as raised:
        await USES[use](stores)

    assert str(raised.value) == told
    server.troubles.clear()


@pytest.mark.parametrize("use", ["load", "accept"])
async def test_case_73_a_store_that_is_silent_is_unavailable_in_time(
    server: BlobServer, stores: Stores, use: str
) -> None:
    server.troubles.append(Trouble(0, delay_s=9.0))

    with pytest.raises(StorageUnavailable, match="in time"):
        await USES[use](stores)

    server.troubles.clear()


async def test_case_73_a_store_that_has_too_much_to_do_is_asked_again(
    server: BlobServer, stores: Stores
) -> None:
    server.troubles.append(Trouble(503, "ServerBusy", times=2))

    assert await stores.conversations.save(KEY, TALK)


async def test_case_74_a_store_that_takes_nothing_more_refuses_and_keeps_what_it_has(
    server: BlobServer, stores: Stores
) -> None:
    await stores.conversations.save(KEY, TALK)
    server.troubles.append(Trouble(500, "OperationTimedOut", method="PUT"))

    with pytest.raises(StorageUnavailable):
        await stores.inbox.accept(ITEM)
    with pytest.raises(StorageUnavailable):
        await stores.conversations.save(KEY, await stores.conversations.load(KEY))

    assert (await stores.conversations.load(KEY)).exchanges == TALK.exchanges
    server.troubles.clear()
    assert await stores.inbox.accept(ITEM)


class _Bomb:
    def __reduce__(self) -> tuple[Any, ...]:
        return (_explode, ())


def _explode() -> None:
    raise AssertionError("a stored record was executed")


HOSTILE = {
    "pickle": pickle.dumps(_Bomb()),
    "jsonpickle": b'{"py/reduce": [{"py/function": "os.system"}, {"py/tuple": ["false"]}]}',
    "list": b"[]",
    "deep": b"[" * 100_000,
    "types": json.dumps({"user_id": 1, "conversation_id": [], "conversation": {}}).encode(),
    "not text": b"\xff\xfe",
    "empty": b"",
}


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_case_75_a_hostile_record_is_unavailable_and_runs_nothing(
    server: BlobServer, stores: Stores, hostile: str
) -> None:
    await stores.conversations.save(KEY, TALK)
    await stores.inbox.accept(ITEM)
    for name, blob in list(server.blobs.items()):
        if name.startswith(("conversation/", "inbox/")):
            server.blobs[name] = replace(blob, body=HOSTILE[hostile], etag='"0xBAD"')

    with pytest.raises(StorageUnavailable):
        await stores.conversations.load(KEY)
    with pytest.raises(StorageUnavailable):
        await stores.inbox.started(ITEM, placeholder_id="m-1")


async def test_a_delivery_whose_answer_was_lost_is_accepted_by_its_second_request(
    server: BlobServer, stores: Stores
) -> None:
    server.troubles.append(Trouble(500, "InternalError", "PUT", "inbox/", times=1, after=True))

    assert await stores.inbox.accept(ITEM)

    assert list(await stores.inbox.unfinished()) == [ITEM]


async def test_what_was_recorded_though_refused_is_answered_all_the_same(
    server: BlobServer, stores: Stores
) -> None:
    server.troubles.append(Trouble(500, "InternalError", "PUT", "inbox/", times=3, after=True))
    with pytest.raises(StorageUnavailable):
        await stores.inbox.accept(ITEM)

    assert not await stores.inbox.accept(ITEM)

    assert list(await stores.inbox.unfinished()) == [ITEM]


async def test_a_process_that_died_between_its_two_writes_loses_nothing(
    server: BlobServer, container: BlobContainer, clock: Clock[datetime]
) -> None:
    first, second = blob_stores(container, clock), blob_stores(container, clock)
    await first.inbox.accept(ITEM)
    await first.stop()
    for name in [each for each in server.blobs if each.startswith("open/")]:
        del server.blobs[name]

    assert not await second.inbox.accept(ITEM)
    assert list(await second.inbox.unfinished()) == [ITEM]
    await second.stop()


async def test_a_silent_process_loses_its_work_and_may_not_go_on_with_it(
    container: BlobContainer, clock: Clock[datetime]
) -> None:
    slow, other = blob_stores(container, clock), blob_stores(container, clock)
    await slow.inbox.accept(ITEM)
    assert not await other.inbox.unfinished()
    clock.now += VALID_FOR + timedelta(seconds=1)

    assert list(await other.inbox.unfinished()) == [ITEM]

    with pytest.raises(StorageUnavailable):
        await slow.inbox.started(ITEM, placeholder_id="m-1")
    assert not await slow.inbox.unfinished()
    await slow.stop()
    await other.stop()


async def test_a_finished_id_is_kept_a_week_and_no_longer(
    server: BlobServer, stores: Stores, clock: Clock[datetime]
) -> None:
    await stores.inbox.accept(ITEM)
    await stores.inbox.finish(ITEM)
    limits = _nothing_before(NOW - timedelta(days=300))
    clock.now += timedelta(days=6)
    await stores.erasure.purge(limits)
    assert any(name.startswith("inbox/") for name in server.blobs)

    clock.now += timedelta(days=2)
    await stores.erasure.purge(limits)

    assert not any(name.startswith("inbox/") for name in server.blobs)


async def test_neither_names_nor_marks_tell_whose_it_is(
    server: BlobServer, stores: Stores, container: BlobContainer
) -> None:
    await _everything(stores, container)

    seen = json.dumps([[name, blob.metadata] for name, blob in server.blobs.items()])

    for told in (ANNA, KEY.conversation_id, ITEM.activity_id, "flyga"):
        assert told not in seen


async def test_a_person_is_forgotten_without_a_look_at_anybody_elses(
    server: BlobServer, stores: Stores, container: BlobContainer
) -> None:
    await _everything(stores, container)
    for number in range(30):
        other = ConversationKey(f"a:{number}", f"person-{number}")
        await stores.conversations.save(other, TALK)
    server.counted.clear()

    receipt = await stores.erasure.forget_user(ANNA)

    assert receipt.deleted["conversation"] == 1
    assert server.counted.total() < 20
    assert ANNA not in "".join(blob.body.decode() for blob in server.blobs.values())


async def test_lists_that_come_in_pages_are_read_to_the_end(
    server: BlobServer, stores: Stores
) -> None:
    server.page = 2
    for number in range(5):
        await stores.conversations.save(ConversationKey(f"a:{number}", ANNA), TALK)

    assert await stores.conversations.count(ANNA) == 5


async def test_a_store_that_ignores_etags_is_told(
    server: BlobServer, container: BlobContainer
) -> None:
    await container.check()
    server.blobs["probe"] = Blob(b"null", '"0x0"', NOW, {})
    server.ignores_etags = True

    with pytest.raises(StorageUnavailable, match="old version"):
        await container.check()


async def test_a_turn_costs_four_round_trips_until_the_answer_shows_and_ten_requests_in_all(
    server: BlobServer, stores: Stores, container: BlobContainer
) -> None:
    await carry_through(stores, item("first"))
    await container.settle()
    server.counted.clear()

    await carry_through(stores, item("second"))
    await container.settle()

    assert dict(server.counted) == {
        "PUT inbox": 4,
        "PUT open": 1,
        "GET conversation": 1,
        "PUT conversation": 1,
        "PUT reply": 2,
        "DELETE open": 1,
    }


async def _everything(stores: Stores, container: BlobContainer) -> None:
    await carry_through(stores, ITEM)
    await stores.inbox.accept(replace(ITEM, activity_id="another"))
    await container.settle()


def _nothing_before(moment: datetime) -> PurgeLimits:
    return PurgeLimits(history=moment, replies=moment, inbox=moment, feedback=moment, gaps=moment)
