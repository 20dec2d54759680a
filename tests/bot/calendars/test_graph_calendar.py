"""Calendars in Microsoft 365: who is free, and meetings that are made just once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.calendars.base import STOCKHOLM, UNKNOWN, Attendee, Busy, Meeting, Room, Schedule
from bot.calendars.graph_schedules import joined, read_schedule
from bot.errors import CalendarUnavailable, NoMailbox, SignInRequired
from bot.identity.base import User
from tests.fakes.graph_office import GraphOffice, graph_office
from tests.fakes.local_authority import LocalAuthority

ANNA = User(id="id-anna", name="Anna Lindqvist", mail="anna@example.org")
ERIK = User(id="id-erik", name="Erik Nyström", mail="erik@example.org")
DAY = datetime(2026, 12, 1, tzinfo=STOCKHOLM)
NINE, TEN = DAY.replace(hour=9), DAY.replace(hour=10)


@pytest.fixture(scope="module")
def authority() -> LocalAuthority:
    return LocalAuthority()


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
async def office(authority: LocalAuthority, key: rsa.RSAPrivateKey) -> AsyncIterator[GraphOffice]:
    async with graph_office(authority, key) as opened:
        opened.tenant.add(ANNA.id, "anna@example.org", "Anna Lindqvist")
        opened.tenant.add(ERIK.id, "Erik@example.org", "Erik Nyström")
        yield opened


def _meeting(**terms: object) -> Meeting:
    defaults: dict[str, object] = {
        "id": "kollega-0123456789ab",
        "subject": "Budgeten",
        "start": NINE,
        "end": TEN,
        "organiser": Attendee(id=ANNA.id, name=ANNA.name, mail=ANNA.mail),
        "attendees": (Attendee(id=ERIK.id, name=ERIK.name, mail=ERIK.mail, is_required=False),),
        "body": "Syfte: budgeten\n\nLäget, 60 min",
    }
    return Meeting(**{**defaults, **terms})  # type: ignore[arg-type]  # of the right types


# When people are free


async def test_taken_time_is_told_in_the_right_hour_and_with_its_kind(office: GraphOffice) -> None:
    office.tenant.mailboxes["erik@example.org"].taken = [
        (NINE.astimezone(UTC), TEN.astimezone(UTC), "busy"),
        (TEN, TEN + timedelta(hours=1), "oof"),
        (TEN + timedelta(hours=2), TEN + timedelta(hours=3), "free"),
    ]

    found = await office.calendar.schedules(
        {ERIK.id: ERIK.mail}, first=DAY, last=DAY + timedelta(days=1), asker=ANNA
    )

    assert found[ERIK.id].is_known
    assert found[ERIK.id].busy == (
        Busy(datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2026, 12, 1, 9, tzinfo=UTC), "busy"),
        Busy(datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 1, 10, tzinfo=UTC), "away"),
    )


async def test_who_cannot_be_seen_is_unknown_and_nobody_else_suffers(office: GraphOffice) -> None:
    office.tenant.add("id-lars", "lars@example.org", is_closed=True)
    mailboxes = {
        ERIK.id: ERIK.mail,
        "id-lars": "lars@example.org",
        "id-gone": "gone@example.org",
        "id-field": None,
    }

    found = await office.calendar.schedules(
        mailboxes, first=DAY, last=DAY + timedelta(days=1), asker=ANNA
    )

    assert {one: schedule.is_known for one, schedule in found.items()} == {
        ERIK.id: True, "id-lars": False, "id-gone": False, "id-field": False
    }  # fmt: skip


async def test_fifty_people_over_eleven_weeks_are_asked_in_pieces_that_graph_takes(
    office: GraphOffice,
) -> None:
    mailboxes = {}
    for number in range(50):
        mailbox = office.tenant.add(f"id-{number}", f"p{number}@example.org")
        start = NINE + timedelta(days=number)
        mailbox.taken = [(start, start + timedelta(hours=1), "busy")]
        mailboxes[f"id-{number}"] = mailbox.address

    found = await office.calendar.schedules(
        mailboxes, first=DAY, last=DAY + timedelta(days=76), asker=ANNA
    )

    assert len(office.tenant.asked) == 3 * 2
    assert all(schedule.is_known for schedule in found.values())
    assert [found[f"id-{number}"].busy[0].start for number in (0, 25, 49)] == [
        NINE + timedelta(days=number) for number in (0, 25, 49)
    ]


async def test_who_shows_only_the_view_is_taken_by_it(office: GraphOffice) -> None:
    lars = office.tenant.add("id-lars", "lars@example.org", shows_view_only=True)
    lars.taken = [(NINE, NINE + timedelta(minutes=30), "tentative")]

    found = await office.calendar.schedules(
        {"id-lars": "lars@example.org"}, first=DAY, last=DAY + timedelta(days=1), asker=ANNA
    )

    assert found["id-lars"].busy[0] == Busy(
        NINE.astimezone(UTC), NINE.astimezone(UTC) + timedelta(minutes=15), "tentative"
    )
    assert len(found["id-lars"].busy) == 2


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"scheduleItems": []},
        {"availabilityView": "0070", "scheduleId": "a"},
        {"availabilityView": "0", "scheduleItems": [{"status": "unknown"}]},
        {
            "availabilityView": "0",
            "scheduleItems": [
                {
                    "status": "busy",
                    "start": {"dateTime": "2026-12-01T09:00:00", "timeZone": "Tokyo Standard Time"},
                    "end": {"dateTime": "2026-12-01T10:00:00", "timeZone": "Tokyo Standard Time"},
                }
            ],
        },
        {"availabilityView": "0", "error": {"responseCode": "ErrorInternalServerError"}},
    ],
    ids=["nothing", "no view", "odd digit", "unknown status", "odd zone", "error"],
)
def test_what_is_not_plainly_told_is_unknown_and_never_free(told: dict[str, object]) -> None:
    assert not read_schedule(told, DAY).is_known


def test_a_stretch_of_which_a_part_is_unknown_is_unknown() -> None:
    assert not joined((Schedule(), UNKNOWN)).is_known
    assert joined((Schedule(), Schedule())).is_known


async def test_throttling_is_waited_out_as_asked(office: GraphOffice) -> None:
    office.tenant.troubles = [(429, "2"), (503, None)]

    found = await office.calendar.schedules(
        {ERIK.id: ERIK.mail}, first=DAY, last=DAY + timedelta(days=1), asker=ANNA
    )

    assert found[ERIK.id].is_known
    assert office.slept[0] == 2


async def test_a_graph_that_stays_away_is_told_apart_from_free(office: GraphOffice) -> None:
    office.tenant.troubles = [(503, None)] * 10

    with pytest.raises(CalendarUnavailable):
        await office.calendar.schedules(
            {ERIK.id: ERIK.mail}, first=DAY, last=DAY + timedelta(days=1), asker=ANNA
        )


async def test_without_consent_it_is_it_who_is_told_what_is_missing(
    office: GraphOffice, caplog: pytest.LogCaptureFixture
) -> None:
    office.tenant.consented.clear()

    with pytest.raises(CalendarUnavailable):
        await office.calendar.create(_meeting(), asker=ANNA)

    assert "Calendars.ReadWrite" in caplog.text
    assert "Lindqvist" not in caplog.text


async def test_who_has_no_mailbox_is_told_apart(office: GraphOffice) -> None:
    with pytest.raises(NoMailbox):
        await office.calendar.upcoming(after=DAY, asker=User(id="id-field", name="Fält"))


async def test_a_token_that_has_ended_is_replaced_once(office: GraphOffice) -> None:
    office.server.refuse_tokens = 1

    kept = await office.calendar.create(_meeting(), asker=ANNA)

    assert kept.is_new
    assert len(office.tokens.refused) == 1


async def test_a_token_that_is_refused_again_is_the_persons_matter(office: GraphOffice) -> None:
    office.server.refuse_tokens = 2

    with pytest.raises(SignInRequired):
        await office.calendar.upcoming(after=DAY, asker=ANNA)


async def test_what_continuous_access_demands_is_handed_on(office: GraphOffice) -> None:
    office.server.challenge = True

    await office.calendar.upcoming(after=DAY, asker=ANNA)

    assert "acrs" in (office.tokens.refused[0].claims or "")


# Rooms


async def test_rooms_are_read_to_the_last_page_smallest_first(office: GraphOffice) -> None:
    office.tenant.page = 2
    for name, seats in (("Linden", 12), ("Rönnen", 4), ("Almen", 30)):
        office.tenant.add_room(f"{name}@example.org", name, seats)

    rooms = await office.calendar.rooms(asker=ANNA)

    assert [(room.name, room.seats) for room in rooms] == [
        ("Rönnen", 4), ("Linden", 12), ("Almen", 30)
    ]  # fmt: skip


async def test_without_consent_there_are_no_rooms_and_meetings_go_on(office: GraphOffice) -> None:
    office.tenant.consented.discard("Place.Read.All")

    assert await office.calendar.rooms(asker=ANNA) == ()


# What is made


async def test_the_event_is_what_was_ordered(office: GraphOffice) -> None:
    room = Room(id="linden@example.org", name="Linden", seats=12, mail="linden@example.org")

    kept = await office.calendar.create(
        _meeting(is_online=True, is_private=True, room=room), asker=ANNA
    )

    [(_, sent)] = office.tenant.sent
    assert sent["start"] == {
        "dateTime": "2026-12-01T09:00:00", "timeZone": "W. Europe Standard Time"
    }  # fmt: skip
    assert sent["sensitivity"] == "private"
    assert sent["hideAttendees"] is True
    assert [(one["emailAddress"]["address"], one["type"]) for one in sent["attendees"]] == [
        ("erik@example.org", "optional"), ("linden@example.org", "resource")
    ]  # fmt: skip
    assert kept.link == "https://teams.microsoft.com/l/meetup-join/1"
    assert kept.meeting.start == NINE
    assert kept.meeting.attendees == _meeting().attendees


async def test_a_double_click_makes_one_event(office: GraphOffice) -> None:
    one, other = await asyncio.gather(
        office.calendar.create(_meeting(), asker=ANNA),
        office.calendar.create(_meeting(), asker=ANNA),
    )

    assert one.meeting.id == other.meeting.id
    assert len(office.tenant.events()) == 1
    assert office.tenant.told == ["erik@example.org"]


async def test_an_answer_that_gets_lost_makes_no_second_event(office: GraphOffice) -> None:
    office.tenant.lose_answers = 1

    kept = await office.calendar.create(_meeting(), asker=ANNA)

    assert len(office.tenant.sent) == 2
    assert [one["id"] for one in office.tenant.events()] == [kept.meeting.id]


async def test_a_conflict_finds_the_event_that_is_there(office: GraphOffice) -> None:
    first = await office.calendar.create(_meeting(), asker=ANNA)
    office.tenant.answers_duplicates = True

    again = await office.calendar.create(_meeting(subject="Annat"), asker=ANNA)

    assert again.meeting.id == first.meeting.id
    assert again.meeting.subject == "Budgeten"


async def test_who_has_no_address_is_told_of_and_not_invited(office: GraphOffice) -> None:
    field = Attendee(id="id-field", name="Greta Holm")

    kept = await office.calendar.create(
        _meeting(attendees=(*_meeting().attendees, field)), asker=ANNA
    )

    assert kept.unreached == (field,)
    assert office.tenant.told == ["erik@example.org"]


async def test_moving_sends_the_time_alone(office: GraphOffice) -> None:
    kept = await office.calendar.create(_meeting(is_online=True), asker=ANNA)
    held = await office.calendar.held(kept.meeting.id, asker=ANNA)
    assert held is not None

    moved = replace(held, start=TEN, end=TEN + timedelta(hours=1))
    await office.calendar.change(moved, asker=ANNA)

    assert set(office.tenant.sent[-1][1]) == {"start", "end"}
    again = await office.calendar.held(kept.meeting.id, asker=ANNA)
    assert again is not None
    assert again.start == TEN


async def test_adding_somebody_keeps_everybody_else(office: GraphOffice) -> None:
    kept = await office.calendar.create(_meeting(is_online=True), asker=ANNA)
    held = await office.calendar.held(kept.meeting.id, asker=ANNA)
    assert held is not None

    lars = Attendee(id="id-lars", name="Lars Öberg", mail="lars@example.org")
    await office.calendar.change(replace(held, attendees=(*held.attendees, lars)), asker=ANNA)

    sent = office.tenant.sent[-1][1]
    assert [one["emailAddress"]["address"] for one in sent["attendees"]] == [
        "erik@example.org", "lars@example.org"
    ]  # fmt: skip
    assert "start" not in sent


async def test_cancelling_tells_those_invited_once(office: GraphOffice) -> None:
    kept = await office.calendar.create(_meeting(), asker=ANNA)
    office.tenant.told.clear()

    first = await office.calendar.cancel(kept.meeting.id, asker=ANNA)
    second = await office.calendar.cancel(kept.meeting.id, asker=ANNA)

    assert (first, second) == (True, False)
    assert office.tenant.told == ["erik@example.org"]


async def test_somebody_elses_meeting_is_seen_and_not_touched(office: GraphOffice) -> None:
    kept = await office.calendar.create(_meeting(), asker=ANNA)

    [seen] = await office.calendar.upcoming(after=DAY, asker=ERIK)

    assert (seen.subject, seen.organiser.name) == ("Budgeten", "Anna Lindqvist")
    assert await office.calendar.change(replace(seen, start=TEN), asker=ERIK) is None
    assert await office.calendar.cancel(kept.meeting.id, asker=ERIK) is False
    assert len(office.tenant.events()) == 1


async def test_what_others_write_into_a_calendar_is_said_without_links_and_personal_numbers(
    office: GraphOffice,
) -> None:
    office.tenant.add("id-eve", "eve@evil.example", "[IT-stöd](https://evil.example)")
    eve = User(id="id-eve", name="[IT-stöd](https://evil.example)", mail="eve@evil.example")
    subject = "[Läs](https://evil.example/x) www.evil.example om 19900101-9802\n# Nu"
    meeting = _meeting(
        subject=subject,
        organiser=Attendee(id=eve.id, name=eve.name, mail=eve.mail),
        body="Läget för 19900101-9802, 60 min",
    )
    await office.calendar.create(meeting, asker=eve)

    [seen] = await office.calendar.upcoming(after=DAY, asker=ERIK)

    assert seen.subject == "[Läs] ((länk) (länk) om [personnummer] # Nu"
    assert seen.organiser.name == "[IT-stöd] ((länk)"
    assert "[personnummer]" in seen.body


async def test_a_meeting_across_the_clock_change_stands_at_its_swedish_time(
    office: GraphOffice,
) -> None:
    start = datetime(2027, 3, 29, 9, tzinfo=STOCKHOLM)  # the first working day of summer time
    kept = await office.calendar.create(
        _meeting(start=start, end=start + timedelta(hours=1)), asker=ANNA
    )

    found = await office.calendar.schedules(
        {ANNA.id: ANNA.mail}, first=start - timedelta(days=3), last=start + timedelta(days=1),
        asker=ERIK,
    )  # fmt: skip

    assert kept.meeting.start.hour == 9
    assert found[ANNA.id].busy[0].start == datetime(2027, 3, 29, 7, tzinfo=UTC)
