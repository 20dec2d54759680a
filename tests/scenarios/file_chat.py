"""Erik's one-to-one chat with the product, with files in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.fakes.connector import CARD, FILE_CONSENT, FakeConnector
from tests.fakes.onedrive import OneDrive
from tests.fakes.teams_client import Answer, TeamsClient
from tests.scenarios.product import ERIK, Surroundings, product

CHAT = "a:erik"


@dataclass
class Chat:
    """Erik's one-to-one chat with the bot, and his OneDrive."""

    teams: TeamsClient
    connector: FakeConnector
    drive: OneDrive

    async def send(self, text: str, *files: dict[str, Any]) -> str:
        """What the bot answers in words."""
        before = len(self.texts())
        await self.teams.deliver(
            self.teams.message(text, by=ERIK, to=CHAT, attachments=list(files))
        )
        await self.connector.until(lambda: len(self.texts()) > before, timeout_s=20)
        return "\n".join(self.texts()[before:])

    async def press(self, title: str) -> str:
        """Press a button of the last card; what the bot answers in words."""
        cards = self.files(CARD)
        button = next(one for one in cards[-1]["content"]["actions"] if one["title"] == title)
        before = len(self.texts())
        await self.teams.deliver(self.teams.press(button, by=ERIK, to=CHAT))
        await self.connector.until(lambda: len(self.texts()) > before, timeout_s=20)
        return "\n".join(self.texts()[before:])

    async def answer(self, card: dict[str, Any], action: str) -> Answer:
        """Press a button of a card that offers a file."""
        content = card["content"]
        value = {"type": "fileUpload", "action": action, "context": content[f"{action}Context"]}
        if action == "accept":
            value["uploadInfo"] = self.drive.upload_info(card["name"])
        invoke = self.teams.invoke(
            "fileConsent/invoke", value, by=ERIK, to=CHAT, replyToId="consent"
        )
        return await self.teams.deliver(invoke)

    def texts(self) -> list[str]:
        """Of the answers that are whole."""
        messages = self.connector.messages(CHAT)
        whole = (one for one in messages if one["type"] == "message")
        return [one["text"] for one in whole if one["text"]]

    def files(self, kind: str) -> list[dict[str, Any]]:
        attachments = (
            each for one in self.connector.messages(CHAT) for each in one.get("attachments", [])
        )
        return [each for each in attachments if each["contentType"] == kind]

    async def offered(self, count: int = 1) -> dict[str, Any]:
        """The last file that was offered."""
        await self.connector.until(lambda: len(self.files(FILE_CONSENT)) >= count, timeout_s=10)
        return self.files(FILE_CONSENT)[-1]


@asynccontextmanager
async def chatting(around: Surroundings) -> AsyncIterator[Chat]:
    drive = OneDrive(around.authority)
    async with (
        drive.server,
        product(
            around,
            KOLLEGA_FILE_HOSTS=drive.server.host,
            KOLLEGA_CRAWL_NETWORKS="127.0.0.0/8,::1/128",
        ) as teams,
    ):
        yield Chat(teams, around.connector, drive)
    assert drive.violations == []
