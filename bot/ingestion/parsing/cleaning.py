"""Makes text safe to show: what a reader cannot see is removed, white space is one space."""

from __future__ import annotations

import re
import unicodedata

_SMUGGLING = re.compile(
    "[\U000e0000-\U000e007f\U000e0100-\U000e01ef]|[\u200b-\u200f\u2060-\u2064\ufeff]{4,}"
)
"""Tag characters, supplementary variation selectors, and more characters without width in a row
than any script needs: invisible, and able to carry messages."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def smuggled(text: str) -> int:
    """How many characters of a hidden message the text holds; `clean` removes them."""
    if text.isascii():
        return 0
    return sum(len(match[0]) for match in _SMUGGLING.finditer(text))


def weight(text: str) -> int:
    """How many characters the text holds, white space aside."""
    return len("".join(clean(text).split())) + smuggled(text)


def clean(text: str) -> str:
    """The text on one line, NFC, without invisible characters."""
    return " ".join(clean_lines(text).split())


def clean_lines(text: str) -> str:
    """As `clean`, but line breaks and other white space stay."""
    visible = _INVISIBLE.sub("", _CONTROL.sub("", text))
    return unicodedata.normalize("NFC", visible)
