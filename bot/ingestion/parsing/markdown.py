"""Reads Markdown with front matter, also with pieces of HTML in it."""

from __future__ import annotations

import re
import tomllib

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.ingestion.documents.document import Block, Document, Heading, ListItem, Paragraph, Table
from bot.ingestion.documents.labels import is_labelled
from bot.ingestion.documents.notes import hidden
from bot.ingestion.parsing.cleaning import clean, smuggled
from bot.ingestion.parsing.html import parse_tree
from bot.ingestion.parsing.html_reader import HtmlReader
from bot.ingestion.parsing.html_style import PageStyle
from bot.ingestion.parsing.text import decode
from bot.ingestion.reasons import UnreadableError

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_SHORTCODE = re.compile(r"\{\{[<%].*?[>%]\}\}", re.DOTALL)
"""Hugo's templates, "{{< card … >}}": layout, not text."""
_LABELLED = re.compile(r"[^:.]{2,40}: \S")
_MAX_NESTING = 30


def parse_markdown(data: bytes) -> Document:
    """A Markdown file as a document."""
    text, notes = decode(data)
    properties, body = _front_matter(text.replace("\r\n", "\n"))
    reader = _Reader()
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    for node in SyntaxTreeNode(parser.parse(_SHORTCODE.sub("", body))).children:
        reader.read(node)
    if not reader.blocks:
        raise UnreadableError("hidden_only" if reader.hidden else "no_text")
    return Document(
        title=_title(properties, reader.blocks),
        blocks=tuple(reader.blocks),
        properties=properties,
        notes=(*notes, *hidden(reader.hidden + smuggled(body))),
    )


def _title(properties: tuple[tuple[str, str], ...], blocks: list[Block]) -> str:
    named = next((value for key, value in properties if key.lower() in ("titel", "title")), "")
    if named:
        return named
    headings = [block for block in blocks if isinstance(block, Heading)]
    return headings[0].text if headings and headings[0].level == 1 else ""


def _front_matter(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    match = _FENCE.match(text.lstrip("\ufeff"))
    if match is None:
        return (), text
    body = text.lstrip("\ufeff")[match.end() :]
    if match[1] == "+++":
        return _toml(match[2]), body
    # The `key: value` lines of YAML are all that documents use; anything nested is left out.
    pairs = re.findall(r"^([^\s#:\-][^:\n]*?)[ \t]*:[ \t]+(.+?)[ \t]*$", match[2], re.MULTILINE)
    return tuple((clean(key), _unquote(value)) for key, value in pairs if clean(value)), body


def _toml(text: str) -> tuple[tuple[str, str], ...]:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return ()
    return tuple(
        (key, clean(str(value))) for key, value in values.items() if not isinstance(value, dict)
    )


def _unquote(value: str) -> str:
    text = clean(value)
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


class _Reader:
    """Walks the syntax tree and collects blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.hidden = 0

    def read(self, node: SyntaxTreeNode) -> None:
        match node.type:
            case "heading":
                self._add(Heading(_inline(node), int(node.tag[1])))
            case "paragraph":
                for line in _lines(node):
                    self._paragraph(line)
            case "bullet_list" | "ordered_list":
                self._items(node)
            case "table":
                self._table(node)
            case "code_block" | "fence":
                for line in node.content.splitlines():
                    self._paragraph(clean(line))
            case "html_block":
                self._html(node.content)
            case _:
                for child in node.children:
                    self.read(child)

    def _add(self, block: Heading | Paragraph | ListItem) -> None:
        if block.text:
            self.blocks.append(block)

    def _paragraph(self, text: str) -> None:
        self._add(Paragraph(text))

    def _items(self, node: SyntaxTreeNode) -> None:
        start = node.attrs.get("start", 1)
        for number, item in enumerate(node.children, int(start)):
            marker = f"{number}." if node.type == "ordered_list" else "-"
            texts = [_inline(child) for child in item.children if child.type == "paragraph"]
            self._add(ListItem(" ".join(filter(None, texts)), marker))
            for child in item.children:
                if child.type != "paragraph":
                    self.read(child)

    def _table(self, node: SyntaxTreeNode) -> None:
        rows = [
            tuple(_inline(cell) for cell in row.children)
            for section in node.children
            for row in section.children
        ]
        filled = tuple(row for row in rows[1:] if any(row))
        if filled:
            header = rows[0] if any(rows[0]) else ()
            self.blocks.append(Table(header, filled))

    def _html(self, content: str) -> None:
        if not content.strip():
            return
        try:
            root = parse_tree(content)
        except UnreadableError:
            return
        reader = HtmlReader(PageStyle(root))
        reader.read(root)
        self.blocks.extend(reader.blocks)
        self.hidden += reader.hidden


def _lines(node: SyntaxTreeNode) -> list[str]:
    """A paragraph as one line, or as the lines that hard breaks or labels make of it."""
    parts = [clean(part) for part in "".join(_pieces(node, hard="\n")).split("\n")]
    soft = [clean(part) for part in "".join(_pieces(node, soft="\n", hard="\n")).split("\n")]
    if len(soft) > 1 and (all(map(_LABELLED.match, soft)) or any(map(is_labelled, soft))):
        return soft
    return parts


def _inline(node: SyntaxTreeNode) -> str:
    return clean("".join(_pieces(node)))


def _pieces(node: SyntaxTreeNode, *, soft: str = " ", hard: str = " ") -> list[str]:
    match node.type:
        case "text" | "code_inline":
            return [node.content]
        case "softbreak":
            return [soft]
        case "hardbreak":
            return [hard]
        case "html_inline" | "image":
            return []
        case _:
            inner = node.children
            return [piece for child in inner for piece in _pieces(child, soft=soft, hard=hard)]
