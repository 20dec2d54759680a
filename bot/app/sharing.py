"""What may be found by how many people, by the settings and the people that are known."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.errors import ConfigurationError
from bot.identity.local import LocalDirectory
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.ingestion.sync.sharing import CountPeople, Sharing

_LABELS_OFF = ("off",)


def build_sharing(settings: Settings) -> Sharing:
    """The rules for one sync."""
    from bot.ingestion.sync.sharing import Sharing

    return Sharing(
        limit=settings.sharing_limit,
        count_people=_counting(settings),
        labels=allowed_labels(settings),
    )


def allowed_labels(settings: Settings) -> frozenset[str] | None:
    """Ids of sensitivity labels that may be indexed; None: labels are not looked at."""
    labels = settings.sensitivity_labels
    return None if labels == _LABELS_OFF else frozenset(map(str.casefold, labels))


def _counting(settings: Settings) -> CountPeople:
    """Counts in the municipality's own people.toml; the sample's says nothing about its groups."""
    from bot.ingestion.sync.sharing import nobody_knows

    try:
        people = LocalDirectory.load(settings.data / "people.toml").people().values()
    except ConfigurationError:
        return nobody_knows
    known = frozenset[str]().union(*(person.groups for person in people))

    @cache
    def count(readers: frozenset[str]) -> int | None:
        # A group that nobody in the file is in may have members all the same.
        return sum(bool(person.groups & readers) for person in people) if readers <= known else None

    return count
