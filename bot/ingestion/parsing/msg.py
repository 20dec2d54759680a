"""Reads e-mails as Outlook saves them ([MS-OXMSG]), from the few properties that count."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import olefile

from bot.ingestion.documents.document import Document
from bot.ingestion.parsing.mail import Attachment, Message, Parse, document_of
from bot.ingestion.parsing.office import opening
from bot.ingestion.parsing.text import decode
from bot.ingestion.reasons import UnreadableError

# Property ids of [MS-OXPROPS].
_SUBJECT, _SENDER, _TO, _CC, _BODY, _HTML = "0037", "0C1A", "0E04", "0E03", "1000", "1013"
_LONG_NAME, _NAME, _DATA = "3707", "3704", "3701"
_SENT, _DELIVERED, _CODEPAGE = 0x0039, 0x0E06, 0x3FDE
_PROPERTIES = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0_#"
_TOP_HEADER = 32
"""Bytes before the properties of the message itself ([MS-OXMSG] 2.4.1.1)."""
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MAX_PAST = 2**62


def parse_msg(data: bytes, parse: Parse) -> Document:
    """An Outlook message as a document; `parse` reads its attachments."""
    with opening(".msg"), olefile.OleFileIO(io.BytesIO(data)) as ole:
        if not ole.exists(_PROPERTIES):
            raise UnreadableError("really_other", "Office 97–2003")
        message = _message(_Reader(ole))
    return document_of(message, parse)


def _message(reader: _Reader) -> Message:
    html = reader.bytes_of(_HTML)
    return Message(
        subject=reader.text(_SUBJECT),
        sender=reader.text(_SENDER),
        to=tuple(filter(None, re.split(r"; ?", f"{reader.text(_TO)};{reader.text(_CC)}"))),
        sent=reader.time(_SENT) or reader.time(_DELIVERED),
        text=reader.text(_BODY),
        html=decode(html, reader.encoding)[0] if html else "",
        attachments=tuple(reader.attachments()),
    )


class _Reader:
    """The properties of a message: texts in streams of their own, the rest in one table."""

    def __init__(self, ole: olefile.OleFileIO) -> None:
        self._ole = ole
        self._table = self._stream(_PROPERTIES)[_TOP_HEADER:]
        self.encoding = f"cp{self._number(_CODEPAGE) or 1252}".replace("cp65001", "utf-8")

    def text(self, name: str, folder: str = "") -> str:
        """A text; empty if there is none."""
        if wide := self._stream(f"{folder}__substg1.0_{name}001F"):
            return wide.decode("utf-16-le", "replace")
        narrow = self._stream(f"{folder}__substg1.0_{name}001E")
        return decode(narrow, self.encoding)[0] if narrow else ""

    def bytes_of(self, name: str, folder: str = "") -> bytes:
        """A property of bytes; empty if there is none."""
        return self._stream(f"{folder}__substg1.0_{name}0102")

    def time(self, number: int) -> datetime | None:
        """A time, in UTC."""
        ticks = self._number(number)
        if not 0 < ticks < _MAX_PAST:
            return None
        return _EPOCH + timedelta(microseconds=ticks // 10)

    def attachments(self) -> Iterator[Attachment]:
        """The files that came with it; one without a name is not for readers."""
        folders = {path[0] for path in self._ole.listdir() if path[0].startswith(_ATTACHMENT)}
        for folder in sorted(folders):
            name = self.text(_LONG_NAME, f"{folder}/") or self.text(_NAME, f"{folder}/")
            if name:
                yield Attachment(name, self.bytes_of(_DATA, f"{folder}/"))

    def _stream(self, path: str) -> bytes:
        return self._ole.openstream(path).read() if self._ole.exists(path) else b""

    def _number(self, number: int) -> int:
        """A property that stands in the table itself: tag, flags and value, 16 bytes in all."""
        for start in range(0, len(self._table) - 15, 16):
            if int.from_bytes(self._table[start + 2 : start + 4], "little") == number:
                return int.from_bytes(self._table[start + 8 : start + 16], "little")
        return 0
