"""Recognises by its subject what a person, not a machine, should answer.

Disclosures are caught ("min chef trakasserar mig"), questions about rules are not ("hur anmäler jag
trakasserier?"): those the policies answer. No mood is guessed and no person is scored. The subjects
stand in topics.toml.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, cast

Topic = Literal[
    "suicide",
    "abuse",
    "violence",
    "client",
    "whistleblowing",
    "harassment",
    "health",
    "third_person",
]

_LONGEST = 4000
"""Characters that are looked at."""
_APART = 200
"""Characters that may stand between two words that make a subject together."""


@dataclass(frozen=True, slots=True)
class _Subject:
    topic: Topic
    pattern: re.Pattern[str]
    rule_questions_too: bool
    """Whether it is sensitive also where a question about the rules is asked."""
    as_written: bool
    """Whether capitals matter, as they do in names."""


class _Subjects:
    """What topics.toml says."""

    def __init__(self) -> None:
        folder = files("bot.privacy")
        table = tomllib.loads(folder.joinpath("topics.toml").read_text(encoding="utf-8"))
        names = folder.joinpath("first_names.txt").read_text(encoding="utf-8").split()
        words: dict[str, str] = {"first names": "|".join(names)}
        for name, pattern in table["words"].items():
            words[name] = _filled(pattern, words)
        self.rule_question = re.compile(table["rule_question"], re.VERBOSE)
        self.all = tuple(
            _Subject(
                topic=cast(Topic, subject["topic"]),
                pattern=re.compile(
                    "|".join(f"(?:{_filled(pattern, words)})" for pattern in subject["patterns"])
                ),
                rule_questions_too=subject.get("rule_questions_too", False),
                as_written=subject.get("as_written", False),
            )
            for subject in table["subjects"]
        )


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    for name, value in words.items():
        pattern = pattern.replace(f"<{name}>", value)
    # Without a bound, a long message costs the square of its length, on the event loop.
    return pattern.replace(".*", f".{{0,{_APART}}}")


_SUBJECTS = _Subjects()


def find_topic(text: str) -> Topic | None:
    """The sensitive subject that a message is about, the most urgent one first."""
    written = unicodedata.normalize("NFKC", text[:_LONGEST]).replace("’", "'")
    written = " ".join("".join(c for c in written if c.isprintable() or c.isspace()).split())
    folded = written.casefold()
    asks_about_rules = bool(_SUBJECTS.rule_question.match(folded))
    for subject in _SUBJECTS.all:
        if asks_about_rules and not subject.rule_questions_too:
            continue
        if subject.pattern.search(written if subject.as_written else folded):
            return subject.topic
    return None
