"""Looks a question up in the sources and answers it: the flow that skills share."""

from __future__ import annotations

from bot.consult.consultation import Matter, consult

__all__ = ["Matter", "consult"]
