"""Decides what is too sensitive for as many readers as a document has.

That a document is shared with everybody proves no intent: it may have been left so by mistake. What
holds identity numbers, tells of somebody's health or is marked as secret is indexed only for a
number of people that is known and small; a sensitivity label above the allowed ones, for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.identity.base import EVERYONE, is_personal, whole_group
from bot.ingestion.documents.reading import Reading
from bot.ingestion.documents.sensitive import Mark
from bot.ingestion.parsing.sensitivity_labels import Label
from bot.ingestion.reasons import Reason, ReasonCode
from bot.ingestion.sources.base import Problem, SourceDocument

CountPeople = Callable[[frozenset[str]], int | None]
"""How many people are in any of these groups; None where that is not known."""

_REASONS: dict[Mark, ReasonCode] = {
    "personal_number": "shared_number",
    "health": "shared_health",
    "secrecy": "shared_secrecy",
}
SHARING_REASONS = frozenset((*_REASONS.values(), "label"))
"""Why a document is kept out that would be let in if its readers or its label were others."""


def nobody_knows(_: frozenset[str]) -> int | None:
    """Counts people where there is no directory."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What a municipality lets how many people find."""

    limit: int = 50
    """The most people who may read a document with a mark."""
    count_people: CountPeople = nobody_knows
    labels: frozenset[str] | None = None
    """Ids, in lower case, of sensitivity labels that may be indexed; a document with any other may
    not. None: labels are not looked at."""

    def is_wide(self, readers: frozenset[str]) -> bool:
        """Whether more may read than a marked document may have; an unknown number is many."""
        if EVERYONE in readers:
            return True
        whole = frozenset(map(whole_group, readers))
        people = frozenset(filter(is_personal, whole))
        groups = whole - people
        in_groups = self.count_people(groups) if groups else 0
        return in_groups is None or in_groups + len(people) > self.limit

    def objection(self, document: SourceDocument, reading: Reading) -> Problem | None:
        """Why the document must not be indexed for its readers, if so."""
        owner = document.owner or _text(document.overrides.get("owner")) or reading.metadata.owner
        if reason := self._to_labels(reading.labels):
            return Problem(document.id, reason, owner, document.name)
        for mark, code in _REASONS.items():
            if mark in reading.marks and self.is_wide(document.readers):
                return Problem(document.id, Reason(code, str(self.limit)), owner, document.name)
        return None

    def _to_labels(self, labels: Iterable[Label]) -> Reason | None:
        if self.labels is None:
            return None
        closed = [label.name or label.id for label in labels if label.id not in self.labels]
        return Reason("label", closed[0]) if closed else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
