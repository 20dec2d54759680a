"""Whether two questions ask the same. In doubt they do not: the sources are asked instead.

Every word that says something in either question must be in the other one, inflected or misspelt;
figures, negations, what is asked for and whether one may or must have to be the same. Synonyms are
not enough: those that a search gains by are too wide ("ChatGPT", "Copilot"). An owner who wants
more questions to get the answer writes them beside the first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.answering.relevance import Relevance
from bot.language.analysis import is_stop_word, parts, stem, words
from bot.language.expectation import expectation

_NOT = re.compile(r"\b(?:inte|ej|aldrig|utan|förutom|utom|not|never|without|except)\b|n['’]t\b")
_FIGURE = re.compile(r"\d+")
_ASKS_FOR = re.compile(
    r"\b(?:hur|vad|vem|vems|vilken|vilket|vilka|var|vart|varifrån|när|varför"
    r"|how|what|who|whose|which|where|when|why)\b"
)
_MUST = re.compile(r"\b(?:måste|ska|skall|behöver|must|shall|have to|need)\b")
_SAID_OTHERWISE = {"vilken": "vad", "vilket": "vad", "vilka": "vad", "vems": "vem", "which": "what"}
_SAME_WORD = 0.75
"""Above what a synonym or a part of a compound gives, below what an ending or a slip costs."""
_About = TypeVar("_About")
_Demands = tuple[str | None, str, bool, bool, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Wording(Generic[_About]):
    text: str
    about: _About
    demands: _Demands


class Questions(Generic[_About]):
    """Known questions, each about something."""

    def __init__(self, known: Iterable[tuple[str, _About]]) -> None:
        self._wordings: list[_Wording[_About]] = []
        self._with_stem: defaultdict[str, list[int]] = defaultdict(list)
        for text, about in known:
            for key in _stems(text):
                self._with_stem[key].append(len(self._wordings))
            self._wordings.append(_Wording(text, about, _demands(text)))

    def like(self, question: str) -> Sequence[_About]:
        """What the known questions are about that ask the same, in their order."""
        demands = _demands(question)
        near = {place for key in _stems(question) for place in self._with_stem.get(key, ())}
        same = [
            wording.about
            for wording in (self._wordings[place] for place in sorted(near))
            if wording.demands == demands and _speak_of_the_same(question, wording.text)
        ]
        return list(dict.fromkeys(same))


def _speak_of_the_same(one: str, other: str) -> bool:
    if _stems(one, whole=True) == _stems(other, whole=True):
        return True
    return _covers(one, other) and _covers(other, one)


def _covers(question: str, text: str) -> bool:
    covered = Relevance(question, [text]).covered(text)
    return bool(covered) and min(covered) >= _SAME_WORD


def _demands(question: str) -> _Demands:
    """What must be the same for one answer to fit both."""
    folded = question.casefold()
    kind = expectation(folded)
    asks_for = _ASKS_FOR.search(folded)
    word = asks_for[0] if asks_for else ""
    return (
        kind.name if kind else None,
        _SAID_OTHERWISE.get(word, word),
        not word and bool(_MUST.search(folded)),
        bool(_NOT.search(folded)),
        frozenset(_FIGURE.findall(folded)),
    )


def _stems(text: str, *, whole: bool = False) -> set[str]:
    spoken = [word for word in words(text) if not is_stop_word(word)]
    return {key for word in spoken for key in (stem(word), *(() if whole else parts(word)))}
