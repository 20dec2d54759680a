"""What every store of reply records must do, whatever it keeps them in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.replies import CitedPiece, ReplyRecord, ReplyRecords
from tests.contracts.stores import Open

NOON = datetime(2026, 11, 2, 12, 0, 0, 123456, tzinfo=UTC)
RECORD = ReplyRecord(
    reference="K7M4QX",
    at=NOON,
    outcome="answered",
    language="sv",
    audience="private",
    conversation_id="19:abc@thread.v2",
    user_id="id-anna",
    activity_id="1730548800000",
    skill="hr",
    sources=(
        CitedPiece(document_id="intranet:å/b.md", chunk_id="intranet:å/b.md#0-1f2e3d4c"),
        CitedPiece(document_id='a"; DROP', chunk_id='a"; DROP#1-00000000'),
    ),
    model="extractive",
    rules="0.1.0",
)
LATER = replace(RECORD, reference="P2R8TW", at=NOON + timedelta(seconds=1))


@pytest.fixture
def records(open_stores: Open) -> ReplyRecords:
    return open_stores().replies


async def test_finds_by_its_reference_all_that_was_recorded(records: ReplyRecords) -> None:
    await records.add(RECORD)
    await records.add(LATER)

    assert list(await records.find("K7M4QX")) == [RECORD]


async def test_a_reference_that_nobody_was_given_finds_nothing(records: ReplyRecords) -> None:
    await records.add(RECORD)

    assert list(await records.find("K7M4Q%")) == []


async def test_two_replies_that_share_a_reference_are_both_found(records: ReplyRecords) -> None:
    shared = replace(LATER, reference="K7M4QX", user_id="id-bo")
    await records.add(RECORD)
    await records.add(shared)

    assert list(await records.find("K7M4QX")) == [shared, RECORD]


async def test_a_confidence_is_recorded_without_whose_it_was(records: ReplyRecords) -> None:
    confidence = ReplyRecord(
        reference="W3X9YZ", at=NOON, outcome="safe_exit", language="sv", audience="private"
    )
    await records.add(confidence)

    assert list(await records.find("W3X9YZ")) == [confidence]


async def test_notes_which_messages_carried_the_reply(records: ReplyRecords) -> None:
    await records.add(RECORD)
    await records.delivered(
        "K7M4QX", conversation_id="19:abc@thread.v2", message_ids=["m-1", "m-2"]
    )

    carried = await records.carried_by(conversation_id="19:abc@thread.v2", message_id="m-2")

    assert carried == replace(RECORD, message_ids=("m-1", "m-2"))


async def test_the_same_message_id_in_another_conversation_carried_something_else(
    records: ReplyRecords,
) -> None:
    await records.add(RECORD)
    await records.delivered("K7M4QX", conversation_id="19:other@thread.v2", message_ids=["m-1"])

    assert await records.carried_by(conversation_id="19:other@thread.v2", message_id="m-1") is None
    assert list(await records.find("K7M4QX")) == [RECORD]


async def test_delivering_what_is_not_recorded_does_nothing(records: ReplyRecords) -> None:
    await records.delivered("K7M4QX", conversation_id="19:abc@thread.v2", message_ids=["m-1"])

    assert list(await records.find("K7M4QX")) == []


async def test_tells_the_latest_delivered_reply_to_an_activity(records: ReplyRecords) -> None:
    later = replace(LATER, message_ids=("m-2", "m-3"))
    await records.add(later)
    await records.add(replace(RECORD, message_ids=("m-1",)))
    await records.add(replace(later, activity_id="another", at=NOON + timedelta(days=1)))
    await records.add(replace(LATER, at=NOON + timedelta(days=2)))

    answer = await records.answer_to(
        conversation_id="19:abc@thread.v2", activity_id="1730548800000"
    )

    assert answer == later


async def test_tells_of_two_replies_at_the_same_moment_the_one_recorded_last(
    records: ReplyRecords,
) -> None:
    same_moment = replace(LATER, at=NOON, message_ids=("m-2",))
    await records.add(replace(RECORD, message_ids=("m-1",)))
    await records.add(same_moment)

    answer = await records.answer_to(
        conversation_id="19:abc@thread.v2", activity_id="1730548800000"
    )

    assert answer == same_moment


async def test_an_activity_that_was_not_replied_to_has_no_reply(records: ReplyRecords) -> None:
    await records.add(RECORD)

    assert await records.answer_to(conversation_id="1730548800000", activity_id="19:abc") is None


async def test_tells_one_persons_latest_replies_and_nobody_elses(records: ReplyRecords) -> None:
    for number in range(5):
        await records.add(replace(RECORD, reference=str(number), at=NOON - timedelta(days=number)))
    await records.add(replace(RECORD, user_id="id-bo"))

    latest = await records.latest("id-anna", limit=3)

    assert [record.reference for record in latest] == ["0", "1", "2"]
