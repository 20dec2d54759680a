"""People see what Kollega remembers of them, and have it forgotten, by saying so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.copilot import Copilot
from bot.identity.base import Audience, Language, User
from bot.privacy.sensitive import SafeExits
from bot.reply import Reply
from bot.storage.base import Conversation, ConversationKey, Exchange, apart
from bot.storage.database import SQLiteDatabase
from bot.storage.replies import ReplyRecord
from bot.storage.sqlite import SQLiteConversationStore
from bot.storage.sqlite_replies import SQLiteReplyRecords
from bot.turn import SubmittedAction, Turn
from skills import SKILLS
from tests.fakes.clock import Clock
from tests.skills.library import ANNA, FATIMA, Library

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HERE = ConversationKey("c", ANNA.id)
QUESTION = "Hur stort är friskvårdsbidraget?"
REMEMBERED = Conversation(
    exchanges=(Exchange(question=QUESTION, answer="3 000 kronor.", skill="hr"),),
    facts={"age_bracket": "40-49"},
)
RECORD = ReplyRecord(
    reference="K7M4QX",
    at=NOW,
    outcome="answered",
    language="sv",
    audience="private",
    conversation_id="c",
    user_id=ANNA.id,
)


@pytest.fixture
def clock() -> Clock[datetime]:
    return Clock(NOW)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SQLiteDatabase]:
    opened = SQLiteDatabase(tmp_path / "state.sqlite3")
    yield opened
    await opened.close()


@pytest.fixture
def store(database: SQLiteDatabase, clock: Clock[datetime]) -> SQLiteConversationStore:
    return SQLiteConversationStore(database, clock=clock)


@pytest.fixture
def records(database: SQLiteDatabase) -> SQLiteReplyRecords:
    return SQLiteReplyRecords(database)


@pytest.fixture
async def copilot(
    tmp_path: Path, store: SQLiteConversationStore, records: SQLiteReplyRecords
) -> Copilot:
    library = Library(tmp_path / "index")
    library.add("Friskvårdsbidrag", {QUESTION: "Friskvårdsbidraget är 3 000 kronor per år."})
    return Copilot(
        skills=SKILLS,
        services=await library.services(),
        conversations=store,
        records=records,
        safe_exits=SafeExits({}),
        memory_days=30,
        record_days=365,
    )


def _turn(
    text: str,
    *,
    user: User = ANNA,
    conversation: str = "c",
    audience: Audience = "private",
    language: Language = "sv",
) -> Turn:
    return Turn(
        text=text, user=user, conversation_id=conversation, language=language, audience=audience
    )


async def test_shows_the_questions_what_was_told_and_when_it_is_forgotten(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    await store.save(HERE, REMEMBERED)

    shown = (await copilot.reply(_turn("Vad har du sparat om mig?"))).text()

    assert f"1. {QUESTION}" in shown
    assert "ålder 40-49" in shown
    assert "30 dagar efter din senaste fråga här, alltså 2026-12-24" in shown


async def test_shows_the_references_of_the_latest_replies_with_day_and_outcome(
    copilot: Copilot, records: SQLiteReplyRecords
) -> None:
    await records.add(RECORD)
    await records.add(replace(RECORD, reference="P2R8TW", outcome="failed"))
    await records.add(replace(RECORD, reference="W3X9YZ", user_id=FATIMA.id))
    await records.add(replace(RECORD, reference="V5N6HJ", outcome="chat"))

    shown = (await copilot.reply(_turn("Vad har du sparat om mig?"))).text()

    assert "- P2R8TW · 2026-11-24 · något gick fel\n- K7M4QX · 2026-11-24 · svar" in shown
    assert "W3X9YZ" not in shown
    assert "V5N6HJ" not in shown


async def test_tells_that_other_conversations_are_remembered_without_showing_them(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    await store.save(ConversationKey("group", ANNA.id), REMEMBERED)

    shown = (await copilot.reply(_turn("Vad har du sparat om mig?"))).text()

    assert "Jag minns inget från den här chatten." in shown
    assert "ett annat samtal med dig" in shown
    assert QUESTION not in shown


async def test_shows_only_ones_own(copilot: Copilot, store: SQLiteConversationStore) -> None:
    await store.save(ConversationKey("c", FATIMA.id), REMEMBERED)

    shown = (await copilot.reply(_turn("Vad har du sparat om mig?"))).text()

    assert QUESTION not in shown
    assert "40-49" not in shown


async def test_shows_nothing_in_a_group(
    copilot: Copilot, store: SQLiteConversationStore, records: SQLiteReplyRecords
) -> None:
    await store.save(HERE, REMEMBERED)
    await records.add(RECORD)

    reply = await copilot.reply(_turn("Vad har du sparat om mig?", audience="group"))

    assert reply.text() == "Det visar jag bara för dig. Fråga mig i vår egen chatt."
    assert not reply.actions


async def test_ones_own_words_are_shown_without_what_would_format_them(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    words = "Se [här](https://evil.example) **nu**\n\n# <b>" + "x" * 500
    await store.save(HERE, Conversation(exchanges=(Exchange(question=words, answer="", skill=""),)))

    shown = (await copilot.reply(_turn("Vad har du sparat om mig?"))).text()

    assert "1. Se här(https://evil.example) nu b" in shown
    assert "x" * 200 not in shown


async def test_what_was_shown_is_not_remembered_in_its_turn(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    await store.save(HERE, REMEMBERED)

    await copilot.reply(_turn("Vad har du sparat om mig?"))

    assert await store.load(HERE) == replace(REMEMBERED, etag=(await store.load(HERE)).etag)


async def test_forgets_the_conversation_at_once_and_says_what_remains(
    copilot: Copilot, store: SQLiteConversationStore, records: SQLiteReplyRecords
) -> None:
    elsewhere = ConversationKey("elsewhere", ANNA.id)
    for key in (HERE, elsewhere):
        await store.save(key, REMEMBERED)
    await records.add(RECORD)

    reply = await copilot.reply(_turn("Glöm samtalet"))

    assert await store.load(HERE) == Conversation()
    assert (await store.load(elsewhere)).exchanges
    assert await records.find("K7M4QX")
    assert reply.text().startswith("Nu har jag glömt samtalet")
    assert "utan text, i högst 365 dagar" in reply.text()


async def test_in_a_group_forgets_ones_own_and_nobody_elses(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    alone, fatimas = ConversationKey(apart("c"), ANNA.id), ConversationKey("c", FATIMA.id)
    for key in (HERE, alone, fatimas):
        await store.save(key, REMEMBERED)

    await copilot.reply(_turn("Glöm det jag har sagt", audience="group"))

    assert await store.load(HERE) == await store.load(alone) == Conversation()
    assert (await store.load(fatimas)).exchanges


@pytest.mark.parametrize("text", ["Glöm allt om mig", "Logga ut", "Forget everything about me"])
async def test_forgets_every_conversation_facts_and_buttons_included(
    copilot: Copilot, store: SQLiteConversationStore, text: str
) -> None:
    keys = (HERE, ConversationKey("group", ANNA.id))
    for key in keys:
        await store.save(key, REMEMBERED)
    await store.save(ConversationKey("group", FATIMA.id), REMEMBERED)

    await copilot.reply(_turn(text))

    assert [await store.load(key) for key in keys] == [Conversation(), Conversation()]
    assert await store.count(FATIMA.id) == 1


async def test_the_next_person_on_a_shared_phone_gets_nothing_from_the_one_before(
    copilot: Copilot,
) -> None:
    await copilot.reply(_turn(QUESTION))
    reply = await copilot.reply(_turn("Logga ut"))

    follow_up = await copilot.reply(_turn("och på deltid?"))
    pressed = SubmittedAction(id="set_fact:40-49", values={})
    button = await copilot.reply(replace(_turn(""), action=pressed))
    shown = await copilot.reply(_turn("Vad har du sparat om mig?"))

    assert "Logga också ut ur Teams" in reply.text()
    assert "3 000" not in follow_up.text()
    assert button.text().startswith("Den knappen gäller inte längre.")
    assert QUESTION not in shown.text()


async def test_the_buttons_offered_forget(copilot: Copilot, store: SQLiteConversationStore) -> None:
    await store.save(HERE, REMEMBERED)
    offered = (await copilot.reply(_turn("Vad har du sparat om mig?"))).actions
    assert [action.label for action in offered] == ["Glöm samtalet", "Glöm allt om mig"]

    pressed = SubmittedAction(id=offered[0].id, values=offered[0].values)
    await copilot.reply(replace(_turn(""), action=pressed))

    assert await store.load(HERE) == Conversation()


async def test_where_nothing_is_remembered_nothing_can_be_forgotten(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    nothing = await copilot.reply(_turn("Vad har du sparat om mig?"))
    await store.save(ConversationKey("group", ANNA.id), REMEMBERED)
    elsewhere = await copilot.reply(_turn("Vad har du sparat om mig?"))

    assert not nothing.actions
    assert [action.label for action in elsewhere.actions] == ["Glöm allt om mig"]


async def test_speaks_english_to_who_does(copilot: Copilot, store: SQLiteConversationStore) -> None:
    await store.save(HERE, REMEMBERED)

    reply = await copilot.reply(_turn("What have you saved about me?", language="en"))

    assert "Your latest question here, and my answer:" in reply.text()
    assert [action.label for action in reply.actions] == [
        "Forget this conversation",
        "Forget everything about me",
    ]


@pytest.mark.parametrize("earlier", [REMEMBERED, None])
async def test_what_was_being_answered_when_it_was_to_be_forgotten_does_not_come_back(
    copilot: Copilot, store: SQLiteConversationStore, earlier: Conversation | None
) -> None:
    """As when another process takes the wish."""
    if earlier:
        await store.save(HERE, earlier)
    answering = copilot.handle(_turn(QUESTION))
    await anext(answering)
    await copilot.reply(_turn("Glöm samtalet"))
    replies: list[Reply] = [reply async for reply in answering]

    assert replies[-1].outcome == "answered"
    assert await store.load(HERE) == Conversation()


async def test_not_even_what_was_said_since_is_filled_with_what_was_said_before(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    await store.save(HERE, REMEMBERED)
    answering = copilot.handle(_turn(QUESTION))
    await anext(answering)
    await copilot.reply(_turn("Glöm samtalet"))
    await copilot.reply(_turn("Hej"))
    async for _ in answering:
        pass

    kept = await store.load(HERE)
    assert [exchange.question for exchange in kept.exchanges] == ["Hej"]
    assert not kept.facts


async def test_what_was_said_meanwhile_is_kept_when_nothing_was_forgotten(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    answering = copilot.handle(_turn(QUESTION))
    await anext(answering)
    await copilot.reply(_turn("Hej"))
    async for _ in answering:
        pass

    kept = await store.load(HERE)
    assert [exchange.question for exchange in kept.exchanges] == ["Hej", QUESTION]


async def test_what_is_too_old_is_not_used_even_before_it_has_been_deleted(
    copilot: Copilot, store: SQLiteConversationStore, clock: Clock[datetime]
) -> None:
    await copilot.reply(_turn(QUESTION))
    clock.now += timedelta(days=30, seconds=1)

    shown = await copilot.reply(_turn("Vad har du sparat om mig?"))
    follow_up = await copilot.reply(_turn("och på deltid?"))

    assert "Jag minns inget" in shown.text()
    assert "3 000" not in follow_up.text()


async def test_kollega_explains_what_it_keeps_and_offers_to_show_it(copilot: Copilot) -> None:
    reply = await copilot.reply(_turn("Vad sparar du?"))

    assert "30 dagar" in reply.text()
    assert "365 dagar, men inte din fråga" in reply.text()
    assert [action.label for action in reply.actions] == ["Vad har du sparat om mig?"]
