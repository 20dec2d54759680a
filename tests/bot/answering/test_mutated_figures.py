"""Every statement of the sample's documents with a figure, date, paragraph or "inte" changed.

A statement is one of its source's units, so all that a mutant may be is quoted right or dropped.
Longer: `pytest -m soak tests/bot/answering/test_mutated_figures.py`.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answering.grounding import Grounding
from bot.answering.units import cut
from bot.identity.base import User
from bot.retrieval.base import Passage
from bot.retrieval.local import LocalRetriever
from tests.bot.answering.sources import question

SEED = 20261125
_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(r"\d+(?=(?: \d{3})* (?:kr|kronor|procent|dagar|månader|timmar|år|veckor)\b)")
_PARAGRAPH = re.compile(r"(?<=§ )\d+|\d+(?= ?(?:[a-z] )?§)")
_MONTH = re.compile(
    r"\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b"
)
_MONTHS = ("januari", "mars", "juni", "augusti", "oktober", "december")
_DENIAL = re.compile(r"\binte ", re.IGNORECASE)
_DUTY = re.compile(r"\b(?:får|ska|måste|kan)\b(?! inte)")
_BOUND = re.compile(r"\b(?:högst|minst|senast|tidigast)\b")
_OTHER_BOUND = {"högst": "minst", "minst": "högst", "senast": "tidigast", "tidigast": "senast"}

Change = Callable[[re.Match[str], random.Random], str]


def _other_digit(found: re.Match[str], by: random.Random) -> str:
    return str((int(found[0]) + by.randint(1, 9)) % 10)


def _other_number(found: re.Match[str], by: random.Random) -> str:
    return str(int(found[0]) + by.choice((1, 3, 10, 100)))


def _other_month(found: re.Match[str], by: random.Random) -> str:
    return by.choice([month for month in _MONTHS if month != found[0]])


KINDS: dict[str, tuple[re.Pattern[str], Change]] = {
    "digit": (_DIGIT, _other_digit),
    "amount": (_AMOUNT, _other_number),
    "paragraph": (_PARAGRAPH, _other_number),
    "month": (_MONTH, _other_month),
    "denial left out": (_DENIAL, lambda found, by: ""),
    "denial put in": (_DUTY, lambda found, by: f"{found[0]} inte"),
    "bound": (_BOUND, lambda found, by: _OTHER_BOUND[found[0]]),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A statement of a passage with one thing changed."""

    passage: Passage
    kind: str
    text: str


@pytest.fixture(scope="module")
def passages(ingested_sample: Path) -> Sequence[Passage]:
    groups = frozenset({"ekonomi", "omsorg", "hr", "chefer", "skola"})
    reader = User(id="reader", name="", groups=groups)
    retriever = LocalRetriever(ingested_sample / "index")

    async def found(query: str) -> Sequence[Passage]:
        return await retriever.search(query, reader=reader, audience="private", limit=500)

    async def everything() -> list[Passage]:
        queries = ("kommunen", "anställd", "chef", "lön", "plan", "dag", "ska", "får")
        by_id = {one.chunk.id: one for query in queries for one in await found(query)}
        return [by_id[name] for name in sorted(by_id)]

    return asyncio.run(everything())


def _statements(passage: Passage) -> list[str]:
    units = cut(passage.chunk.text)
    return [one.text for one in units if one.quotable and len(one.text) < 400]


def _mutants(passages: Sequence[Passage], by: random.Random) -> Iterator[Mutant]:
    """One of each kind for each statement that has room for it."""
    for passage in passages:
        for text in _statements(passage):
            for kind, (pattern, change) in KINDS.items():
                places = list(pattern.finditer(text))
                if not places:
                    continue
                place = by.choice(places)
                mutated = f"{text[: place.start()]}{change(place, by)}{text[place.end() :]}"
                if mutated not in passage.chunk.text:
                    yield Mutant(passage, kind, mutated)


def _shown(mutants: Sequence[Mutant]) -> list[Mutant]:
    """Those that a reader would see as the model wrote them."""
    groundings: dict[str, Grounding] = {}
    shown = []
    for one in mutants:
        grounding = groundings.setdefault(
            one.passage.chunk.id, Grounding([one.passage], question())
        )
        checked = grounding.check(f"{one.text} [1]")
        said = checked.sentence
        if said is not None and said.text.rstrip(".") == one.text.rstrip("."):
            shown.append(one)
    return shown


@pytest.mark.timeout(180)
def test_property_06_of_mutated_statements_hardly_one_is_shown(
    passages: Sequence[Passage],
) -> None:
    by = random.Random(SEED)
    mutants = list(_mutants(passages, by))
    chosen = by.sample(mutants, 700)

    shown = _shown(chosen)

    assert Counter(one.kind for one in chosen).keys() == KINDS.keys()
    assert len(shown) / len(chosen) <= MOST_SHOWN, [(one.kind, one.text) for one in shown]


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_property_06_nor_of_all_of_them(passages: Sequence[Passage]) -> None:
    mutants = [one for seed in range(5) for one in _mutants(passages, random.Random(seed))]

    shown = _shown(mutants)

    rates = Counter(one.kind for one in shown), Counter(one.kind for one in mutants)
    assert len(shown) / len(mutants) <= MOST_SHOWN, rates


def test_the_statements_themselves_are_shown(passages: Sequence[Passage]) -> None:
    true = [Mutant(each, "true", text) for each in passages for text in _statements(each)]
    chosen = random.Random(SEED).sample(true, 300)

    assert len(_shown(chosen)) / len(chosen) >= LEAST_TRUE


MOST_SHOWN = 0.002
LEAST_TRUE = 0.95
