"""The views of a text that are compared: words, stems, compound parts and character n-grams.

The ranking counts in one marked string. It is folded, so that capitals are free to be marks. Each
word is a line of pieces with a space after each: the stem; the rest of the word after a hyphen; the
parts of a compound, each after a P ("semest -ern "). A stop word has a colon before its stem. Where
the stem is not how the word begins, all of the word follows after a tilde ("bok ~böcker "). Form
feeds stand between sentences, and before them all between the text and what stands over it: the
stems and parts of title and place, each after an H.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from bot.language.analysis import fold, is_stop_word, parts, stem, verb_root

PART, HEADING = "P", "H"

_Kept = TypeVar("_Kept")
_GRAM = 4
_LONGEST_WORD = 64
_KNOWN_AT_MOST = 60_000
_WORD = re.compile(r"[^\W_]+")
_LONGEST_ABBREVIATION = 3
_FULL_STOPS = (".", "!", "?")
WORD_BEGINS, SENTENCE_ENDS = "\n", "\f"
_PARTS = re.compile(f"{PART}[^ ]* ")


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
        terms="" if is_stop else f"{whole} {''.join(map(part_mark, others))}",
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


def words(text: str) -> list[str]:
    """The folded words, in order."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True, slots=True)
class TextView:
    """A chunk as an index keeps it."""

    terms: str
    """What the first stage finds: stems, marked parts, and either of the heading."""
    marked: str


def view(*, title: str, place: str, text: str) -> TextView:
    """Analyse a chunk; its title and place stand over it."""
    over = "".join(map(_HEADINGS.__getitem__, fold(f"{title} {place}").split()))
    terms, sentences = [over], [over]
    for line in fold(text).split("\n"):
        if pieces := line.split():
            of_pieces, said = zip(*map(_TEXTS.__getitem__, pieces), strict=True)
            terms += of_pieces
            sentences.append("".join(said).removesuffix(SENTENCE_ENDS))
    return TextView("".join(terms), SENTENCE_ENDS.join(sentences))


class _Known(dict[str, _Kept], Generic[_Kept]):
    """Pieces of text, as they stand between spaces, and what is kept of them; filled as they are
    met, and emptied when there are too many."""

    def __init__(self, keep: Callable[[str], _Kept]) -> None:
        super().__init__()
        self._keep = keep

    def __missing__(self, piece: str) -> _Kept:
        found = self._keep(piece)
        if len(self) >= _KNOWN_AT_MOST:
            self.clear()
        if len(piece) <= _LONGEST_WORD:
            self[piece] = found
        return found


def _of_text(piece: str) -> tuple[str, str]:
    """Its terms, and the piece marked. A sentence ends with the piece if its last character says
    so and no abbreviation stands before."""
    said = [word_view(word) for word in _WORD.findall(piece)]
    terms = "".join([word.terms for word in said])
    marked = "".join([_marked(word) for word in said])
    if said and piece.endswith(_FULL_STOPS) and len(said[-1].folded) > _LONGEST_ABBREVIATION:
        marked += SENTENCE_ENDS
    return terms, marked


def _marked(word: Word) -> str:
    rest = word.folded.removeprefix(word.stem)
    if not word.folded.startswith(word.stem):
        rest = f"~{word.folded} "
    elif rest:
        rest = f"-{rest} "
    return "".join([word.marked, rest, *map(part_mark, () if word.is_stop else word.parts)])


def _of_heading(piece: str) -> str:
    said = [word_view(word) for word in _WORD.findall(piece)]
    terms = [term for word in said if not word.is_stop for term in (word.stem, *word.parts)]
    return "".join(map(heading_mark, terms))


_TEXTS, _HEADINGS = _Known(_of_text), _Known(_of_heading)


def content_words(marked: str) -> int:
    """How many words of a marked text say something."""
    return marked.count(WORD_BEGINS) - marked.count(":")


def counted_grams(text: str) -> str:
    """The n-grams of what a text says, as the index spells them, between spaces."""
    return " ".join(map(_counted_grams, set(words(text))))


def counted_gram(gram: str) -> str:
    """An n-gram as the index spells it: without white space."""
    return gram.replace(WORD_BEGINS, "_").replace(" ", "_")


@lru_cache(maxsize=20_000)
def _counted_grams(word: str) -> str:
    known = word_view(word)
    return "" if known.is_stop else " ".join(map(counted_gram, known.grams()))


@dataclass(frozen=True, slots=True)
class RankedView:
    """What the ranking counts in."""

    heading: str
    """Marked stems and parts of what stands over the text."""
    words: str
    """Marked words, with a form feed between sentences."""
    letters: str
    """The words, each between a line break and a space, in which n-grams are counted; before a
    stop word there is a colon, too, so that it is not the beginning of one that says something."""
    length: int
    """Content words."""

    @staticmethod
    def of(marked: str) -> RankedView:
        """From a marked text."""
        heading, _, said = marked.partition(SENTENCE_ENDS)
        *begun, rest = _PARTS.sub("", said).split(" ~")
        regular = "".join([piece[: piece.rfind(WORD_BEGINS) + 1] for piece in begun]) + rest
        letters = regular.replace(" -", "")
        return RankedView(heading, said, letters, content_words(said))
