"""One turn from a person's words to a reply. Knows nothing of Teams, HTTP or Azure."""

from __future__ import annotations

from bot.copilot.copilot import Copilot

__all__ = ["Copilot"]
