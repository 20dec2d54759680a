"""Files in a chat, put together: what fetches, reads and writes them."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app.municipality import open_template
from bot.app.trust import trust
from bot.calendars.base import STOCKHOLM
from bot.errors import AttachmentError
from bot.papers.base import Paper
from bot.privacy.gate import Gate
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.teams.files.chat_files import ChatFiles


def open_files(settings: Settings) -> ChatFiles:
    """Files of Teams' one-to-one chats."""
    from bot.ingestion.sources.website.guard import Guard
    from bot.teams.files.chat_files import ChatFiles
    from bot.teams.files.hosts import FileHosts
    from bot.teams.files.transfer import FileTransfer

    transfer = FileTransfer(
        FileHosts(settings.file_hosts),
        open_socket=Guard(settings.crawl_networks).socket,
        tls=trust(settings.ca_file),
    )

    def write(paper: Paper) -> tuple[str, bytes]:
        from bot.papers.word import file_name, write_docx

        now = datetime.now(STOCKHOLM)
        return file_name(paper), write_docx(paper, now=now, template=open_template(settings))

    return ChatFiles(transfer, read=_read, write=write, mask=Gate(settings.mask))


async def _read(content: bytes, name: str) -> str:
    """The text of a file. It lies on disk, in a folder of its own, only while a child reads it."""
    from bot.ingestion.attached import attached_text
    from bot.ingestion.reasons import UnreadableError

    with tempfile.TemporaryDirectory(prefix="kollega-") as folder:
        path = Path(folder) / "attached"
        path.write_bytes(content)
        try:
            return await attached_text(path, name=name)
        except UnreadableError as error:
            code = error.reason.code
            kind = code if code in ("unsupported", "too_large") else "damaged"
            raise AttachmentError(kind) from None
