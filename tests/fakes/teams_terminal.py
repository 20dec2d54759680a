"""Teams in a terminal: what is written goes to the bot as Teams sends it, signed; what the bot
sends is shown as it comes.

Teams signs people in silently where the card lets it. Where it does not, `/logga in` presses the
card's button; `/som erik` is somebody else from then on.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, TextIO

import aiohttp

from tests.fakes.azure import Azure
from tests.fakes.connector import Arrival
from tests.fakes.teams_client import Answer, Person, TeamsClient

PRESS, BECOME = "/logga in", "/som "
_OAUTH = "application/vnd.microsoft.card.oauth"
_FOREVER_S = 1e9


class TeamsTerminal:
    """Writes in the chats of one person at a time."""

    def __init__(self, azure: Azure, teams: TeamsClient) -> None:
        self._azure = azure
        self._teams = teams
        self._person = _person(azure, "anna")
        self._asked_at = time.monotonic()
        self._is_told = True
        """Whether the first sign of an answer has been shown."""

    async def show(self) -> None:
        """Each message of the bot, until cancelled."""
        connector = self._azure.connector
        for shown in itertools.count():
            is_there = partial(_has_more, connector.arrivals, shown)
            await connector.until(is_there, timeout_s=_FOREVER_S)
            await self._shown(connector.arrivals[shown])

    async def write(self, line: str) -> None:
        """A message, or one of the terminal's own commands."""
        key = line.removeprefix(BECOME)
        if key != line:
            self._become(key)
        elif line == PRESS:
            await self._press()
        elif line:
            self._asked_at, self._is_told = time.monotonic(), False
            _refused(await self._teams.say(line, by=self._person, to=self._chat))

    @property
    def _chat(self) -> str:
        return self._person.id.replace("29:", "a:")

    def _become(self, key: str) -> None:
        if key not in self._azure.people:
            print(f"# there is {', '.join(self._azure.people)}")
            return
        self._person = _person(self._azure, key)
        print(f"# now you are {self._person.name}")

    async def _shown(self, arrival: Arrival) -> None:
        after_s = time.monotonic() - self._asked_at
        if not self._is_told:
            self._is_told = True
            print(f"# the first sign of an answer after {after_s:.2f} s")
        if arrival.kind in ("message", "final", "put") and arrival.body.get("text"):
            print(f"{arrival.text}\n{''.join(_sources(arrival.body))}# after {after_s:.2f} s")
        for card in _sign_in_cards(arrival.body):
            await self._sign_in(card)
        for fault in self._azure.faults():
            print(f"# NOT AS PUBLISHED: {fault}")
        sys.stdout.flush()

    async def _sign_in(self, card: dict[str, Any]) -> None:
        resource = card.get("tokenExchangeResource")
        if resource is None:
            print(f"# [{card['buttons'][0]['title']}]: {PRESS} presses it")
            return
        print(f"# Teams signs {self._person.name} in")
        value = {
            "id": resource["id"],
            "connectionName": card["connectionName"],
            "token": self._azure.entra.sign_in(self._person.object_id),
        }
        invoke = self._teams.invoke("signin/tokenExchange", value, by=self._person, to=self._chat)
        _refused(await self._teams.deliver(invoke))

    async def _press(self) -> None:
        """The person signs in on the page behind the button, and Teams is told so."""
        token = self._azure.entra.sign_in(self._person.object_id)
        self._azure.sign_in.codes["123456"] = self._person.id, token
        invoke = self._teams.invoke(
            "signin/verifyState", {"state": "123456"}, by=self._person, to=self._chat
        )
        _refused(await self._teams.deliver(invoke))


async def chat(azure: Azure, endpoint: str, lines: TextIO) -> None:
    """Each of the lines is written to the bot at `endpoint`; after the last, nothing more is."""
    async with aiohttp.ClientSession() as session:
        teams = TeamsClient(
            endpoint,
            connector=azure.connector,
            identity_provider=azure.provider,
            session=session,
        )
        terminal = TeamsTerminal(azure, teams)
        showing = asyncio.create_task(terminal.show())
        written = _read(lines)
        try:
            while (line := await written.get()) is not None:
                try:
                    await terminal.write(line.strip())
                except aiohttp.ClientError:
                    print(f"# no bot answers at {endpoint}: start kollega serve", flush=True)
            await showing
        finally:
            showing.cancel()


def _read(lines: TextIO) -> asyncio.Queue[str | None]:
    """Each line, and None after the last. A thread that waits for one ends with the process."""
    loop = asyncio.get_running_loop()
    found: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        for line in lines:
            loop.call_soon_threadsafe(found.put_nowait, line)
        loop.call_soon_threadsafe(found.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    return found


def _has_more(arrivals: Sequence[Arrival], than: int) -> bool:
    return len(arrivals) > than


def _person(azure: Azure, key: str) -> Person:
    user = azure.people[key]
    return Person(f"29:{key}", user.id, user.name)


def _refused(answer: Answer) -> None:
    if answer.status >= 400:
        print(f"# the bot answers {answer.status}", flush=True)


def _sources(body: dict[str, Any]) -> Iterator[str]:
    for entity in body.get("entities", []):
        for claim in entity.get("citation", []):
            yield f"  [{claim['position']}] {claim['appearance']['name']}\n"


def _sign_in_cards(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for attachment in body.get("attachments", []):
        if attachment["contentType"] == _OAUTH:
            yield attachment["content"]
