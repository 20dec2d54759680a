"""Makes of what a crawl found what the sync is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.ingestion.reasons import Reason, ReasonCode
from bot.ingestion.sources.base import Listing, Problem, SourceDocument
from bot.ingestion.sources.website.address import file_name, path_of
from bot.ingestion.sources.website.collapse import documents
from bot.ingestion.sources.website.crawl import Crawled
from bot.ingestion.sources.website.listed import Listed
from bot.ingestion.sources.website.visits import Visit

_WITHHELD: frozenset[ReasonCode] = frozenset(
    ("damaged", "elsewhere", "forbidden", "login", "too_large")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that one look at a website brought."""

    name: str
    """Of the source."""
    start: str
    readers: frozenset[str]
    known: Mapping[str, Visit]
    """From the look before."""
    listed: Listed
    crawled: Crawled

    def listing(self) -> Listing:
        """For the sync."""
        withheld, unseen, skipped = self._problems()
        return Listing(
            documents=tuple(
                self._document(address, visit)
                for address, visit in self._documents().items()
                if visit.missing is None
            ),
            withheld=tuple(withheld),
            unseen=(*unseen, *self._out_of_sight()),
            skipped=tuple(skipped),
            warnings=tuple(self._warnings()),
        )

    def addresses(self) -> dict[str, str]:
        """Where each document is, by its id."""
        return {document_id(self.name, address): address for address in self._documents()}

    def to_remember(self) -> dict[str, Visit]:
        """What was found, and of earlier looks what is still out of sight."""
        found = {
            address: visit
            for address, visit in self.crawled.visits.items()
            if visit.missing is None or address in self.known
        }
        return {**self.known, **found} if self.crawled.limit else found

    def _documents(self) -> dict[str, Visit]:
        return documents(self.crawled.visits, before=documents(self.known))

    def _document(self, address: str, visit: Visit) -> SourceDocument:
        return SourceDocument(
            id=document_id(self.name, address),
            name=file_name(address, visit.extension),
            version=visit.version,
            url=address,
            readers=self.readers,
            # What a page says of its own address may be another site's.
            overrides={"url": address},
        )

    def _problems(self) -> tuple[list[Problem], list[Problem], list[Problem]]:
        """Withheld, unseen and skipped."""
        withheld: list[Problem] = []
        unseen: list[Problem] = []
        skipped: list[Problem] = []
        for address, reason in _told(self.crawled.visits):
            if reason.code == "gone" and not self._was_promised(address):
                continue
            kind = withheld if reason.code in _WITHHELD else skipped
            if reason.is_temporary:
                kind = unseen
            kind.append(self._problem(address, reason))
        return withheld, unseen, skipped

    def _was_promised(self, address: str) -> bool:
        """Whether a page that is gone is more than a dead link: it was there, or is listed."""
        before = self.known.get(address)
        return address in self.listed.pages or bool(before and before.version)

    def _warnings(self) -> Iterator[Problem]:
        dead = sum(
            reason.code == "gone" and not self._was_promised(address)
            for address, reason in _told(self.crawled.visits)
        )
        if dead:
            yield Problem(f"{self.name}:", Reason("dead_links", f"{dead}"))
        for address, reason in self.listed.failures.items():
            yield self._problem(address, reason)
        if self.listed.elsewhere:
            yield self._problem(self.start, Reason("other_sites", f"{self.listed.elsewhere}"))

    def _out_of_sight(self) -> Iterator[Problem]:
        """What is still there, for all we know, though this crawl did not get to it."""
        if (reason := self._blindness()) is None:
            return
        if not self.known:
            yield Problem(f"{self.name}:", reason)
            return
        for address in documents(self.known):
            if address not in self.crawled.visits:
                yield self._problem(address, reason)

    def _blindness(self) -> Reason | None:
        """Why this crawl may not have come to all that is there."""
        if self.crawled.limit:
            return self.crawled.limit
        start = self.crawled.visits.get(self.start)
        failures = self.listed.failures.values()
        if start is not None and start.missing:
            return start.missing
        return next((reason for reason in failures if reason.is_temporary), None)

    def _problem(self, address: str, reason: Reason) -> Problem:
        return Problem(document_id(self.name, address), reason)


def document_id(name: str, address: str) -> str:
    """The id of what is at an address."""
    return f"{name}:{path_of(address)}"


def _told(visits: Mapping[str, Visit]) -> Iterable[tuple[str, Reason]]:
    for address, visit in visits.items():
        if reason := visit.missing or visit.reason:
            yield address, reason
        elif visit.moved_to and _runs_in_circle(address, visits):
            yield address, Reason("redirect_loop")


def _runs_in_circle(address: str, visits: Mapping[str, Visit]) -> bool:
    passed: set[str] = set()
    while (visit := visits.get(address)) and visit.moved_to:
        if address in passed:
            return True
        passed.add(address)
        address = visit.moved_to
    return False
