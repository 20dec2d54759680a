"""What a model has written so far, and which of its sentences may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.answering.base import Sentence
from bot.answering.grounding import Grounding, Outcome, without_markers
from bot.answering.prompts import NO_ANSWER
from bot.language.sentences import complete_sentences, split_sentences

MOST_CHARACTERS = 4000
"""Of all that a model writes, shown or not: one that writes more has lost the thread."""
MOST_OF_A_SENTENCE = 800
"""Characters. None that can be shown is longer."""
_THINKING, _THOUGHT = "<think>", "</think>"
"""Around what some local models write before they answer."""


class Draft:
    """Takes the text as it arrives, in pieces of any size, and gives the sentences that stand."""

    def __init__(self, grounding: Grounding, *, most_sentences: int) -> None:
        self._grounding = grounding
        self._most = most_sentences
        self._rest = ""
        self._length = 0  # of all that has been written, except thoughts
        self._has_begun = False
        self._uncited = ""
        self._said: set[str] = set()
        self.outcomes: Counter[Outcome] = Counter()
        """What became of the sentences that were written."""
        self.declines = False
        """Whether the model wrote that the passages do not say."""

    @property
    def is_full(self) -> bool:
        """Whether more text is not wanted."""
        too_long = self._length > MOST_CHARACTERS or (
            self._has_begun and len(self._rest) > MOST_OF_A_SENTENCE
        )
        return too_long or len(self._said) >= self._most

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written, shown or not."""
        return not self._length

    @property
    def shows_nothing(self) -> bool:
        """Whether nothing of it stands."""
        return not self._said

    def add(self, piece: str) -> Iterator[Sentence]:
        """The sentences that the piece completes."""
        self._rest += piece
        if not self._has_begun and not self._begins():
            return
        self._length = (self._length or len(self._rest)) + len(piece)
        complete, self._rest = complete_sentences(self._rest)
        yield from self._checked(complete)

    def finish(self) -> Iterator[Sentence]:
        """The last one, which nothing followed."""
        if self._has_begun and not self.is_full:
            yield from self._checked(split_sentences(self._rest))
        self._rest = ""

    def _begins(self) -> bool:
        """Whether the answer itself has begun; thoughts before it are removed."""
        opening = self._rest.lstrip()
        if opening.startswith(_THINKING):
            _, ended, self._rest = opening.partition(_THOUGHT)
            self._rest = self._rest if ended else opening
            self._has_begun = bool(ended)
        else:
            self._has_begun = not _THINKING.startswith(opening)
        return self._has_begun

    def _checked(self, written: Iterable[str]) -> Iterator[Sentence]:
        for text in written:
            if len(self._said) >= self._most:
                return
            if _letters(text) in _DECLINING:
                self.declines = True
            elif sentence := self._check(text):
                yield sentence

    def _check(self, text: str) -> Sentence | None:
        words, numbers = without_markers(text)
        if numbers and not _letters(words):  # a citation on a line of its own
            text, self._uncited = f"{self._uncited} {text}", ""
        elif not numbers:
            self._uncited = text
        checked = self._grounding.check(text)
        self.outcomes[checked.outcome] += 1
        if checked.sentence is None or checked.sentence.text in self._said:
            return None
        self._said.add(checked.sentence.text)
        return checked.sentence


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


_DECLINING = frozenset(map(_letters, (NO_ANSWER.sv, NO_ANSWER.en)))
