"""Carries out what was asked of a SQLite file together, in one transaction with few statements.

Every statement lets go of Python's interpreter lock, and while the event loop is busy the thread
gets it back only after milliseconds: the number of statements is what a busy bot waits for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import Literal, TypeAlias, TypeVar

from bot.errors import StorageUnavailable

_ROWS = 16
"""The most that one statement changes: SQLite keeps each length of it prepared."""

T = TypeVar("T")
Operation: TypeAlias = Callable[[sqlite3.Connection], T]
Effect = Literal["none", "commit", "durable"]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A change of one row, made by one statement together with the same change of other rows.

    Its result is whether it found something to change.
    """

    sql: str
    """With `{rows}` where the values of the rows stand, each in parentheses."""
    row: tuple[str | int | None, ...]


Work: TypeAlias = Operation[object] | RowChange


class Transactions:
    """Of one connection. Work is carried out in order; row changes between other work have none."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._synchronous = ""

    def outcomes(self, works: Sequence[Work], effects: Set[Effect]) -> list[object]:
        """A result or an exception for each. One that fails does not fail the others."""
        try:
            self._begin(effects)
        except sqlite3.Error as error:
            return [_translated(error)] * len(works)
        try:
            results = self._results(works)
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")
        except Exception as error:  # carried to whoever awaits it
            self._roll_back()
            if len(works) == 1:
                return [_translated(error)]
            return [self.outcomes([work], effects)[0] for work in works]
        return results

    def _begin(self, effects: Set[Effect]) -> None:
        if effects <= {"none"}:
            return
        level = "FULL" if "durable" in effects else "NORMAL"
        if level != self._synchronous:
            self._connection.execute(f"PRAGMA synchronous = {level}")
            self._synchronous = level
        self._connection.execute("BEGIN IMMEDIATE")

    def _results(self, works: Sequence[Work]) -> list[object]:
        results: dict[int, object] = {}
        changes: dict[str, dict[int, RowChange]] = {}
        for number, work in enumerate(works):
            if isinstance(work, RowChange):
                changes.setdefault(work.sql, {})[number] = work
            else:
                self._make(changes, results)
                results[number] = work(self._connection)
        self._make(changes, results)
        return [results[number] for number in range(len(works))]

    def _make(self, changes: dict[str, dict[int, RowChange]], results: dict[int, object]) -> None:
        for sql, alike in changes.items():
            found = self._change(sql, [change.row for change in alike.values()])
            results.update(dict.fromkeys(alike, found))
        changes.clear()

    def _change(self, sql: str, rows: Sequence[tuple[str | int | None, ...]]) -> bool:
        marks = f"({', '.join('?' * len(rows[0]))})"
        changed = 0
        for start in range(0, len(rows), _ROWS):
            some = rows[start : start + _ROWS]
            statement = sql.format(rows=", ".join([marks] * len(some)))
            values = tuple(chain.from_iterable(some))
            changed += self._connection.execute(statement, values).rowcount
        if 0 < changed < len(rows):
            raise _UnlikeError
        return changed > 0

    def _roll_back(self) -> None:
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:  # SQLite has already rolled back by itself
            return


class _UnlikeError(Exception):
    """Some rows were changed and some were not: each is tried alone, to tell which."""


def _translated(error: Exception) -> Exception:
    if not isinstance(error, sqlite3.Error):
        return error
    # The message of a constraint or a syntax error can hold data: only SQLite's code is kept.
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    unavailable = StorageUnavailable(f"SQLite: {name}")
    unavailable.__cause__ = error
    return unavailable
