"""Trains the classifier of sensitive subjects: `python -m tests.classifiers.sensitive_training`.

Multinomial logistic regression by AdaGrad: numpy is needed to train, not to recognise. `--check`
cross-validates instead, each fifth a block of neighbouring lines, so that what was written in one
go is not on both sides.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import numpy as np
import numpy.typing as npt

from bot.privacy.features import features, rows_of
from bot.privacy.learned import SCALE, Weights
from bot.privacy.topics import Topic, find_by_rule, find_topic

DATA = Path(__file__).parents[1] / "data"
WEIGHTS = Path(__file__).parents[2] / "bot" / "privacy" / "weights.tsv"
ORDINARY = "-"
LABELS: tuple[str, ...] = (ORDINARY, *get_args(Topic))
FOLDS = 5
_EPOCHS = 12
_RATE = 0.3
_DECAY = 2e-3
_RARE = "bf"
"""Kinds of features, pairs of neighbours and beginnings, that must be in two messages to count."""
_GROUP_VALUE = {"c": 1.0, "p": 0.8, "w": 0.7, "b": 0.5, "g": 0.35, "f": 0.7, "n": 0.3, "": 1.0}

_ASKED = ("text", "question", "query")
"""What a question is called in one set or another."""

Example = tuple[str, str]
"""A label and a text."""
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


def examples() -> list[Example]:
    """Everything to learn from; sets whose names say later, fresh or untouched stay apart."""
    found: list[Example] = []
    for name in (
        "sensitive_training.tsv",
        "sensitive.tsv",
        "sensitive_later.tsv",
        "sensitive_indirect.tsv",
    ):
        found += read_tsv(DATA / name)
    return [*found, *((ORDINARY, text) for text in ordinary())]


def read_tsv(path: Path) -> list[Example]:
    """A label and a text on each line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t", 1) for line in lines if line.strip() and not line.startswith("#"))
    return [(label, text) for label, text in pairs]


def ordinary() -> list[str]:
    """Questions of other sets of this project that no rule takes for a disclosure."""
    found: list[str] = []
    for path in (DATA / "utterances.jsonl", *sorted((DATA / "retrieval").glob("*.jsonl"))):
        found += [line[key] for line in _json(path) for key in _ASKED if key in line]
    for name in ("cases.jsonl", "fresh_tuning.jsonl"):
        for line in _json(DATA.parent / "golden" / name):
            if line["expect"].get("outcome") in ("answered", "not_found", "clarify", "chat"):
                found.append(line["question"])
    for row in (DATA / "approved_questions.tsv").read_text(encoding="utf-8").splitlines():
        found += [] if row.startswith("#") else row.split("\t")[:2]
    return [text for text in dict.fromkeys(found) if find_by_rule(text) is None]


def _json(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]  # lines of several shapes
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def train(given: Sequence[Example]) -> dict[str, list[float]]:
    """A weight of each label for each feature that was seen often enough."""
    rows = [(LABELS.index(label), features(rows_of(text)[0])) for label, text in given]
    seen = Counter(feature for _, row in rows for feature in row)
    kept = (f for f, times in seen.items() if times > 1 or f[:1] not in _RARE)
    number = {feature: place for place, feature in enumerate(kept)}
    weights = np.zeros((len(number), len(LABELS)))
    squares = np.full_like(weights, 1e-2)
    total = np.zeros_like(weights)
    sparse = [_sparse(label, row, number) for label, row in rows]
    order = np.random.default_rng(7)
    for epoch in range(_EPOCHS):
        for place in order.permutation(len(sparse)):
            label, at, values = sparse[place]
            gradient = values[:, None] * (_softmax(values @ weights[at]) - _one(label))
            gradient += _DECAY * weights[at]
            squares[at] += gradient**2
            weights[at] -= _RATE * gradient / np.sqrt(squares[at])
        if epoch >= _EPOCHS // 2:
            total += weights
    mean = total / (_EPOCHS - _EPOCHS // 2)
    return {
        feature: [float(one) * _GROUP_VALUE[feature[:1]] for one in mean[place]]
        for feature, place in number.items()
    }


def _sparse(label: int, row: Sequence[str], number: dict[str, int]) -> tuple[int, Places, Floats]:
    known = [feature for feature in row if feature in number]
    values = np.array([_GROUP_VALUE[feature[:1]] for feature in known])
    return label, np.array([number[feature] for feature in known], dtype=np.int64), values


def _one(label: int) -> Floats:
    return np.asarray(np.eye(len(LABELS))[label])


def _softmax(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max())
    return np.asarray(grown / grown.sum())


def fingerprint() -> str:
    """Of what the weights were learned from, so that stale ones are noticed."""
    concepts = WEIGHTS.with_name("concepts.toml").read_bytes()
    return hashlib.sha256(repr(examples()).encode() + concepts).hexdigest()


def as_weights(learned: dict[str, list[float]]) -> Weights:
    """Rounded as the file has them."""
    rounded = {
        feature: tuple(round(one * SCALE) for one in row) for feature, row in learned.items()
    }
    return Weights(LABELS, {feature: row for feature, row in rounded.items() if any(row)})


def write(weights: Weights) -> None:
    """Put them where the bot reads them."""
    lines = [f"# {fingerprint()}", "\t".join(("feature", *weights.labels))]
    for feature, row in sorted(weights.by_feature.items()):
        lines.append("\t".join((feature, *map(str, row))))
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def cross_validate() -> None:
    """Print what rules and classifier recognise together of what neither was shown."""
    given = examples()
    places: dict[str, list[int]] = defaultdict(list)
    for place, (label, _) in enumerate(given):
        places[label].append(place)
    fold = {
        place: at * FOLDS // len(listed)
        for listed in places.values()
        for at, place in enumerate(listed)
    }
    caught: Counter[str] = Counter()
    for number in range(FOLDS):
        shown = [one for place, one in enumerate(given) if fold[place] != number]
        weights = as_weights(train(shown))
        held_out = [one for place, one in enumerate(given) if fold[place] == number]
        caught.update(label for label, text in held_out if find_topic(text, weights))
    for label in LABELS:
        print(f"{label:15} {caught[label]} of {len(places[label])}")


if __name__ == "__main__":
    if "--check" in sys.argv:
        cross_validate()
    else:
        write(as_weights(train(examples())))
