"""`$filter` of Azure AI Search, read and evaluated anew: the product's own writing is not used.

https://learn.microsoft.com/azure/search/search-query-odata-filter
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]
Test = Callable[[Row], bool]

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_][\w.]*)|(?P<sign>[(),:/]))"
)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda one, other: one == other,
    "ne": lambda one, other: one != other,
    "gt": lambda one, other: one is not None and one > other,
    "ge": lambda one, other: one is not None and one >= other,
    "lt": lambda one, other: one is not None and one < other,
    "le": lambda one, other: one is not None and one <= other,
}


class FilterError(Exception):
    """What the service answers 400 for."""


class Filter:
    """A parsed filter; `fields` are those of the document that it looks at."""

    def __init__(self, expression: str) -> None:
        self._tokens = list(_tokens(expression))
        self._at = 0
        self._variables: list[str] = []
        self.fields: set[str] = set()
        self._test = self._either()
        if self._at != len(self._tokens):
            raise FilterError(f"unexpected {self._tokens[self._at][1]!r}")

    def lets_through(self, row: Row) -> bool:
        return self._test(row)

    def _either(self) -> Test:
        tests = [self._both()]
        while self._take("or"):
            tests.append(self._both())
        return lambda row: any(test(row) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._take("and"):
            tests.append(self._one())
        return lambda row: all(test(row) for test in tests)

    def _one(self) -> Test:
        if self._take("not"):
            inner = self._one()
            return lambda row: not inner(row)
        if self._take("("):
            inner = self._either()
            self._need(")")
            return inner
        if self._take("search.in"):
            return self._search_in()
        field = self._name()
        if self._take("/"):
            return self._lambda(field)
        compare = _COMPARE.get(self._name())
        if compare is None:
            raise FilterError("no comparison")
        wanted = self._literal()
        look = self._looked_up(field)
        return lambda row: compare(look(row), wanted)

    def _search_in(self) -> Test:
        self._need("(")
        look = self._looked_up(self._name())
        self._need(",")
        listed = self._text()
        between = self._text() if self._take(",") else " ,"
        self._need(")")
        wanted = set(re.split("|".join(map(re.escape, between)), listed))
        return lambda row: look(row) in wanted

    def _lambda(self, field: str) -> Test:
        kind = self._name()
        if kind not in ("any", "all"):
            raise FilterError(f"no {kind}")
        self._need("(")
        variable = self._name()
        self._need(":")
        self._variables.append(variable)
        inner = self._either()
        self._variables.pop()
        self._need(")")
        look = self._looked_up(field)
        quantify = any if kind == "any" else all
        return lambda row: quantify(inner({**row, variable: each}) for each in look(row) or ())

    def _looked_up(self, name: str) -> Callable[[Row], Any]:
        if name not in self._variables:
            self.fields.add(name)
        return lambda row: row.get(name)

    def _literal(self) -> Any:
        kind, value = self._next()
        if kind == "text":
            return _unquoted(value)
        if kind == "number":
            return float(value) if "." in value else int(value)
        if value in ("null", "true", "false"):
            return {"null": None, "true": True, "false": False}[value]
        raise FilterError(f"{value!r} is no value")

    def _text(self) -> str:
        kind, value = self._next()
        if kind != "text":
            raise FilterError(f"{value!r} is no text")
        return _unquoted(value)

    def _name(self) -> str:
        kind, value = self._next()
        if kind != "name":
            raise FilterError(f"{value!r} is no name")
        return value

    def _need(self, wanted: str) -> None:
        if not self._take(wanted):
            raise FilterError(f"{wanted!r} is missing")

    def _take(self, wanted: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at][1] == wanted:
            self._at += 1
            return True
        return False

    def _next(self) -> tuple[str, str]:
        if self._at == len(self._tokens):
            raise FilterError("it ends too early")
        self._at += 1
        return self._tokens[self._at - 1]


def _tokens(expression: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(expression.rstrip()):
        match = _TOKEN.match(expression, at)
        if match is None:
            raise FilterError(f"unreadable at {at}")
        yield str(match.lastgroup), str(match[str(match.lastgroup)])
        at = match.end()


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'")
