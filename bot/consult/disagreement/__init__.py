"""Notices when two documents say different things of the same, and which one applies."""

from bot.consult.disagreement.finding import (
    Disagreement,
    Statement,
    find_disagreement,
    find_opposed,
)

__all__ = ["Disagreement", "Statement", "find_disagreement", "find_opposed"]
