"""How well may and may not, must and need not are told apart, on pairs written before the code."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.consult.disagreement.contradiction import contradict

_PAIRS = Path(__file__).parents[2] / "data" / "contradictions.tsv"


@dataclass(frozen=True, slots=True)
class Pair:
    id: str
    first: str
    second: str

    @property
    def contradicts(self) -> bool:
        return self.id.startswith("yes")

    @property
    def is_held_out(self) -> bool:
        return zlib.crc32(self.id.encode()) % 2 == 1


def _pairs() -> list[Pair]:
    lines = _PAIRS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Pair(row[0], row[3], row[4]) for row in rows]


def _precision_and_recall(pairs: list[Pair]) -> tuple[float, float]:
    found = [pair for pair in pairs if contradict(pair.first, pair.second)]
    right = sum(pair.contradicts for pair in found)
    return right / len(found), right / sum(pair.contradicts for pair in pairs)


@pytest.mark.parametrize(
    ("held_out", "least_recall"), [(False, 0.9), (True, 0.84)], ids=["tuned", "held out"]
)
def test_no_false_contradiction_and_most_true_ones(held_out: bool, least_recall: float) -> None:
    pairs = [pair for pair in _pairs() if pair.is_held_out == held_out]

    precision, recall = _precision_and_recall(pairs)

    assert len(pairs) >= 60
    assert precision == 1.0
    assert recall >= least_recall


def test_property_the_order_of_the_two_does_not_matter() -> None:
    for pair in _pairs():
        assert contradict(pair.first, pair.second) == contradict(pair.second, pair.first), pair.id


def test_property_no_sentence_contradicts_itself() -> None:
    for pair in _pairs():
        assert not contradict(pair.first, pair.first), pair.id
