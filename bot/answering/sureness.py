"""How sure it is that a sentence answers the question: whether there is an answer at all.

Where the document that answers is missing, something else is always found that has some of the
question's words. What tells is what the sentence stands under: whether the title and the heading
speak of what is asked and of little else, and whether one document stands out among those found.
"""

from __future__ import annotations

import math
from operator import mul
from typing import NamedTuple


class Evidence(NamedTuple):
    """What speaks for and against a sentence being an answer, each 0 to 1 but for `lead`; as a
    whole also the weights of these."""

    around: float = 0.0
    """The share of the question that the passage speaks about."""
    in_context: float = 0.0
    """The same of the sentence, read below its title and heading."""
    together: float = 0.0
    """The share of what was found that is of its document."""
    lead: float = 0.0
    """How much better its document's best passage is than that of any other, of the best of all;
    -1 to 1."""
    titled: float = 0.0
    """How much of what the document's title says the question says too."""
    headed: float = 0.0
    """The same of the title or the nearest heading, whichever says more of it."""
    named: float = 0.0
    """How well title and headings have the word that tells most of what is asked about."""
    bare: float = 0.0
    """It stands under no heading."""
    pairs: float = 0.0
    """The share of the question's neighbouring words that are neighbours here, too."""
    subject: float = 0.0
    """The share of the question that its first words speak about."""
    unmet: float = 0.0
    """It lacks the kind of answer that is asked for."""
    asked: float = 0.0
    """How much the question says: more must be met, and more is hit by chance."""


_MANY = 6
"""Content words of a question that says much."""
WEIGHTS = Evidence(
    around=1.98,
    in_context=1.62,
    together=1.41,
    lead=2.24,
    titled=1.27,
    headed=1.16,
    named=0.76,
    bare=0.64,
    pairs=1.69,
    subject=0.64,
    unmet=-0.50,
    asked=1.44,
)
"""Log odds, learnt by tests/classifiers/sureness_training.py, which says from what."""
BIAS = -5.75


def asked_much(content_words: int) -> float:
    """0 to 1: how much a question with so many content words says."""
    return min(content_words, _MANY) / _MANY


def sureness(evidence: Evidence) -> float:
    """0 to 1: the chance that it answers."""
    return 1 / (1 + math.exp(-BIAS - sum(map(mul, evidence, WEIGHTS))))
