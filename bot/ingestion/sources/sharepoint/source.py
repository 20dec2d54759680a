"""A SharePoint site as a source of documents: its pages and the files of its libraries.

A document's id is its item's: that stays when the item, or a folder above it, is renamed or moved
within the library, so that citations go on meaning the same document and a renamed folder costs no
download. Moved to another library, SharePoint itself makes a new item of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from bot.errors import ConfigurationError
from bot.ingestion.parsing.sniffing import EXTENSIONS
from bot.ingestion.reasons import Reason, UnreadableError
from bot.ingestion.sources.base import Listing, Memory, Problem, SourceDocument
from bot.ingestion.sources.sharepoint.address import SiteAddress
from bot.ingestion.sources.sharepoint.graph import Graph, GraphError, url_path
from bot.ingestion.sources.sharepoint.inquiry import RECHECK, UNKNOWN_LABEL, Inquiry
from bot.ingestion.sources.sharepoint.items import Delta, Item, ancestors, follow
from bot.ingestion.sources.sharepoint.knowledge import Known, LibraryState, decode, encode
from bot.ingestion.sources.sharepoint.labels import LabelRule
from bot.ingestion.sources.sharepoint.pages import Page, fetch_page, find_pages
from bot.ingestion.sources.sharepoint.permissions import Rules
from bot.ingestion.sources.sharepoint.site import Library, find_libraries, find_site
from bot.ingestion.workers.limits import Limits

_THROTTLED = frozenset((429, 503, 509))
_FORBIDDEN = frozenset((401, 403))
_GONE = frozenset((404, 410))
_PAGE = ".aspx"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a document's bytes are."""

    drive_id: str
    item: Item
    page: Page | None
    is_draft: bool


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
        self._places: dict[str, _Place] = {}

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
        found = _Found()
        kept: dict[str, LibraryState] = {}
        for library in libraries:
            before = state.libraries.get(library.drive_id, LibraryState())
            kept[library.drive_id] = await self._library(library, before, state.sync, found)
        state.libraries = kept
        memory.save(encode(state))
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
            reason = _reason(error)
            raise UnreadableError(reason.code, reason.detail) from None
        return path

    def _without_site(self, error: GraphError) -> Listing:
        if error.status == 401:
            raise UnreadableError("no_token", "401")
        if error.status in _GONE:
            raise UnreadableError("no_site", self._address.key)
        if error.status != 403:
            reason = _reason(error)
            raise UnreadableError(reason.code, reason.detail)
        # Whoever may not look any more cannot know who may read what was indexed.
        problem = Problem(f"{self._name}:", Reason("site_forbidden", self._address.key))
        return Listing(documents=(), withheld=(problem,))

    async def _library(
        self, library: Library, before: LibraryState, number: int, found: _Found
    ) -> LibraryState:
        try:
            pages = await find_pages(self._graph, self._site) if library.holds_pages else None
            delta = await follow(self._graph, library, link=before.link, known=before.items)
        except GraphError as error:
            found.problem(f"{self._name}:{library.tag}/", error)
            return before
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
            return item.kind == "file" and _is_read(item, pages)

        await inquiry.ask(delta, before.known, counts=counts)
        for item in delta.items.values():
            if not item.is_place:
                self._file(library, item, delta, pages, inquiry, found)
        return LibraryState(delta.link, dict(delta.items), inquiry.known)

    def _file(
        self,
        library: Library,
        item: Item,
        delta: Delta,
        pages: dict[str, Page] | None,
        inquiry: Inquiry,
        found: _Found,
    ) -> None:
        document_id = f"{self._name}:{library.tag}/{item.id}"
        above = ancestors(item, delta.items)
        if item.name.startswith(("~$", ".")):
            return
        if above is None:
            found.withheld.append(Problem(document_id, Reason("gone", item.name)))
            return
        path = "/".join([library.tag, *(each.name for each in reversed(above[:-1])), item.name])
        if item.kind == "shortcut":
            found.skipped.append(Problem(path, Reason("symlink")))
            return
        if item.kind == "package" or not _is_read(item, pages):
            if pages is None:
                form = PurePosixPath(item.name).suffix or item.name
                found.skipped.append(Problem(path, Reason("unsupported", form)))
            return
        page = pages.get(item.unique_id) if pages is not None else None
        known = inquiry.known.get(item.id)
        error = inquiry.failed.get(item.id)
        if known is None or (error is not None and not error.is_temporary):
            found.problem(document_id, error or GraphError(0))
            return
        is_draft = not item.is_published or (page is not None and not page.is_published)
        if not is_draft:
            known = inquiry.known[item.id] = replace(known, published=item.content)
        readers = inquiry.readers(item.id)
        if not known.published:
            found.skipped.append(Problem(path, Reason("draft")))
        elif refusal := self._refusal(known, readers, path):
            found.withheld.append(Problem(document_id, refusal, known.owner or None))
        else:
            self._places[document_id] = _Place(library.drive_id, item, page, is_draft)
            found.documents.append(
                SourceDocument(
                    id=document_id,
                    name=f"{path.removesuffix(_PAGE)}.html" if page else path,
                    version=None if error else f"{known.published} {item.name}",
                    url=item.url,
                    readers=readers,
                    owner=known.owner or None,
                )
            )

    def _refusal(self, known: Known, readers: frozenset[str], path: str) -> Reason | None:
        if known.labels == UNKNOWN_LABEL:
            return Reason("label_unknown", path)
        if not self._labels.allows(known.labels):
            return Reason("label", path)
        if not readers:
            return Reason("no_access", ", ".join((path, *known.unresolved)))
        return None


class _Found:
    """What a listing is made of."""

    def __init__(self) -> None:
        self.documents: list[SourceDocument] = []
        self.withheld: list[Problem] = []
        self.unseen: list[Problem] = []
        self.skipped: list[Problem] = []

    def problem(self, document: str, error: GraphError) -> None:
        """What could not be looked at: for good if it is forbidden, for now if it is not."""
        reason = _reason(error)
        (self.unseen if reason.is_temporary else self.withheld).append(Problem(document, reason))

    def listing(self) -> Listing:
        return Listing(
            documents=tuple(self.documents),
            withheld=tuple(self.withheld),
            unseen=tuple(self.unseen),
            skipped=tuple(self.skipped),
        )


def _is_read(item: Item, pages: dict[str, Page] | None) -> bool:
    if pages is not None:
        return item.unique_id in pages
    return PurePosixPath(item.name).suffix.lower() in EXTENSIONS


def _reason(error: GraphError) -> Reason:
    detail = f"{error.status} {error.code}".strip()
    if error.status in _THROTTLED:
        return Reason("throttled", detail)
    if error.status in _FORBIDDEN:
        return Reason("forbidden", detail)
    if error.status in _GONE:
        return Reason("gone", detail)
    if error.status == 413:
        return Reason("too_large", f"> {Limits().file_mb} MB")
    return Reason("unreachable", detail)
