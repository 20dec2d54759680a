"""The TOML of a profile: its values, the line of each, and every line that is no TOML.

`tomllib` tells one mistake, in English, and no lines of what it has read. So a text that it refuses
is looked at statement by statement: a heading, or a field with its value.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.operations.profile import texts
from bot.operations.profile.mistakes import Field, Mistake, heading, named
from bot.operations.profile.statement import FIELD, HEADING, fault, is_toml, repaired_heading
from bot.operations.profile.texts import told

_QUOTES = ('"""', "'''")


@dataclass(frozen=True, slots=True)
class Statement:
    """A heading, or a field with its value, which may take several lines."""

    field: Field
    line: int
    """Its first, from 1."""
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether a table begins here."""
        return HEADING.match(self.text.partition("\n")[0]) is not None


class Source:
    """What a profile holds, as far as it can be read."""

    def __init__(self, text: str) -> None:
        statements = list(_statements(text.splitlines()))
        self._lines = _lines(statements)
        self.mistakes: list[Mistake] = []
        self.unread: set[Field] = set()
        """Fields that cannot be read, and that it has been told of."""
        self.values: Mapping[str, object] = {}
        try:
            self.values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._read_rest("\n".join(self._readable(statements)), str(error))

    def line(self, field: Field) -> int | None:
        """Where a field stands; where its table does if it is missing; None without that, too."""
        while field and field not in self._lines:
            field = field[:-1]
        return self._lines.get(field)

    def _read_rest(self, readable: str, reason: str) -> None:
        """`reason`: why the whole could not be read."""
        try:
            self.values = tomllib.loads(readable)
        except tomllib.TOMLDecodeError as error:
            reason = str(error)
        if not self.mistakes:
            self.mistakes.append(Mistake((), None, told(texts.NO_TOML, reason=reason)))

    def _readable(self, statements: Sequence[Statement]) -> Iterator[str]:
        """The statements that can be read; of the others a mistake is noted."""
        seen: dict[Field, int] = {}
        is_skipped = False
        for one in statements:
            if is_skipped and not one.is_heading:
                continue
            is_skipped = False
            if one.field in seen:
                what = told(texts.TWICE, field=_named(one), line=seen[one.field])
                self.mistakes.append(Mistake(one.field, one.line, what))
                is_skipped = one.is_heading
                continue
            seen[one.field] = one.line
            if is_toml(one.text):
                yield one.text
                continue
            self.mistakes.append(_mistake(one))
            if one.is_heading:
                yield repaired_heading(one.text.partition("\n")[0])
            else:
                self.unread.add(one.field)


def _lines(statements: Sequence[Statement]) -> Mapping[Field, int]:
    """Where each field begins; of tables in double brackets, where the first of them does."""
    lines: dict[Field, int] = {}
    for one in statements:
        lines.setdefault(one.field, one.line)
        if one.field and isinstance(one.field[-1], int):
            lines.setdefault(one.field[:-1], one.line)
    lines.pop((), None)
    return lines


def _statements(lines: Sequence[str]) -> Iterator[Statement]:
    table: Field = ()
    counts: dict[str, int] = {}
    field, first, held = table, 1, ""
    for number, line in enumerate(lines, start=1):
        is_inside = any(held.count(quotes) % 2 for quotes in _QUOTES)
        head, begun = HEADING.match(line), FIELD.match(line)
        if is_inside or not (head or begun):
            held += f"\n{line}"
            continue
        if held.strip():
            yield Statement(field, first, held)
        if head:
            opened, name = head.groups()
            table = tuple(name.split("."))
            if opened == "[[":
                counts[name] = counts.get(name, 0) + 1
                table = (*table, counts[name])
            field = table
        elif begun:
            field = (*table, *begun[1].split("."))
        first, held = number, line
    if held.strip():
        yield Statement(field, first, held)


def _mistake(statement: Statement) -> Mistake:
    lines = statement.text.split("\n")
    if is_toml(lines[0]):
        # The statement is right, and what follows is none.
        stray = next(at for at, line in enumerate(lines) if at and not is_toml(line))
        return Mistake(statement.field, statement.line + stray, texts.STRAY)
    return Mistake(statement.field, statement.line, fault(statement.text))


def _named(statement: Statement) -> str:
    return heading(statement.field) if statement.is_heading else named(statement.field)
