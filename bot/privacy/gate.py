"""What is masked besides personal identity numbers, where a municipality has decided so.

It sees what looks like an address, a number to call, an account, or a person's name in a sentence
about illness. It does not see a name that is not among the common first names, or a number that
is written in words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from bot.privacy.personal_data import mask

MaskKind = Literal["email", "phone", "account", "health"]
PLACEHOLDERS: Mapping[MaskKind, str] = {
    "email": "[e-postadress]",
    "phone": "[telefonnummer]",
    "account": "[kontonummer]",
    "health": "[namn]",
}
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(
    r"(?<![\w+/:.,-])(?:\+\d{1,3}|00\d{2}|0)(?:[ ()/–-]{0,2}\d){7,12}(?![\w/–-]|[.,:]\d)"
)
_DATE = re.compile(r"0?\d{1,2}[/–-]\d{1,2}")
_ACCOUNT = re.compile(
    r"(?<!\w)(?:SE\d{2}(?: ?\d){20}"
    r"|(?P<said>(?:bank|plus|person)?(?:giro|konto)(?:nummer|nr)?|clearing(?:nummer|nr)?|bg|pg)"
    r"(?P<between>[ .:#]{0,3}(?:är |nr |nummer )?)(?P<number>\d(?:[ ,.–-]{0,2}\d){5,17}))(?!\w)",
    re.IGNORECASE,
)
_ILLNESS = re.compile(
    r"\b(?:sjuk\w*|cancer\w*|depress\w+|deprimerad|utbränd\w*|utmattning\w*|diagnos\w*|missbruk\w*"
    r"|alkoholproblem|psykisk\w*|ångest\w*|demens\w*|adhd|stroke|gravid\w*|rehab\w*|missfall"
    r"|ill|sick|burn(?:ed|t)?[ -]?out|pregnant|diagnos\w+)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+")
_NAME = re.compile(r"\b([A-ZÅÄÖ][a-zåäöé]+)((?:-[A-ZÅÄÖ][a-zåäöé]+)?(?: [A-ZÅÄÖ][a-zåäöé]+)*)")


class Gate:
    """Passes a text on with everything masked that is to be masked."""

    def __init__(self, kinds: Collection[MaskKind] = ()) -> None:
        self._kinds = frozenset(kinds)

    def __call__(self, text: str) -> str:
        """Personal identity numbers always; the kinds besides. A field that holds one e-mail
        address and nothing else is whom to write to, and stays."""
        text = mask(text).text
        if "account" in self._kinds:
            text = _ACCOUNT.sub(_without_account, text)
        if "email" in self._kinds and not _EMAIL.fullmatch(text.strip()):
            text = _EMAIL.sub(PLACEHOLDERS["email"], text)
        if "phone" in self._kinds:
            text = _PHONE.sub(_without_phone, text)
        if "health" in self._kinds:
            text = _SENTENCE.sub(_without_name, text)
        return text


def _without_account(found: re.Match[str]) -> str:
    return f"{found['said'] or ''}{found['between'] or ''}{PLACEHOLDERS['account']}"


def _without_phone(found: re.Match[str]) -> str:
    digits = sum(character.isdecimal() for character in found[0])
    is_one = 8 <= digits <= 13 and not _DATE.fullmatch(found[0])
    return PLACEHOLDERS["phone"] if is_one else found[0]


def _without_name(found: re.Match[str]) -> str:
    sentence = found[0]
    if not _ILLNESS.search(sentence):
        return sentence
    return _NAME.sub(_masked_name, sentence)


def _masked_name(found: re.Match[str]) -> str:
    return PLACEHOLDERS["health"] if found[1].casefold() in _first_names() else found[0]


@cache
def _first_names() -> frozenset[str]:
    names = files("bot.privacy").joinpath("first_names.txt").read_text(encoding="utf-8")
    return frozenset(names.split())
