"""What every conversation store must do, whatever it keeps its records in."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.base import (
    Conversation,
    ConversationKey,
    ConversationStore,
    Exchange,
    StoredAction,
)
from tests.contracts.stores import Open
from tests.fakes.clock import Clock

KEY = ConversationKey("19:abc@thread.v2", "id-anna")
FULL = Conversation(
    exchanges=(
        Exchange(
            question="Får jag flyga?",
            answer="Tåg i första hand.",
            skill="policy",
            activity_id="17",
            asked_back=True,
        ),
        Exchange(question='"; DROP TABLE conversation; --', answer="…\n\u2028😀", skill=None),
    ),
    facts={"age_bracket": "40-49"},
    actions=(StoredAction(id="report", label="Sjukanmäl", values={"step": "1"}, skill="hr"),),
)


@pytest.fixture
def clock() -> Clock[datetime]:
    return Clock(datetime(2026, 11, 2, 12, 0, 0, 123456, tzinfo=UTC))


@pytest.fixture
def store(open_stores: Open, clock: Clock[datetime]) -> ConversationStore:
    return open_stores(clock=clock).conversations


@pytest.fixture
def crowd(request: pytest.FixtureRequest) -> int:
    """Fewer over a network: each of them costs the same there as alone."""
    return 500 if request.node.callspec.params["open_stores"] == "sqlite" else 75


async def test_an_unknown_conversation_is_empty_and_was_never_stored(
    store: ConversationStore,
) -> None:
    assert await store.load(KEY) == Conversation()


async def test_gives_back_all_that_was_saved(store: ConversationStore) -> None:
    assert await store.save(KEY, FULL)

    loaded = await store.load(KEY)

    assert replace(loaded, etag=None) == FULL
    assert loaded.etag is not None


async def test_saves_again_what_was_loaded(store: ConversationStore) -> None:
    await store.save(KEY, FULL)
    loaded = await store.load(KEY)

    assert await store.save(KEY, replace(loaded, facts={"unit": "skola"}))

    assert (await store.load(KEY)).facts == {"unit": "skola"}


async def test_refuses_a_change_based_on_an_old_version(store: ConversationStore) -> None:
    await store.save(KEY, FULL)
    old = await store.load(KEY)
    await store.save(KEY, replace(old, facts={"first": "yes"}))

    assert not await store.save(KEY, replace(old, facts={"second": "yes"}))

    assert (await store.load(KEY)).facts == {"first": "yes"}


async def test_refuses_to_create_what_somebody_else_just_created(store: ConversationStore) -> None:
    await store.save(KEY, FULL)

    assert not await store.save(KEY, Conversation(facts={"second": "yes"}))


async def test_refuses_to_bring_back_what_was_forgotten_meanwhile(store: ConversationStore) -> None:
    await store.save(KEY, FULL)
    loaded = await store.load(KEY)
    await store.forget(KEY)

    assert not await store.save(KEY, loaded)

    assert await store.load(KEY) == Conversation()


async def test_an_old_version_does_not_fit_a_conversation_that_was_started_anew(
    store: ConversationStore,
) -> None:
    await store.save(KEY, FULL)
    old = await store.load(KEY)
    await store.forget(KEY)
    await store.save(KEY, Conversation())

    assert not await store.save(KEY, old)


async def test_exactly_one_of_twenty_simultaneous_changes_wins(store: ConversationStore) -> None:
    await store.save(KEY, FULL)
    loaded = await store.load(KEY)
    changes = [replace(loaded, facts={"winner": str(number)}) for number in range(20)]

    saved = await asyncio.gather(*(store.save(KEY, change) for change in changes))

    assert sum(saved) == 1
    assert (await store.load(KEY)).facts == {"winner": str(saved.index(True))}


async def test_loses_no_change_when_everybody_retries(store: ConversationStore, crowd: int) -> None:
    writers = crowd // 25

    async def add(number: int) -> None:
        saved = False
        while not saved:
            loaded = await store.load(KEY)
            saved = await store.save(
                KEY, replace(loaded, facts={**loaded.facts, str(number): "yes"})
            )

    await asyncio.gather(*(add(number) for number in range(writers)))

    assert len((await store.load(KEY)).facts) == writers


async def test_forgets(store: ConversationStore) -> None:
    await store.save(KEY, FULL)

    await store.forget(KEY)

    assert await store.load(KEY) == Conversation()


async def test_forgetting_what_is_not_there_does_nothing(store: ConversationStore) -> None:
    await store.forget(KEY)

    assert await store.load(KEY) == Conversation()


async def test_what_began_before_a_first_forgetting_is_not_stored_after_it(
    store: ConversationStore,
) -> None:
    before = await store.load(KEY)
    await store.forget(KEY)

    assert not await store.save(KEY, before)

    assert await store.load(KEY) == Conversation()
    assert await store.save(KEY, await store.load(KEY))


async def test_tells_that_something_has_been_forgotten_since(store: ConversationStore) -> None:
    before = await store.load(KEY)
    await store.forget(KEY)
    once = await store.load(KEY)
    await store.forget_all(KEY.user_id)
    twice = await store.load(KEY)

    assert before.forgettings < once.forgettings < twice.forgettings


async def test_forgets_every_conversation_of_one_person_and_nobody_elses(
    store: ConversationStore,
) -> None:
    elsewhere, bos = ConversationKey("elsewhere", "id-anna"), ConversationKey("elsewhere", "id-bo")
    for key in (KEY, elsewhere, bos):
        await store.save(key, FULL)

    await store.forget_all(KEY.user_id)

    assert await store.load(KEY) == await store.load(elsewhere) == Conversation()
    assert (await store.load(bos)).facts == FULL.facts
    assert await store.save(bos, await store.load(bos))


async def test_forgets_what_everybody_said_in_one_conversation_and_its_threads(
    store: ConversationStore,
) -> None:
    inside = [
        KEY,
        ConversationKey(KEY.conversation_id, "id-bo"),
        ConversationKey(f"{KEY.conversation_id};messageid=17", "id-bo"),
    ]
    outside = [
        ConversationKey(f"{KEY.conversation_id}2;messageid=17", "id-bo"),
        ConversationKey("%", "id-bo"),
    ]
    for key in (*inside, *outside):
        await store.save(key, FULL)
    before = await store.load(KEY)

    await store.forget_conversation(KEY.conversation_id)

    assert [(await store.load(key)).exchanges for key in inside] == [(), (), ()]
    assert [(await store.load(key)).facts for key in outside] == [FULL.facts] * 2
    assert not await store.save(KEY, before)


async def test_counts_the_conversations_of_one_person(store: ConversationStore) -> None:
    for key in (KEY, ConversationKey("elsewhere", "id-anna"), ConversationKey("c", "id-bo")):
        await store.save(key, FULL)

    assert (await store.count("id-anna"), await store.count("id-cia")) == (2, 0)


async def test_what_is_too_old_is_as_if_it_were_gone(
    store: ConversationStore, clock: Clock[datetime]
) -> None:
    await store.save(KEY, FULL)
    clock.now += timedelta(days=29, hours=23)
    assert (await store.load(KEY)).exchanges

    clock.now += timedelta(hours=2)

    expired = await store.load(KEY)
    assert replace(expired, etag=None) == Conversation()
    assert await store.count(KEY.user_id) == 0
    assert await store.save(KEY, replace(expired, facts={"new": "yes"}))
    assert (await store.load(KEY)).facts == {"new": "yes"}


async def test_tells_when_it_was_stored(store: ConversationStore, clock: Clock[datetime]) -> None:
    await store.save(KEY, FULL)

    assert (await store.load(KEY)).changed_at == clock.now


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ConversationKey("a/b", "c"), ConversationKey("a", "b/c")),
        (ConversationKey("a|b", "c"), ConversationKey("a", "b|c")),
        (ConversationKey("a\x00b", "c"), ConversationKey("a", "b\x00c")),
        (ConversationKey("a", "b"), ConversationKey("b", "a")),
        (ConversationKey("ab", ""), ConversationKey("", "ab")),
        (ConversationKey("a", "B"), ConversationKey("a", "b")),
        (ConversationKey("a", "%"), ConversationKey("a", "b")),
        (ConversationKey("a", "ö"), ConversationKey("a", "o\u0308")),
    ],
)
async def test_case_32_similar_keys_have_separate_memories(
    store: ConversationStore, one: ConversationKey, other: ConversationKey
) -> None:
    await store.save(one, FULL)

    assert await store.load(other) == Conversation()
    await store.forget(other)
    assert (await store.load(one)).facts == FULL.facts


async def test_people_who_ask_at_once_each_get_their_own(
    store: ConversationStore, crowd: int
) -> None:
    async def remember_and_recall(number: int) -> bool:
        key = ConversationKey(f"conversation-{number % 7}", f"user-{number}")
        await store.save(key, Conversation(facts={"canary": str(number)}))
        return (await store.load(key)).facts == {"canary": str(number)}

    assert all(await asyncio.gather(*(remember_and_recall(number) for number in range(crowd))))
