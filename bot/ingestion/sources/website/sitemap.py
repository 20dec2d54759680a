"""Sitemaps: the pages that a website itself lists (sitemaps.org)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree

from bot.ingestion.reasons import UnreadableError

_Events = Iterator[tuple[str, etree._Element]]
_BLOCK = 2**16
_KINDS = ("urlset", "sitemapindex")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a sitemap."""

    address: str
    lastmod: str
    """When it changed, as the site writes it; "" if it does not say."""
    is_sitemap: bool = False


def is_sitemap(data: bytes, *, limit: int) -> bool:
    """Whether these bytes are a sitemap or an index of sitemaps."""
    try:
        next(entries(data, limit=limit), None)
    except UnreadableError:
        return False
    return True


def entries(data: bytes, *, limit: int) -> Iterator[Entry]:
    """What a sitemap lists, in its order. Raises `UnreadableError` where it stops being one.

    `limit` is how many bytes it may unpack to.

    Entities are never expanded and nothing is loaded from elsewhere. A list of addresses as plain
    text is a sitemap, too.
    """
    first = next(_unpacked(data, limit), b"").lstrip(b"\xef\xbb\xbf \t\r\n")
    if first.startswith((b"http://", b"https://")):
        for line in b"".join(_unpacked(data, limit)).decode("utf-8-sig", "replace").splitlines():
            yield Entry(line.strip(), "")
        return
    parser = etree.XMLPullParser(
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for block in _unpacked(data, limit):
            parser.feed(block)
            yield from _read(parser)
        _check(parser.close())
    except etree.LxmlError as error:
        raise UnreadableError("bad_sitemap", "XML") from error


def _read(parser: etree.XMLPullParser) -> Iterator[Entry]:
    for _, element in cast(_Events, parser.read_events()):
        parent = element.getparent()
        if parent is None:
            continue
        kind = _check(parent)
        found = {_name(child): child.text for child in element if not len(child)}
        if address := (found.get("loc") or "").strip():
            yield Entry(address, (found.get("lastmod") or "").strip(), kind == "sitemapindex")
        # Keep the tree as small as one entry.
        element.clear()
        while parent[0] is not element:
            del parent[0]


def _check(root: etree._Element) -> str:
    """The kind of sitemap. Raises `UnreadableError` for any other XML."""
    if (name := _name(root)) not in _KINDS:
        raise UnreadableError("bad_sitemap", f"<{name[:40]}>")
    return name


def _name(element: etree._Element) -> str:
    """Without its namespace; "" for a comment or an entity, which is never expanded."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _unpacked(data: bytes, limit: int) -> Iterator[bytes]:
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
        if size > limit:
            raise UnreadableError("too_large", f"> {limit >> 20} MB")
        yield block
    if not unpacking.eof:
        raise UnreadableError("bad_sitemap", "gzip")
