"""A complement naive Bayes classifier for short texts, learnt in one pass.

Complement: a class is judged by how little the text looks like all the others, which stays fair
when the classes have different numbers of examples (Rennie et al. 2003, "Tackling the Poor
Assumptions of Naive Bayes Text Classifiers"; the weighting of features is theirs too).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.routing.features import features, is_term

_SMOOTHING = 0.02


class Classifier:
    """Scores a text against labels; the higher, the likelier. Immutable once built."""

    def __init__(self, examples: Mapping[str, Sequence[str]]) -> None:
        self._labels = tuple(examples)
        read = [(label, features(text)) for label in examples for text in examples[label]]
        self._rarity = _rarity([found for _, found in read])
        self._unknown = math.log(1 + len(read))
        totals: dict[str, dict[str, float]] = {label: {} for label in self._labels}
        for label, found in read:
            _add(totals[label], self._normalised(found))
        self._weights = _weights(totals)
        self._terms = {label: frozenset(filter(is_term, total)) for label, total in totals.items()}

    def scores(self, text: str) -> Mapping[str, float]:
        """The log-odds of every label for this text; all zero when nothing in it is known."""
        totals = [0.0] * len(self._labels)
        for name, value in self._normalised(features(text)).items():
            for index, weight in enumerate(self._weights.get(name, ())):
                totals[index] += value * weight
        return dict(zip(self._labels, totals, strict=True))

    def knows(self, text: str, label: str) -> bool:
        """Whether the label's examples have one of the text's content words, or a part of one."""
        return not self._terms[label].isdisjoint(features(text))

    def _normalised(self, found: Mapping[str, float]) -> dict[str, float]:
        """Weighted by rarity, at length 1. What was never seen counts in the length: a text that
        is mostly unknown is decided weakly."""
        weighed = {
            name: value * self._rarity.get(name, self._unknown) for name, value in found.items()
        }
        length = math.sqrt(sum(value * value for value in weighed.values()))
        return {name: value / length for name, value in weighed.items()}


def _rarity(texts: Sequence[Iterable[str]]) -> Mapping[str, float]:
    counts = Counter(name for found in texts for name in found)
    return {name: math.log(1 + len(texts) / count) for name, count in counts.items()}


def _add(total: dict[str, float], more: Mapping[str, float]) -> None:
    for name, value in more.items():
        total[name] = total.get(name, 0.0) + value


def _weights(totals: Mapping[str, Mapping[str, float]]) -> Mapping[str, tuple[float, ...]]:
    everything: dict[str, float] = {}
    for total in totals.values():
        _add(everything, total)
    mass = {label: sum(total.values()) for label, total in totals.items()}
    all_mass = sum(mass.values())
    spread = _SMOOTHING * len(everything)

    def log_odds(label: str, name: str) -> float:
        inside = totals[label].get(name, 0.0)
        odds_inside = (inside + _SMOOTHING) / (mass[label] + spread)
        rest = all_mass - mass[label] + spread
        return math.log(odds_inside * rest / (everything[name] - inside + _SMOOTHING))

    return {name: tuple(log_odds(label, name) for label in totals) for name in everything}
