"""Measures of a ranked list, and of many."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence


def ndcg(found: Sequence[str], relevant: Collection[str], *, depth: int) -> float:
    """Normalised discounted cumulative gain of the first `depth`, each relevant id worth one."""
    gain = sum(_discount(rank) for rank, item in enumerate(found[:depth]) if item in relevant)
    ideal = sum(_discount(rank) for rank in range(min(depth, len(relevant))))
    return gain / ideal if ideal else 0.0


def hit(found: Sequence[str], relevant: Collection[str], *, depth: int) -> float:
    """1 if a relevant id is among the first `depth`, else 0."""
    return float(any(item in relevant for item in found[:depth]))


def reciprocal_rank(found: Sequence[str], relevant: Collection[str], *, depth: int) -> float:
    """One over the rank of the first relevant id among the first `depth`, else 0."""
    ranks = (rank for rank, item in enumerate(found[:depth], 1) if item in relevant)
    first = next(ranks, None)
    return 1 / first if first else 0.0


def mean(values: Sequence[float]) -> float:
    """The average; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that at least `percent` of the values do not exceed; 0 of nothing."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 2)
