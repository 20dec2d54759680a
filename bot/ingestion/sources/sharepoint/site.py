"""Finds a site and the libraries in it, the one that holds its pages included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bot.errors import ConfigurationError
from bot.ingestion.sources.sharepoint.address import SiteAddress
from bot.ingestion.sources.sharepoint.fields import Json, has, text
from bot.ingestion.sources.sharepoint.graph import Graph, url_path

PAGES = "SitePages"
"""The last part of the address of the library that holds a site's pages, in any language."""
_WITHOUT_DOCUMENTS = frozenset(("siteassets", "style library", "formservertemplates"))
"""Libraries that SharePoint makes for itself; read only if they are named."""


@dataclass(frozen=True, slots=True)
class Library:
    """A document library."""

    drive_id: str
    name: str
    """As people see it."""
    tag: str
    """The last part of its address, which stays when it is renamed; documents' ids hold it."""

    @property
    def holds_pages(self) -> bool:
        """Whether its documents are the site's pages."""
        return self.tag == PAGES


async def find_site(graph: Graph, address: SiteAddress) -> str:
    """The site's id. Raises `GraphError`."""
    return text(await graph.get(url_path("/sites/{}", address.key, select="id,webUrl")), "id")


async def find_libraries(graph: Graph, site: str, address: SiteAddress) -> tuple[Library, ...]:
    """The libraries that count.

    Raises `GraphError`, and `ConfigurationError` if one that was named does not exist.
    """
    # Without "system" among what is asked for, the library of pages is left out of the list:
    # https://learn.microsoft.com/graph/api/resources/drive
    path = url_path("/sites/{}/drives", site, select="id,name,driveType,webUrl,system")
    found = {library.tag: library for library in _libraries(await graph.values(path))}
    if not address.libraries:
        return tuple(
            library for tag, library in found.items() if tag.casefold() not in _WITHOUT_DOCUMENTS
        )
    chosen = {name: _named(name, tuple(found.values())) for name in sorted(address.libraries)}
    for name, library in chosen.items():
        if library is None:
            there = ", ".join(sorted(found))
            raise ConfigurationError(f"the site has no library {name!r}; it has {there}")
    return tuple(library for library in chosen.values() if library is not None)


def _libraries(drives: list[Json]) -> Iterator[Library]:
    for drive in drives:
        tag = unquote(urlsplit(text(drive, "webUrl")).path).rstrip("/").rpartition("/")[2]
        is_hidden = has(drive, "system") and tag != PAGES
        if tag and not is_hidden and text(drive, "driveType") == "documentLibrary":
            yield Library(text(drive, "id"), text(drive, "name"), tag)


def _named(name: str, libraries: Sequence[Library]) -> Library | None:
    wanted = name.casefold()
    for library in libraries:
        if wanted in (library.name.casefold(), library.tag.casefold()):
            return library
    return None
