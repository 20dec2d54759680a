"""Names and subjects that somebody else has written, for a place in a text of ours."""

from __future__ import annotations

import re
import unicodedata

_ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]*:[/\\]{2}|\bwww\.)\S+", re.IGNORECASE)
_UNSEEN = ("Cf", "Co", "Cn", "Cs")
LEFT_OUT = "(länk)"


def unlinked(text: str) -> str:
    """The text on one line, with nothing unseen and nothing that Teams makes a link of.

    A guest chooses a display name, and anybody who sends an invitation its subject: shown by the
    bot, a link there would be pressed as if the municipality had put it.
    """
    seen = "".join(one for one in text if unicodedata.category(one) not in _UNSEEN)
    line = _ADDRESS.sub(LEFT_OUT, " ".join(seen.split()))
    return line.replace("](", "] (").replace("]:", "] :")
