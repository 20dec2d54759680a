"""Erik books meetings in Teams, in files or in Microsoft 365."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from bot.calendars.ics import read_meeting
from tests.fakes.card_accessibility import inaccessible
from tests.fakes.connector import FakeConnector
from tests.fakes.graph_calendar import moment
from tests.fakes.graph_people import Account
from tests.fakes.specs import adaptive_card, faults
from tests.fakes.teams_client import Activity, TeamsClient
from tests.scenarios.product import ANNA, ERIK, FATIMA, Surroundings, product
from tests.scenarios.signing_in import SignedIn, signing_in

Backend = Literal["files", "graph"]
CHAT = "a:erik"
_CARD = "application/vnd.microsoft.card.adaptive"
_MAIL = "{}@example.org"
_COLLEAGUES = {
    "lars": ("d94a5e81-6f27-4c30-a2b8-4c81ad23e504", "Lars Öberg"),
    "maja": ("5e07b2c9-d341-4a96-93fe-5d92be34f605", "Maja Svensson"),
    "berg": ("b6c8d1f4-9e52-4073-8a6d-6ea3cf45a706", "Anna Berg"),
}


@dataclass(frozen=True)
class Booked:
    """A meeting as it stands in the calendar."""

    subject: str
    start: datetime
    people: tuple[str, ...]
    body: str
    is_private: bool


@dataclass
class Said:
    """What came back: its text, and its card if it had one."""

    text: str
    card: dict[str, Any] | None

    def titles(self) -> list[str]:
        return [button["title"] for button in self.buttons()]

    def buttons(self) -> list[dict[str, Any]]:
        actions = (self.card or {}).get("actions", [])
        inside = [one for each in actions for one in each.get("card", {}).get("actions", [])]
        return [*actions, *inside]

    def inputs(self) -> dict[str, dict[str, Any]]:
        return {one["id"]: one for one in _elements(self.card) if "id" in one}


@dataclass
class MeetingChat:
    """Erik's chat with the bot."""

    teams: TeamsClient
    connector: FakeConnector
    booked: Callable[[], list[Booked]]

    async def say(self, text: str) -> Said:
        return await self._deliver(self.teams.message(text, by=ERIK, to=CHAT))

    async def press(self, said: Said, title: str, **typed: str) -> Said:
        """Press a button; what stands in the card's fields goes along, or what was typed."""
        button = next(one for one in said.buttons() if one["title"] == title)
        filled = {name: one.get("value", "") for name, one in said.inputs().items()}
        data = {**button["data"], **filled, **typed}
        return await self._deliver(self.teams.press({"data": data}, by=ERIK, to=CHAT))

    async def press_twice(self, said: Said, title: str) -> Said:
        """As quickly as a finger can."""
        button = next(one for one in said.buttons() if one["title"] == title)
        filled = {name: one.get("value", "") for name, one in said.inputs().items()}
        pressed = {"data": {**button["data"], **filled}}
        before = len(self._messages())
        for _ in range(2):
            await self.teams.deliver(self.teams.press(pressed, by=ERIK, to=CHAT))
        return await self._answer(before, count=2)

    async def _deliver(self, activity: Activity) -> Said:
        before = len(self._messages())
        await self.teams.deliver(activity)
        return await self._answer(before, count=1)

    def _messages(self) -> list[dict[str, Any]]:
        return [one for one in self.connector.messages(CHAT) if one["type"] == "message"]

    async def _answer(self, before: int, *, count: int) -> Said:
        await self.connector.until(
            lambda: (
                len(self._messages()) >= before + count
                and self.connector.messages(CHAT)[-1]["type"] == "message"
                and all(_is_whole(one) for one in self._messages()[before:])
            ),
            timeout_s=15,
        )
        new = self._messages()[before:]
        cards = [
            each["content"]
            for message in new
            for each in message.get("attachments", [])
            if each["contentType"] == _CARD
        ]
        for card in cards:
            assert faults(adaptive_card(), card) == []
            assert inaccessible(card) == []
        return Said("\n".join(one.get("text", "") for one in new), cards[-1] if cards else None)


def _is_whole(message: dict[str, Any]) -> bool:
    """A placeholder is replaced by its answer."""
    return not message.get("text", "").startswith("Söker")


def _elements(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [one for each in part for one in _elements(each)]
    if not isinstance(part, dict):
        return []
    return [part, *(one for value in part.values() for one in _elements(value))]


@asynccontextmanager
async def meeting_chat(backend: Backend, around: Surroundings) -> AsyncIterator[MeetingChat]:
    """The product with Erik in front of it."""
    if backend == "files":
        async with product(around) as teams:
            yield MeetingChat(teams, around.connector, lambda: _in_files(around))
        return
    async with signing_in(around) as office:
        _furnish(office)
        yield MeetingChat(office.teams, around.connector, lambda: _in_graph(office))
        assert office.graph.calendars.faults == []


def _furnish(office: SignedIn) -> None:
    graph = office.graph
    for person in (ANNA, ERIK, FATIMA):
        key = person.id.removeprefix("29:")
        _settle(office, person.object_id, key, person.name)
    for key, (object_id, name) in _COLLEAGUES.items():
        graph.accounts[object_id] = Account(name)
        _settle(office, object_id, key, name)
    graph.accounts[ERIK.object_id].manager = _COLLEAGUES["lars"][0]
    graph.calendars.add_room("linden@example.org", "Linden", 12)
    office.already(ERIK)


def _settle(office: SignedIn, object_id: str, key: str, name: str) -> None:
    mail = _MAIL.format(key)
    office.graph.accounts[object_id].mail = mail
    office.graph.calendars.add(object_id, mail, name)


def _in_files(around: Surroundings) -> list[Booked]:
    folder = around.path / "data" / "calendars" / "booked"
    meetings = [read_meeting(path.read_bytes())[0] for path in sorted(folder.glob("*.ics"))]
    return [
        Booked(
            one.subject,
            one.start.astimezone(UTC),
            tuple(person.name for person in one.attendees),
            one.body,
            one.is_private,
        )
        for one in meetings
    ]


def _in_graph(office: SignedIn) -> list[Booked]:
    return [
        Booked(
            event["subject"],
            moment(event["start"]),
            tuple(
                one["emailAddress"]["name"]
                for one in event["attendees"]
                if one["type"] != "resource"
            ),
            event["body"]["content"],
            event["sensitivity"] == "private",
        )
        for event in office.graph.calendars.events()
    ]
