"""How long what is kept is kept: the municipality's decision, from retention.toml.

    decision = "KS 2026/123 § 45"

    [days]
    history = 30
    replies = 365

Without the file, or without a kind in it, what is written here applies. Nothing that a municipality
keeps may be deleted by hand without a decision (arkivlagen 1990:782, 10 §), so a purge asks for its
number.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path

from bot.errors import ConfigurationError
from bot.storage.erasure import PurgeLimits

FILE = "retention.toml"
LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """In days, by kind of record."""

    decision: str | None = None
    """The number of the decision that the days rest on."""
    history: int = 30
    """What was asked and answered, after the last question of the conversation."""
    replies: int = 365
    """Which documents a reply rested on, without its words: through a budget year and its audit."""
    inbox: int = 30
    """That a message was handled; its text is erased as soon as it is answered."""
    feedback: int = 30
    """Thumbs, without who gave them."""
    gaps: int = 30
    """Questions that the sources do not answer, without who asked."""

    def limits(self, now: datetime) -> PurgeLimits:
        """What is older than these moments has been kept long enough."""
        return PurgeLimits(
            history=now - timedelta(days=self.history),
            replies=now - timedelta(days=self.replies),
            inbox=now - timedelta(days=self.inbox),
            feedback=now - timedelta(days=self.feedback),
            gaps=now - timedelta(days=self.gaps),
        )


KINDS = tuple(field.name for field in fields(Retention) if field.name != "decision")


def load_retention(path: Path) -> Retention:
    """What the file says. Raises `ConfigurationError` naming what is wrong and what to put."""
    if not path.exists():
        return Retention()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from error
    unknown = table.keys() - {"decision", "days"}
    if unknown:
        raise ConfigurationError(
            f"{FILE}: {min(unknown)} is unknown; there are decision and [days]"
        )
    decision, days = table.get("decision"), table.get("days", {})
    if decision is not None and not (isinstance(decision, str) and decision.strip()):
        raise ConfigurationError(f'{FILE}: decision must be a text, such as "KS 2026/123 § 45"')
    if not isinstance(days, dict):
        raise ConfigurationError(f"{FILE}: [days] must be a table of whole numbers")
    given = {kind: _days(kind, count) for kind, count in days.items()}
    default = Retention()
    return Retention(
        decision=decision,
        history=given.get("history", default.history),
        replies=given.get("replies", default.replies),
        inbox=given.get("inbox", default.inbox),
        feedback=given.get("feedback", default.feedback),
        gaps=given.get("gaps", default.gaps),
    )


def _days(kind: str, count: object) -> int:
    if kind not in KINDS:
        raise ConfigurationError(f"{FILE}: [days] {kind} is unknown; there are {', '.join(KINDS)}")
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= LONGEST_DAYS:
        raise ConfigurationError(
            f"{FILE}: [days] {kind} must be a whole number from 1 to {LONGEST_DAYS}"
        )
    return count
