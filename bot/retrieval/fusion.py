"""Joins what was found by words with what was found by meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.retrieval.base import Passage

_K = 60
"""Reciprocal rank fusion's constant (Cormack, Clarke and Büttcher 2009); Azure AI Search's, too."""


def fuse(by_words: Sequence[Passage], by_meaning: Sequence[Passage]) -> list[Passage]:
    """Both, each once, best first by the sum of 1 / (60 + rank).

    Scores of words and of vectors cannot be compared, ranks can. A passage gets the score that
    words gave whoever had its place, since those who use scores know the scale of words.
    """
    if not by_meaning:
        return list(by_words)
    fused: dict[str, float] = defaultdict(float)
    for ranked in (by_words, by_meaning):
        for rank, passage in enumerate(ranked, 1):
            fused[passage.chunk.id] += 1 / (_K + rank)
    found = {passage.chunk.id: passage for passage in (*by_meaning, *by_words)}
    order = sorted(fused, key=lambda chunk_id: -fused[chunk_id])
    scores = [passage.score for passage in by_words] or [1.0]
    scores += [scores[-1]] * (len(order) - len(scores))
    return [
        replace(found[chunk_id], score=score)
        for chunk_id, score in zip(order, scores, strict=False)
    ]
