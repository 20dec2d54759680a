"""One Bicep file as a tree, and what is declared in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import tree_sitter_bicep
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_bicep.language()))
# Grammar 1.1.0 does not know `extension name` without a path, which Bicep has had since 0.31.
_EXTENSION = re.compile(rb"^extension (?=\w+\s*$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a Bicep file."""

    where: str
    """File and line: "main.bicep:12"."""
    what: str


@dataclass(slots=True)
class File:
    """What stands in one file. `declared` by kind ("parameter_declaration") and name."""

    path: Path
    root: Node
    declared: Mapping[str, Mapping[str, Node]]
    findings: list[Finding] = field(default_factory=list)

    def note(self, node: Node, what: str) -> None:
        """Remember what is wrong at a node."""
        self.findings.append(Finding(f"{self.path.name}:{node.start_point.row + 1}", what))


def read(path: Path) -> File:
    """The file as it is; what the grammar does not take is among its findings."""
    source = _EXTENSION.sub(b"// ext ", path.read_bytes())
    root = _PARSER.parse(source).root_node
    kinds = ("parameter", "variable", "resource", "module", "output")
    file = File(path, root, {kind: _declared(root, kind) for kind in kinds})
    for node in every(root):
        if node.type == "ERROR" or node.is_missing:
            file.note(node, f"the grammar stops at {text(node)[:40]!r}")
    return file


def text(node: Node) -> str:
    """The source of a node."""
    return (node.text or b"").decode()


def every(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for child in node.children:
        yield from every(child)


def children(node: Node, kind: str) -> list[Node]:
    """Those directly below, of one kind."""
    return [child for child in node.children if child.type == kind]


def literal(node: Node | None) -> str | None:
    """A string without places to fill in; None for everything else."""
    if node is None or node.type != "string" or children(node, "interpolation"):
        return None
    return "".join(text(part) for part in children(node, "string_content"))


def properties(item: Node | None) -> dict[str, tuple[Node, Node | None]]:
    """By name: the property, and its value. Resources nested in an object are none of them."""
    found: dict[str, tuple[Node, Node | None]] = {}
    for one in children(item, "object_property") if item else []:
        parts = [part for part in one.children if part.is_named and part.type != "comment"]
        if parts and parts[0].type != "resource_declaration":
            name = literal(parts[0]) if parts[0].type == "string" else text(parts[0])
            found[name or "*"] = (one, parts[1] if len(parts) > 1 else None)
    return found


def body(declaration: Node) -> Node | None:
    """The object that a resource or module is, also behind a condition or a loop."""
    for child in declaration.children:
        if child.type == "object":
            return child
        if child.type in ("if_statement", "for_statement"):
            return next((node for node in every(child) if node.type == "object"), None)
    return None


def _declared(root: Node, kind: str) -> dict[str, Node]:
    nodes = [node for node in every(root) if node.type == f"{kind}_declaration"]
    return {text(children(node, "identifier")[0]): node for node in nodes}
