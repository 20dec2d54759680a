"""Tells a person what was taken out of their message before anything read it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.copilot import texts
from bot.identity.base import Language
from bot.language.texts import Text, enumerated
from bot.privacy.gate import PLACEHOLDERS, MaskKind
from bot.privacy.personal_data import PLACEHOLDER
from bot.turn import Notice

_NAMES: Mapping[MaskKind, Text] = {
    "email": Text(sv="en e-postadress", en="an e-mail address"),
    "phone": Text(sv="ett telefonnummer", en="a telephone number"),
    "account": Text(sv="ett kontonummer", en="an account number"),
    "health": Text(sv="ett namn", en="a name"),
}


def masked_notice(text: str, language: Language) -> Notice | None:
    """What was masked in the text, in one sentence; None for nothing."""
    kinds = [kind for kind, placeholder in PLACEHOLDERS.items() if placeholder in text]
    if not kinds:
        is_number = PLACEHOLDER in text
        return Notice(text=texts.MASKED.in_language(language)) if is_number else None
    names = [_NAMES[kind].in_language(language) for kind in kinds]
    if PLACEHOLDER in text:
        names.insert(0, texts.A_PERSONAL_NUMBER.in_language(language))
    what = enumerated(names, language)
    return Notice(text=texts.MASKED_OTHER.in_language(language, what=what))
