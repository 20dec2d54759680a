"""Passages made ready to check a model's sentences against, once per answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.figures import Figure, figure_of, figures
from bot.answering.number_words import is_number
from bot.answering.plain_text import addresses, has_link, looks_like_code
from bot.answering.polarity import Polarity, clauses, polarity
from bot.answering.units import Unit, cut
from bot.language.analysis import is_stop_word, terms, words
from bot.language.detection import is_foreign, without_foreign_sentences
from bot.language.orders import without_orders
from bot.language.terms import says_little, translations
from bot.retrieval.base import Chunk, Passage

Content = Mapping[frozenset[str], float]
"""What a text speaks of: stems and parts of compounds, or for an English word each of those that
may translate it, and what each of these counts for."""
_UNTRANSLATED = 0.3
"""What a word of an English text counts for that the list of terms does not have."""
_PAGE = re.compile(r"^s\. \d+\S* · ")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, table row or list of a passage."""

    passage: Passage
    unit: Unit
    terms: frozenset[str]
    figures: tuple[Figure, ...]
    terms_in_place: frozenset[str]
    """With those of its heading."""
    heading_figures: tuple[Figure, ...]
    can_be_quoted: bool
    """Whether it can be shown as it stands: it tells something and leads nowhere."""


@dataclass(frozen=True, slots=True)
class Source:
    """A passage with everything that a sentence citing it may say."""

    passage: Passage
    text: str
    """Of the passage, without what bears nothing out."""
    statements: tuple[Statement, ...]
    clauses: tuple[tuple[Polarity, frozenset[str]], ...]
    terms: frozenset[str]
    """Of the text, the title and the headings."""
    about_terms: frozenset[str]
    """Of the title and the headings alone."""
    about: tuple[Figure, ...]
    """Those that stand outside the text, and so belong to all of it."""
    addresses: frozenset[str]


_QUOTATION = re.compile(r"[\"”“«»]\s*(?:[^\s\"”“«»]+\s+){3,}[^\s\"”“«»]+\s*[\"”“«»]")
"""Of four words or more: what somebody is to say, or has said. Shorter ones are names of things."""


def source(passage: Passage) -> Source:
    """The passage, cut and read.

    Orders in it to whoever answers bear nothing out, nor do English sentences in a Swedish passage,
    nor what stands in quotation marks.
    """
    chunk = passage.chunk
    text = without_foreign_sentences(without_orders(chunk.text))
    heading = _PAGE.sub("", chunk.place)
    title = "\n".join(
        without_orders(one) for one in (chunk.title, heading) if not is_foreign(one, chunk.text)
    )
    statements = tuple(_statement(passage, unit) for unit in cut(text))
    about = (*figures(title), *_figures_of(chunk))
    return Source(
        passage=passage,
        text=text,
        statements=statements,
        clauses=tuple((polarity(clause), _terms(clause)) for clause in clauses(text)),
        terms=_terms(f"{title}\n{text}"),
        about_terms=_terms(title),
        about=about,
        addresses=addresses(text),
    )


def _statement(passage: Passage, unit: Unit) -> Statement:
    words, (heading_words, heading_figures) = _terms(unit.text), _read_heading(unit.heading)
    return Statement(
        passage=passage,
        unit=unit,
        terms=words,
        figures=tuple(figures(unit.text)),
        terms_in_place=words | heading_words,
        heading_figures=heading_figures,
        can_be_quoted=_can_be_quoted(unit),
    )


@lru_cache(maxsize=1024)
def _read_heading(text: str) -> tuple[frozenset[str], tuple[Figure, ...]]:
    """Many statements stand under the same one."""
    return _terms(text), tuple(figures(text))


def content(text: str) -> Content:
    """What Swedish text speaks of; figures are compared on their own."""
    return {
        frozenset({term.text}): term.weight for term in reversed(terms(text)) if _counts(term.text)
    }


def content_in_english(text: str) -> Content:
    """The same for English text, as far as the shipped list of terms knows its words."""
    found: dict[frozenset[str], float] = {}
    for alternatives, weight in _read_in_english(text):
        if alternatives:
            found[alternatives] = max(weight, found.get(alternatives, 0.0))
    return found


def _read_in_english(text: str) -> Iterator[tuple[frozenset[str], float]]:
    """Each word or phrase that says something: the terms that may translate it, and its weight."""
    translated = translations(text)
    if translated is None:
        for word in filter(_says_something, words(text)):
            yield frozenset(term.text for term in terms(word)), _UNTRANSLATED
        return
    for one in translated:
        is_known = one.swedish != (one.english,)
        if is_known or _says_something(one.english):
            alternatives = frozenset(term.text for word in one.swedish for term in terms(word))
            yield alternatives, 1.0 if is_known else _UNTRANSLATED


def _says_something(word: str) -> bool:
    return _counts(word) and not (says_little(word) or is_number(word))


def number_terms(text: str) -> frozenset[str]:
    """Those of its terms that are number words: their figures are compared on their own."""
    return frozenset(term.text for word in words(text) if is_number(word) for term in terms(word))


def names(text: str) -> list[str]:
    """Words with a capital that do not begin the sentence."""
    capital = re.compile(r"(?<=[^.!?:”\"\s]\s)[A-ZÅÄÖ][\w-]+")
    return [word for found in capital.findall(text) for word in words(found)]


def longest_addition(text: str, known: Collection[str]) -> int:
    """How many words in a row, figures and small words aside, have nothing in `known`."""
    longest = current = 0
    for word in words(text):
        own = [term.text for term in terms(word) if _counts(term.text)]
        if own and not is_number(word):
            current = current + 1 if frozenset(own).isdisjoint(known) else 0
            longest = max(longest, current)
    return longest


def longest_addition_in_english(text: str, known: Collection[str]) -> int:
    """How many words or phrases in a row, figures and small words aside, have no translation in
    `known`."""
    longest = current = 0
    for alternatives, _ in _read_in_english(text):
        current = current + 1 if alternatives.isdisjoint(known) else 0
        longest = max(longest, current)
    return longest


def overlap(asked: Content, given: Collection[str]) -> float:
    """The share of `asked` that `given` has."""
    total = had = 0.0
    for alternatives, weight in asked.items():
        total += weight
        if not alternatives.isdisjoint(given):
            had += weight
    return had / total if total else 0.0


def _can_be_quoted(unit: Unit) -> bool:
    leads_on = has_link(unit.text) or looks_like_code(unit.text)
    return unit.quotable and not unit.text.endswith("?") and not leads_on


def _terms(text: str) -> frozenset[str]:
    stated = _QUOTATION.sub(" ", text)
    return frozenset(term.text for term in terms(stated) if _counts(term.text))


def _counts(word: str) -> bool:
    return not (word.isdecimal() or is_stop_word(word))


def _figures_of(chunk: Chunk) -> Sequence[Figure]:
    days = (chunk.metadata.valid_from, chunk.metadata.valid_to)
    return [figure_of(day) for day in days if day]
