"""Puts an English query into the Swedish words that a text would use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import Stemmer

from bot.language.analysis import is_stop_word, words
from bot.language.detection import detect
from bot.language.synonyms import Phrase, longest_matches

_ENGLISH = Stemmer.Stemmer("english", 0)


@dataclass(frozen=True, slots=True)
class WeighedWord:
    """A folded word and what it counts for."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Translation:
    """An English word or phrase, folded, and the Swedish words of which a text may use any."""

    english: str
    swedish: tuple[str, ...]


def translations(query: str) -> list[Translation] | None:
    """An English query phrase by phrase; None if the query is not English.

    A word that the list does not have stands for itself.
    """
    spoken = words(query)
    if not _is_english(query, spoken):
        return None
    stems = [_english_stem(word) for word in spoken]
    found, start = [], 0
    for phrase, swedish in longest_matches(stems, _dictionary()):
        english = " ".join(spoken[start : start + len(phrase)])
        found.append(Translation(english, tuple(dict.fromkeys(swedish or (english,)))))
        start += len(phrase)
    return found


def in_swedish(query: str) -> list[WeighedWord] | None:
    """The Swedish words for an English query, in order; None if the query is not English.

    A word that the list does not have stays: it may be a name, or the same in both languages.
    """
    translated = translations(query)
    if translated is None:
        return None
    strongest: dict[str, float] = {}
    for one in translated:
        for word in one.swedish:
            strongest[word] = max(len(one.swedish) ** -0.5, strongest.get(word, 0.0))
    return [WeighedWord(text, weight) for text, weight in strongest.items()]


def says_little(word: str) -> bool:
    """Whether a folded English word is in every matter, or is one that tells a condition or a
    bound, which are compared apart."""
    return word in _little()


@cache
def _little() -> frozenset[str]:
    return frozenset(word for line in _lines("little_english_words.txt") for word in line.split())


def _is_english(query: str, spoken: Sequence[str]) -> bool:
    """Whether the query is English; a few bare words are if the list has every one of them."""
    if detect(query) == "en":
        return True
    content = [word for word in spoken if not is_stop_word(word)]
    known = _known()
    only = {word for word in content if word.removesuffix("s") in _only_english()}
    return bool(only) and all(_english_stem(word) in known for word in content)


def _english_stem(word: str) -> str:
    return str(_ENGLISH.stemWord(word))


@cache
def _dictionary() -> Mapping[Phrase, Sequence[str]]:
    found: dict[Phrase, list[str]] = defaultdict(list)
    for line in _lines("terms_en_sv.tsv"):
        english, swedish = line.split("\t")
        found[tuple(_english_stem(word) for word in words(english))] += words(swedish)
    return found


@cache
def _known() -> frozenset[str]:
    """The English stems of the list."""
    return frozenset(key for phrase in _dictionary() for key in phrase)


@cache
def _singular() -> frozenset[str]:
    """The English words of the list as they stand, without a plural's s. A stem is not enough:
    "registrator" has the one of "registration"."""
    lines = (line.split("\t")[0] for line in _lines("terms_en_sv.tsv"))
    return frozenset(word.removesuffix("s") for line in lines for word in words(line))


@cache
def _only_english() -> frozenset[str]:
    """English words of the list that no Swede would mean by their Swedish sense."""
    return _singular() - _both()


@cache
def _both() -> frozenset[str]:
    """English words of the list that are Swedish words, too, in another sense or the same."""
    swedish = {word for line in _lines("terms_en_sv.tsv") for word in words(line.split("\t")[1])}
    english = {word for line in _lines("terms_en_sv.tsv") for word in words(line.split("\t")[0])}
    return frozenset(swedish & english) | _FALSE_FRIENDS


_FALSE_FRIENDS = frozenset({"end", "fine", "fall", "form", "led", "list", "pass", "party", "time"})


def _lines(name: str) -> list[str]:
    text = files("bot.language").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
