"""Where a crawl keeps what it has until the sync has read it, and from where it can go on."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from bot.ingestion.sources.website.visits import Visit, decode_line, encode_line

_JOURNAL = "visits.jsonl"


class Shelf:
    """A folder with the visits of a crawl under way, and the bodies that are still to be read.

    It is thrown away when the sync is done. If that never comes, the next crawl finds it.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` is made by `open`."""
        self._folder = folder
        self._journal: TextIO | None = None

    def open(self) -> None:
        """Make room."""
        self._folder.mkdir(parents=True, exist_ok=True)

    def visits(self, *, since: float) -> dict[str, Visit]:
        """The visits of a crawl that was interrupted, if they are from `since` or later."""
        found: dict[str, Visit] = {}
        try:
            lines = (self._folder / _JOURNAL).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return {}
        for line in lines:
            try:
                address, visit = decode_line(line)
            except ValueError:
                # The last line, cut by a kill.
                continue
            if visit.at >= since:
                found[address] = visit
        return found

    def note(self, address: str, visit: Visit) -> None:
        """Write down a visit, so that a kill does not lose it."""
        if self._journal is None:
            self._journal = (self._folder / _JOURNAL).open("a", encoding="utf-8")
            # A line that was cut must not swallow the next.
            self._journal.write("\n")
        self._journal.write(encode_line(address, visit) + "\n")
        self._journal.flush()

    def place(self, address: str) -> Path:
        """Where the body from an address is, or is to be."""
        return self._folder / sha256(address.encode()).hexdigest()

    def close(self) -> None:
        """Keep everything for a later crawl."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def clear(self) -> None:
        """Keep nothing."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)
