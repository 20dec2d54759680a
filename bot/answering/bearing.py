"""Whether one statement of a source bears out a Swedish claim whole.

A model that joins two true halves takes its words from two statements, and one that leaves out a
condition takes half of one: "Du får flyga" of "Flyg får användas när tågresan tar mer än fem
timmar". Both are told by comparing words; nothing is parsed. The thresholds are set on the first
half of tests/data/paraphrases and held against the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.anaphora import points_back
from bot.answering.figure_check import parallel_parts
from bot.answering.figures import Figure, figures
from bot.answering.material import Content, Source, Statement, content, number_terms, overlap
from bot.answering.polarity import polarity
from bot.language.analysis import words

_ONE_STATEMENT = 0.85
"""The least share of what the sources have of a claim that one statement must have alone."""
_TOUCHED = 0.3
"""The least share of a condition's words that shows that it is not left out."""
_OPENERS = (
    r"om(?! (?:året|dagen|dygnet|veckan|månaden|dagarna))|ifall|när|utom|såvida|förutsatt"
    r"|så länge|endast|bara|först|efter|innan|utan|undantag|undantaget|annars|som|inom|utanför"
    r"|från|fr\.o\.m|vid|under|över|mellan|minst|högst|senast|kortare|längre|hela|begränsa[dt]"
)
_VERBS = r"får|ska|skall|kan|måste|behöver|är|har|ger|gäller"
_CONDITION = re.compile(
    rf"\b(?P<opener>{_OPENERS})\b(?P<words>(?:(?!\b(?:{_OPENERS}|{_VERBS})\b)[^,;:.()])*)",
    re.IGNORECASE,
)
_ONLY = re.compile(r"(?:endast|bara)\b", re.IGNORECASE)
_ONLY_WORDS = frozenset({"endast", "bara", "enbart", "kräver", "krävs"})
_MEASURES = frozenset({"per", "år", "året", "mån", "veck", "dag", "timm", "kron", "kr", "procent"})
"""Stems of what figures count: those are compared on their own."""
_SHORTEST = 4
"""Letters of a word that tells of a condition that has no other words."""


@dataclass(frozen=True, slots=True)
class _Condition:
    """What a statement says of when it holds, or for whom."""

    figures: Sequence[Figure]
    content: Content
    words: frozenset[str]
    """Those that are long enough to tell it by when it has no content."""
    is_only: bool
    is_strong: bool

    def is_touched(self, claim: _Claim) -> bool:
        """Whether the claim says something of it: its figure, or else some of its words."""
        if self.figures:
            return any(
                held.is_in(claim.figures) or any(one.is_in([held]) for one in claim.figures)
                for held in self.figures
            )
        if self.is_only and not _ONLY_WORDS.isdisjoint(claim.words):
            return True
        if self.content:
            return overlap(self.content, claim.terms) >= _TOUCHED
        return not self.words or not self.words.isdisjoint(claim.words)


@dataclass(frozen=True, slots=True)
class _Claim:
    figures: Sequence[Figure]
    terms: frozenset[str]
    words: frozenset[str]


def is_borne_out(
    text: str, said: Content, claimed: Sequence[Figure], sources: Sequence[Source]
) -> bool:
    """Whether some statement has nearly all of what the sources have of the claim, says may and
    must as it does, and has no condition that the claim leaves out."""
    counted = number_terms(text) | _MEASURES
    matter = {terms: weight for terms, weight in said.items() if counted.isdisjoint(terms)}
    known = max(overlap(matter, source.terms) for source in sources)
    near = [
        statement
        for source in sources
        for statement, terms in _with_context(source)
        if overlap(matter, terms) >= _ONE_STATEMENT * known
    ]
    claim = _Claim(claimed, frozenset[str]().union(*matter), frozenset(words(text)))
    return any(not _leaves_out(claim, one) for one in _of_the_same_duty(near, text))


_STRONG = re.compile(
    r"(?:om|ifall|när|utom|såvida|förutsatt|så länge|endast|bara|efter|innan|utan|inom)\b",
    re.IGNORECASE,
)
"""What opens a condition that English cannot say without a word of its own for it."""
_IN_ENGLISH = re.compile(
    r"\b(?:if|when|whenever|where|unless|except|excluding|only|provided|as long as|after|once"
    r"|before|prior|without|within|until|in case|in the event|requires?|needs?|during)\b",
    re.IGNORECASE,
)


def lacks_conditions_in_english(
    text: str, said: Content, claimed: Sequence[Figure], sources: Sequence[Source]
) -> bool:
    """Whether an English claim has no condition at all, and each statement that is nearest to it
    has one.

    Which condition it has is not compared: there are too few words to tell it by.
    """
    if _IN_ENGLISH.search(text):
        return False
    shares = [(overlap(said, one.terms), one) for source in sources for one in source.statements]
    best = max((share for share, _ in shares), default=0.0)
    near = [one for share, one in shares if share >= best > 0]
    meant = _of_the_same_duty(near, text)
    return bool(meant) and all(_holds_only_if(one, claimed) for one in meant)


def _holds_only_if(statement: Statement, claimed: Sequence[Figure]) -> bool:
    """Whether it has a condition whose figure, if any, is not claimed."""
    if statement.unit.is_row or len(statement.unit.quotes) > 1:
        return False
    return any(
        not any(held.is_in(claimed) for held in condition.figures)
        for condition in _conditions(statement.unit.text)
        if condition.is_strong
    )


def _of_the_same_duty(near: Sequence[Statement], text: str) -> Sequence[Statement]:
    """Those that say may or must as the claim does, if there are any; else those that do not say
    otherwise."""
    claimed = polarity(text)
    told = [(statement, polarity(statement.unit.text)) for statement in near]
    same = [statement for statement, own in told if own.duties & claimed.duties]
    return same or [statement for statement, own in told if not (own.duties and claimed.duties)]


def _with_context(source: Source) -> Iterator[tuple[Statement, frozenset[str]]]:
    """Each statement with the terms of the title and of what it points back to."""
    before = frozenset[str]()
    for statement in source.statements:
        terms = statement.terms_in_place | source.about_terms
        if statement.unit.follows and points_back(statement.unit.text):
            terms |= before
        yield statement, terms
        before = statement.terms


def _leaves_out(claim: _Claim, statement: Statement) -> bool:
    """Whether the part of the statement that the claim is about has a condition, and it has not."""
    if statement.unit.is_row or len(statement.unit.quotes) > 1:
        return False
    meant = [
        part.text
        for part in parallel_parts(statement)
        if any(figure.is_in(part.figures) for figure in claim.figures)
    ]
    return any(
        not condition.is_touched(claim)
        for part in meant or [statement.unit.text]
        for condition in _conditions(part)
    )


@lru_cache(maxsize=1024)
def _conditions(text: str) -> Sequence[_Condition]:
    found = [one[0] for one in _CONDITION.finditer(text) if one["words"].strip()]
    return tuple(
        _Condition(
            tuple(figures(one)),
            content(one),
            frozenset(word for word in words(one) if len(word) >= _SHORTEST),
            _ONLY.match(one) is not None,
            _STRONG.match(one) is not None,
        )
        for one in found
    )
