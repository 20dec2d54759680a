"""What has been asked about items before: who may read them, labels, owners."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from bot.ingestion.sources.sharepoint.items import Item

_FORMAT = 1
"""Raised whenever an older state must not be believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was last told about one item."""

    readers: frozenset[str]
    unresolved: tuple[str, ...] = ()
    inherits: bool = False
    """Whether it had the same readers as the folder it is in."""
    asked_in: int = 0
    """The number of the sync that asked for its permissions."""
    content: str = ""
    """The content that `labels` are of."""
    labels: tuple[str, ...] = ()
    version: str = ""
    """The version that `owner` is of."""
    owner: str = ""
    published: str = ""
    """The content of the latest version that was published."""


@dataclass(slots=True)
class LibraryState:
    """All that is remembered of a library between two syncs."""

    link: str = ""
    items: dict[str, Item] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)


@dataclass(slots=True)
class SiteState:
    """All that is remembered of a site."""

    sync: int = 0
    """How many syncs there were."""
    libraries: dict[str, LibraryState] = field(default_factory=dict)
    """By drive id."""


def encode(state: SiteState) -> str:
    """The state as text, as short as it may be: a library has tens of thousands of items."""
    sets = _Sets()
    libraries = {
        drive_id: [
            library.link,
            [
                [
                    *(item.id, item.parent, item.name, item.kind, item.content, item.version),
                    *(item.size, item.url, item.unique_id, item.is_published),
                ]
                for item in library.items.values()
            ],
            {
                item_id: [
                    *(sets.number(known.readers), sets.number(known.unresolved), known.inherits),
                    *(known.asked_in, known.content, known.labels, known.version, known.owner),
                    known.published,
                ]
                for item_id, known in library.known.items()
            },
        ]
        for drive_id, library in state.libraries.items()
    }
    return json.dumps(
        [_FORMAT, state.sync, libraries, sets.all], ensure_ascii=False, separators=(",", ":")
    )


def decode(text: str | None) -> SiteState:
    """What `encode` wrote; a new state if there is none or it cannot be read."""
    try:
        form, sync, libraries, sets = json.loads(text or "[]")
        if form != _FORMAT:
            return SiteState()
        return SiteState(
            sync,
            {drive_id: _library(raw, sets) for drive_id, raw in libraries.items()},
        )
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return SiteState()


def _library(raw: list[Any], sets: list[list[str]]) -> LibraryState:
    link, items, known = raw
    return LibraryState(
        link,
        {fields[0]: _item(fields) for fields in items},
        {item_id: _known(fields, sets) for item_id, fields in known.items()},
    )


def _item(raw: list[Any]) -> Item:
    item_id, parent, name, kind, content, version, size, url, unique_id, published = raw
    return Item(
        id=item_id,
        parent=parent,
        name=name,
        kind=kind,
        content=content,
        version=version,
        size=size,
        url=url,
        unique_id=unique_id,
        is_published=bool(published),
    )


def _known(raw: list[Any], sets: list[list[str]]) -> Known:
    readers, unresolved, inherits, asked_in, content, labels, version, owner, published = raw
    return Known(
        readers=frozenset(sets[readers]),
        unresolved=tuple(sets[unresolved]),
        inherits=inherits,
        asked_in=asked_in,
        content=content,
        labels=tuple(cast(list[str], labels)),
        version=version,
        owner=owner,
        published=published,
    )


class _Sets:
    """Sets of names, each written once: most items of a library have the same readers."""

    def __init__(self) -> None:
        self.all: list[list[str]] = []
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, names: Iterable[str]) -> int:
        key = tuple(sorted(names))
        if key not in self._numbers:
            self._numbers[key] = len(self.all)
            self.all.append(list(key))
        return self._numbers[key]
