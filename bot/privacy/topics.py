"""Recognises by its subject what a person, not a machine, should answer.

Disclosures are caught ("min chef trakasserar mig"), questions about rules are not ("hur anmäler jag
trakasserier?"): those the policies answer. No mood is guessed and no person is scored. The subjects
stand in topics.toml as phrases; what no phrase knows is compared with examples.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, cast

from bot.privacy.learned import Weights, likeness
from bot.privacy.message import Message
from bot.privacy.notation import parse
from bot.privacy.phrases import Alternative, NamedPerson, Phrase
from bot.privacy.spoken import spelled_out

Topic = Literal[
    "suicide",
    "abuse",
    "violence",
    "client",
    "whistleblowing",
    "harassment",
    "health",
    "assessment",
    "third_person",
]

_LONGEST = 4000
"""Characters that are looked at."""
_PIECE = re.compile(r"(?s).{1,100}[^\w\x00-\xff]{0,30}")
"""With the accents that belong to it. What normalising costs grows with the square of a row of
accents, and its result can be eighteen times as long, so it is done in pieces."""
_SAID_TO_BE_A_QUESTION = re.compile(r"\W*(?:fråga|question)\s*:", re.IGNORECASE)
_URGENT: frozenset[Topic] = frozenset({"suicide", "abuse"})
_URGENT_EVIDENCE = 0.5
_EVIDENCE = 1.3
"""Log-odds for a sensitive subject; by cross-validation, 17 false alarms in a thousand."""
_RULE_QUESTION_EVIDENCE = 2.0
"""More of it, where the message begins as a question about the rules does."""


@dataclass(frozen=True, slots=True)
class _Signal:
    topic: Topic
    phrase: Phrase
    in_rule_questions: bool
    """Whether it is sensitive also where a question about the rules is asked."""


class _Signals:
    """What topics.toml says, the most urgent first."""

    def __init__(self) -> None:
        folder = files("bot.privacy")
        table = tomllib.loads(folder.joinpath("topics.toml").read_text(encoding="utf-8"))
        names = folder.joinpath("first_names.txt").read_text(encoding="utf-8").split()
        named = NamedPerson(frozenset([*names, *(f"{name}s" for name in names)]))
        lists: dict[str, Sequence[Alternative]] = {"named": [named]}
        for name, phrases in table["lists"].items():
            lists[name] = [parse(phrase, lists) for phrase in phrases]
        self._signals = tuple(
            _Signal(
                topic=cast(Topic, subject["topic"]),
                phrase=parse(phrase, lists),
                in_rule_questions=subject.get("rule_questions_too", False),
            )
            for subject in table["subjects"]
            for phrase in subject["phrases"]
        )
        self._rule_question: str = table["rule_question"]
        self._order_verbs = frozenset(table["order_verbs"].split())
        self._order_words = frozenset(table["order_words"].split())
        self._by_word: dict[str, list[int]] = {}
        self._without_word: list[int] = []
        for number, signal in enumerate(self._signals):
            for word in signal.phrase.needs:
                self._by_word.setdefault(word, []).append(number)
            if not signal.phrase.needs:
                self._without_word.append(number)

    def first(self, message: Message) -> Topic | None:
        """The subject of the first that is in the message."""
        possible = set(self._without_word)
        for word in self._by_word.keys() & message.words:
            possible.update(self._by_word[word])
        for signal in (self._signals[number] for number in sorted(possible)):
            if signal.phrase.is_in(message) and (
                signal.in_rule_questions or not self.is_rule_question(message)
            ):
                return signal.topic
        return None

    def is_plain_order(self, written: str) -> bool:
        """Whether it is an order of a meeting with nothing in it but names, numbers and times:
        what it is about is not told, whatever it is like."""
        first, *others = _WORD.findall(written) or ("",)
        return first.lower() in self._order_verbs and all(
            word[0].isupper() or word.isdigit() or word in self._order_words for word in others
        )

    def is_rule_question(self, message: Message) -> bool:
        """Whether it begins as a question about the rules does."""
        return bool(re.match(self._rule_question, message.folded, re.VERBOSE))


_SIGNALS = _Signals()


_ABOUT_COLLEAGUES: frozenset[Topic] = frozenset({"third_person", "assessment"})
_WORD = re.compile(r"\w+")
_NAMES_ALONE = re.compile(r"(?:[A-ZÅÄÖ][\w-]*|och|samt|and|[,;&\s])+")
"""Whom to invite, in a field: that asks nothing about them."""


def find_by_rule(text: str) -> Topic | None:
    """The subject by the phrases of topics.toml alone."""
    return _SIGNALS.first(Message(spelled_out(_plain(text))))


def find_topic(text: str, weights: Weights | None = None) -> Topic | None:
    """The sensitive subject that a message is about, the most urgent one first.

    By the phrases or, where they say nothing, by likeness to examples; a person who begins with
    "Fråga:" has said that it is a question, and only the phrases count.
    """
    written = _plain(text)
    message = Message(spelled_out(written))
    by_rule = _SIGNALS.first(message)
    if by_rule or _SAID_TO_BE_A_QUESTION.match(written):
        return by_rule
    like = likeness(written, weights)
    topic = cast(Topic, like.topic)
    if topic in _ABOUT_COLLEAGUES and _NAMES_ALONE.fullmatch(written):
        return None
    if _SIGNALS.is_plain_order(written):
        return None
    needed = _URGENT_EVIDENCE if topic in _URGENT else _EVIDENCE
    if _SIGNALS.is_rule_question(message):
        needed += _RULE_QUESTION_EVIDENCE
    return topic if like.evidence > needed else None


def _plain(text: str) -> str:
    """The beginning of the text in its usual characters, with single spaces between the words."""
    written = ""
    for piece in _PIECE.finditer(text[:_LONGEST]):
        written += unicodedata.normalize("NFKC", piece.group())
        if len(written) >= _LONGEST:
            break
    written = " ".join(written[:_LONGEST].replace("’", "'").split())
    if not written.isprintable():
        written = " ".join("".join(filter(str.isprintable, written)).split())
    return written
