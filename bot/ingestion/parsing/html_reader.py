"""Walks the elements of a web page and collects the blocks that people see."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from bot.ingestion.documents.document import Block, Heading, ListItem, Paragraph, Table
from bot.ingestion.parsing.cleaning import clean, smuggled, weight
from bot.ingestion.parsing.html_chrome import SKIPPED, is_chrome
from bot.ingestion.parsing.html_style import Ink, PageStyle
from bot.ingestion.parsing.spans import Spanning, spread
from bot.ingestion.parsing.text import LIST_MARKER

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_MAX_DEPTH = 150
"""Elements within elements; no page that a person wrote comes near it."""


class HtmlReader:
    """Walks elements and collects blocks."""

    def __init__(self, style: PageStyle) -> None:
        self._style = style
        self._blocks: list[Block] = []
        self._inline: list[str] = []
        self._level = 1
        self.hidden = 0
        """Characters that were left out because nobody sees them."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What was read so far."""
        return tuple(self._blocks)

    def read(self, element: HtmlElement) -> None:
        """Read an element and all below it."""
        self._walk(element, Ink(), 0)
        self._flush()

    def _walk(self, element: HtmlElement, ink: Ink, depth: int) -> None:
        if depth > _MAX_DEPTH or not isinstance(element.tag, str) or element.tag in SKIPPED:
            return
        if self._style.hides(element):
            self.hidden += weight(element.text_content())
        elif not is_chrome(element):
            self._visible(element, self._style.ink(element, ink), depth)

    def _visible(self, element: HtmlElement, ink: Ink, depth: int) -> None:
        if element.get("role") == "heading":
            self._heading(element, ink, _aria_level(element), depth)
            return
        match element.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._heading(element, ink, int(element.tag[1]), depth)
            case "summary" | "button":
                self._trigger(element, ink, depth)
            case "table":
                self._table(element, ink, depth)
            case "li":
                self._item(element, ink, depth)
            case "dt":
                self._term(element, ink, depth)
            case "pre":
                self._preformatted(element)
            case "br":
                self._inline.append("\n")
            case _:
                self._plain(element, ink, depth)

    def _plain(self, element: HtmlElement, ink: Ink, depth: int) -> None:
        if element.tag in _INLINE:
            if not (element.tag == "sup" and _is_footnote(element)):
                self._children(element, ink, depth)
            return
        self._flush()
        self._children(element, ink, depth)
        self._flush()

    def _children(self, element: HtmlElement, ink: Ink, depth: int) -> None:
        self._text(element.text, ink)
        for child in element:
            self._walk(child, ink, depth + 1)
            self._text(child.tail, ink)

    def _text(self, text: str | None, ink: Ink) -> None:
        if not text:
            return
        if ink.visible:
            self._inline.append(re.sub(r"\s+", " ", text))
            self.hidden += smuggled(text)
        else:
            self.hidden += weight(text)

    def _inner(self, element: HtmlElement, ink: Ink, depth: int) -> str:
        """The visible text of an element that becomes one block."""
        inner = HtmlReader(self._style)
        inner._children(element, ink, depth)
        inner._flush()
        self.hidden += inner.hidden
        return " ".join(_block_text(block) for block in inner._blocks)

    def _heading(self, element: HtmlElement, ink: Ink, level: int, depth: int) -> None:
        self._flush()
        if text := self._inner(element, ink, depth):
            named = element.xpath(".//a[@name]/@name | .//@id")
            anchor = element.get("id") or (str(named[0]) if named else "")
            self._blocks.append(Heading(text, level, anchor=anchor))
            self._level = level

    def _trigger(self, element: HtmlElement, ink: Ink, depth: int) -> None:
        """What opens an accordion heads what it opens; any other button is not text."""
        if element.xpath("ancestor::h1 | ancestor::h2 | ancestor::h3 | ancestor::h4"):
            self._children(element, ink, depth)
        elif element.xpath(".//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//*[@role='heading']"):
            self._flush()
            self._children(element, ink, depth)
            self._flush()
        elif (
            element.tag == "summary" or element.get("aria-controls") or element.get("aria-expanded")
        ):
            outer = [block.level for block in self._blocks if isinstance(block, Heading)]
            self._heading(element, ink, min((self._level if outer else 1) + 1, 6), depth)
            self._level -= 1 if outer else 0

    def _item(self, element: HtmlElement, ink: Ink, depth: int) -> None:
        self._flush()
        if element.xpath(".//h1 | .//h2 | .//h3 | .//h4 | .//table"):
            self._children(element, ink, depth)
            self._flush()
            return
        self._text(element.text, ink)
        for child in element:
            if child.tag in ("ul", "ol"):
                self._flush_item(element)
            if child.tag in ("p", "div"):
                self._inline.append(" ")
                self._children_if_seen(child, ink, depth)
            else:
                self._walk(child, ink, depth + 1)
            self._text(child.tail, ink)
        self._flush_item(element)

    def _children_if_seen(self, element: HtmlElement, ink: Ink, depth: int) -> None:
        if self._style.hides(element):
            self.hidden += weight(element.text_content())
        elif not is_chrome(element):
            self._children(element, self._style.ink(element, ink), depth + 1)

    def _flush_item(self, element: HtmlElement) -> None:
        text = clean("".join(self._inline))
        self._inline.clear()
        if not text:
            return
        parent = element.getparent()
        marker = "-"
        if match := LIST_MARKER.match(text):
            marker, text = match["marker"], text[match.end() :]
        elif parent is not None and parent.tag == "ol":
            start = parent.get("start", "1")
            before = len(element.xpath("preceding-sibling::li"))
            marker = f"{(int(start) if start.isdigit() else 1) + before}."
        self._blocks.append(ListItem(text, marker))

    def _term(self, element: HtmlElement, ink: Ink, depth: int) -> None:
        """A term runs on into its description, "Diarienummer: KS 2023/412"."""
        self._flush()
        if text := self._inner(element, ink, depth):
            following = element.getnext()
            if following is not None and following.tag == "dd":
                value = self._inner(following, ink, depth)
                self._blocks.append(Paragraph(f"{text.rstrip(':')}: {value}"))
                following.clear()
            else:
                self._blocks.append(Paragraph(text))

    def _preformatted(self, element: HtmlElement) -> None:
        self._flush()
        for part in re.split(r"\n\s*\n", element.text_content()):
            if text := clean(part):
                self._blocks.append(Paragraph(text))

    def _table(self, element: HtmlElement, ink: Ink, depth: int) -> None:
        self._flush()
        rows = _own_rows(element)
        nested = element.xpath(".//table | .//h1 | .//h2 | .//h3 | .//ul//ul")
        if element.get("role") == "presentation" or nested or max(map(len, rows), default=0) < 2:
            self._children(element, ink, depth)
            self._flush()
            return
        texts = spread([[self._spanning(cell, ink, depth) for cell in row] for row in rows])
        header = texts.pop(0) if _is_header(rows) else ()
        filled = tuple(row for row in texts if any(row))
        if filled:
            self._blocks.append(Table(header, filled))

    def _spanning(self, cell: HtmlElement, ink: Ink, depth: int) -> Spanning:
        return Spanning(
            self._cell(cell, ink, depth), _span(cell, "colspan"), max(_span(cell, "rowspan"), 1)
        )

    def _cell(self, cell: HtmlElement, ink: Ink, depth: int) -> str:
        if self._style.hides(cell):
            self.hidden += weight(cell.text_content())
            return ""
        row = cell.getparent()
        if row is not None:
            ink = self._style.ink(row, ink)
        return self._inner(cell, self._style.ink(cell, ink), depth)

    def _flush(self) -> None:
        lines = [clean(line) for line in "".join(self._inline).split("\n")]
        self._inline.clear()
        paragraph = ""
        for line in filter(None, lines):
            match = LIST_MARKER.match(line)
            if match and len(lines) > 1:
                self._paragraph(paragraph)
                paragraph = ""
                self._blocks.append(ListItem(line[match.end() :], match["marker"]))
            elif paragraph and not line[0].islower():
                self._paragraph(paragraph)
                paragraph = line
            else:
                paragraph = f"{paragraph} {line}".strip()
        self._paragraph(paragraph)

    def _paragraph(self, text: str) -> None:
        if text:
            self._blocks.append(Paragraph(text))


def _block_text(block: Block) -> str:
    match block:
        case ListItem(text, marker):
            return f"{marker} {text}"
        case Table(header, rows):
            return " ".join(cell for row in (header, *rows) for cell in row)
        case Heading(text) | Paragraph(text):
            return text


def _is_footnote(element: HtmlElement) -> bool:
    return "footnote" in element.get("class", "") or bool(
        element.xpath(".//a[starts-with(@href,'#')]")
    )


def _own_rows(table: HtmlElement) -> list[list[HtmlElement]]:
    rows = table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
    return [cells for row in rows if (cells := row.xpath("./td | ./th"))]


def _is_header(rows: list[list[HtmlElement]]) -> bool:
    """Cells meant as a header, or a first row that alone is in bold throughout."""
    first = rows[0]
    if len(rows) < 2:
        return False
    if first[0].xpath("ancestor::thead") or all(cell.tag == "th" for cell in first):
        return True
    return len(first) > 1 and all(map(_is_bold, first)) and not all(map(_is_bold, rows[1]))


def _is_bold(cell: HtmlElement) -> bool:
    text = clean(cell.text_content())
    strong = " ".join(part.text_content() for part in cell.xpath(".//strong | .//b"))
    return bool(text) and clean(strong) == text


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1")
    return min(int(value), 50) if value.isdigit() else 1


def _aria_level(element: HtmlElement) -> int:
    level = element.get("aria-level", "2")
    return min(max(int(level), 1), 6) if level.isdigit() else 2
