"""Names that are used and not declared, or declared and not used."""

from __future__ import annotations

from tree_sitter import Node

from tests.bicep.syntax import File, children, every, text

_GIVEN = frozenset({"resourceGroup", "subscription", "tenant", "environment", "deployment", "az"})
_DECLARING = ("parameter", "variable", "resource", "module", "output")


def check_names(file: File) -> None:
    """Note unknown names, and parameters and variables that nothing uses."""
    known = {name for kind in _DECLARING[:-1] for name in file.declared[kind]}
    used: set[str] = set()
    _visit(file, file.root, known | _GIVEN, used)
    for kind in ("parameter", "variable"):
        for name, node in file.declared[kind].items():
            if name not in used:
                file.note(node, f"{name} is never used")


def _visit(file: File, node: Node, known: set[str] | frozenset[str], used: set[str]) -> None:
    if node.type == "for_statement":
        known = known | {text(name) for name in children(node, "identifier")[:1]}
        places = [child for child in node.children if child.type == "for_loop_parameters"]
        known |= {text(name) for place in places for name in every(place)}
    if node.type == "identifier" and _is_use(node):
        used.add(text(node))
        if text(node) not in known:
            file.note(node, f"{text(node)} is unknown")
    for child in node.children:
        _visit(file, child, known, used)


def _is_use(node: Node) -> bool:
    parent, following = node.parent, node.next_sibling
    if parent is None or parent.type in ("decorator", "type", "nullable_type"):
        return False
    if parent.type == "object_property":
        return parent.children[0] != node
    if parent.type.endswith("_declaration"):
        return children(parent, "identifier")[0] != node
    if parent.type == "for_loop_parameters":
        return False
    called = parent.type == "call_expression" and parent.children[0] == node
    return not called and (following is None or following.type != "parenthesized_expression")
