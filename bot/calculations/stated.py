"""Finds a rule's numbers in what the asker may read: a calculator uses no others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.base import Citation
from bot.calculations.numbers_in_text import with_figures
from bot.language.sentences import split_sentences
from bot.retrieval.base import Passage


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of a rule, and the sentence that states it."""

    value: int
    citation: Citation

    @property
    def title(self) -> str:
        """Of the document."""
        return self.citation.passage.chunk.title

    @property
    def is_agreement(self) -> bool:
        """Whether the document is a collective agreement, which may replace law where law lets
        it."""
        layer = self.citation.passage.chunk.metadata.layer or ""
        return layer.endswith("kollektivavtal")


def find_stated(
    passages: Sequence[Passage], number: re.Pattern[str], *, about: re.Pattern[str]
) -> tuple[Stated, ...]:
    """The numbers that sentences `about` something state, best passage first.

    Both patterns see a case-folded sentence with its number words as digits; the number is the
    group that matched.
    """
    return tuple(
        Stated(int(next(group for group in found.groups() if group)), Citation(passage, sentence))
        for passage in passages
        for sentence in sentences_of(passage)
        if about.search(plain := with_figures(sentence)) and (found := number.search(plain))
    )


def sentences_of(passage: Passage) -> Iterator[str]:
    """Its sentences and table rows, verbatim."""
    for line in passage.chunk.text.splitlines():
        yield from split_sentences(line)
