"""What the classifier of sensitive subjects looks at in a message."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from bot.language.stemming import stem, words
from bot.privacy.concepts import concepts_of
from bot.privacy.spoken import spelled_out

MOST_WORDS = 60
"""Of a message; of a longer one each row of so many is looked at by itself."""


def rows_of(text: str) -> list[Sequence[str]]:
    """The words of the message, in overlapping rows of at most `MOST_WORDS`."""
    found = words(spelled_out(text))
    if len(found) <= MOST_WORDS:
        return [found]
    return [found[at : at + MOST_WORDS] for at in range(0, len(found), MOST_WORDS // 2)]


def features(row: Sequence[str]) -> list[str]:
    """Concepts and pairs of them, stems and pairs of neighbours, and the beginnings of words."""
    concepts = sorted(concepts_of(row))
    stems = [stem(word) for word in row]
    return [
        "",
        *(f"c {concept}" for concept in concepts),
        *(f"p {first} {second}" for first, second in combinations(concepts, 2)),
        *dict.fromkeys(f"w {one}" for one in stems),
        *dict.fromkeys(f"b {one} {two}" for one, two in pairwise(stems)),
        *dict.fromkeys(f"g {word[:5]}" for word in row if len(word) > 5),
        *(f"f {one}" for one in stems[:1]),
        *(f"f {one} {two}" for one, two in pairwise(stems[:2])),
        f"n {min(len(row), 8)}",
    ]
