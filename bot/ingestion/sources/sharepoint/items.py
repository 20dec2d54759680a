"""What is in a library, kept in step by Graph's delta query.

https://learn.microsoft.com/graph/api/driveitem-delta
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2s
from typing import Literal

from bot.ingestion.sources.sharepoint.fields import Json, has, part, parts, text
from bot.ingestion.sources.sharepoint.graph import Graph, GraphError, url_path
from bot.ingestion.sources.sharepoint.pages import is_published
from bot.ingestion.sources.sharepoint.site import Library

Kind = Literal["root", "folder", "file", "shortcut", "package"]
SELECT = (
    "id,name,eTag,cTag,size,webUrl,file,folder,package,root,remoteItem,deleted,parentReference,"
    "publication,sharepointIds"
)
_PLACES = ("root", "folder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a library."""

    id: str
    """Stays when the item is renamed or moved within its library."""
    parent: str
    """The id of its folder; empty for the root."""
    name: str
    kind: Kind
    content: str
    """Changes whenever its content does (the cTag)."""
    version: str
    """Changes whenever anything does, a column for example (the eTag)."""
    size: int
    url: str
    unique_id: str
    """A page's id; empty for anything else."""
    is_published: bool
    """Whether there is no draft that hides the version which its readers see."""

    @property
    def is_place(self) -> bool:
        """Whether it holds others."""
        return self.kind in _PLACES


@dataclass(frozen=True, slots=True)
class Delta:
    """A library after its latest changes."""

    link: str
    """What to ask next time."""
    items: Mapping[str, Item]
    changed: frozenset[str]
    """Ids of items that are new or changed in any way."""


async def follow(graph: Graph, library: Library, *, link: str, known: Mapping[str, Item]) -> Delta:
    """The library now, from what was `known` of it when `link` was given; at first all of it.

    Raises `GraphError`; what was known stays good then.
    """
    if link:
        try:
            return await _read(graph, library, graph.own(link), known)
        except GraphError as error:
            # 410: too old, or access to a folder or the library has changed. Then the whole of it
            # is told anew, and what is not told is no longer there.
            if error.status != 410:
                raise
    first = url_path("/drives/{}/root/delta", library.drive_id, select=SELECT)
    return await _read(graph, library, first, {})


async def _read(graph: Graph, library: Library, start: str, known: Mapping[str, Item]) -> Delta:
    items, changed, link = dict(known), set[str](), ""
    async for page in graph.pages(start):
        # The same item may be told more than once; the last time counts.
        for raw in parts(page, "value"):
            item_id = text(raw, "id")
            changed.discard(item_id)
            if has(raw, "deleted"):
                items.pop(item_id, None)
            elif item_id:
                items[item_id] = _item(raw, library)
                changed.add(item_id)
        link = text(page, "@odata.deltaLink") or link
    if not link:
        raise GraphError(0, "noDeltaLink")
    return Delta(link, items, frozenset(changed))


def _item(raw: Json, library: Library) -> Item:
    kind = _kind(raw)
    size = raw.get("size")
    is_page = library.holds_pages
    # A page's text is in its list item, not in its file, whose cTag need not change with it.
    content = "" if is_page else text(raw, "cTag")
    unique_id = text(part(raw, "sharepointIds"), "listItemUniqueId") if is_page else ""
    return Item(
        id=text(raw, "id"),
        parent="" if kind == "root" else text(part(raw, "parentReference"), "id"),
        name=text(raw, "name"),
        kind=kind,
        content=_short(content or text(raw, "eTag")),
        version=_short(text(raw, "eTag")),
        size=size if isinstance(size, int) else 0,
        url=text(raw, "webUrl"),
        unique_id=unique_id.casefold(),
        is_published=is_published(part(raw, "publication")),
    )


def _short(tag: str) -> str:
    """A tag is only compared, and remembered several times an item."""
    return blake2s(tag.encode(), digest_size=8).hexdigest()


def _kind(raw: Json) -> Kind:
    if has(raw, "root"):
        return "root"
    if has(raw, "remoteItem"):
        return "shortcut"
    if has(raw, "package"):
        return "package"
    return "folder" if has(raw, "folder") else "file"


def ancestors(item: Item, items: Mapping[str, Item]) -> list[Item] | None:
    """The folders an item is in, the nearest first, down to the library's root.

    None if the way to the root is broken: a part of the library is not known.
    """
    found: list[Item] = []
    here = item
    while here.kind != "root":
        above = items.get(here.parent)
        if above is None or above in found:
            return None
        found.append(above)
        here = above
    return found
