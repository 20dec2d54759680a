"""Tells what a document holds, a section at a time and in its own words: "Sammanfatta …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.answering.base import Citation, Sentence
from bot.consult import texts
from bot.consult.sources import FEW, Search, is_in_force
from bot.consult.versions import document_meant
from bot.identity.base import Language
from bot.language.sentences import split_sentences
from bot.retrieval.base import Chunk, Passage
from bot.turn import Notice

_POINTS = 6
"""How many sections are told of at most: more is no overview."""
_ASKS = re.compile(
    r"^\W*(?:(?:kan|skulle|could|can) (?:du|you) )?(?:snälla |please )?(?:"
    r"(?P<sums>sammanfatta|summari[sz]e|sum up|"
    r"(?:ge|gör|give)(?: (?:mig|me))? (?:en |a |an )?(?:kort |brief |short )*"
    r"(?:sammanfattning|översikt|summary|overview)(?: (?:av|över|på|of)))|"
    r"(?P<asks>vad (?:handlar|innehåller)|what does)|vad står(?: det)? i|what is in"
    r") (?P<name>.*?)(?: (?:om|about|say|contain))?(?:,? (?:kort|tack|please|thanks))?[\s?.!]*$",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"-?(polic|riktlinj|rutin|reglement|regl|avtal|guideline|rule|agreement|procedure)\w*",
    re.IGNORECASE,
)
"""Of very many documents: alone it does not say which."""
_DOCUMENT = re.compile(
    rf"{_KIND.pattern}|(?:ordning|plan|handbok|instruktion|handbook)(?:en)?\b", re.IGNORECASE
)
_TELLING = 6
"""Letters that what is no kind of document must have, to be taken for the name of one."""
_PAGE = re.compile(r"^(?:s\.|bild|blad) \S+(?: · |$)")
_CONTACT = re.compile(r"^(?:fråga|frågor|kontakt|contact|questions)\b", re.IGNORECASE)
_MARKER = re.compile(r"^(?:[-•*]|\d+[.)])\s+")
"""Of an item of a list."""
_LENGTHS = range(20, 300)
"""Characters of a sentence that tells something and is told at one sight."""


def document_to_sum_up(text: str) -> str | None:
    """The name of the document that an overview of is asked for: "resepolicyn"; None: it is not."""
    found = _ASKS.match(text)
    if found is None:
        return None
    names_one = _DOCUMENT.search(found["name"]) or (
        found["sums"] and len(found["name"]) >= _TELLING
    )
    return found["name"] if names_one else None


def asks_to_sum_up(text: str) -> bool:
    """Whether nothing but a summary is asked for: a sentence about something in it is no answer."""
    found = _ASKS.match(text)
    if found is None:
        return False
    return bool(found["sums"] or (found["asks"] and _DOCUMENT.search(found["name"])))


async def find_overview(
    name: str, search: Search, *, today: date, language: Language
) -> tuple[Sentence | Notice, ...]:
    """What each section of the document says first; empty if no title found is the one meant.

    One in force is preferred, and of those one whose title has the kind that is named. Raises
    `RetrievalUnavailable`.
    """
    found = await search(name, limit=FEW)
    current = [passage for passage in found if is_in_force(passage.chunk, today)]
    subject = " ".join(_KIND.sub(" ", name).split()) or name
    kinds = [kind.casefold() for kind in _KIND.findall(name)]
    of_kind = [one for one in current if any(kind in one.chunk.title.casefold() for kind in kinds)]
    meant = (
        document_meant(subject, of_kind)
        or document_meant(subject, current)
        or document_meant(subject, found)
    )
    if meant is None:
        return ()
    points = list(_points(await search.document(meant.chunk.document_id)))
    if not points:
        return ()
    lead = texts.OVERVIEW.in_language(language, title=meant.chunk.title)
    return (Notice(text=lead, lead=True), *points[:_POINTS], *_rest(points[_POINTS:], language))


def _points(pieces: Sequence[Passage]) -> Iterator[Sentence]:
    told: set[str] = set()
    for piece in pieces:
        section = _section(piece.chunk)
        quote = _tells(piece.chunk.text)
        if quote is None or section in told or _CONTACT.match(section):
            continue
        told.add(section)
        mark = "" if not section or section.endswith("?") else ":"
        text = f"{section}{mark} {quote}".strip()
        yield Sentence(text=text, citations=(Citation(piece, quote),), stands_alone=True)


def _section(chunk: Chunk) -> str:
    return _PAGE.sub("", chunk.place).partition("›")[0].strip()


def _tells(text: str) -> str | None:
    sentences = (_MARKER.sub("", sentence.strip()) for sentence in split_sentences(text))
    return next((one for one in sentences if len(one) in _LENGTHS and one[-1] in ".!"), None)


def _rest(points: Sequence[Sentence], language: Language) -> tuple[Notice, ...]:
    if not points:
        return ()
    return (Notice(text=texts.OVERVIEW_GOES_ON.in_language(language, count=len(points))),)
