"""The text of a file that somebody sends along with a message, line by line.

Whatever needs a parser is read in a child process, within limits.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.ingestion.documents.chunking import Piece
from bot.ingestion.reasons import Reason, UnreadableError
from bot.ingestion.workers.limits import Limits
from bot.ingestion.workers.pool import ReaderPool

PLAIN = (".txt", ".md")
PARSED = (".docx", ".odt")
LARGEST_MB = 5
_LIMITS = Limits(memory_mb=512, cpu_s=15, wall_s=20.0, file_mb=LARGEST_MB, reply_mb=4)
_ENCODINGS = ("utf-8-sig", "cp1252")


async def attached_text(path: Path, *, name: str | None = None) -> str:
    """Its text; headings begin with "# ". Raises `UnreadableError`, which tells why."""
    suffix = Path(name or path.name).suffix.lower()
    if suffix in PLAIN:
        return await asyncio.to_thread(_plain, path)
    if suffix not in PARSED:
        raise UnreadableError("unsupported", suffix)
    async with ReaderPool(_LIMITS, size=1) as pool:
        outcome = await pool.read(path, name or path.name)
    if outcome.reading is None:
        reason = outcome.reason or Reason("damaged")
        raise UnreadableError(reason.code, reason.detail)
    return "\n".join(_lines(outcome.reading.pieces))


def _plain(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_MB * 2**20 + 1)
    except OSError as error:
        raise UnreadableError("unreadable", error.strerror or "") from error
    if len(data) > LARGEST_MB * 2**20:
        raise UnreadableError("too_large", f"> {LARGEST_MB} MB")
    if b"\0" in data:
        raise UnreadableError("not_text")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("not_text")


def _lines(pieces: tuple[Piece, ...]) -> list[str]:
    lines: list[str] = []
    place = ""
    for piece in pieces:
        if piece.place and piece.place != place:
            place = piece.place
            lines.append(f"# {place.rpartition(' · ')[2]}")
        lines.append(piece.text)
    return lines
