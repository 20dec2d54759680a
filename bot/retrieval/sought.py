"""What a query is looked for by in a text beyond its terms: words in a row, words near each other
and n-grams, each as it is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.retrieval.asked import Asked
from bot.retrieval.views import Word, spelt, whole_mark

_STOP_IDF = 0.8
"""What a function word counts for among neighbours."""
_NEAR = 2
"""How many content words further on still count as near in the query."""
_WINDOW = 100
"""Characters of a marked text in which words are near each other: about eight words."""


class _Run(NamedTuple):
    """Words in a row."""

    marked: str
    weight: float
    stems: frozenset[str]
    """Of those that say something: a text without them does not have the run."""


class _Near(NamedTuple):
    """Words that stand near each other in the query."""

    one: str
    other: str
    weight: float
    stems: frozenset[str]


class _Grams(NamedTuple):
    """The n-grams of a word."""

    whole: str
    """The word, which has all of them."""
    each: list[tuple[str, float]]
    total: float
    stem: str


class Sought(NamedTuple):
    """The pieces of a query that a text may have."""

    pairs: list[_Run]
    phrases: list[_Run]
    near: list[_Near]
    spelt: list[_Grams]
    """Of words that may be there as they are asked for."""
    unlike: list[tuple[str, float]]
    """The n-grams of words that are not."""

    @staticmethod
    def of(
        asked: Asked, weighed: Mapping[str, float], gram_weight: Callable[[str], float]
    ) -> Sought:
        """All pieces; `weighed` are the query's terms, `gram_weight` is what an n-gram counts for,
        0.0 for one that is not to be looked for."""
        return Sought(
            pairs=_weigh_runs(asked.spoken, weighed, length=2),
            phrases=_weigh_runs(asked.spoken, weighed, length=3),
            near=_weigh_near(list(asked.content), weighed) if asked.spoken else [],
            spelt=_weigh_grams(asked.content, gram_weight),
            unlike=[],
        )

    def where(self, stems: Iterable[str]) -> Sought:
        """Those that remain to be looked for in a text that has these of the query's stems and no
        others."""
        there = frozenset(stems)
        return Sought(
            pairs=[run for run in self.pairs if run.stems <= there],
            phrases=[run for run in self.phrases if run.stems <= there],
            near=[each for each in self.near if each.stems <= there],
            spelt=[grams for grams in self.spelt if grams.stem in there],
            unlike=[one for grams in self.spelt if grams.stem not in there for one in grams.each],
        )

    def near_in(self, stems: str) -> float:
        """What the words near each other count for in marked stems."""
        return sum([weight for one, other, weight, _ in self.near if _are_near(one, other, stems)])

    def grams_in(self, letters: str) -> float:
        """What the n-grams count for in marked words."""
        score = sum([weight for gram, weight in self.unlike if gram in letters])
        for whole, grams, total, _ in self.spelt:
            if whole in letters:
                score += total
            else:
                score += sum([weight for gram, weight in grams if gram in letters])
        return score


def turned_around(asked: Asked) -> list[str]:
    """ "Vad är ett visum?" turned: "visum är", "ett är"."""
    if asked.verb is None or not asked.spoken:
        return []
    verb, others = asked.spoken[asked.verb], dict.fromkeys(asked.spoken[asked.verb + 1 :])
    return [spelt(one.marked + verb.marked) for one in others if one.stem != verb.stem]


def _weigh_runs(spoken: Sequence[Word], weighed: Mapping[str, float], *, length: int) -> list[_Run]:
    """So many words of the query in a row, each run once."""
    found: dict[str, _Run] = {}
    for run in zip(*(spoken[start:] for start in range(length)), strict=False):
        marks = tuple([word.marked for word in run])
        if len(set(marks)) == length:
            marked = spelt("".join(marks))
            weight = sum([weighed.get(word.stem, _STOP_IDF) for word in run])
            found[marked] = _Run(marked, weight, _stems(run))
    return [*found.values()]


def _weigh_near(content: Sequence[Word], weighed: Mapping[str, float]) -> list[_Near]:
    return [
        _Near(
            spelt(one.marked),
            spelt(other.marked),
            weighed[one.stem] + weighed[other.stem],
            _stems((one, other)),
        )
        for index, one in enumerate(content)
        for other in content[index + 1 : index + 1 + _NEAR]
        if one.stem != other.stem
    ]


def _weigh_grams(
    content: Mapping[Word, float], gram_weight: Callable[[str], float]
) -> list[_Grams]:
    """An n-gram that several words have is looked for once, as that of the weightiest."""
    weighed: list[_Grams] = []
    seen: set[str] = set()
    for word, weight in sorted(content.items(), key=lambda item: -item[1]):
        new = [gram for gram in word.grams() if gram not in seen]
        seen.update(new)
        found = [(gram, gram_weight(gram)) for gram in new]
        grams = [(spelt(gram), weight * rarity) for gram, rarity in found if rarity]
        total = sum([weight for _, weight in grams])
        weighed.append(_Grams(spelt(whole_mark(word.folded)), grams, total, word.stem))
    return weighed


def _stems(said: Iterable[Word]) -> frozenset[str]:
    return frozenset([word.stem for word in said if not word.is_stop])


def _are_near(one: str, other: str, said: str) -> bool:
    """Whether they stand near each other in a marked text."""
    at = said.find(one)
    while at >= 0:
        if said.find(other, max(0, at - _WINDOW), at + _WINDOW) >= 0:
            return True
        at = said.find(one, at + 1)
    return False
