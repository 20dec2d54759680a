"""Traces: one span for each hop of a message, with a few known facts and nothing else.

Without a tracer nothing happens and nothing is imported (see `bot.telemetry.tracing`).
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Literal, Protocol

Hop = Literal["accept", "turn", "route", "skill", "retrieve", "answer", "send"]


class Span(Protocol):
    """One hop under way."""

    def note(self, **facts: str | int | float | None) -> None:
        """Add facts under names that may be logged; others are dropped, and None is no fact."""
        ...


class Spans(Protocol):
    """Makes spans."""

    def hop(self, name: Hop, *, after: object = None) -> AbstractContextManager[Span]:
        """A hop that lasts as long as the block, within the one that goes on around it.

        `after` is what `here` gave earlier, in another task.
        """
        ...

    def aside(self, name: Hop) -> AbstractContextManager[Span]:
        """The same for a block in which a generator yields: no other hop becomes part of it."""
        ...

    def here(self) -> object:
        """The hop that goes on here, for `after`."""
        ...


class _NoSpan:
    def note(self, **facts: str | int | float | None) -> None:
        return


class _NoSpans:
    def __init__(self) -> None:
        self._nothing = nullcontext(_NoSpan())

    def hop(self, name: Hop, *, after: object = None) -> AbstractContextManager[Span]:
        return self._nothing

    def aside(self, name: Hop) -> AbstractContextManager[Span]:
        return self._nothing

    def here(self) -> object:
        return None


NO_SPANS: Spans = _NoSpans()
"""Nobody follows."""
