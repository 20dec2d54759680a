"""The answerer without a model: finds the sentences that answer and quotes them verbatim."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from bot.answering.anaphora import points_back
from bot.answering.base import Citation, Question, Sentence
from bot.answering.scoring import Candidate, candidates
from bot.identity.base import User
from bot.retrieval.base import Passage

CONFIDENCE = 0.8
"""The least of `Candidate.confidence` that makes an answer."""
_CONTINUES = 0.2
"""Speaks for the sentence that comes after the first one: together they read like an answer."""
_REPEATS = 0.5
_REPEATS_ALLOWED = 0.4
_RIVALS = 0.85
"""A sentence that scores at least so much of the best may answer in its place: the best may lack
the figure that is asked for."""
_READS_BETTER = 0.9
"""What a sentence must score of a table row's score to be said first."""
_WORTH_SAYING = 0.5
"""The least a further sentence must score, compared with the first."""
_SAME = 0.85
"""The share of a sentence's words that have been said, from which it says nothing new."""
_SETTLED = 0.5
"""From here on the first sentence answers its heading, and other passages are left out."""
_FOREIGN = 0.5
_ELSEWHERE = 0.75


class ExtractiveAnswerer:
    """Quotes one or two sentences, or nothing when no passage speaks about the question.

    It compares words and does not understand: it can quote a sentence that has the question's words
    and is no answer. But it writes no word that is not in a passage; only the punctuation that
    joins a list to its lead-in is its own.
    """

    name = "extractive"

    def __init__(self, *, max_sentences: int = 2, confidence: float = CONFIDENCE) -> None:
        """With room for one sentence, the one that answers stands alone even if it points back."""
        self._max_sentences = max_sentences
        self._confidence = confidence

    async def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence]:
        """The quoted sentences, in reading order."""
        for sentence in self.quote(question.text, passages):
            yield sentence

    def quote(self, question: str, passages: Sequence[Passage]) -> list[Sentence]:
        """The same, at once."""
        ranked = sorted(candidates(question, passages), key=_best_first)
        first = self._first(ranked)
        if first is None:
            return []
        chosen = [first]
        while len(chosen) < self._max_sentences:
            further = _antecedent(chosen[0], ranked) or _further(chosen, first, ranked)
            if further is None:
                break
            chosen.append(further)
            chosen = _in_reading_order(chosen, first)
        return [_sentence(candidate) for candidate in chosen]

    def _first(self, ranked: Sequence[Candidate]) -> Candidate | None:
        """The best candidate that is sure enough and can be understood, with the sentence that it
        points back to; a sentence rather than a table row that is hardly better."""
        rivals = [one for one in ranked if _can_be_said(one)]
        good = [
            one
            for one in rivals
            if one.score >= _RIVALS * rivals[0].score
            and one.confidence >= self._confidence
            and (not points_back(one.unit.text) or _antecedent(one, ranked))
        ]
        sentences = (
            one
            for one in good
            if not one.unit.is_row and one.score >= _READS_BETTER * good[0].score
        )
        return next(sentences, good[0] if good else None)


def _can_be_said(candidate: Candidate) -> bool:
    """Whether it says something, and does not say yes or no to another question."""
    return candidate.unit.quotable and candidate.signals.foreign < _FOREIGN


def _best_first(candidate: Candidate) -> tuple[float, int, int]:
    return (-candidate.score, candidate.rank, candidate.unit.position)


def _antecedent(candidate: Candidate, ranked: Sequence[Candidate]) -> Candidate | None:
    """The sentence that the candidate points back to, if it can stand first."""
    if not points_back(candidate.unit.text):
        return None
    before = _neighbour(candidate, ranked, -1)
    if before is None or not _can_be_said(before) or points_back(before.unit.text):
        return None
    return before


def _neighbour(candidate: Candidate, ranked: Sequence[Candidate], step: int) -> Candidate | None:
    wanted = (candidate.rank, candidate.unit.position + step)
    return next((one for one in ranked if (one.rank, one.unit.position) == wanted), None)


def _further(
    chosen: Sequence[Candidate], first: Candidate, ranked: Sequence[Candidate]
) -> Candidate | None:
    """The best sentence to add: it says something new, and is understood where it stands."""
    said = {word for one in chosen for word in one.unit.text.casefold().split()}
    best, best_score = None, _WORTH_SAYING * first.score
    for candidate in ranked:
        if candidate in chosen or not _can_be_said(candidate):
            continue
        continues = any(_continues(candidate, one) for one in chosen)
        if points_back(candidate.unit.text) and not continues:
            continue
        words = candidate.unit.text.casefold().split()
        repeated = sum(word in said for word in words) / len(words)
        score = candidate.score + _CONTINUES * continues
        score -= _REPEATS * max(0.0, repeated - _REPEATS_ALLOWED)
        if repeated > _SAME:
            continue
        if candidate.rank != first.rank and (
            first.signals.answers_heading > _SETTLED or score < _ELSEWHERE * first.score
        ):
            continue
        if score > best_score:
            best, best_score = candidate, score
    return best


def _continues(candidate: Candidate, one: Candidate) -> bool:
    """Whether it is the next sentence of the paragraph."""
    after = (one.rank, one.unit.position + 1)
    return candidate.unit.follows and (candidate.rank, candidate.unit.position) == after


def _in_reading_order(chosen: Sequence[Candidate], first: Candidate) -> list[Candidate]:
    """The one that answers first, but for the sentence before it, which keeps its place."""
    others = sorted((one for one in chosen if one is not first), key=_best_first)
    before = [one for one in others if one is _neighbour(first, others, -1)]
    return [*before, first, *(one for one in others if one not in before)]


def _sentence(candidate: Candidate) -> Sentence:
    citations = tuple(Citation(candidate.passage, quote) for quote in candidate.unit.quotes)
    return Sentence(text=candidate.unit.text, citations=citations)
