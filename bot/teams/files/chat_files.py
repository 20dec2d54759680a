"""Files between a person and the bot, in their one-to-one chat: notes in, papers out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from botbuilder.schema import Activity

from bot.errors import AttachmentError, FileTransferError
from bot.papers.base import Paper
from bot.reply import Reply
from bot.teams import texts
from bot.teams.files import consent
from bot.teams.files.consent import Consent
from bot.teams.files.transfer import FileTransfer
from bot.teams.inbox import incoming
from bot.teams.outgoing import Outgoing
from bot.teams.rendering.message import plain
from bot.teams.wire import SENT_FILE, Mask

MOST_BYTES = 5 * 2**20
"""Of a file that is fetched; longer notes nobody reads through."""

ReadFile = Callable[[bytes, str], Awaitable[str]]
"""The text of a file, by its bytes and its name. Raises `AttachmentError`."""
WritePaper = Callable[[Paper], tuple[str, bytes]]
"""A paper as a file: its name and its bytes."""


@dataclass(slots=True)
class SentFile:
    """The first file that came with a message: fetched and read when it is asked for."""

    name: str
    url: str
    files: ChatFiles
    was_read: bool = False

    async def __call__(self) -> str:
        """Its text, personal data masked. Raises `AttachmentError`."""
        self.was_read = True
        return await self.files.text(self.url, self.name)


class ChatFiles:
    """Nothing of a file is kept: what was sent stays where Teams has put it, and so does what is
    given."""

    def __init__(
        self, transfer: FileTransfer, *, read: ReadFile, write: WritePaper, mask: Mask
    ) -> None:
        """`mask` is the personal-data gate."""
        self._transfer = transfer
        self._read = read
        self._write = write
        self._mask = mask

    def sent(self, activity: Activity) -> SentFile | None:
        """The first file that came along and can be fetched."""
        for file in activity.attachments:
            if file.content_type == SENT_FILE and file.content:
                return SentFile(file.name or "", file.content["downloadUrl"], self)
        return None

    async def text(self, url: str, name: str) -> str:
        """The text of a file, personal data masked. Raises `AttachmentError`."""
        try:
            content = await self._transfer.fetch(url, most_bytes=MOST_BYTES)
        except FileTransferError as error:
            kind = "unreachable" if error.kind == "refused" else error.kind
            raise AttachmentError(kind) from None
        return self._mask(await self._read(content, name))

    async def with_offer(self, message: Outgoing, reply: Reply, activity: Activity) -> Outgoing:
        """The message, with the offer of its paper as a file; in a group, where it can be had.

        Bots can give files in one-to-one chats only.
        """
        draft = reply.draft
        if draft is None or draft.paper is None:
            return message
        if not incoming.is_personal(activity):
            following = plain(texts.NO_FILES_HERE, reply.language)
        else:
            name, content = await asyncio.to_thread(self._write, draft.paper)
            following = consent.offer(
                name, len(content), draft_id=draft.id, language=reply.language
            )
        return replace(message, following=(*message.following, following))

    async def give(self, answer: Consent, paper: Paper | None) -> Outgoing:
        """The file where the person has allowed it to be put, or why there is none."""
        if answer.upload is None:
            return plain(texts.FILE_DECLINED, answer.language)
        if paper is None:
            return plain(texts.FILE_GONE, answer.language)
        _, content = await asyncio.to_thread(self._write, paper)
        try:
            await self._transfer.put(answer.text("uploadUrl"), content)
        except FileTransferError:
            return plain(texts.FILE_NOT_PUT, answer.language)
        return consent.given(answer)
