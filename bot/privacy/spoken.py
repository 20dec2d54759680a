"""Words written as they are spoken, in the spelling that phrases and examples have."""

from __future__ import annotations

import re

_SPELLED = {
    "ja": "jag", "jak": "jag", "jg": "jag", "mej": "mig", "dej": "dig", "sej": "sig", "ho": "hon",
    "dom": "de", "hä": "det", "å": "och", "e": "är", "ä": "är", "va": "var", "int": "inte",
    "aldri": "aldrig", "nån": "någon", "ngn": "någon", "nåt": "något", "ngt": "något",
    "nåra": "några", "sån": "sådan", "sånt": "sådant", "såna": "sådana", "sånna": "sådana",
    "te": "till", "huvet": "huvudet", "sen": "sedan", "asså": "alltså", "meer": "mer",
}  # fmt: skip
"""None that is a word in English, too."""
_WORD = re.compile(rf"(?<![\w'])(?:{'|'.join(_SPELLED)})(?![\w'])", re.IGNORECASE)


def spelled_out(text: str) -> str:
    """The text with those words as they are spelled; a capital stays one."""
    return _WORD.sub(_spelled, text)


def _spelled(found: re.Match[str]) -> str:
    spelled = _SPELLED[found[0].lower()]
    return spelled.capitalize() if found[0][0].isupper() else spelled
