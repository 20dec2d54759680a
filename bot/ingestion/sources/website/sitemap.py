"""Sitemaps: the pages that a website itself lists (sitemaps.org)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree

from bot.ingestion.reasons import UnreadableError

MAX_BYTES = 50 * 2**20
"""Of one sitemap, unpacked; the protocol allows no more."""

_Events = Iterator[tuple[str, etree._Element]]
_BLOCK = 2**16
_KINDS = {"urlset": "url", "sitemapindex": "sitemap"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a sitemap."""

    address: str
    lastmod: str
    """When it changed, as the site writes it; "" if it does not say."""
    is_sitemap: bool = False


def is_sitemap(data: bytes) -> bool:
    """Whether these bytes are a sitemap or an index of sitemaps."""
    try:
        next(entries(data), None)
    except UnreadableError:
        return False
    return True


def entries(data: bytes) -> Iterator[Entry]:
    """What a sitemap lists, in its order. Raises `UnreadableError` where it stops being one.

    Entities are never expanded and nothing is loaded from elsewhere. A list of addresses as plain
    text is a sitemap, too.
    """
    first = next(_unpacked(data), b"").lstrip(b"\xef\xbb\xbf \t\r\n")
    if first.startswith((b"http://", b"https://")):
        for line in b"".join(_unpacked(data)).decode("utf-8-sig", "replace").splitlines():
            yield Entry(line.strip(), "")
        return
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    reading = _Reading()
    try:
        for block in _unpacked(data):
            parser.feed(block)
            yield from reading.take(parser)
        parser.close()
        yield from reading.take(parser)
    except etree.LxmlError as error:
        raise UnreadableError("bad_sitemap", "XML") from error


class _Reading:
    """The elements so far."""

    def __init__(self) -> None:
        self._item = ""
        self._values: dict[str, str] = {}

    def take(self, parser: etree.XMLPullParser) -> Iterator[Entry]:
        for event, element in cast(_Events, parser.read_events()):
            name = etree.QName(element).localname
            if not self._item:
                if name not in _KINDS:
                    raise UnreadableError("bad_sitemap", f"<{name[:40]}>")
                self._item = _KINDS[name]
            elif event == "end":
                if name in ("loc", "lastmod") and _parent(element) == self._item:
                    # An entity that is not expanded stands there as a child: no address then.
                    self._values[name] = "" if len(element) else (element.text or "").strip()
                elif name == self._item:
                    if address := self._values.pop("loc", ""):
                        lastmod = self._values.get("lastmod", "")
                        yield Entry(address, lastmod, self._item == "sitemap")
                    self._values.clear()
                    _forget(element)


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else etree.QName(parent).localname


def _forget(element: etree._Element) -> None:
    """Keep the tree as small as one entry."""
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]


def _unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes in blocks, without the gzip around them. Raises `UnreadableError` if too many."""
    if not data.startswith(b"\x1f\x8b"):
        for start in range(0, len(data), _BLOCK):
            yield data[start : start + _BLOCK]
        return
    unpacking, size, pending = zlib.decompressobj(wbits=31), 0, data
    while pending and not unpacking.eof:
        try:
            block = unpacking.decompress(pending, _BLOCK)
        except zlib.error as error:
            raise UnreadableError("bad_sitemap", "gzip") from error
        pending, size = unpacking.unconsumed_tail, size + len(block)
        if size > MAX_BYTES:
            raise UnreadableError("too_large", f"> {MAX_BYTES >> 20} MB")
        yield block
    if not unpacking.eof:
        raise UnreadableError("bad_sitemap", "gzip")
