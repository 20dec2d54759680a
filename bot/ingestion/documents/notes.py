"""What a document's owner should know of it though it could be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast, get_args

from bot.identity.base import Language
from bot.language.texts import Text

NoteCode = Literal[
    "copy",
    "encoding",
    "expired",
    "hidden_parts",
    "hidden_text",
    "no_owner",
    "ocr_missing",
    "orders_removed",
    "orders_suspected",
    "overdue",
    "pages_recognised",
    "pages_without_text",
    "undated",
]

_TEXTS: MappingProxyType[NoteCode, Text] = MappingProxyType(
    {
        "copy": Text(
            "Har samma text som {detail}. Ta bort det ena, så finns bara ett att hålla aktuellt.",
            "Has the same text as {detail}. Remove one, so that only one must be kept up to date.",
        ),
        "encoding": Text(
            "Teckenkodningen fick gissas. Kontrollera å, ä och ö, och spara filen som UTF-8.",
            "The character encoding was guessed. Check å, ä and ö, and save the file as UTF-8.",
        ),
        "expired": Text(
            "Gällde till {detail} men finns kvar. Ta bort det, eller ange vad som gäller nu.",
            "Applied until {detail} but is still there. Remove it, or say what applies now.",
        ),
        "hidden_parts": Text(
            "Det som är dolt lästes inte: {detail}.", "What is hidden was not read: {detail}."
        ),
        "hidden_text": Text(
            "Text som ingen ser togs bort ({detail} tecken). Kontrollera vem som har lagt in den.",
            "Text that nobody sees was removed ({detail} characters). Check who put it there.",
        ),
        "ocr_missing": Text(
            "Sidan {detail} är bild utan text. Textigenkänning (OCR) är påslagen men saknas här: "
            "installera tesseract-ocr och tesseract-ocr-swe.",
            "Page {detail} is a picture without text. Text recognition (OCR) is on but missing "
            "here: install tesseract-ocr and tesseract-ocr-swe.",
        ),
        "no_owner": Text(
            "Anger ingen dokumentansvarig. Skriv in vem som ansvarar.",
            "Names no owner. Say who is responsible for it.",
        ),
        "orders_removed": Text(
            "Text som ger order till en AI-assistent togs bort ({detail} ställen). "
            "Kontrollera vem som har lagt in den.",
            "Text that gives orders to an AI assistant was removed ({detail} places). "
            "Check who put it there.",
        ),
        "orders_suspected": Text(
            "Text som kan vara order till en AI-assistent finns kvar ({detail} ställen). "
            "Skriv om den, eller ta bort den, om den inte är menad för läsaren.",
            "Text that may be orders to an AI assistant was left ({detail} places). "
            "Rewrite or remove it unless it is meant for the reader.",
        ),
        "pages_recognised": Text(
            "Sidan {detail} är avläst med textigenkänning (OCR) och kan innehålla läsfel.",
            "Page {detail} was read by text recognition (OCR) and may hold mistakes.",
        ),
        "overdue": Text(
            "Skulle ha setts över senast {detail}. Se över det och ange ett nytt datum.",
            "Was due for review by {detail}. Review it and set a new date.",
        ),
        "pages_without_text": Text(
            "Sidan {detail} är bild utan text och kan inte hittas. "
            "Kör textigenkänning (OCR) på dokumentet.",
            "Page {detail} is a picture without text and cannot be found. "
            "Run text recognition (OCR) on the document.",
        ),
        "undated": Text(
            "Anger varken beslutsdatum eller när det börjar gälla. Skriv in det.",
            "States neither when it was decided nor when it takes effect. Add that.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Note:
    """One note; `detail` fills the text's place for it."""

    code: NoteCode
    detail: str = ""

    def in_language(self, language: Language) -> str:
        """The note as a calm sentence."""
        return _TEXTS[self.code].in_language(language, detail=self.detail)


def hidden(characters: int) -> tuple[Note, ...]:
    """The note that so many characters were hidden and are removed; none for none."""
    return (Note("hidden_text", str(characters)),) if characters else ()


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in order as a reader writes them: "3–7, 9"."""
    spans: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)


def note_of(code: str, detail: str) -> Note | None:
    """The note that a stored or received pair stands for; None if it is none of ours."""
    if code not in get_args(NoteCode):
        return None
    return Note(cast(NoteCode, code), detail[:200])
