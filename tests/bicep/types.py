"""Resources against the types of Azure: properties, values, what is required or read-only."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tree_sitter import Node

from tests.bicep.syntax import File, body, children, literal, properties, text

TYPES = Path(__file__).parent.parent / "data" / "bicep-types"
_OF_BICEP = frozenset({"parent", "scope", "dependsOn"})
_LITERALS = {"bool": "boolean", "int": "number", "string": "string"}


def check_types(file: File) -> None:
    """Note what does not fit in the resources of a file."""
    for node in file.declared["resource"].values():
        kind, version = _kind(node)
        known = _load(kind)
        if known is None:
            file.note(node, f"{kind} is no type that is known here")
        elif known["version"] != version:
            file.note(node, f"{kind}@{version}: known here is {known['version']}")
        elif not any(text(child) == "existing" for child in node.children):
            _Check(file, known["types"]).of_object(body(node), known["body"], kind)


class _Check:
    """Walks an object beside its type."""

    def __init__(self, file: File, types: Any) -> None:
        self._file = file
        self._types = types

    def of_object(self, item: Node | None, kind: Any, where: str) -> None:
        """Note what does not fit in an object; one whose names are free is not looked into."""
        if item is None:
            return
        given, wanted = properties(item), dict(kind["properties"])
        if "discriminator" in kind:
            chosen = self._chosen(item, given, kind, where)
            if chosen is None or "others" in chosen:
                return
            wanted |= chosen["properties"]
        if "others" in kind:
            return
        for name in given.keys() - _OF_BICEP - {"*"}:
            self._of_property(name, *given[name], wanted, where)
        for name, (_, *flags) in wanted.items():
            if "Required" in flags and name not in given and "*" not in given:
                self._file.note(item, f"{where} needs {name}")

    def _of_property(
        self, name: str, place: Node, value: Node | None, wanted: Any, where: str
    ) -> None:
        if name not in wanted:
            self._file.note(place, f"{where} has no property {name}")
        elif "ReadOnly" in wanted[name] and "Required" not in wanted[name]:
            self._file.note(place, f"{where}.{name} is read-only")
        elif value is not None:
            self._of_value(value, wanted[name][0], f"{where}.{name}")

    def _chosen(self, item: Node, given: Any, kind: Any, where: str) -> Any:
        discriminator = kind["discriminator"]
        if discriminator not in given:
            self._file.note(item, f"{where} needs {discriminator}")
            return None
        value = literal(given[discriminator][1])
        if value is not None and value not in kind["kinds"]:
            self._file.note(given[discriminator][0], f"{where}.{discriminator} cannot be {value}")
            return None
        return kind["kinds"].get(value)

    def _of_value(self, value: Node, kind: str, where: str) -> None:
        value = self._resolved(value)
        element = kind.removesuffix("[]")
        if value.type == "object" and element in self._types and element == kind:
            self.of_object(value, self._types[kind], where)
        elif value.type == "array" and element != kind:
            for item in value.children:
                if item.is_named and item.type != "comment":
                    self._of_value(item, element, f"{where}[]")
        elif value.type in ("array", "object") and not self._may_be(value.type, kind):
            self._file.note(value, f"{where} must be {kind}")
        elif value.type in _LITERALS.values():
            self._of_literal(value, kind, where)

    def _resolved(self, value: Node) -> Node:
        """What a variable of the file stands for."""
        declared = self._file.declared["variable"]
        if value.type == "identifier" and text(value) in declared:
            return declared[text(value)].children[-1]
        return value

    def _may_be(self, node: str, kind: str) -> bool:
        if kind in ("any", "object") or (kind not in self._types and "[]" not in kind):
            return kind not in _LITERALS and "|" not in kind
        return node == "array" if kind.endswith("[]") else node == "object"

    def _of_literal(self, value: Node, kind: str, where: str) -> None:
        choices = {choice.strip() for choice in kind.split("|")}
        is_compound = kind in self._types or kind.endswith("[]")
        if is_compound or (kind in _LITERALS and value.type != _LITERALS[kind]):
            self._file.note(value, f"{where} must be {kind}")
        elif (
            len(choices) > 1 and "string" not in choices and literal(value) not in (None, *choices)
        ):
            self._file.note(value, f"{where} must be one of {kind}")


def _kind(node: Node) -> tuple[str, str]:
    """Of a nested resource, the type and version of its parent count too."""
    kind, _, version = (literal(children(node, "string")[0]) or "").partition("@")
    outer = node.parent
    while outer is not None and outer.type != "resource_declaration":
        outer = outer.parent
    if outer is not None:
        parent, inherited = _kind(outer)
        kind, version = f"{parent}/{kind}", version or inherited
    return kind, version


@cache
def _load(kind: str) -> Any:
    path = TYPES / f"{kind.replace('/', '_')}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
