"""What has been told before of somebody's terms, where that keeps a calculator from counting."""

from __future__ import annotations

from bot.skill import Turn

_OTHER_TERMS = {"employer": {"bolag"}, "agreement": {"BEA", "PAN", "Sobona"}}


def has_other_terms(turn: Turn) -> bool:
    """Whether another agreement than AB applies, as far as it has been told."""
    return any(turn.facts.get(fact) in values for fact, values in _OTHER_TERMS.items())


def is_employed_as(turn: Turn, *forms: str) -> bool:
    """Whether one of these forms of employment has been told."""
    return turn.facts.get("employment") in forms
