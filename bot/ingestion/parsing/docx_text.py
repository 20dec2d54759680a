"""The text of a Word paragraph as a reader sees it, and the footnotes it points to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from bot.ingestion.parsing.cleaning import clean, smuggled, weight

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{_W}val"
_DELETED = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "rPrChange", "pPrChange"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = frozenset(f"{_W}{name}" for name in ("tab", "br", "cr", "ptab"))
_REFERENCES = {f"{_W}footnoteReference": "foot", f"{_W}endnoteReference": "end"}
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


class Runs:
    """What the runs of one paragraph (or cell) amount to."""

    def __init__(
        self, element: etree._Element, unseen_styles: Collection[str] = frozenset()
    ) -> None:
        self._unseen_styles = unseen_styles
        self.text = ""
        self.hidden = 0
        """Characters that nobody sees."""
        self.boxes: list[etree._Element] = []
        """Contents of text boxes anchored here."""
        self.note_ids: list[str] = []
        self._bold: list[bool] = []
        self._read(element)

    @property
    def bold(self) -> bool:
        """Whether all its text is bold."""
        return bool(self._bold) and all(self._bold)

    def _read(self, element: etree._Element) -> None:
        for child in element.iterchildren():
            self._child(child)

    def _child(self, child: etree._Element) -> None:
        if child.tag in _DELETED or child.tag == _FALLBACK:
            return
        if child.tag == f"{_W}txbxContent":
            self.boxes.append(child)
        elif child.tag == f"{_W}r":
            self._run(child)
        else:
            self._read(child)

    def _run(self, run: etree._Element) -> None:
        hidden = _is_hidden(run) or self._has_unseen_style(run)
        for child in run.iterchildren():
            if child.tag == f"{_W}t" and child.text:
                self._shown(child.text, hidden=hidden, bold=_is_on(run, "b"))
            elif child.tag in _BREAKS:
                self.text += " "
            elif child.tag == f"{_W}noBreakHyphen":
                self.text += "-"
            elif child.tag in _REFERENCES:
                self.note_ids.append(_REFERENCES[child.tag] + child.get(f"{_W}id", ""))
            elif child.tag != f"{_W}rPr":
                self._child(child)

    def _has_unseen_style(self, run: etree._Element) -> bool:
        """Whether its style or its paragraph's hides it, and it does not say otherwise itself."""
        if not self._unseen_styles or run.find(f"{_W}rPr/{_W}vanish") is not None:
            return False
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        styles = {value(run, "rPr", "rStyle")}
        if paragraph is not None:
            styles.add(value(paragraph, "pPr", "pStyle"))
        return not styles.isdisjoint(self._unseen_styles)

    def _shown(self, text: str, *, hidden: bool, bold: bool) -> None:
        if hidden:
            self.hidden += weight(text)
            return
        self.text += text
        self.hidden += smuggled(text)
        if text.strip():
            self._bold.append(bold)


def path(*names: str) -> str:
    """Where an element lies below another, by local names."""
    return "/".join(f"{_W}{name}" for name in names)


def value(element: etree._Element, *names: str) -> str:
    """The value of the property element at that path; empty if there is none."""
    found = element.find(path(*names))
    return found.get(VAL, "") if found is not None else ""


def _is_on(run: etree._Element, name: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(VAL, "true") not in ("0", "false", "off")


def _is_hidden(run: etree._Element) -> bool:
    """Marked as hidden, smaller than any eye can read, or white without anything behind it."""
    if _is_on(run, "vanish"):
        return True
    if _is_tiny(run):
        return True
    colour = run.find(f"{_W}rPr/{_W}color")
    if colour is None or colour.get(VAL, "").upper() not in ("FFFFFF", "FEFEFE", "FDFDFD"):
        return False
    return not _has_shade(run)


def _is_tiny(run: etree._Element) -> bool:
    size = run.find(f"{_W}rPr/{_W}sz")
    # Half-points (ECMA-376 17.3.2.38).
    return size is not None and size.get(VAL, "22").isdigit() and int(size.get(VAL, "22")) <= 4


def _has_shade(run: etree._Element) -> bool:
    """Whether the run, its paragraph, cell or table is filled, as white headings are."""
    node: etree._Element | None = run
    while node is not None:
        for name in ("rPr", "pPr", "tcPr", "tblPr"):
            shade = node.find(f"{_W}{name}/{_W}shd")
            if shade is not None and shade.get(f"{_W}fill", "auto").upper() not in (
                "AUTO",
                "FFFFFF",
            ):
                return True
            if node.find(f"{_W}{name}/{_W}tblStyle") is not None:
                return True
        if node.tag == f"{_W}txbxContent":
            return True
        node = node.getparent()
    return False


def notes_of(word: WordDocument) -> dict[str, str]:
    """Text of each footnote and endnote, by what `Runs` calls it."""
    return {**_notes(word, "foot"), **_notes(word, "end")}


def _notes(word: WordDocument, kind: str) -> dict[str, str]:
    notes: dict[str, str] = {}
    for relation in word.part.rels.values():
        if relation.reltype != f"{_RELATIONS}{kind}notes" or relation.is_external:
            continue
        root = etree.fromstring(relation.target_part.blob, _PARSER)
        for note in root.iterchildren(f"{_W}{kind}note"):
            text = clean(" ".join(Runs(paragraph).text for paragraph in note.iter(f"{_W}p")))
            if text and note.get(f"{_W}type") is None:
                notes[kind + note.get(f"{_W}id", "")] = text
    return notes


def unseen_styles(word: WordDocument) -> frozenset[str]:
    """Ids of the styles whose text nobody sees: hidden or tiny, itself or what it is made from."""
    parents = {s.style_id: value(s.element, "basedOn") for s in word.styles}
    own = {s.style_id for s in word.styles if _is_on(s.element, "vanish") or _is_tiny(s.element)}
    return frozenset(style for style in parents if not own.isdisjoint(_line_of(style, parents)))


def _line_of(style: str, parents: Mapping[str, str]) -> list[str]:
    line: list[str] = []
    while style and style not in line:
        line.append(style)
        style = parents.get(style, "")
    return line
