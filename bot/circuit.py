"""Leaves a service that has failed again and again alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES = 5
"""In a row, before it is left alone."""
PAUSE_S = 30.0
"""How long, before one call is let through as a trial."""


class Circuit:
    """Counts failures in a row; while it is open, one call in `PAUSE_S` is let through."""

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

    def failed(self) -> None:
        """The service has not."""
        self._failures += 1
        self._next_trial_at = self._clock() + PAUSE_S
