"""What a file gives its modules, and what it takes from them."""

from __future__ import annotations

from tree_sitter import Node

from tests.bicep.syntax import File, body, children, every, literal, properties, read, text


def check_modules(file: File) -> None:
    """Note modules that are missing, parameters that do not fit, and outputs there are not."""
    for name, node in file.declared["module"].items():
        path = file.path.parent / (literal(children(node, "string")[0]) or "")
        if not path.is_file():
            file.note(node, f"the module {name} has no file")
            continue
        module = read(path)
        _check_parameters(file, name, node, module)
        _check_outputs(file, name, module)


def _check_parameters(file: File, name: str, node: Node, module: File) -> None:
    given = properties(properties(body(node)).get("params", (None, None))[1])
    wanted = module.declared["parameter"]
    for parameter, (place, _) in given.items():
        if parameter not in wanted:
            file.note(place, f"the module {name} has no parameter {parameter}")
    for parameter, declaration in wanted.items():
        has_default = any(child.type == "=" for child in declaration.children)
        if parameter not in given and not has_default:
            file.note(node, f"the module {name} needs the parameter {parameter}")


def _check_outputs(file: File, name: str, module: File) -> None:
    known = module.declared["output"]
    for node in every(file.root):
        parts = text(node).split(".") if node.type == "member_expression" else []
        if parts[:2] == [name, "outputs"] and len(parts) == 3 and parts[2] not in known:
            file.note(node, f"the module {name} has no output {parts[2]}")
