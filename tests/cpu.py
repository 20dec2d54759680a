"""What something costs, on a machine that others use too."""

from __future__ import annotations

import time
from collections.abc import Callable


def least_cpu_s(work: Callable[[], object], *, runs: int = 5) -> float:
    """CPU seconds of the cheapest of some runs."""
    costs = []
    for _ in range(runs):
        before = time.process_time()
        work()
        costs.append(time.process_time() - before)
    return min(costs)
