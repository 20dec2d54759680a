"""Reads the sensitivity labels (Microsoft Purview) that a file carries in its properties.

Office files keep them as custom properties `MSIP_Label_<id>_Name` and `…_Enabled`, newer ones in
docMetadata/LabelInfo.xml without the name; PDF files in the document information and in XMP.
https://learn.microsoft.com/microsoft-365/compliance/sensitivity-labels-office-apps
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_ID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_PROPERTY = re.compile(rf"MSIP_Label_(?P<id>{_ID})_(?P<kind>Name|Enabled)")
_IN_PDF = re.compile(
    (
        rf"MSIP_Label_(?P<id>{_ID})_(?P<kind>Name|Enabled)"
        r"(?:\s*\((?P<info>(?:\\.|[^\\()]){0,200})\)|\s*(?:>|=\s*\")(?P<xmp>[^<>\"]{1,200}))"
    ).encode(),
    re.DOTALL,
)
_LONGEST_NAME = 200
_MAX_PART = 1_000_000
"""Bytes of a properties part; real ones are a few KB."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label that is in force."""

    id: str
    """In lower case."""
    name: str
    """Empty where the file does not tell."""


def sensitivity_labels(data: bytes) -> tuple[Label, ...]:
    """Every label of the file that is in force."""
    facts = _of_office(data) if data[:2] == b"PK" else _of_pdf(data) if data[:4] == b"%PDF" else ()
    names: dict[str, str] = {}
    off: set[str] = set()
    for label, kind, value in facts:
        names.setdefault(label, "")
        if kind == "Name" and value:
            names[label] = value[:_LONGEST_NAME]
        elif kind == "Enabled" and value.strip().lower() in ("false", "0"):
            off.add(label)
    return tuple(Label(label, name) for label, name in names.items() if label not in off)


def _of_office(data: bytes) -> Iterator[tuple[str, str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in ("docProps/custom.xml", "docMetadata/LabelInfo.xml"):
                if part in archive.NameToInfo:
                    with archive.open(part) as file:
                        yield from _of_part(file.read(_MAX_PART))
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError):
        return  # the parser of the format says what is the matter


def _of_part(xml: bytes) -> Iterator[tuple[str, str, str]]:
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return
    for element in root.iter("{*}property"):
        if match := _PROPERTY.fullmatch(element.get("name", "")):
            yield match["id"].lower(), match["kind"], "".join(map(str, element.itertext())).strip()
    for element in root.iter("{*}label"):
        label = element.get("id", "").strip("{}").lower()
        if re.fullmatch(_ID, label):
            is_on = element.get("enabled", "1") == "1" and element.get("removed", "0") == "0"
            yield label, "Enabled", str(is_on)


def _of_pdf(data: bytes) -> Iterator[tuple[str, str, str]]:
    for match in _IN_PDF.finditer(data):
        value = match["info"] if match["info"] is not None else match["xmp"]
        yield match["id"].decode().lower(), match["kind"].decode(), _text(value)


def _text(value: bytes) -> str:
    if value.startswith(b"\xfe\xff"):
        return value.decode("utf-16", "replace").strip()
    plain = re.sub(rb"\\(.)", rb"\1", value)
    try:
        return plain.decode("utf-8").strip()
    except UnicodeDecodeError:
        return plain.decode("latin-1").strip()
