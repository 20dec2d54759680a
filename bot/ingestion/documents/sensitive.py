"""Tells what must not be shared widely: identity numbers, somebody's health, marks of secrecy.

Written to be sure rather than complete: a policy that speaks of personal numbers or of secrecy
must stay readable, so only what itself is a number, a statement about a named person, or a mark
on this very document counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Literal

from bot.ingestion.documents.chunking import Piece
from bot.ingestion.documents.document import Document, Heading, Table
from bot.ingestion.documents.labels import label_key
from bot.ingestion.documents.pairs import find_pairs, first_blocks
from bot.language.sentences import split_sentences
from bot.privacy.personal_numbers import find_numbers

Mark = Literal["health", "personal_number", "secrecy"]

_SAMPLES = frozenset(
    ("1212121212", "8112189876", "8112289874", "6408233234", "6403273813", "7010632391")
)
"""Numbers that authorities and textbooks print as examples; nobody has them."""
_SAFE_SHAPE = re.compile(r"\d{6}[-+–]\d{4}|(?:19|20)\d{6}[-+– ]?\d{4}")
_NEAR = 40
"""Characters before a number in which it may be said what it is."""
_LONGEST_STAMP = 120
_SAID_TO_BE_ONE = re.compile(
    r"person(?:nummer|nr|-?id)|samordningsn|\bp\.?nr\b|personal (?:identity )?number|född",
    re.IGNORECASE,
)
_SAID_TO_BE_OTHER = re.compile(
    r"\b(?:order|artikel|art|faktura|bankgiro|bg|plusgiro|pg|konto|org|organisations|kund|ärende"
    r"|serie|bunt|löp|ocr|tel|tfn|telefon|mobil|referens|ref)\w{0,8}[ .:#]{0,3}$",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b(?P<first>[A-ZÅÄÖ][a-zåäöé]+)(?:-[A-ZÅÄÖ][a-zåäöé]+)? [A-ZÅÄÖ][a-zåäöé]+")
_ILL = re.compile(
    r"\b(?:är|var|blev|varit|blivit|har varit|hel|del)\s?(?:\w+ ){0,3}sjukskriv(?:en|na)\b"
    r"|\bsjukskriv(?:en|ning)\b.{0,20}\d+ ?%|\bsjukskriven (?:sedan|till|från|på grund|för)\b"
    r"|\b(?:har|fått) (?:fått )?diagnos(?:en)?\b(?! (?:är|kan))|\bdiagnostiserad\w* med\b"
    r"|\bdiagnos: ?[A-ZÅÄÖ]\w+|\blider av\b"
    r"|\b(?:insjuknade?|drabbades|drabbats)\b.{0,30} (?:i|av) (?:en )?"
    r"(?:cancer|stroke|hjärt\w+|depression\w*|utmattning\w*|psykos\w*|demens\w*)"
    r"|\bbehandlas för (?:\w+ )?(?:cancer|depression\w*|missbruk|beroende|ångest|psyk\w+|adhd)",
    re.IGNORECASE,
)
_LAW = (
    r"(?: (?:enligt|enl|jml|jämlikt|jfr|med stöd av))?"
    r"(?: (?:osl|offentlighets och sekretesslagen|kap|och|i|[a-z]|§+|\d+))*"
)
_STAMP = re.compile(
    r"(?:sekretessmarkerad|sekretessmarkering|sekretessbelag[dt](?: handling| uppgift)?"
    r"|(?:strängt )?konfidentiellt?|(?:strictly )?confidential|hemligstämplad|hemlig handling"
    rf"|får ej spridas|skyddade? personuppgift(?:er)?){_LAW}|sekretess(?=.*\d){_LAW}"
)
_CAPITALS = frozenset(("SEKRETESS", "HEMLIG", "HEMLIGT"))
_SENTENCE = re.compile(
    r"^(?:denna (?:handling|fil|rapport|utredning)|detta dokument|den här handlingen"
    r"|det här dokumentet|this document) (?:är|omfattas av|innehåller|lyder under|is|contains)\b"
    r"[^.]{0,40}\b(?:sekretess\w*|konfidentiell\w*|hemlig\w*|confidential|skyddade person\w+)",
    re.IGNORECASE,
)
_LABELS = frozenset(
    ("sekretess", "sekretessgrad", "sekretessklass", "informationsklass", "informationsklassning",
     "säkerhetsklass", "skyddsklass", "klassning", "confidentiality", "classification")
)  # fmt: skip
_SECRET_VALUE = re.compile(
    r"^(?:ja\b|OSL\b|enligt OSL|\d+ kap|sekretess|konfidentiell|strikt|strängt|hemlig|confidential"
    r"|strictly|secret)",
    re.IGNORECASE,
)


class MarkFinder:
    """Finds marks; made once, because it holds a list of names."""

    def __init__(self) -> None:
        listed = files("bot.privacy").joinpath("first_names.txt").read_text(encoding="utf-8")
        self._first_names = frozenset(listed.split())

    def find(self, document: Document, pieces: Sequence[Piece]) -> tuple[Mark, ...]:
        """Every kind of mark there is, in the document's text or on it."""
        texts = [document.title, *(f"{piece.place}\n{piece.text}" for piece in pieces)]
        texts += [value for _, value in document.properties]
        found: set[Mark] = set()
        if any(map(_holds_number, texts)):
            found.add("personal_number")
        if any(map(self._tells_of_illness, texts)):
            found.add("health")
        if _is_marked(document):
            found.add("secrecy")
        return tuple(sorted(found))

    def _tells_of_illness(self, text: str) -> bool:
        if not _ILL.search(text):
            return False
        return any(_ILL.search(one) and self._names(one) for one in split_sentences(text))

    def _names(self, sentence: str) -> bool:
        return any(
            match["first"].casefold() in self._first_names for match in _NAME.finditer(sentence)
        )


def _holds_number(text: str) -> bool:
    return any(_is_real(text, start, end) for start, end in find_numbers(text))


def _is_real(text: str, start: int, end: int) -> bool:
    """Whether it is somebody's number, not an order's that happens to look like one."""
    written = text[start:end]
    digits = "".join(filter(str.isalnum, written))[-10:]
    before = text[max(0, start - _NEAR) : start]
    if digits in _SAMPLES or _SAID_TO_BE_OTHER.search(before):
        return False
    # Ten digits in a row, or in pairs, are far more often something else.
    return bool(_SAFE_SHAPE.fullmatch(written) or _SAID_TO_BE_ONE.search(before))


def _is_marked(document: Document) -> bool:
    return any(map(_is_mark, _heads(document))) or any(
        label_key(label) in _LABELS and _SECRET_VALUE.match(value)
        for label, value in find_pairs(document)
    )


def _heads(document: Document) -> Iterator[str]:
    """Where a mark stands: page heads and feet, and the beginning, but no heading of a chapter."""
    yield from (value for label, value in document.properties if label == "page")
    for number, block in enumerate(first_blocks(document)):
        if isinstance(block, Heading) and number and _words(block.text).startswith("sekretess "):
            continue
        if not isinstance(block, Table):
            yield block.text


def _is_mark(text: str) -> bool:
    if len(text) < _LONGEST_STAMP:
        words = _words(text)
        if _STAMP.fullmatch(words) or text.strip(" *_!.-–") in _CAPITALS:
            return True
    return any(map(_SENTENCE.match, split_sentences(text[:1000])))


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w§]+", text.casefold()))
