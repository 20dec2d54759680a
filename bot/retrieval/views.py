"""The views of a text that are compared: words, stems, compound parts and character n-grams.

The ranking counts in a marked text, a byte a letter, folded, so that capitals are free to be marks.
It has four regions with a vertical tab between. What stands over the text: the stems and parts of
title and place, each after an H. The words in order, each between a line break and a space: the
stem, a stop word's after a colon, then what follows it in the word, in capitals ("semestERN"). The
words that do not begin with their stem ("böcker"). The parts of compounds, each after a P. Form
feeds stand between sentences, among the words and among the parts alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase
from typing import Generic, NamedTuple, TypeVar

from bot.language.analysis import fold, is_stop_word, parts, stem, verb_root

PART, HEADING = "P", "H"
RESTRICTED = "R"
"""Before every term of a chunk that is not for every employee."""

_Kept = TypeVar("_Kept")
_GRAM = 4
_LONGEST_WORD = 64
_KNOWN_AT_MOST = 40_000
_WORD = re.compile(r"[^\W_]+")
_LONGEST_ABBREVIATION = 3
_FULL_STOPS = (".", "!", "?")
WORD_BEGINS, SENTENCE_ENDS = "\n", "\f"
_REGION_ENDS, _REGION_BYTE = "\v", b"\v"
_CAPITALS = ascii_uppercase.encode()


@dataclass(frozen=True, slots=True)
class Word:
    """What is compared of one folded word."""

    folded: str
    stem: str
    parts: tuple[str, ...]
    """The stems of a compound's parts, and what verbal nouns share with their verbs."""
    is_stop: bool
    terms: str
    """What the first stage finds, each with a space after it; nothing of a stop word."""
    marked: str
    """What every word with this stem has in a marked text, and no other."""

    def grams(self) -> list[str]:
        """Character 4-grams of the word between a line break and a space, as a text has it."""
        padded = f"\n{self.folded} "
        return [padded[n : n + _GRAM] for n in range(max(1, len(padded) - _GRAM + 1))]


@lru_cache(maxsize=20_000)
def word_view(word: str) -> Word:
    """The views of a folded word. No word is longer than what is looked at of one that is."""
    word = word[:_LONGEST_WORD]
    whole, is_stop = stem(word), is_stop_word(word)
    split = parts(word)
    roots = [root for term in (whole, *split) if (root := verb_root(term))]
    others = tuple([term for term in dict.fromkeys((*split, *roots)) if term != whole])
    return Word(
        folded=word,
        stem=whole,
        parts=others,
        is_stop=is_stop,
        terms="" if is_stop else "".join([f"{term} " for term in (whole, *others)]),
        marked=f"{WORD_BEGINS}:{whole} " if is_stop else whole_mark(whole),
    )


def whole_mark(term: str) -> str:
    """What a word that says something and has this stem has in a marked text, and no other."""
    return f"{WORD_BEGINS}{term} "


def part_mark(term: str) -> str:
    """What a word with this part has in a marked text, and no other."""
    return f"{PART}{term} "


def heading_mark(term: str) -> str:
    """What a heading with this stem or part has, and no other."""
    return f"{HEADING}{term} "


class MarkedTerm(NamedTuple):
    """A stem or part of a query, and how a marked text has it."""

    whole: str
    part: str
    over: str
    """In a heading, as either."""
    weight: float

    @staticmethod
    def of(term: str, weight: float) -> MarkedTerm:
        """With what it counts for."""
        whole, part, over = whole_mark(term), part_mark(term), heading_mark(term)
        return MarkedTerm(spelt(whole), spelt(part), spelt(over), weight)


def words(text: str) -> list[str]:
    """The folded words, in order."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True, slots=True)
class TextView:
    """A chunk as an index keeps it."""

    terms: str
    """What the first stage finds: stems and parts of text and heading."""
    marked: bytes
    length: int
    """Content words."""


def view(*, title: str, place: str, text: str) -> TextView:
    """Analyse a chunk; its title and place stand over it."""
    over = "".join(map(_HEADINGS.__getitem__, fold(f"{title} {place}").split()))
    said = [_NOTHING]
    for line in fold(text).split("\n"):
        said += map(_TEXTS.__getitem__, line.split())
        if not said[-1][1].endswith(SENTENCE_ENDS):
            said.append(_LINE_ENDS)
    terms, spoken, others, of_compounds = map("".join, zip(*said, strict=True))
    marked = _to_bytes(_REGION_ENDS.join((over, spoken, others, of_compounds)))
    return TextView(
        over.replace(HEADING, "") + terms, marked, spoken.count(WORD_BEGINS) - spoken.count(":")
    )


def restricted(terms: str) -> str:
    """Terms, each with a space after it, as those of a chunk that is not for every employee."""
    return RESTRICTED + terms.rstrip().replace(" ", f" {RESTRICTED}") if terms else ""


def spelt(marked: str) -> str:
    """As it is in a view for the ranking, where a letter that Latin-1 lacks is several."""
    return _to_bytes(marked).decode("latin-1")


def _to_bytes(marked: str) -> bytes:
    return marked.encode("latin-1", "backslashreplace")


class _Known(dict[str, _Kept], Generic[_Kept]):
    """Pieces of text, as they stand between spaces, and what is kept of them; filled as they are
    met. When there are too many, those that are not met again soon are forgotten."""

    def __init__(self, keep: Callable[[str], _Kept]) -> None:
        super().__init__()
        self._keep = keep
        self._before: Mapping[str, _Kept] = {}

    def __missing__(self, piece: str) -> _Kept:
        found = self._before.get(piece)
        if found is None:
            found = self._keep(piece)
        if len(piece) <= _LONGEST_WORD:
            if len(self) >= _KNOWN_AT_MOST:
                self._before = self.copy()
                self.clear()
            self[piece] = found
        return found


_Piece = tuple[str, str, str, str]
"""What a piece of text adds to each string of its chunk: terms, words, others, parts. A plain tuple
is all that costs the garbage collector nothing."""

_NOTHING: _Piece = ("", "", "", "")
_LINE_ENDS: _Piece = ("", SENTENCE_ENDS, "", SENTENCE_ENDS)


def _of_text(piece: str) -> _Piece:
    """A sentence ends with the piece if its last character says so and no abbreviation stands
    before."""
    said = [word_view(word) for word in _WORD.findall(piece)]
    ends = said and piece.endswith(_FULL_STOPS) and len(said[-1].folded) > _LONGEST_ABBREVIATION
    end = SENTENCE_ENDS if ends else ""
    others = [word.folded for word in said if _rest(word) is None]
    parts = [part_mark(part) for word in said if not word.is_stop for part in word.parts]
    terms = "".join([word.terms for word in said])
    words = "".join([f"{word.marked[:-1]}{_rest(word) or ''} " for word in said]) + end
    return terms, words, "".join(map(whole_mark, others)), "".join(parts) + end


def _rest(word: Word) -> str | None:
    """What follows the stem; None where the stem is not how the word begins."""
    rest = word.folded.removeprefix(word.stem)
    is_regular = word.folded.startswith(word.stem) and rest.isascii()
    return rest.upper() if is_regular else None


def _of_heading(piece: str) -> str:
    said = [word_view(word) for word in _WORD.findall(piece)]
    terms = [term for word in said if not word.is_stop for term in (word.stem, *word.parts)]
    return "".join(map(heading_mark, terms))


def _counted_grams(piece: str) -> str:
    said = [word_view(word) for word in _WORD.findall(piece)]
    return " ".join(
        [counted_gram(gram) for word in said if not word.is_stop for gram in word.grams()]
    )


_TEXTS, _HEADINGS, _GRAMS = _Known(_of_text), _Known(_of_heading), _Known(_counted_grams)


def counted_grams(text: str) -> str:
    """The n-grams of what a text says, as the index spells them, between spaces."""
    return " ".join(map(_GRAMS.__getitem__, set(fold(text).split())))


def counted_gram(gram: str) -> str:
    """An n-gram as the index spells it: without white space."""
    return gram.replace(WORD_BEGINS, "_").replace(" ", "_")


class RankedView(NamedTuple):
    """What the ranking counts in."""

    heading: str
    """Marked stems and parts of what stands over the text."""
    stems: str
    """Marked stems, with a form feed between sentences."""
    parts: str
    """Marked parts, likewise."""
    letters: str
    """The words, each between a line break and a space, in which n-grams are counted; before a
    stop word there is a colon, too, so that it is not the beginning of one that says something."""

    @staticmethod
    def of(marked: bytes) -> RankedView:
        """From a marked text. Raises ValueError if it is something else."""
        heading, words, others, parts = marked.split(_REGION_BYTE)
        # Strings are looked into more quickly than bytes, and bytes translated more quickly.
        stems, letters = words.translate(None, _CAPITALS), (words + others).lower()
        return RankedView(
            heading.decode("latin-1"),
            stems.decode("latin-1"),
            parts.decode("latin-1"),
            letters.decode("latin-1"),
        )

    def length(self) -> int:
        """Content words."""
        return self.stems.count(WORD_BEGINS) - self.stems.count(":")
