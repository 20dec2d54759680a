"""A process dies between what the group is told and what its asker is told alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Literal

import aiohttp
import pytest

from bot.storage.base import InboxItem
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite_inbox import SQLiteInbox
from bot.turn import Notice, Progress
from tests.fakes.connector import FakeConnector
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.passages import sentence
from tests.fakes.scripted_copilot import ScriptedCopilot
from tests.fakes.teams_client import GROUP, PERSONAL, STRANGER, TeamsClient
from tests.scenarios.running_bot import FAST, RunningBot

Point = Literal[
    "before it is recorded", "when it is recorded", "before its id is noted", "before the end"
]
SEARCHING = Progress("Söker i intranätet …")
ANSWER = sentence("Du får flyga när tåget tar mer än fem timmar.")
INTERRUPTED = "Jag blev avbruten innan jag hann svara."


class DyingInbox(SQLiteInbox):
    """Stands still at a point on the way of a question that is passed on."""

    point: Point | None = None

    def __init__(self, database: SQLiteDatabase, *, reached: asyncio.Event) -> None:
        super().__init__(database)
        self._reached = reached

    async def accept(self, item: InboxItem) -> bool:
        passed_on = item.activity_id.endswith(";alone")
        await self._reach("before it is recorded", if_=passed_on)
        is_new = await super().accept(item)
        await self._reach("when it is recorded", if_=passed_on)
        return is_new

    async def started(self, item: InboxItem, *, placeholder_id: str | None) -> None:
        passed_on = item.activity_id.endswith(";alone")
        await self._reach("before its id is noted", if_=passed_on and placeholder_id is not None)
        await super().started(item, placeholder_id=placeholder_id)

    async def finish(self, item: InboxItem) -> None:
        await self._reach("before the end", if_=not item.activity_id.endswith(";alone"))
        await super().finish(item)

    async def _reach(self, point: Point, *, if_: bool) -> None:
        if if_ and point == self.point:
            self._reached.set()
            await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("reason", "point", "answers", "apologies"),
    [
        ("outsiders", "before it is recorded", 1, 0),
        ("outsiders", "before the end", 1, 0),
        ("restricted", "before it is recorded", 1, 0),
        ("restricted", "when it is recorded", 1, 0),
        ("restricted", "before its id is noted", 0, 1),
        ("restricted", "before the end", 1, 0),
    ],
)
async def test_case_68_whoever_dies_the_asker_is_told_alone_and_once(
    tmp_path: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
    session: aiohttp.ClientSession,
    reason: str,
    point: Point,
    answers: int,
    apologies: int,
) -> None:
    reached = asyncio.Event()

    def process(point: Point | None) -> RunningBot:
        def open_inbox(database: SQLiteDatabase) -> SQLiteInbox:
            inbox = DyingInbox(database, reached=reached)
            inbox.point = point
            return inbox

        return RunningBot(
            tmp_path,
            copilot=_copilot(reason),
            tls=authority.client_context(),
            identity_provider=identity_provider,
            connector=connector,
            limits=replace(FAST, drain_s=0.0),
            open_inbox=open_inbox,
        )

    async with process(point) as first:
        teams = TeamsClient(
            first.endpoint,
            connector=connector,
            identity_provider=identity_provider,
            session=session,
        )
        question = teams.mention("får vi flyga?")
        if reason == "outsiders":
            connector.join(GROUP, STRANGER.member())
        await teams.deliver(question)
        async with asyncio.timeout(5):
            await reached.wait()
        if point == "before the end":
            await connector.until(lambda: _told(connector) == (1, 0))
    async with process(None) as second:
        await connector.until(lambda: _told(connector) == (answers, apologies))
        await connector.until(lambda: _in_group(connector) == 1)
        seen = len(connector.arrivals)
        teams = TeamsClient(
            second.endpoint,
            connector=connector,
            identity_provider=identity_provider,
            session=session,
        )
        await teams.deliver(question)
        await teams.say("sist", to="a:nagon")
        await connector.until(lambda: len(connector.arrivals) > seen)

    assert _told(connector) == (answers, apologies)
    assert _in_group(connector) == 1


def _copilot(reason: str) -> ScriptedCopilot:
    copilot = ScriptedCopilot()
    found = ANSWER if reason == "outsiders" else Notice(text="Inget här.", outcome="private_only")
    copilot.on("får vi flyga?", SEARCHING, 0.05, found)
    return copilot


def _told(connector: FakeConnector) -> tuple[int, int]:
    """Answers and apologies to the asker alone."""
    texts = connector.texts(PERSONAL)
    answers = [text for text in texts if "Du frågade i en gruppchatt" in text]
    apologies = [text for text in texts if text.startswith(INTERRUPTED)]
    return len(answers), len(apologies)


def _in_group(connector: FakeConnector) -> int:
    """Finished messages to the group."""
    return sum(not text.endswith("…") for text in connector.texts(GROUP))
