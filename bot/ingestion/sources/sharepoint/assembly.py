"""Makes a listing of documents out of what is known of a library's items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from bot.ingestion.parsing.sniffing import EXTENSIONS
from bot.ingestion.reasons import Reason
from bot.ingestion.sources.base import Listing, Problem, SourceDocument
from bot.ingestion.sources.sharepoint.graph import GraphError
from bot.ingestion.sources.sharepoint.inquiry import UNKNOWN_LABEL, Inquiry
from bot.ingestion.sources.sharepoint.items import Delta, Item, ancestors
from bot.ingestion.sources.sharepoint.knowledge import Known
from bot.ingestion.sources.sharepoint.labels import LabelRule
from bot.ingestion.sources.sharepoint.pages import Page
from bot.ingestion.sources.sharepoint.problems import reason_of
from bot.ingestion.sources.sharepoint.site import Library

_PAGE = ".aspx"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document's bytes are."""

    drive_id: str
    item: Item
    page: Page | None
    is_draft: bool


class Found:
    """What a listing is made of."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        """Document id → where it is."""
        self._documents: list[SourceDocument] = []
        self._withheld: list[Problem] = []
        self._unseen: list[Problem] = []
        self._skipped: list[Problem] = []

    def document(self, document: SourceDocument, place: Place) -> None:
        """A document that somebody may read."""
        self._documents.append(document)
        self.places[document.id] = place

    def withhold(self, document: str, reason: Reason, *, owner: str = "", path: str) -> None:
        """A document that nobody may be shown."""
        self._withheld.append(Problem(document, reason, owner or None, path))

    def skip(self, path: str, reason: Reason) -> None:
        """Something that is no document for us."""
        self._skipped.append(Problem(path, reason))

    def fail(self, document: str, error: GraphError, *, path: str = "") -> None:
        """What could not be looked at: for good if that is forbidden, for now if it is not."""
        reason = reason_of(error)
        problem = Problem(document, reason, name=path)
        (self._unseen if reason.is_temporary else self._withheld).append(problem)

    def listing(self) -> Listing:
        """All of it."""
        return Listing(
            documents=tuple(self._documents),
            withheld=tuple(self._withheld),
            unseen=tuple(self._unseen),
            skipped=tuple(self._skipped),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """One library, after everything was asked about it."""

    source: str
    library: Library
    pages: Mapping[str, Page] | None
    """The site's pages by id, if this library holds them."""
    delta: Delta
    inquiry: Inquiry
    labels: LabelRule

    def into(self, found: Found) -> None:
        """Sort every file into what it is for the index."""
        for item in self.delta.items.values():
            if not item.is_place and not item.name.startswith(("~$", ".")):
                self._item(item, found)

    def _item(self, item: Item, found: Found) -> None:
        above = ancestors(item, self.delta.items)
        if above is None:
            found.withhold(self._id(item), Reason("gone", "404"), path=item.name)
            return
        names = [each.name for each in reversed(above[:-1])]
        path = "/".join((self.library.tag, *names, item.name))
        if item.kind == "shortcut":
            found.skip(path, Reason("symlink"))
        elif item.kind == "file" and is_read(item, self.pages):
            self._file(item, path, found)
        elif self.pages is None:
            found.skip(path, Reason("unsupported", PurePosixPath(item.name).suffix or item.name))

    def _file(self, item: Item, path: str, found: Found) -> None:
        document_id = self._id(item)
        known, error = self.inquiry.known.get(item.id), self.inquiry.failed.get(item.id)
        if known is None or (error is not None and not error.is_temporary):
            found.fail(document_id, error or GraphError(0), path=path)
            return
        page = self.pages.get(item.unique_id) if self.pages is not None else None
        is_draft = not item.is_published or (page is not None and not page.is_published)
        if not is_draft:
            known = self.inquiry.known[item.id] = replace(known, published=item.content)
        if not known.published:
            found.skip(path, Reason("draft"))
            return
        readers = self.inquiry.readers(item.id)
        if refusal := self._refusal(known, readers):
            found.withhold(document_id, refusal, owner=known.owner, path=path)
            return
        document = SourceDocument(
            id=document_id,
            name=f"{path.removesuffix(_PAGE)}.html" if page else path,
            # Content whose readers could not be asked for is not read before they are.
            version=None if error else f"{known.published} {item.name}",
            url=item.url,
            readers=readers,
            owner=known.owner or None,
        )
        found.document(document, Place(self.library.drive_id, item, page, is_draft))

    def _refusal(self, known: Known, readers: frozenset[str]) -> Reason | None:
        if known.labels == UNKNOWN_LABEL:
            return Reason("label_unknown")
        if not self.labels.allows(known.labels):
            return Reason("label", known.labels[0])
        if not readers:
            return Reason("no_access", ", ".join(known.unresolved) or "–")
        return None

    def _id(self, item: Item) -> str:
        return f"{self.source}:{self.library.tag}/{item.id}"


def is_read(item: Item, pages: Mapping[str, Page] | None) -> bool:
    """Whether a file is a page, or of a format that is read."""
    if pages is not None:
        return item.unique_id in pages
    return PurePosixPath(item.name).suffix.lower() in EXTENSIONS
