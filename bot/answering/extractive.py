"""The answerer without a model: finds the sentences that answer and quotes them verbatim."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from functools import lru_cache

from bot.answering.anaphora import points_back
from bot.answering.base import Citation, Question, Sentence
from bot.answering.scoring import Candidate, candidates
from bot.identity.base import User
from bot.language.detection import is_foreign
from bot.language.orders import finding, may_hold_orders
from bot.retrieval.base import Passage

CONFIDENCE = 0.22
"""The least of `Candidate.confidence` that makes an answer. Of the questions whose document is
missing two in three are declined below it, and of those that are answered one in twenty, as
cross-validated by tests/classifiers/sureness_training.py."""
NEAR = 0.1
"""The least that is worth showing as what comes nearest to an answer."""
_RIVALS = 0.2
"""What a sentence may score less than the best and still answer in its place: the best may not be
sure enough, or lean on a sentence that cannot be said."""
_READS_BETTER = 0.1
"""What a sentence may score less than a table row and still be said first."""
_CONTINUES = 0.05
"""Speaks for the sentence that comes after the first one: together they read like an answer."""
_LEADS_IN = 0.07
"""Speaks for the sentence before the first one: it may be what is asked for, or what is meant."""
_REPEATS = 0.05
_REPEATS_ALLOWED = 0.4
_SAME = 0.85
"""The share of a sentence's words that have been said, from which it says nothing new."""
_WORTH_SAYING = 0.8
"""What a further sentence may score less than the first."""
_SETTLED = 0.5
"""From here on the first sentence answers its heading, and other passages are left out."""
_SURE_ELSEWHERE = 0.12
"""The least confidence of a further sentence from another document than the first one's."""
_FOREIGN = 0.5
_POINTS_OVER = 3
"""How many sentences further up what a sentence points back to may stand."""


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
        found = _Found(candidates(question, passages))
        first = found.first(self._confidence)
        if first is None:
            return []
        chosen = [first]
        while len(chosen) < self._max_sentences:
            further = found.further(chosen)
            if further is None:
                break
            chosen.append(further)
        return [_sentence(candidate) for candidate in _in_reading_order(chosen)]


def best_of(found: Sequence[Candidate], *, confidence: float | None = None) -> Candidate | None:
    """The candidate that an answer begins with; None if none is sure enough to be one."""
    return _Found(found).first(CONFIDENCE if confidence is None else confidence)


class _Found:
    """The candidates of one question."""

    def __init__(self, found: Sequence[Candidate]) -> None:
        self._placed = {(one.rank, one.unit.position): one for one in found}
        sayable = (one for one in found if can_be_said(one))
        self._ranked = sorted(sayable, key=_best_first)
        self._antecedents: dict[tuple[int, int], Candidate | None] = {}

    def first(self, confidence: float) -> Candidate | None:
        """The best candidate that is sure enough and can be understood, with the sentence that it
        points back to; a sentence rather than a table row that is hardly better."""
        good = [
            one
            for one in self._ranked
            if one.score >= self._ranked[0].score - _RIVALS
            and one.confidence >= confidence
            and (not points_back(one.unit.text) or self._antecedent(one))
        ]
        sentences = (
            one
            for one in good
            if not one.unit.is_row and one.score >= good[0].score - _READS_BETTER
        )
        return next(sentences, good[0] if good else None)

    def further(self, chosen: Sequence[Candidate]) -> Candidate | None:
        """The best sentence to add: it says something new, and is understood where it stands."""
        first = chosen[0]
        antecedent = self._antecedent(first)
        if antecedent is not None and antecedent not in chosen:
            return antecedent
        said = {word for one in chosen for word in one.unit.text.casefold().split()}
        best, best_score = None, first.score - _WORTH_SAYING
        for candidate in self._ranked:
            if candidate.score + max(_CONTINUES, _LEADS_IN) <= best_score:
                break
            if candidate in chosen or not self._fits(candidate, chosen):
                continue
            repeated = _share_said(candidate, said)
            if repeated > _SAME:
                continue
            score = candidate.score - _REPEATS * max(0.0, repeated - _REPEATS_ALLOWED)
            score += _CONTINUES * any(_continues(candidate, one) for one in chosen)
            score += _LEADS_IN * _continues(first, candidate)
            if score > best_score:
                best, best_score = candidate, score
        return best

    def _fits(self, candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
        """Whether it can be understood beside what is chosen, and may be needed."""
        first = chosen[0]
        if candidate.rank != first.rank and first.signals.answers_heading > _SETTLED:
            return False
        is_elsewhere = candidate.passage.chunk.document_id != first.passage.chunk.document_id
        if is_elsewhere and candidate.confidence < _SURE_ELSEWHERE:
            return False
        return not points_back(candidate.unit.text) or self._antecedent(candidate) in chosen

    def _antecedent(self, candidate: Candidate) -> Candidate | None:
        """The sentence that the candidate points back to, over others that do: "De monterar isär
        bilar. De lagar dem inte."."""
        place = (candidate.rank, candidate.unit.position)
        if place not in self._antecedents:
            self._antecedents[place] = self._find_antecedent(candidate)
        return self._antecedents[place]

    def _find_antecedent(self, candidate: Candidate) -> Candidate | None:
        if not points_back(candidate.unit.text):
            return None
        for step in range(1, _POINTS_OVER + 1):
            before = self._placed.get((candidate.rank, candidate.unit.position - step))
            if before is None or not can_be_said(before):
                return None
            if not points_back(before.unit.text):
                return before
        return None


def can_be_said(candidate: Candidate) -> bool:
    """Whether it says something to people, in the language of its document, and does not say yes
    or no to another question."""
    unit = candidate.unit
    if not unit.quotable or candidate.foreign >= _FOREIGN or unit.text.endswith("?"):
        return False
    return _is_for_people(unit.text, candidate.passage.chunk.text)


@lru_cache(maxsize=4096)
def _is_for_people(text: str, document: str) -> bool:
    """Whether it gives no orders to whoever answers, and is in the language of its document."""
    gives_orders = may_hold_orders(text) and finding(text) is not None
    return not gives_orders and not is_foreign(text, document)


def _best_first(candidate: Candidate) -> tuple[float, int, int]:
    return (-candidate.score, candidate.rank, candidate.unit.position)


def _share_said(candidate: Candidate, said: Collection[str]) -> float:
    words = candidate.unit.text.casefold().split()
    return sum(word in said for word in words) / len(words)


def _continues(candidate: Candidate, one: Candidate) -> bool:
    """Whether it is the next sentence of the paragraph."""
    after = (one.rank, one.unit.position + 1)
    return candidate.unit.follows and (candidate.rank, candidate.unit.position) == after


def _in_reading_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The one that answers first, but for what it points back to or comes right after."""
    first, *others = chosen
    before = [one for one in others if _leads_to(one, first)]
    after = sorted((one for one in others if one not in before), key=_best_first)
    return [*before, first, *after]


def _leads_to(one: Candidate, first: Candidate) -> bool:
    earlier = one.rank == first.rank and one.unit.position < first.unit.position
    return _continues(first, one) or (earlier and points_back(first.unit.text))


def _sentence(candidate: Candidate) -> Sentence:
    citations = tuple(Citation(candidate.passage, quote) for quote in candidate.unit.quotes)
    return Sentence(text=candidate.unit.text, citations=citations)
