"""Facts about a person that change which rule is theirs: form of employment, agreement, manager."""

from __future__ import annotations

from bot.consult.facts.kinds import KINDS, UNKNOWN, is_fact, kind_of, label_of
from bot.consult.facts.told import answer_to, bare_age, told_of_oneself

__all__ = [
    "KINDS",
    "UNKNOWN",
    "answer_to",
    "bare_age",
    "is_fact",
    "kind_of",
    "label_of",
    "told_of_oneself",
]
