"""Decides what a sync has to do with each document, from what the source and the ledger say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.ingestion.documents.reading import VERSION
from bot.ingestion.reasons import Reason
from bot.ingestion.sources.base import Listing, Problem, SourceDocument
from bot.ingestion.sync.ledger import Row, placement


@dataclass(slots=True)
class Plan:
    """What is to be done with each document."""

    delete: list[str] = field(default_factory=list)
    """In the index or the ledger, and not to be any more."""
    narrow: list[SourceDocument] = field(default_factory=list)
    """To be read, but their readers changed: what is indexed of them is placed anew meanwhile."""
    place: list[SourceDocument] = field(default_factory=list)
    """To be written again from the stored reading."""
    read: list[SourceDocument] = field(default_factory=list)
    unchanged: list[SourceDocument] = field(default_factory=list)
    failed: list[Problem] = field(default_factory=list)
    """Still as unreadable as before."""
    removed: int = 0
    """Documents that were indexed and are gone from the source."""


def make_plan(listing: Listing, rows: Mapping[str, Row]) -> Plan:
    """The plan for a listing, given the ledger's rows of the same source."""
    present = {document.id for document in listing.documents}
    withheld = {problem.document for problem in listing.withheld}
    plan = Plan()
    for row in rows.values():
        if row.id not in present and listing.only in (None, row.id):
            plan.delete.append(row.id)
            plan.removed += row.status != "failed" and row.id not in withheld
    for document in listing.documents:
        _decide(document, rows.get(document.id), plan)
    return plan


def placement_of(document: SourceDocument) -> str:
    """The placement the document is to have."""
    return placement(document.readers, dict(document.overrides), document.url)


def _decide(document: SourceDocument, row: Row | None, plan: Plan) -> None:
    indexed = row is not None and row.status != "failed"
    moved = row is not None and row.placement != placement_of(document)
    if document.digest is None:
        # Its content cannot be known now; who may read what is indexed of it can.
        plan.failed.append(Problem(document.id, Reason("unreadable", document.name)))
        if indexed and moved:
            plan.narrow.append(document)
    elif row is None or (row.digest, row.version) != (document.digest, VERSION):
        plan.read.append(document)
        if indexed and moved:
            plan.narrow.append(document)
    elif row.status == "failed":
        plan.failed.append(Problem(document.id, row.reason or Reason("crashed")))
    elif row.status == "pending" or moved:
        plan.place.append(document)
    else:
        plan.unchanged.append(document)
