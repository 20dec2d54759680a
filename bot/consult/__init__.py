"""Looks a question up in the sources and answers it: the flow that skills share."""

from __future__ import annotations

from bot.consult.calculation import Calculator, Case, Computed, calculate
from bot.consult.consultation import consult
from bot.consult.matter import Matter

__all__ = ["Calculator", "Case", "Computed", "Matter", "calculate", "consult"]
