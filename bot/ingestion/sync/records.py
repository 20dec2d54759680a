"""What is kept of a source as a whole: its memory, its last sync, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.ingestion.reasons import Reason, reason_code
from bot.ingestion.sources.base import Problem
from bot.ingestion.sync.ledger_file import LedgerFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A document that is not indexed as it should be, since when and why."""

    source: str
    document: str
    reason: Reason
    owner: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Synced:
    """A source and when its last sync ended."""

    source: str
    at: datetime


class SourceRecords:
    """Records of sources, in the ledger's file. Its methods block."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def state(self, source: str) -> str | None:
        """What the source wanted to find again."""
        if not self._file.path.exists():
            return None
        with self._file.connection() as connection:
            found = connection.execute(
                "SELECT state FROM sources WHERE name = ?", (source,)
            ).fetchone()
        return None if found is None or found[0] is None else str(found[0])

    def finish(
        self, source: str, *, state: str | None, problems: Sequence[Problem], only: str | None
    ) -> None:
        """A sync has ended, and this is what it leaves; `only`: it was about that document."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._file.connection() as connection:
            connection.execute(
                "INSERT INTO sources VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE "
                "SET state = excluded.state, synced_at = excluded.synced_at",
                (source, state, now),
            )
            known = dict(
                connection.execute(
                    "DELETE FROM problems WHERE source = ? AND coalesce(? = document, true) "
                    "RETURNING document, since",
                    (source, only),
                ).fetchall()
            )
            connection.executemany(
                "INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (
                        source,
                        one.document,
                        one.reason.code,
                        one.reason.detail,
                        one.owner,
                        known.get(one.document, now),
                    )
                    for one in problems
                ],
            )

    def forget(self, source: str) -> None:
        """The source is not there any more."""
        with self._file.connection() as connection:
            connection.execute("DELETE FROM sources WHERE name = ?", (source,))
            connection.execute("DELETE FROM problems WHERE source = ?", (source,))

    def quarantine(self) -> tuple[Quarantined, ...]:
        """What the last sync of each source could not index, or not anew."""
        if not self._file.path.exists():
            return ()
        with self._file.connection() as connection:
            found = connection.execute(
                "SELECT source, document, reason, detail, owner, since FROM problems "
                "ORDER BY source, document"
            ).fetchall()
        return tuple(
            Quarantined(
                source=source,
                document=document,
                reason=Reason(reason_code(code), detail),
                owner=owner,
                since=datetime.fromisoformat(since),
            )
            for source, document, code, detail, owner, since in found
        )

    def synced(self) -> tuple[Synced, ...]:
        """Every source, and when its last sync ended."""
        if not self._file.path.exists():
            return ()
        with self._file.connection() as connection:
            found = connection.execute("SELECT name, synced_at FROM sources ORDER BY name")
            return tuple(Synced(name, datetime.fromisoformat(at)) for name, at in found)
