"""How much of a question a text speaks about: rare words first, compounds and inflections met."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.language.analysis import grams, is_stop_word, parts, stem, words
from bot.language.expectation import names_kind
from bot.language.synonyms import SYNONYM_WEIGHT, synonyms
from bot.language.terms import Translation, translations

_SYNONYM = 0.7
"""What a synonym counts for, against 1 for the same stem."""
_GRAMS = 0.8
"""What full overlap of character 4-grams counts for."""
_PARTS = 0.7
"""What all parts of a compound count for."""
_INFLECTED = 0.9
"""What an ending that the stemmer leaves counts for: mejl, mejlet."""
_ENDING = re.compile(r"(?:e?n|e?t|s|[aeo]?r|[aeo]?rna|na|a|e)s?")
_SHORTEST = 3
FOUND = 0.5
"""From here on a word counts as being in a text."""
_LIGHT = re.compile(
    r"innebär|betyder|menas|avses|räknas|likställs|definieras|kallas|heter|händer|funkar|fungerar|hittar|kostar?|används?"
    r"|använda|tar?|gången|brukar|undrar|veta|vet|berätta|exempel|vanligt|vanligtvis|sätt|saker"
    r"|behöver|behövs|krävs|söker|söka|år|året|sant|stämmer|helst|max|maximalt|högst"
    r"|minst|kräva|kräver|tas|jobbet|jobb|jobba|jobbar|ok|okej|datum|inne|ligger|ligga|står|stå"
    r"|sitter|sitta|går|gå|gått|hålla|håller|tänkt|tänker|borde|vore|rätten|rätt|egentligen|faktiskt"
    r"|klart?|möjligt|hjälp|hjälpa|snälla|hej|tack|veckor?na|stanna|stannar|bo|bor|tag|tar|tagit"
    r"|ordna|ordnar|fixa|fixar|kolla|kollar|alltså|fortfarande|numera|istället|gången|hörru|liksom"
    r"|uses?|using|allowed|means?|happens?|works?|find|costs?|need|example"
)
_LIGHT_WEIGHT = 0.4
_GENERAL = re.compile(
    r"reg(?:el|eln|ler|lerna)|riktlinje\w*|polic(?:y|yn|ies|yer)|rutin\w*|säg(?:a|er)|nej|person\w*|fråg\w+"
)
"""What any heading may say: alone it does not tell what the heading asks about."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A word as it is compared."""

    stem: str
    grams: frozenset[str]
    parts: tuple[str, ...]
    """The word's own stem if it is no compound."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A content word of the question, and the stems of what may be said instead."""

    forms: tuple[_Form, ...]
    """The word itself, or the Swedish words for an English one."""
    synonyms: frozenset[str]
    """Whole words: what a compound is made of may be anything, "dag" of "karensdag"."""
    weight: float


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything that likeness rests on, of all the question's words: most words have none of it,
    which is quick to see."""

    stems: frozenset[str]
    """Synonyms included."""
    beginnings: frozenset[str]
    grams: frozenset[str]
    parts: frozenset[str]

    @staticmethod
    def of(asked: Sequence[_Asked]) -> _Known:
        forms = [form for one in asked for form in one.forms]
        return _Known(
            stems=frozenset().union(*(one.synonyms for one in asked), (f.stem for f in forms)),
            beginnings=frozenset(form.stem[:_SHORTEST] for form in forms),
            grams=frozenset().union(*(form.grams for form in forms)),
            parts=frozenset().union(*(form.parts for form in forms)),
        )

    def may_be_like(self, word: _Form) -> bool:
        return (
            word.stem in self.stems
            or word.stem[:_SHORTEST] in self.beginnings
            or not self.grams.isdisjoint(word.grams)
            or not self.parts.isdisjoint(word.parts)
        )


class Relevance:
    """Compares one question with the sentences of what was found for it.

    A word weighs more the fewer of these sentences it occurs in, and most when none has it: no
    statistics of the whole index are needed.
    """

    def __init__(self, question: str, sentences: Sequence[str]) -> None:
        self._asked = _content_words(question)
        self._known = _Known.of(self._asked)
        self._figures = tuple(
            index for index, word in enumerate(self._asked) if word.forms[0].stem.isdigit()
        )
        self._naming = max(range(len(self._asked)), key=self._tells, default=None)
        self._texts: dict[str, tuple[float, ...]] = {}
        self._matches: dict[str, Sequence[tuple[int, float]]] = {}
        self._weights = self._weigh(sentences)
        self._total = sum(self._weights) or 1.0

    @property
    def figures(self) -> tuple[int, ...]:
        """Which of the content words are numbers."""
        return self._figures

    @property
    def content_words(self) -> int:
        """How many there are, of the question."""
        return len(self._asked)

    def names(self, covered: Sequence[float]) -> float:
        """0 to 1: how well what covers this has the word that most likely names what is asked
        about, which is the longest one: compounds do."""
        return 0.0 if self._naming is None else covered[self._naming]

    def covered(self, text: str) -> tuple[float, ...]:
        """For each content word of the question, 0 to 1: how well the text has it."""
        known = self._texts.get(text)
        if known is None:
            known = self._texts[text] = self.covered_by(spoken(text))
        return known

    def covered_by(self, spoken: Iterable[str]) -> tuple[float, ...]:
        """The same for case-folded words, not remembered."""
        best = [0.0] * len(self._asked)
        for word in spoken:
            for index, match in self._match(word):
                if match > best[index]:
                    best[index] = match
        return tuple(best)

    def beyond(self, spoken: Iterable[str]) -> int:
        """How many different content words are none of the question's."""
        return sum(not self._match(word) and not is_stop_word(word) for word in set(spoken))

    def share(self, covered: Sequence[float], *, at_least: float = 0.0) -> float:
        """0 to 1: the weighted share of the question that is covered.

        Matches below `at_least` do not count: words that only look alike.
        """
        weighed = zip(self._weights, covered, strict=True)
        return sum(weight * match for weight, match in weighed if match >= at_least) / self._total

    def fit(self, heading: str, context: Sequence[float]) -> float:
        """0 to 1: how far a heading, where `context` is covered above it, asks the question.

        A heading that asks for more is a worse fit than one that leaves something to its title.
        """
        content = [
            word for word in words(heading) if not is_stop_word(word) and not names_kind(word)
        ]
        if not content:
            return 0.0
        asked = sum(max((match for _, match in self._match(word)), default=0.0) for word in content)
        covered = map(max, self.covered(heading), context)
        return self.share(tuple(covered)) * asked / len(content)

    def speaks_of(self, heading: str) -> float:
        """0 to 1: how much of what the heading says the question says too; 0 if it says nothing.

        1 where the question is the heading's own, or a case of it: "Får jag flyga till Malmö?".
        """
        content = [word for word in words(heading) if _is_telling(word)]
        best = (max((match for _, match in self._match(word)), default=0.0) for word in content)
        return sum(best) / len(content) if content else 0.0

    def _tells(self, index: int) -> tuple[float, int]:
        word = self._asked[index]
        return word.weight, len(word.forms[0].stem)

    def _weigh(self, sentences: Sequence[str]) -> list[float]:
        counts = [0.0] * len(self._asked)
        for sentence in sentences:
            for index, match in enumerate(self.covered(sentence)):
                counts[index] += match if match >= FOUND else 0.0
        number = len(sentences)
        return [
            word.weight * math.log(1 + (number - count + 0.5) / (count + 0.5))
            for word, count in zip(self._asked, counts, strict=True)
        ]

    def _match(self, word: str) -> Sequence[tuple[int, float]]:
        found = self._matches.get(word)
        if found is None:
            found = self._matches[word] = self._compare(word)
        return found

    def _compare(self, word: str) -> list[tuple[int, float]]:
        if is_stop_word(word):
            return []
        form = _form(word)
        if not self._known.may_be_like(form):
            return []
        scored = ((index, _likeness(asked, form)) for index, asked in enumerate(self._asked))
        return [(index, likeness) for index, likeness in scored if likeness > 0]


def union(*covered: Sequence[float]) -> list[float]:
    """What texts cover together."""
    return [max(each) for each in zip(*covered, strict=True)]


@lru_cache(maxsize=4096)
def spoken(text: str) -> tuple[str, ...]:
    """The folded words of a text that many questions are compared with."""
    return tuple(words(text))


def _is_telling(word: str) -> bool:
    says_little = names_kind(word) or _LIGHT.fullmatch(word) or _GENERAL.fullmatch(word)
    return not (is_stop_word(word) or says_little)


def _content_words(question: str) -> list[_Asked]:
    translated = translations(question)
    spoken = translated or [Translation(one, (one,)) for one in dict.fromkeys(words(question))]
    content = [word for word in spoken if not is_stop_word(word.english)]
    telling = [word for word in content if not names_kind(word.english)]
    return [
        _asked(word, is_name=translated is not None and word.swedish == (word.english,))
        for word in telling or content or spoken
    ]


def _asked(word: Translation, *, is_name: bool) -> _Asked:
    """`is_name`: an English word that has no Swedish one; most are not names at all."""
    others = frozenset(
        term.text for term in synonyms(" ".join(word.swedish)) if term.weight >= SYNONYM_WEIGHT
    )
    is_light = is_name or _LIGHT.fullmatch(word.english)
    said = [form for form in word.swedish if not is_stop_word(form)]
    return _Asked(
        forms=tuple(map(_form, said or word.swedish)),
        synonyms=others,
        weight=_LIGHT_WEIGHT if is_light else 1.0,
    )


@lru_cache(maxsize=65536)
def _form(word: str) -> _Form:
    base = stem(word)
    marked = frozenset(grams(f"<{word}>", shortest=4, longest=4))
    return _Form(base, marked, parts(word) or (base,))


def _likeness(asked: _Asked, word: _Form) -> float:
    best = max(_same(form, word) for form in asked.forms)
    return max(best, _SYNONYM) if word.stem in asked.synonyms else best


def _same(ours: _Form, word: _Form) -> float:
    if ours.stem == word.stem:
        return 1.0
    if _ends_differ(ours.stem, word.stem):
        return _INFLECTED
    spelt = _GRAMS * len(ours.grams & word.grams) / len(ours.grams)
    built = _PARTS * len({*ours.parts} & {*word.parts}) / len(ours.parts)
    return max(spelt, built)


def _ends_differ(one: str, other: str) -> bool:
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return (
        long.startswith(short)
        and len(short) >= _SHORTEST
        and _ENDING.fullmatch(long[len(short) :]) is not None
    )
