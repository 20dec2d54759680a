"""How hard a text is to read: LIX (Björnsson 1968) and its longest sentence."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.analysis import words
from bot.language.sentences import split_sentences

LONG_WORD = 6
"""Letters: LIX counts the words with more."""
EASY_LIX = 30.0
"""Below it a text is very easy to read, as children's books are."""


@dataclass(frozen=True, slots=True)
class Readability:
    """The measures of one text."""

    lix: float
    """Words a sentence + per cent of long words: below 30 very easy, above 60 very hard."""
    longest_sentence: int
    """Words."""

    def is_easier_than(self, other: Readability) -> bool:
        """Whether somebody who found the other hard has something to gain from this one."""
        return self.longest_sentence <= other.longest_sentence and (
            self.lix < other.lix or self.lix <= EASY_LIX
        )


def readability(text: str) -> Readability:
    """The measures; all zero for a text without words."""
    sentences = [found for one in split_sentences(text) if (found := words(one))]
    counted = [word for sentence in sentences for word in sentence]
    if not counted:
        return Readability(0.0, 0)
    long = sum(len(word) > LONG_WORD for word in counted)
    lix = len(counted) / len(sentences) + 100 * long / len(counted)
    return Readability(lix, max(map(len, sentences)))
