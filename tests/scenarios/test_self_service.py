"""In the whole product: people see what is kept of them, have it forgotten, and sign out."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.base import Conversation, ConversationKey
from bot.storage.database import SQLiteDatabase
from bot.storage.replies import ReplyRecord
from bot.storage.sqlite import SQLiteConversationStore
from bot.storage.sqlite_replies import SQLiteReplyRecords
from tests.fakes.connector import FakeConnector
from tests.fakes.teams_client import GROUP, PERSONAL, TeamsClient
from tests.scenarios.product import ANNA, ERIK, Surroundings, finished, product
from tests.scenarios.waiting import until

FLIGHTS = "Får jag flyga?"
FORGOTTEN = "Nu har jag glömt"
UNFINISHED = "SELECT 1 FROM inbox WHERE finished_at IS NULL"


@pytest.fixture
async def teams(surroundings: Surroundings) -> AsyncIterator[TeamsClient]:
    async with product(surroundings) as opened:
        yield opened


async def _told(
    teams: TeamsClient, connector: FakeConnector, text: str, *, to: str = PERSONAL
) -> str:
    """What the reply to this message says."""
    count = len(connector.messages(to))
    await teams.say(text, by=ANNA, to=to)
    await finished(connector, to, count + 1)
    said = [message["text"] for message in connector.messages(to)[count:] if message.get("text")]
    return str(said[0])


async def test_what_is_kept_is_shown_with_the_reference_that_stood_under_the_answer(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await teams.say(FLIGHTS, by=ANNA)
    answer = await finished(connector, PERSONAL)
    shown = await _told(teams, connector, "Vad har du sparat om mig?")

    [reference] = re.findall(r"Referens: (\w{6})", str(answer["attachments"]))
    assert f"1. {FLIGHTS}" in shown
    assert re.search(rf"- {reference} · \d{{4}}-\d\d-\d\d · svar", shown)


async def test_a_group_is_not_shown_what_one_of_its_people_has_asked(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    connector.join(GROUP, ANNA.member())
    await teams.deliver(teams.mention("Vad har du sparat om mig?", by=ANNA))
    await connector.until(lambda: "vår egen chatt" in str(connector.texts(GROUP)))


async def test_in_a_group_ones_own_questions_are_forgotten_and_the_others_are_not(
    teams: TeamsClient, connector: FakeConnector, surroundings: Surroundings
) -> None:
    connector.join(GROUP, ANNA.member())
    connector.join(GROUP, ERIK.member())
    for person in (ANNA, ERIK):
        await teams.deliver(teams.mention(FLIGHTS, by=person))
    await until(lambda: len(surroundings.stored("SELECT 1 FROM conversation")) == 2)

    await teams.deliver(teams.mention("Glöm det jag har sagt", by=ANNA))
    await connector.until(lambda: FORGOTTEN in str(connector.texts(GROUP)))

    assert surroundings.stored("SELECT user_id FROM conversation") == [(ERIK.object_id,)]


async def test_nobody_who_signs_out_leaves_anything_to_the_next_person_on_the_phone(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    await _told(teams, connector, FLIGHTS)
    goodbye = await _told(teams, connector, "Logga ut")
    shown = await _told(teams, connector, "Vad har du sparat om mig?")

    assert "Logga också ut ur Teams" in goodbye
    assert "Jag minns inget från den här chatten." in shown
    assert FLIGHTS not in shown


async def test_of_a_confidence_it_is_recorded_that_it_was_met_but_not_whose_it_was(
    teams: TeamsClient, connector: FakeConnector, surroundings: Surroundings
) -> None:
    await _told(teams, connector, "Min chef trakasserar mig varje dag")
    await until(lambda: not surroundings.stored(UNFINISHED))

    [record] = surroundings.stored(
        "SELECT outcome, conversation_id, user_id, activity_id, message_ids, at % 86400000000"
        " FROM reply"
    )
    assert record == ("safe_exit", None, None, None, "[]", 0)


async def test_what_is_too_old_is_deleted_by_itself(surroundings: Surroundings) -> None:
    """Conversations after 30 days, records after a year."""
    now = datetime.now(UTC)
    ages = {"NEW": 0, "OLDER": 29, "OLD": 31, "OLDEST": 366}
    moments = {name: now - timedelta(days=days) for name, days in ages.items()}
    shutil.copytree(surroundings.ingested, surroundings.path / "before")
    database = SQLiteDatabase(surroundings.path / "before" / "state.sqlite3")
    for name, at in moments.items():
        store = SQLiteConversationStore(database, clock=lambda at=at: at)  # type: ignore[misc]
        await store.save(ConversationKey(name, "id-anna"), Conversation())
        record = ReplyRecord(
            reference=name, at=at, outcome="answered", language="sv", audience="private"
        )
        await SQLiteReplyRecords(database).add(record)
    await database.close()

    async with product(replace(surroundings, ingested=surroundings.path / "before")):
        await until(lambda: surroundings.stored("SELECT 1 FROM receipt"))

        kept = surroundings.stored("SELECT conversation_id FROM conversation ORDER BY 1")
        recorded = surroundings.stored("SELECT reference FROM reply ORDER BY 1")

    assert kept == [("NEW",), ("OLDER",)]
    assert recorded == [("NEW",), ("OLD",), ("OLDER",)]


async def test_of_what_was_forgotten_no_word_is_on_disk_and_the_record_still_is(
    surroundings: Surroundings, connector: FakeConnector
) -> None:
    async with product(surroundings) as teams:
        await teams.say(FLIGHTS, by=ANNA)
        answer = await finished(connector, PERSONAL)
        [reference] = re.findall(r"Referens: (\w{6})", str(answer["attachments"]))
        rows = str(surroundings.stored("SELECT * FROM reply"))
        await _told(teams, connector, "Glöm allt om mig")
        await until(lambda: not surroundings.stored(UNFINISHED))

    files = (surroundings.path / "data").glob("state.sqlite3*")
    on_disk = b"".join(file.read_bytes() for file in files)
    assert "tågresan" in answer["text"]
    for words in ("flyga", "tågresan", "Närmaste chef"):
        assert words not in rows
        assert words.encode() not in on_disk
    assert reference.encode() in on_disk
    assert b"intranet:resepolicy.md" in on_disk
