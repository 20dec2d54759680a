"""Reads a question that asks two things: "Hur många dagar får jag spara och när ska de tas ut?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.analysis import is_stop_word, words

# What is asked can be 4,000 characters of anything: what stands on either side is bounded.
_ASKING = (
    r"hur|vad|va|när|vem|vems|vilk\w+|var|vart|varför|får|kan|måste|ska|behöver|behövs|är|finns|blir"
    r"|how|what|when|who|which|where|why|can|may|must|should|do|does|is|are"
)
_TWO = re.compile(
    rf"^(?P<first>[^?!]{{8,200}}?)(?:,|\?)? +(?:och|samt|and) +(?P<second>(?:{_ASKING})\b"
    rf"[^?!]{{3,200}}?)\W*$",
    re.IGNORECASE,
)
_ASKING_WORD = re.compile(_ASKING, re.IGNORECASE)
_ASKS = re.compile(
    rf"(?:^|[,:–-] *|^(?:hej|i|på|från|inom|till|under|men|så)\W+)(?:{_ASKING})\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(r"\b(?:det|den|de|dem|dom|detta|it|that|them|they)\b", re.IGNORECASE)
_SAYS_LITTLE = re.compile(
    r"lång\w*|läng\w*|mycket|många|snabb\w*|förväg|tid|innan|stor\w*|hög\w*|gång\w*|ofta|gör|göra"
    r"|gäller|kostar?|betala[rs]?|senast|advance|long|much|many|soon|far|often|use|costs?|for|get|paid|pay",
    re.IGNORECASE,
)
"""Asks for a measure, of what the other question is about."""
_TELLING = 2
"""Content words with which the second question stands alone."""
_NAMING = 7
"""Letters of a word that is enough."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two questions."""

    asked: str
    """As it was put."""
    question: str
    """With what it is about, if only the other one says that."""
    leans: bool = False
    """Whether only the other one says what it is about."""


def two_parts(text: str) -> tuple[Part, Part] | None:
    """The two questions in one; None if it is one."""
    found = _TWO.match(text.strip())
    if found is None or not _ASKS.search(found["first"]):
        return None
    first, second = found["first"].strip(), found["second"].strip()
    content = _content(second)
    names = len(content) >= _TELLING or any(len(word) >= _NAMING for word in content)
    alone = names and not _POINTS_BACK.search(second)
    subject = "" if alone else " ".join(word for word in _content(first) if word not in content)
    return Part(first, f"{first}?"), Part(
        second, f"{second} {subject}".rstrip() + "?", leans=not alone
    )


def _content(text: str) -> list[str]:
    said = (word for word in words(text) if not is_stop_word(word))
    asking = (_ASKING_WORD, _SAYS_LITTLE)
    return [word for word in said if not any(one.fullmatch(word) for one in asking)]
