"""Holds a model's sentence against the passages that it cites, before anybody sees it.

A sentence is kept only if
- it cites at least one passage that was given to the model,
- every figure in it stands in what it cites, whatever the spelling: numbers and number words,
  amounts, percentages, dates, weekdays, times, years, paragraphs, phone and reference numbers.
  Figures that belong together must stand together in one of the source's statements, and in one
  that speaks of the same, so that the days of one age or one kind are not given to another,
- one statement of what it cites has nearly all of what they have of it, the figures of one part of
  that statement are not given to another part, and no condition of it is left out ("om", "när",
  "endast", "utom", "efter", "inom" and their like),
- it is not a statement of what it cites with a figure, a denial or a bound changed,
- nothing in it says may, must, not, at most or at least where the source's nearest clause says
  the opposite,
- enough of its words, and every name, stand in what it cites, and no two words in a row are new;
  it is in Swedish when the question is, and it holds no link, and no mail address that the passage
  does not hold.
Else the statement of the cited passages that is nearest to it is quoted in its place; if none is
near, it is dropped. Links, images, markup, mentions and invisible characters never pass.

Orders to whoever answers, English sentences of a Swedish passage and long quotations bear nothing
out; a question says nothing.

What is not checked: whether the sentence follows from the source. Statements and conditions are
told by their words alone: one that is short, or has no word of its own, can still be left out or
joined to another, and one word of the model's own can stand in a true sentence. Of sentences that
leave out a condition, join two true halves or swap two figures one in five is kept on the half of
tests/data/paraphrases that nothing was set on, and one in five true paraphrases is replaced by its
source. A sentence can turn the meaning with words that carry neither a figure nor one of the
compared words.
An English sentence is compared through a list of terms: its words are checked loosely, its names,
its figures and its yes or no as strictly. It is replaced when it has no condition and the nearest
statement has one; which condition it has, and what it joins, is not compared, and one that the list
of terms does not cover is replaced although it is true, as four of ten are. What a passage itself
says is taken for true.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answering.alteration import is_altered
from bot.answering.base import Citation, Question, Sentence
from bot.answering.bearing import is_borne_out, lacks_conditions_in_english
from bot.answering.figure_check import figures_stand
from bot.answering.figures import Figure, figures
from bot.answering.material import (
    Content,
    Source,
    Statement,
    content,
    content_in_english,
    longest_addition,
    longest_addition_in_english,
    names,
    overlap,
    source,
)
from bot.answering.plain_text import (
    addresses,
    has_link,
    looks_like_code,
    plain,
    visible,
    without_addresses,
)
from bot.answering.polarity import clauses, polarity
from bot.language.detection import detect
from bot.retrieval.base import Passage

MOST_CITATIONS = 3
_SUPPORT = {"sv": 0.55, "en": 0.4}
"""The least share of a sentence's words that must stand in what it cites."""
_LEAST_WORDS = 2
"""Of a sentence, counted with the parts of compounds: a name or a code alone says nothing."""
_MOST_ADDED = 1
"""Words in a row that neither the sources nor the question has: more are something that the model
has put in."""
_NEAR = {"sv": 0.34, "en": 0.2}
"""The least share that makes a statement worth quoting instead."""
_SAME_MATTER = 0.5
"""The least share of a clause's words that makes another clause speak of the same."""
_BESIDE_BEST = 0.75
_MARKER = re.compile(
    r"(?P<image>!?)[\[【]\s*(?:källa|source|passage)?\s*(?P<numbers>\d+(?:\s*[,–-]\s*\d+)*)\s*[\]】]"
    r"(?:\([^)]*\)?|:\s*\S+)?",
    re.IGNORECASE,
)
_MOST_IN_RANGE = 20

Outcome = Literal["kept", "quoted", "dropped"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a model's sentence."""

    outcome: Outcome
    sentence: Sentence | None
    """None if it was dropped."""


class Grounding:
    """The passages of one answer, numbered from 1 as the model was given them."""

    def __init__(self, passages: Sequence[Passage], question: Question) -> None:
        self._passages = passages
        self._question = question
        self._read: dict[int, Source] = {}

    def check(self, written: str) -> Checked:
        """A sentence as the model wrote it, with its "[1]" somewhere in it."""
        text, numbers = without_markers(written)
        sources = [self._source(number) for number in numbers if 1 <= number <= self._count]
        text = _closed(plain(text))
        if not sources or not any(character.isalpha() for character in text):
            return Checked("dropped", None)
        claim = _Claim(text, self._content_of(without_addresses(text)), figures(text))
        supporting = self._supporting(claim, sources)
        if self._stands(claim, supporting) and (citations := _citations(claim, supporting)):
            return Checked("kept", Sentence(text=text, citations=citations))
        quote = self._quote(claim, sources)
        if quote is None:
            return Checked("dropped", None)
        return Checked("kept" if quote.text == text else "quoted", quote)

    @property
    def _count(self) -> int:
        return len(self._passages)

    def _source(self, number: int) -> Source:
        if number not in self._read:
            self._read[number] = source(self._passages[number - 1])
        return self._read[number]

    def _content_of(self, text: str) -> Content:
        return content_in_english(text) if self._question.language == "en" else content(text)

    def _supporting(self, claim: _Claim, sources: Sequence[Source]) -> list[Source]:
        """The few that the claim is taken from, best first: a model may cite all there is."""
        shares = [(overlap(claim.content, one.terms), one) for one in sources]
        ranked = sorted(shares, key=lambda each: -each[0])
        best, _ = ranked[0]
        near = [one for share, one in ranked if share >= _BESIDE_BEST * best]
        return near[:MOST_CITATIONS]

    def _stands(self, claim: _Claim, sources: Sequence[Source]) -> bool:
        return (
            len(claim.content) >= _LEAST_WORDS
            and self._is_presentable(claim.text, sources)
            and self._is_supported(claim, sources)
            and figures_stand(claim.text, sources, content=self._content_of)
            and not is_altered(claim.text, claim.content, claim.figures, sources)
            and not self._is_turned(claim.text, sources)
            and self._is_whole(claim, sources)
        )

    def _is_presentable(self, text: str, sources: Sequence[Source]) -> bool:
        known = frozenset[str]().union(*(one.addresses for one in sources))
        if text.endswith("?") or looks_like_code(text) or has_link(text):
            return False
        if not addresses(text) <= known:
            return False
        if self._question.language == "en" or detect(text) == "sv":
            return True
        return any(text.rstrip(".") in one.text for one in sources)

    def _is_supported(self, claim: _Claim, sources: Sequence[Source]) -> bool:
        best = max(overlap(claim.content, one.terms) for one in sources)
        if best < _SUPPORT[self._question.language]:
            return False
        asked = frozenset[str]().union(*self._content_of(self._question.text))
        known = asked.union(*(one.terms for one in sources))
        if overlap(claim.content, known) < 1 and self._addition(claim.text, known) > _MOST_ADDED:
            return False
        named = (name for name in names(claim.text) if not figures(name))
        return all(overlap(name, known) for name in map(self._content_of, named) if name)

    def _addition(self, text: str, known: Collection[str]) -> int:
        if self._question.language == "en":
            return longest_addition_in_english(text, known)
        return longest_addition(text, known)

    def _is_whole(self, claim: _Claim, sources: Sequence[Source]) -> bool:
        """In English only that some condition is there: the list of terms is too short for more."""
        said = content(claim.text) if self._question.language == "en" else claim.content
        if self._is_swedish(claim.text, said, sources):
            return is_borne_out(claim.text, said, claim.figures, sources)
        return not lacks_conditions_in_english(claim.text, claim.content, claim.figures, sources)

    def _is_swedish(self, text: str, said: Content, sources: Sequence[Source]) -> bool:
        """Also where English was asked for and the model writes the source's language."""
        if self._question.language == "sv":
            return True
        best = max(overlap(said, one.terms) for one in sources)
        return detect(text) == "sv" and best >= _SUPPORT["sv"]

    def _is_turned(self, text: str, sources: Sequence[Source]) -> bool:
        """Whether a clause says the opposite of the clause of the source that is nearest to it."""
        return any(self._clashes(clause, sources) for clause in clauses(text))

    def _clashes(self, clause: str, sources: Sequence[Source]) -> bool:
        said, wanted = polarity(clause), self._content_of(clause)
        near = [(overlap(wanted, given), other) for one in sources for other, given in one.clauses]
        best = max((share for share, _ in near), default=0.0)
        if best < _SAME_MATTER:
            return said.denials > 0 and not any(other.denials for _, other in near)
        return all(
            said.clashes_with(other) for share, other in near if share >= _BESIDE_BEST * best
        )

    def _quote(self, claim: _Claim, sources: Sequence[Source]) -> Sentence | None:
        quotable = (it for one in sources for it in one.statements if it.can_be_quoted)
        best = max(quotable, key=lambda it: _likeness(claim, it), default=None)
        if best is None or _likeness(claim, best)[0] < _NEAR[self._question.language]:
            return None
        quotes = tuple(Citation(best.passage, quote) for quote in best.unit.quotes)
        return Sentence(text=visible(best.unit.text), citations=quotes)


@dataclass(frozen=True, slots=True)
class _Claim:
    text: str
    content: Content
    figures: Sequence[Figure]


def without_markers(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without its citation markers, and the numbers in them, each once."""
    numbers: dict[int, None] = {}
    for found in _MARKER.finditer(text):
        if not found["image"]:
            numbers.update(dict.fromkeys(_numbers(found["numbers"])))
    return _MARKER.sub("", text), tuple(numbers)


def _numbers(listed: str) -> Iterable[int]:
    for part in listed.split(","):
        first, _, last = re.sub(r"\s", "", part).replace("–", "-").partition("-")
        start, end = int(first[:4]), int(last[:4] or first[:4])
        yield from range(start, min(end, start + _MOST_IN_RANGE) + 1)


def _closed(text: str) -> str:
    return f"{text}." if text and text[-1].isalnum() else text


def _citations(claim: _Claim, sources: Sequence[Source]) -> tuple[Citation, ...]:
    """Each source with its words that are nearest to the claim."""
    nearest = [
        max(one.statements, key=lambda it: sum(_likeness(claim, it)), default=None)
        for one in sources
    ]
    return tuple(
        Citation(statement.passage, quote)
        for statement in nearest
        if statement is not None
        for quote in statement.unit.quotes
    )


def _likeness(claim: _Claim, statement: Statement) -> tuple[float, float]:
    """The share of the claim's words, and of its figures, that the statement has."""
    same = sum(figure.is_in(statement.figures) for figure in claim.figures)
    shared = same / len(claim.figures) if claim.figures else 0.0
    return overlap(claim.content, statement.terms_in_place), shared
