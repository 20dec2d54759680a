"""What comes along with a message: read where it is notes that an order is about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Literal

from bot.errors import AttachmentError
from bot.language.texts import Text
from bot.skill import Skill
from bot.turn import Notice, Turn

_UNREAD: Mapping[Literal["too_large", "unsupported", "gone", "unreachable", "damaged"], Text] = {
    "too_large": Text(
        sv="Filen är större än 5 MB, så jag läser den inte. Skicka anteckningarna som text eller i "
        "en mindre fil.",
        en="The file is larger than 5 MB, so I do not read it. Send the notes as text or in a "
        "smaller file.",
    ),
    "unsupported": Text(
        sv="Jag läser anteckningar i Word (.docx), OpenDocument (.odt) och text (.txt, .md). Spara "
        "filen så, eller klistra in texten.",
        en="I read notes in Word (.docx), OpenDocument (.odt) and text (.txt, .md). Save the file "
        "as one of these, or paste the text.",
    ),
    "gone": Text(
        sv="Teams släpper inte längre fram filen. Skicka den igen.",
        en="Teams no longer lets me have the file. Please send it again.",
    ),
    "unreachable": Text(
        sv="Jag kunde inte hämta filen från Teams. Skicka den igen om en stund, eller klistra in "
        "texten.",
        en="I could not fetch the file from Teams. Send it again shortly, or paste the text.",
    ),
    "damaged": Text(
        sv="Filen går inte att läsa: den kan vara skadad, lösenordsskyddad eller orimligt stor när "
        "den packas upp. Spara den på nytt, eller klistra in texten.",
        en="The file cannot be read: it may be damaged, protected by a password, or far too large "
        "once unpacked. Save it anew, or paste the text.",
    ),
}
FILE_ALONE = Text(
    sv="Vad ska jag göra med filen? Skriv till exempel ”Skriv protokollsutkast” och bifoga den.",
    en="What should I do with the file? Write for example “Write draft minutes” and send it along.",
)


async def with_attached(turn: Turn, skills: Collection[Skill]) -> Turn | Notice:
    """The turn with the text of the file below its order, or why that cannot be read.

    Nothing is fetched unless a skill would read it.
    """
    if turn.attached is None:
        return turn
    if not any(skill.reads_on(turn.text, turn.history) for skill in skills):
        if any(character.isalnum() for character in turn.text):
            return turn
        return Notice(text=FILE_ALONE.in_language(turn.language), outcome="clarify")
    try:
        text = await turn.attached()
    except AttachmentError as error:
        said = _UNREAD[error.kind].in_language(turn.language)
        return Notice(text=said, outcome="clarify", asks_back=True)
    return replace(turn, text=f"{turn.text}\n{text}".strip(), attached=None)
