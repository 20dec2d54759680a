"""Decides what a sync has to do with each document, from what the source and the ledger say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.ingestion.reasons import Reason
from bot.ingestion.sources.base import Listing, Problem, SourceDocument
from bot.ingestion.sync.ledger import Row, placement
from bot.ingestion.sync.sharing import SHARING_REASONS, Sharing


@dataclass(slots=True)
class Plan:
    """What is to be done with each document."""

    delete: list[str] = field(default_factory=list)
    """In the index or the ledger, and not to be any more."""
    narrow: list[SourceDocument] = field(default_factory=list)
    """To be read, but their readers changed: what is indexed of them is placed anew before."""
    place: list[SourceDocument] = field(default_factory=list)
    """To be written again from the stored reading."""
    read: list[SourceDocument] = field(default_factory=list)
    unchanged: list[SourceDocument] = field(default_factory=list)
    failed: list[Problem] = field(default_factory=list)
    """Still as unreadable as before."""
    removed: int = 0
    """Documents that were indexed and are gone from the source."""


def make_plan(listing: Listing, rows: Mapping[str, Row], *, read_by: int, sharing: Sharing) -> Plan:
    """The plan for a listing, given the ledger's rows of the same source.

    `read_by` is the version of whatever would read the documents now.
    """
    withheld, unseen = _Named(listing.withheld), _Named(listing.unseen)
    present = {one.id: one for one in listing.documents if one.id not in withheld}
    plan = Plan()
    for row in rows.values():
        if row.id in withheld:
            plan.delete.append(row.id)
        elif row.id in present or listing.only not in (None, row.id):
            continue
        elif row.id not in unseen:
            plan.delete.append(row.id)
            plan.removed += row.status != "failed"
        elif row.status == "pending":
            # What the index holds of it is not known, nor who may read that.
            plan.delete.append(row.id)
    for document in present.values():
        wanted = placement_of(document, sharing)
        _decide(document, rows.get(document.id), plan, read_by=read_by, placement=wanted)
    return plan


class _Named:
    """The ids that problems are about: each of a document, or the beginning of several."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._ids = frozenset(problem.document for problem in problems)
        self._beginnings = tuple(name for name in self._ids if name.endswith(("/", ":")))

    def __contains__(self, document_id: str) -> bool:
        return document_id in self._ids or document_id.startswith(self._beginnings)


def placement_of(document: SourceDocument, sharing: Sharing) -> str:
    """The placement the document is to have; it tells, too, how widely that is shared."""
    labels = None if sharing.labels is None else sorted(sharing.labels)
    width = [sharing.is_wide(document.readers), labels]
    return placement(document.readers, [dict(document.overrides), width], document.url)


def _decide(
    document: SourceDocument, row: Row | None, plan: Plan, *, read_by: int, placement: str
) -> None:
    indexed = row is not None and row.status != "failed"
    # Of what is pending the index may still hold what the ledger held before.
    moved = row is not None and (row.status == "pending" or row.placement != placement)
    if document.version is None:
        # Its content cannot be known now; who may read what is indexed of it can.
        reason = Reason("unreadable", document.name)
        plan.failed.append(Problem(document.id, reason, document.owner, document.name))
        if indexed and moved:
            plan.narrow.append(document)
    elif row is None or (row.version, row.read_by) != (document.version, read_by):
        plan.read.append(document)
        if indexed and moved:
            plan.narrow.append(document)
    elif row.status == "failed" and moved and row.reason and row.reason.code in SHARING_REASONS:
        plan.read.append(document)
    elif row.status == "failed":
        plan.failed.append(
            Problem(document.id, row.reason or Reason("crashed"), document.owner, document.name)
        )
    elif moved:
        plan.place.append(document)
    else:
        plan.unchanged.append(document)
