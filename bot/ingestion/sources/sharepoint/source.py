"""A SharePoint site as a source of documents: its pages and the files of its libraries.

A document's id is its item's: that stays when the item, or a folder above it, is renamed or moved
within the library, so that citations go on meaning the same document and a renamed folder costs no
download. Moved to another library, SharePoint itself makes a new item of it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.errors import ConfigurationError
from bot.ingestion.reasons import Reason, UnreadableError
from bot.ingestion.sources.base import Listing, Memory, Problem, SourceDocument
from bot.ingestion.sources.sharepoint.address import SiteAddress
from bot.ingestion.sources.sharepoint.assembly import Assembly, Found, Place, is_read
from bot.ingestion.sources.sharepoint.graph import Graph, GraphError, url_path
from bot.ingestion.sources.sharepoint.inquiry import RECHECK, Inquiry
from bot.ingestion.sources.sharepoint.items import Item, follow
from bot.ingestion.sources.sharepoint.knowledge import LibraryState, decode, encode
from bot.ingestion.sources.sharepoint.labels import LabelRule
from bot.ingestion.sources.sharepoint.pages import fetch_page, find_pages
from bot.ingestion.sources.sharepoint.permissions import Rules
from bot.ingestion.sources.sharepoint.problems import GONE, reason_of
from bot.ingestion.sources.sharepoint.site import Library, find_libraries, find_site
from bot.ingestion.workers.limits import Limits


class SharePointSource:
    """One site. Reads nothing but this site, as an app that IT has let into it."""

    def __init__(
        self,
        graph: Graph,
        address: SiteAddress,
        *,
        name: str,
        rules: Rules,
        labels: LabelRule,
        recheck: int = RECHECK,
    ) -> None:
        """`recheck` is how many unchanged items of a library are asked about access at a sync."""
        if not name or ":" in name or "/" in name:
            raise ConfigurationError(f"--name {name!r}: use letters, digits and hyphens")
        self._graph = graph
        self._address = address
        self._name = name
        self._rules = rules
        self._labels = labels
        self._recheck = recheck
        self._site = ""
        self._places: dict[str, Place] = {}

    @property
    def name(self) -> str:
        """What its documents' ids begin with."""
        return self._name

    async def list(self, memory: Memory) -> Listing:
        """Everything in the site that somebody may read now."""
        state = decode(memory.load())
        state.sync += 1
        try:
            self._site = await find_site(self._graph, self._address)
            libraries = await find_libraries(self._graph, self._site, self._address)
        except GraphError as error:
            return self._without_site(error)
        found = Found()
        kept: dict[str, LibraryState] = {}
        for library in libraries:
            before = state.libraries.get(library.drive_id, LibraryState())
            try:
                after = await self._library(library, before, state.sync, found)
            except GraphError as error:
                found.fail(f"{self._name}:{library.tag}/", error)
                after = before
            kept[library.drive_id] = after
        state.libraries = kept
        memory.save(encode(state))
        self._places = found.places
        return found.listing()

    async def fetch(self, document: SourceDocument, *, into: Path) -> Path:
        """The file as it is, or the page as HTML."""
        place = self._places[document.id]
        if place.is_draft:
            raise UnreadableError("draft")
        limit = Limits().file_mb * 2**20
        if place.item.size > limit:
            raise UnreadableError("too_large", f"{place.item.size >> 20} MB")
        path = into / "document"
        try:
            if place.page is not None:
                page = await fetch_page(self._graph, self._site, place.page.id)
                path.write_text(page, encoding="utf-8")
            else:
                content = url_path("/drives/{}/items/{}/content", place.drive_id, place.item.id)
                await self._graph.download(content, path, limit=limit)
        except GraphError as error:
            reason = reason_of(error)
            raise UnreadableError(reason.code, reason.detail) from None
        return path

    def _without_site(self, error: GraphError) -> Listing:
        if error.status == 401:
            raise UnreadableError("no_token", "401")
        if error.status in GONE:
            raise UnreadableError("no_site", self._address.key)
        if error.status != 403:
            reason = reason_of(error)
            raise UnreadableError(reason.code, reason.detail)
        # Whoever may not look any more cannot know who may read what was indexed.
        problem = Problem(f"{self._name}:", Reason("site_forbidden", self._address.key))
        return Listing(documents=(), withheld=(problem,))

    async def _library(
        self, library: Library, before: LibraryState, number: int, found: Found
    ) -> LibraryState:
        pages = await find_pages(self._graph, self._site) if library.holds_pages else None
        delta = await follow(self._graph, library, link=before.link, known=before.items)
        inquiry = Inquiry(
            self._graph,
            library.drive_id,
            rules=self._rules,
            labels=self._labels,
            number=number,
            now=datetime.now(UTC),
            recheck=self._recheck,
        )

        def counts(item: Item) -> bool:
            return item.kind == "file" and is_read(item, pages)

        await inquiry.ask(delta, before.known, counts=counts)
        Assembly(
            source=self._name,
            library=library,
            pages=pages,
            delta=delta,
            inquiry=inquiry,
            labels=self._labels,
        ).into(found)
        return LibraryState(delta.link, dict(delta.items), inquiry.known)
