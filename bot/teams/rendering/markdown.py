"""Text made safe to place in a Teams message, where Markdown and some HTML are interpreted."""

from __future__ import annotations

import re

_WHITE_SPACE = re.compile(r"[\s\x00-\x1f]+")
_FORMATTING = re.compile(r"([\\`*_~|])")
_BLOCK = re.compile(r"^([#>])")
_IMAGE = re.compile(r"!+(?=\[)")
_UNSAFE_TARGET = re.compile(r"\]\((?!\s*(?:https://|tel:|mailto:))", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"[*_`]+")
_TAG = re.compile(r"</?[a-z!][^<>]*>?", re.IGNORECASE)
_DEFINITION = re.compile(r"\]:")


def literal(text: str) -> str:
    """Text from a document or a model, shown exactly as it stands, line by line.

    No link, image, mention or heading can come out of it: an image would be fetched by the
    reader's client, with whatever its address carries.
    """
    lines = (_WHITE_SPACE.sub(" ", line).strip() for line in text.splitlines())
    return "\n\n".join(_literal_line(line) for line in lines if line)


def application_markdown(text: str) -> str:
    """Our own Markdown, in which a document's title or a person's name may stand.

    Emphasis, lists and links to https, tel and mailto stay; images and HTML do not.
    """
    without_images = _IMAGE.sub("", _without_html(text))
    return _DEFINITION.sub("] :", _UNSAFE_TARGET.sub("] (", without_images))


def unformatted(text: str) -> str:
    """Our own Markdown as plain text, for where it is not interpreted."""
    return _EMPHASIS.sub("", _LINK.sub(r"\1", text))


def unmarked(text: str) -> str:
    """Text from a document for where Markdown should not be interpreted, safe where it is."""
    return _TAG.sub("", text).replace("](", "] (").replace("]:", "] :").replace("![", "! [")


def shortened(text: str, limit: int) -> str:
    """One line of at most `limit` characters, cut between words with an ellipsis."""
    line = _WHITE_SPACE.sub(" ", text).strip()
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return f"{(head if space and len(head) > limit // 2 else cut).rstrip(' ,;:.')}…"


def _literal_line(line: str) -> str:
    escaped = _BLOCK.sub(r"\\\1", _FORMATTING.sub(r"\\\1", _without_html(line)))
    return escaped.replace("](", "] (").replace("]:", "] :")


def _without_html(text: str) -> str:
    return text.replace("<", "&lt;")
