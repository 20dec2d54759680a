"""How far a text replies: a sentence speaks about the question and holds the kind of answer."""

from __future__ import annotations

from collections.abc import Mapping

from bot.language.analysis import PART_WEIGHT
from bot.retrieval.asked import Asked
from bot.retrieval.views import SENTENCE_ENDS, RankedView, heading_mark, part_mark, whole_mark


class Reply:
    """Looks for replies to one question."""

    def __init__(self, asked: Asked, weighed: Mapping[str, float]) -> None:
        """`weighed`: what each term of the question counts for."""
        self._expected = asked.expected
        self._terms = [
            (whole_mark(term), part_mark(term), heading_mark(term), weight)
            for term, weight in weighed.items()
        ]

    def in_text(self, view: RankedView) -> float:
        """What the sentence with an answer of the right kind that speaks most about the question,
        read below its heading, says of it; 0.0 if there is none or no kind is asked for."""
        if self._expected is None:
            return 0.0
        return max(
            (
                self._said(words, view.heading)
                for words, letters in zip(
                    view.words.split(SENTENCE_ENDS), view.letters.split(SENTENCE_ENDS), strict=True
                )
                if self._expected.is_met_by(_plain(letters))
            ),
            default=0.0,
        )

    def _said(self, words: str, heading: str) -> float:
        return sum(
            [
                weight if whole in words or over in heading else PART_WEIGHT * weight
                for whole, part, over, weight in self._terms
                if whole in words or over in heading or part in words
            ]
        )


def _plain(letters: str) -> str:
    return letters.replace(" \n", " ").replace(":", "").strip()
