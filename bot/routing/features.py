"""What a message is compared by: stems, compound parts, letter trigrams and the shape of asking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from bot.language.analysis import is_stop_word, parts, stem, words

_PART = 0.5
_JOINED = 0.5
_SHAPE = 0.25
_OPENING = 0.5
_TRIGRAM = 0.45
_SHORTEST_JOINED = 3


def features(text: str) -> Mapping[str, float]:
    """The features of a text with their weights.

    Small words are kept ("får jag", "vem godkänner" are how one asks at work), the first two
    together. Neighbours are also read as one word, since compounds are often written apart
    ("semester dagar").
    """
    found: defaultdict[str, float] = defaultdict(float)
    read = words(text)
    if read:
        found["opening:" + " ".join(read[:2])] += _OPENING
    for word in read:
        if is_stop_word(word):
            found["shape:" + word] += _SHAPE
        else:
            for name, weight in _of_content(word):
                found[name] += weight
    for first, second in pairwise(read):
        if _may_belong_together(first) and _may_belong_together(second):
            found["term:" + stem(first + second)] += _JOINED
    return found


def is_term(name: str) -> bool:
    """Whether a feature is a content word or a part of one."""
    return name.startswith("term:")


@lru_cache(maxsize=4096)
def _of_content(word: str) -> tuple[tuple[str, float], ...]:
    padded = f"_{word}_"
    return (
        ("term:" + stem(word), 1.0),
        *(("term:" + part, _PART) for part in parts(word)),
        *(("trigram:" + padded[start : start + 3], _TRIGRAM) for start in range(len(padded) - 2)),
    )


def _may_belong_together(word: str) -> bool:
    return len(word) >= _SHORTEST_JOINED and not is_stop_word(word)
