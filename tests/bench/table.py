"""What a measurement finds: lines of one Markdown table, and figures by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One line."""

    what: str
    figure: str
    unit: str
    compared: str = ""
    """The ratio to a limit or a peer that was measured in the same run."""
    figures: Mapping[str, float] = field(default_factory=dict)
    """The same for a machine, by names that say the unit."""


def table(rows: Iterable[Row]) -> str:
    """The rows with their heading."""
    lines = ["| What | Figure | Unit | Compared |", "|---|---:|---|---|"]
    lines += [f"| {row.what} | {row.figure} | {row.unit} | {row.compared} |" for row in rows]
    return "\n".join(lines)


def as_json(rows: Iterable[Row]) -> str:
    """All figures, three digits each, in one object."""
    figures = {name: value for row in rows for name, value in row.figures.items()}
    return json.dumps({name: float(f"{value:.3g}") for name, value in figures.items()}, indent=1)


def shown(value: float) -> str:
    """Three digits that say something, two of a small number."""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


def times(value: float, limit: float, of: str) -> str:
    """How many times the limit a value is."""
    return f"{shown(value / limit)} × {of}" if limit > 0 else ""
