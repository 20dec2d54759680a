"""A complement naive Bayes classifier for short texts, learnt in one pass.

Complement: a class is judged by how little the text looks like all the others, which stays fair
when the classes have different numbers of examples (Rennie et al. 2003, "Tackling the Poor
Assumptions of Naive Bayes Text Classifiers"; the weighting of features is theirs too).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.routing.features import features, is_term

_SMOOTHING = 0.02


class Classifier:
    """Scores a text against labels; the higher, the likelier. Immutable once built."""

    def __init__(self, examples: Mapping[str, Sequence[str]]) -> None:
        read = [(label, features(text)) for label in examples for text in examples[label]]
        self._rarity = _rarity([found for _, found in read])
        self._unknown = math.log(1 + len(read))
        self._totals: dict[str, defaultdict[str, float]] = {
            label: defaultdict(float) for label in examples
        }
        for label, found in read:
            total = self._totals[label]
            for name, value in self._normalised(found).items():
                total[name] += value
        mass = {label: sum(total.values()) for label, total in self._totals.items()}
        spread = _SMOOTHING * len(self._rarity)
        all_mass = sum(mass.values())
        self._mass_ratio = {
            label: (all_mass - inside + spread) / (inside + spread)
            for label, inside in mass.items()
        }

    def scores(self, text: str) -> Mapping[str, float]:
        """The log-odds of every label for this text; all zero when nothing in it is known."""
        found = self._normalised(features(text))
        known = {name: value for name, value in found.items() if name in self._rarity}
        scores = dict.fromkeys(self._totals, 0.0)
        for name, value in known.items():
            inside = {label: total.get(name, 0.0) for label, total in self._totals.items()}
            everywhere = sum(inside.values()) + _SMOOTHING
            for label, ratio in self._mass_ratio.items():
                odds = (inside[label] + _SMOOTHING) / (everywhere - inside[label])
                scores[label] += value * math.log(odds * ratio)
        return scores

    def knows(self, text: str, label: str) -> bool:
        """Whether the label's examples have one of the text's content words, or a part of one."""
        return any(is_term(name) and name in self._totals[label] for name in features(text))

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
