"""Leaves a service that has failed again and again alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

FAILURES = 5
"""In a row, before it is left alone."""
PAUSE_S = 30.0
"""How long, before one call is let through as a trial."""
LONGEST_PAUSE_S = 300.0
"""However long a service asks for: it may be wrong."""


class Circuit:
    """Counts failures in a row; while it is open, one call in `PAUSE_S` is let through.

    A service that says how long it wants to be left alone is left alone at once, and so long.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._next_trial_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the service is left alone."""
        return self._failures >= FAILURES

    def admits(self) -> bool:
        """Whether a call may be made now. If it is the trial, nobody else's is until it is over."""
        if not self.is_open:
            return True
        if self._clock() < self._next_trial_at:
            return False
        self._next_trial_at = self._clock() + PAUSE_S
        return True

    def succeeded(self) -> None:
        """The service has answered."""
        self._failures = 0

    @property
    def left_s(self) -> float:
        """How long until a call may be made."""
        return max(0.0, self._next_trial_at - self._clock()) if self.is_open else 0.0

    def failed(self, *, retry_after_s: float | None = None) -> None:
        """The service has not; `retry_after_s`: and asks to be left alone so long."""
        self._failures += 1
        pause_s = PAUSE_S
        if retry_after_s is not None:
            self._failures = max(self._failures, FAILURES)
            pause_s = min(retry_after_s, LONGEST_PAUSE_S)
        self._next_trial_at = self._clock() + pause_s


def retry_after_s(value: str | None, *, now: Callable[[], float] = time.time) -> float | None:
    """Seconds that a Retry-After asks for (RFC 9110, 10.2.3); None if it does not say."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value.strip()[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now())
    except (ValueError, OverflowError):
        return None
