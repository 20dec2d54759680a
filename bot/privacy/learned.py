"""Recognises a sensitive subject from what a message has in common with examples of it.

A linear classifier over concepts, stems and their neighbours, trained by
tests/classifiers/sensitive_training.py on messages written for it; weights.tsv is what was learned.
It knows subjects, not moods, gives the same answer every time and calls no model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.privacy.features import features, rows_of

SCALE = 100
"""Weights are kept as whole hundredths."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The subject that a message is most like, and how much more than an ordinary question."""

    topic: str
    evidence: float
    """Log-odds that the message is about any sensitive subject."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature speaks for, by label; the first label is an ordinary question's."""

    labels: tuple[str, ...]
    by_feature: dict[str, tuple[int, ...]]


@cache
def learned_weights() -> Weights:
    """Those of weights.tsv."""
    text = files("bot.privacy").joinpath("weights.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return Weights(
        labels=tuple(lines[0][1:]),
        by_feature={line[0]: tuple(map(int, line[1:])) for line in lines[1:]},
    )


def likeness(text: str, weights: Weights | None = None) -> Likeness:
    """What the message is like; of a long one, its most telling part."""
    weights = weights or learned_weights()
    return max((_of_row(row, weights) for row in rows_of(text)), key=lambda one: one.evidence)


def _of_row(row: Sequence[str], weights: Weights) -> Likeness:
    known = [weights.by_feature[one] for one in features(row) if one in weights.by_feature]
    sums = [sum(column) / SCALE for column in zip(*known, strict=True)]
    if not sums:
        return Likeness(weights.labels[1], -math.inf)
    ordinary, *topics = sums
    most = max(topics)
    evidence = most + math.log(sum(math.exp(one - most) for one in topics)) - ordinary
    return Likeness(weights.labels[1 + topics.index(most)], evidence)
