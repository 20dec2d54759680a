"""How far a text replies: a sentence speaks about the question and holds the kind of answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.analysis import PART_WEIGHT
from bot.language.expectation import Expectation
from bot.retrieval.views import SENTENCE_ENDS, MarkedTerm, RankedView

_LOOKED_AT = 3
"""Sentences that speak most about the question: what replies is nearly always among them."""


class Reply:
    """Looks for replies to one question."""

    def __init__(self, expected: Expectation | None, terms: Sequence[MarkedTerm]) -> None:
        """`expected`: the kind of answer that is asked for; `terms`: the question's."""
        self._expected = expected
        self._terms = terms

    def in_text(self, view: RankedView) -> float:
        """What the sentence with an answer of the right kind that speaks most about the question,
        read below its heading, says of it; 0.0 if none of the few that speak most about it has
        one, or no kind is asked for."""
        if self._expected is None:
            return 0.0
        over = sum([term.weight for term in self._terms if term.over in view.heading])
        below = [
            term
            for term in self._terms
            if (term.whole in view.stems or term.part in view.parts)
            and term.over not in view.heading
        ]
        if not over and not below:
            return 0.0
        said = [
            sum(
                [
                    weight if whole in stems else PART_WEIGHT * weight if part in parts else 0.0
                    for whole, part, _, weight in below
                ]
            )
            for stems, parts in zip(_sentences(view.stems), _sentences(view.parts), strict=True)
        ]
        speaking = [place for place, score in enumerate(said) if score or over]
        letters = _sentences(view.letters)
        # The kind is slow to tell.
        for place in sorted(speaking, key=lambda place: -said[place])[:_LOOKED_AT]:
            if self._expected.is_met_by(_plain(letters[place])):
                return over + said[place]
        return 0.0


def _sentences(marked: str) -> list[str]:
    return marked.split(SENTENCE_ENDS)


def _plain(letters: str) -> str:
    return letters.replace(" \n", " ").replace(":", "").strip()
