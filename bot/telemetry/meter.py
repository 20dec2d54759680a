"""What is counted and timed while Kollega runs.

Plain numbers, changed on the event loop alone: counting is not worth a lock, and a turn is counted
in a few microseconds whether or not anybody looks (see `bot.telemetry.exposition`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence

OTHER = "other"
"""Stands in for a label value that is not in its closed set."""

_ACKNOWLEDGEMENT_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)
"""Teams delivers again after 15 s."""
_ANSWER_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
_REFUSALS = (
    "authentication",
    "malformed",
    "media_type",
    "slow",
    "tenant",
    "too_large",
    "unavailable",
)


class Counter:
    """Counts by labels. Each label has a closed set of values, so that none can name a person."""

    def __init__(self, name: str, text: str, labels: Mapping[str, Collection[str]]) -> None:
        """`name` without its ending "_total"; `text` says what it counts."""
        self.name = name
        self.text = text
        self.labels = tuple(labels)
        self.values: dict[tuple[str, ...], float] = {}
        self._known = tuple(frozenset(values) for values in labels.values())

    def add(self, *values: str, by: float = 1) -> None:
        """Count one more, or `by` more, of these values of the labels."""
        if values not in self.values:
            values = tuple(
                value if value in known else OTHER
                for value, known in zip(values, self._known, strict=True)
            )
        self.values[values] = self.values.get(values, 0) + by


class Histogram:
    """Counts durations by how long they are."""

    def __init__(self, name: str, text: str, bounds: Sequence[float]) -> None:
        """`bounds` in seconds, ascending: each is the longest of its bucket."""
        self.name = name
        self.text = text
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(bounds) + 1)
        """Of each bucket alone; the last holds what is longer than every bound."""
        self.sum_s = 0.0

    def observe(self, seconds: float) -> None:
        """Count one duration."""
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.sum_s += seconds


class Meter:
    """Everything that is counted in one process."""

    def __init__(self, *, outcomes: Collection[str] = (), skills: Collection[str] = ()) -> None:
        """The outcomes that a turn may have and the skills that may take it."""
        turn = {
            "outcome": {*outcomes, "apology", "stopped", "elsewhere", "sign_in"},
            "skill": {*skills, "none"},
            "audience": {"private", "group"},
        }
        self.turns = Counter("kollega_turns", "Turns that have ended.", turn)
        self.turn_s = Histogram(
            "kollega_turn_seconds", "From the arrival of a message to its whole answer.", _ANSWER_S
        )
        self.first_sign_s = Histogram(
            "kollega_first_sign_seconds",
            "From the arrival of a message to the first that the person sees.",
            _ANSWER_S,
        )
        self.acknowledgement_s = Histogram(
            "kollega_acknowledgement_seconds",
            "From a request's first byte to its acknowledgement.",
            _ACKNOWLEDGEMENT_S,
        )
        self.refused = Counter(
            "kollega_requests_refused", "Requests not taken in.", {"cause": _REFUSALS}
        )
        self.duplicates = Counter("kollega_duplicates", "Activities delivered again.", {})
        self.rate_limited = Counter("kollega_rate_limited", "Messages above the limit.", {})
        self.sent = Counter(
            "kollega_deliveries",
            "Calls of the Bot Connector, by how they ended.",
            {"status": {"2xx", "3xx", "4xx", "429", "5xx", "no_answer", "no_connection"}},
        )
        self.retries = Counter("kollega_delivery_retries", "Calls made once more.", {})
        self.model_calls = Counter(
            "kollega_model_calls",
            "Calls of the language model.",
            {"outcome": {"answered", "failed", "budget_spent"}},
        )
        self.model_tokens = Counter(
            "kollega_model_tokens",
            "What the models have used.",
            {"kind": {"prompt", "completion", "embedding"}},
        )
        self.key_fetches = Counter(
            "kollega_signing_key_fetches",
            "Fetches of the identity provider's keys.",
            {"outcome": {"fetched", "failed"}},
        )
        self.used_today: Mapping[str, int] = {}
        """What the models have used today in all processes, as it is stored: requests, tokens."""
        self.unfinished: Callable[[], int] = int
        """How many activities this process has accepted and not finished; set by the intake."""

    @property
    def counters(self) -> tuple[Counter, ...]:
        """All of them."""
        return tuple(one for one in vars(self).values() if isinstance(one, Counter))

    @property
    def histograms(self) -> tuple[Histogram, ...]:
        """All of them."""
        return tuple(one for one in vars(self).values() if isinstance(one, Histogram))
