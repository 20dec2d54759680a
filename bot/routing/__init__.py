"""Which skill takes a turn, and what a follow-up question means on its own. No model."""

from __future__ import annotations

from bot.routing.follow_up import complete
from bot.routing.router import Route, Router

__all__ = ["Route", "Router", "complete"]
