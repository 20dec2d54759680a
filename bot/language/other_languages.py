"""Recognises questions in languages that Kollega does not answer in, to say so in them.

By script, and for those in Latin letters by their commonest small words, which Swedish and English
do not have. A text that is mostly something else, or too short to tell, is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from importlib.resources import files

ONLY_SWEDISH_AND_ENGLISH: Mapping[str, str] = {
    "ar": "أجيب حاليًا بالسويدية والإنجليزية فقط.",
    "fi": "Vastaan toistaiseksi vain ruotsiksi ja englanniksi.",
    "uk": "Наразі я відповідаю лише шведською та англійською мовами.",
    "": "",
}
"""By language; empty for a script that is known and a language that is not."""
_FINNISH = frozenset(
    files("bot.language").joinpath("finnish_words.txt").read_text(encoding="utf-8").split()
)
_UKRAINIAN = frozenset("іїєґІЇЄҐ")
_WORD = re.compile(r"[^\W\d_]+")


def other_language(text: str) -> str | None:
    """A key of `ONLY_SWEDISH_AND_ENGLISH`; None for Swedish, English and what cannot be told."""
    letters = [character for character in text if character.isalpha()]
    foreign = [letter for letter in letters if not unicodedata.name(letter, "").startswith("LATIN")]
    if len(foreign) > len(letters) / 2:
        return _of_script(foreign)
    words = [word.casefold() for word in _WORD.findall(text)]
    return "fi" if sum(word in _FINNISH for word in words) >= 2 else None


def _of_script(letters: list[str]) -> str:
    script = unicodedata.name(letters[0], "").partition(" ")[0]
    if script == "ARABIC":
        return "ar"
    is_ukrainian = script == "CYRILLIC" and not _UKRAINIAN.isdisjoint(letters)
    return "uk" if is_ukrainian else ""
