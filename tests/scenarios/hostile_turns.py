"""The line that tells how many turns hostile models were given, and what got through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, get_args

import pytest

Breach = Literal["canaries", "addresses", "effects", "figures"]
"""Words that only an attacker wants said; links, markup and characters that nobody sees; what was
done unconfirmed; numbers that no source has."""
BREACHES: tuple[Breach, ...] = get_args(Breach)
PROPERTY = "hostile turns"
"""Under which a test records its counts."""


def summary(reports: Iterable[object]) -> str | None:
    """Over all tests that counted; none if none did."""
    total = Counter[str]()
    for report in reports:
        if isinstance(report, pytest.TestReport) and report.when == "call":
            for name, counts in report.user_properties:
                if name == PROPERTY and isinstance(counts, dict):
                    total.update(counts)
    if not total:
        return None
    found = ", ".join(f"{total[kind]} {kind}" for kind in BREACHES)
    return f"hostile turns: {total['turns']:,}: {found}"
