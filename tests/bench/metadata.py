"""How much of what a first page states is read, and how much of what is read is stated.

`score(part).errors` lists every one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.table import Row
from tests.first_pages import FIELDS, FirstPage, Part, first_pages, same


@dataclass(slots=True)
class Score:
    """Counts for one part of the pages, by field."""

    stated: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, page: FirstPage) -> None:
        """Count one page."""
        found = page.read()
        for name in FIELDS:
            stated, value = page.facts.get(name), found.get(name)
            self.stated[name] += stated is not None
            self.read[name] += value is not None
            if stated is not None and value is not None and same(name, value, stated):
                self.right[name] += 1
            elif stated is not None or value is not None:
                self.errors.append(f"{page.name}: {name}: {stated!r} was read as {value!r}")

    def precision(self, name: str) -> float:
        """The share of what was read that is right; 1 if nothing was."""
        return self.right[name] / self.read[name] if self.read[name] else 1.0

    def recall(self, name: str) -> float:
        """The share of what is stated that was read right."""
        return self.right[name] / self.stated[name] if self.stated[name] else 1.0


def score(part: Part) -> Score:
    """The score of a part."""
    counted = Score()
    for page in first_pages(part):
        counted.add(page)
    return counted


async def measure() -> list[Row]:
    """One row for each field, known and held-out pages."""
    return list(_rows())


def _rows() -> Iterator[Row]:
    known, held_out, later = score("known"), score("held_out"), score("later")
    for name in FIELDS:
        yield Row(
            f"Metadata: {name}",
            f"{held_out.precision(name):.2f}/{held_out.recall(name):.2f}",
            f"precision/recall, {held_out.stated[name]} held out",
            f"{known.precision(name):.2f}/{known.recall(name):.2f}, {known.stated[name]} known; "
            f"{later.precision(name):.2f}/{later.recall(name):.2f}, {later.stated[name]} later",
            {
                f"metadata_precision.{name}": held_out.precision(name),
                f"metadata_recall.{name}": held_out.recall(name),
            },
        )
