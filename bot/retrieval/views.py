"""The views of a text that are compared: words, stems, compound parts and character n-grams."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from bot.language.analysis import fold, is_stop_word, parts, stem, verb_root

_GRAM = 4
_LONGEST_WORD = 64
_TOKEN = re.compile(r"\w+|[.!?]\s|\n")
_LINE_ENDS = frozenset({"\n", ".\n", "!\n", "?\n"})
_ENDS = _LINE_ENDS | {mark + space for mark in ".!?" for space in " \t\r\v\f\u2028\u2029"}
_LONGEST_ABBREVIATION = 3
_FIELD, _SENTENCE = "\x1e", "\n"
_MARKED, _MARKED_PARTS = attrgetter("marked"), attrgetter("marked_parts")


@dataclass(frozen=True, slots=True)
class Word:
    """What is compared of one folded word. Marked forms have a space on either side, so that
    counting them among such forms never counts a piece of another word; a part of a compound
    has a plus sign before it."""

    folded: str
    stem: str
    parts: tuple[str, ...]
    """The stems of a compound's parts, and what verbal nouns share with their verbs."""
    grams: str
    """Character 4-grams of the word with a low line at either end, between spaces."""
    is_stop: bool
    marked: str
    """The stem between spaces."""
    marked_parts: str


@lru_cache(maxsize=50_000)
def word_view(word: str) -> Word:
    """The views of a folded word. No word is longer than what is looked at of one that is."""
    word = word[:_LONGEST_WORD]
    whole = stem(word)
    split = parts(word)
    roots = (verb_root(term) for term in (whole, *split))
    others = tuple(dict.fromkeys(term for term in (*split, *roots) if term and term != whole))
    padded = f"_{word}_"
    return Word(
        folded=word,
        stem=whole,
        parts=others,
        grams=" ".join([padded[n : n + _GRAM] for n in range(max(1, len(padded) - _GRAM + 1))]),
        is_stop=is_stop_word(word),
        marked=f" {whole} ",
        marked_parts="".join([f" +{part} " for part in others]),
    )


def sentences(text: str) -> list[list[str]]:
    """The folded words sentence by sentence; a line's end also ends a sentence.

    Rougher and ten times faster than `bot.language.sentences`, which quotes need and ranking
    does not.
    """
    found: list[list[str]] = []
    current: list[str] = []
    for token in _TOKEN.findall(fold(text).replace("_", " ")):
        if token not in _ENDS:
            current.append(token)
        elif current and (token in _LINE_ENDS or len(current[-1]) > _LONGEST_ABBREVIATION):
            found.append(current)
            current = []
    if current:
        found.append(current)
    return found


@dataclass(frozen=True, slots=True)
class RankedView:
    """What the ranking counts in."""

    heading: str
    """Marked stems and parts of what stands over the text."""
    sentences: str
    """Marked stems of a sentence, then its marked parts; a line per sentence."""
    letters: str
    """The words between low lines, in which n-grams are counted."""
    length: int
    """Content words."""

    def packed(self) -> str:
        """As one string to store."""
        return _FIELD.join((self.heading, self.sentences, self.letters, str(self.length)))

    @staticmethod
    def unpacked(stored: str) -> RankedView:
        """From the stored string."""
        heading, lines, letters, length = stored.split(_FIELD)
        return RankedView(heading, lines, letters, int(length))


@dataclass(frozen=True, slots=True)
class TextView:
    """A chunk as strings: what the first stage indexes, and what the ranking counts in."""

    stems: str
    parts: str
    grams: str
    heading: str
    ranked: RankedView


def view(*, heading: str, text: str) -> TextView:
    """Analyse a chunk. `heading` is what stands over it: its title and place."""
    spoken = sentences(text)
    lines = [list(map(word_view, line)) for line in spoken]
    over = [word_view(word) for line in sentences(heading) for word in line]
    content = [word for line in lines for word in line if not word.is_stop]
    content_over = [word for word in over if not word.is_stop]
    return TextView(
        stems=" ".join([word.stem for word in content]),
        parts=" ".join([part for word in content for part in word.parts]),
        grams=" ".join({word.grams for word in content}),
        heading=" ".join([term for word in content_over for term in (word.stem, *word.parts)]),
        ranked=RankedView(
            heading="".join([word.marked + word.marked_parts for word in content_over]),
            sentences=_SENTENCE.join(map(_marked, lines)),
            letters=f"_{'_'.join(['_'.join(line) for line in spoken])}_",
            length=len(content),
        ),
    )


def _marked(line: list[Word]) -> str:
    return "".join(map(_MARKED, line)) + "".join(map(_MARKED_PARTS, line))
