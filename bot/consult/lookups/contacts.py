"""Finds the number of whoever is asked for by name: "Vad har IT-servicedesk för nummer?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answering.base import Citation, Sentence
from bot.answering.relevance import Relevance
from bot.language.analysis import is_stop_word, words
from bot.retrieval.base import Passage

_ASKS_HOW_TO_REACH = re.compile(
    r"\b(?:telefon\w*|(?:tele)?(?:nummer|numm?ret)|mejladress\w*|e-postadress\w*|phone|extension)\b|"
    r"\bhur (?:når|kontaktar|ringer|får (?:jag|man|vi) tag (?:på|i))\b|"
    r"\bhow (?:do|can) (?:i|we) (?:reach|call|contact|get hold of)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:vad|vilket|vilken|är|har|får|kan|ska|hur|når|kontaktar|ringer|tag|till|för|jag|man|vi|"
    r"telefon\w*|(?:tele)?(?:nummer|numm?ret)|mejladress\w*|e-postadress\w*|what|is|the|phone|number|of|for|"
    r"how|do|can|reach|call|contact|extension)\b",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"(?:[^.:!?]{3,60}: )?(?P<name>[A-ZÅÄÖ][\w-]*(?: [\w-]+){0,3}?)(?:,| på| nås på|:)[  ]"
    r"(?:telefon )?(?P<phone>0[1-9]\d{0,2}[-–]\d{2,3}[  ]?\d{2,3}(?:[  ]?\d{2})?)[^.]*"
)
_NAMED = 0.7


def asks_how_to_reach(question: str) -> bool:
    """Whether a number or an address is asked for."""
    return _ASKS_HOW_TO_REACH.search(question) is not None


def find_contact(question: str, passages: Sequence[Passage]) -> Sentence | None:
    """The line with the number of whoever the question names; None if no line names them."""
    asked = _ASKING.sub(" ", question)
    if all(is_stop_word(word) for word in words(asked)):
        return None
    lines = [line for passage in passages for line in _lines(passage)]
    relevance = Relevance(asked, [name for name, _ in lines])

    def likeness(line: tuple[str, Citation]) -> tuple[float, bool, int]:
        """How well the name is the one asked for; a telephone list is first, then what says
        least."""
        is_list = "telefon" in line[1].passage.chunk.title.casefold()
        return relevance.share(relevance.covered(line[0])), is_list, -len(line[1].quote)

    best = max(lines, key=likeness, default=None)
    if best is None or likeness(best)[0] < _NAMED:
        return None
    quote = best[1].quote
    return Sentence(text=quote if quote.endswith(".") else f"{quote}.", citations=(best[1],))


def _lines(passage: Passage) -> Iterator[tuple[str, Citation]]:
    for line in passage.chunk.text.splitlines():
        for found in _LINE.finditer(line.lstrip("-•* ")):
            yield found["name"], Citation(passage, found.group().strip())
