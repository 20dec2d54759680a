"""What the columns of a library say of a document."""

from __future__ import annotations

import re

from bot.ingestion.documents.labels import LABELS, label_key
from bot.ingestion.sources.sharepoint.fields import Json, part

_ENCODED = re.compile(r"_x([0-9a-f]{4})_", re.IGNORECASE)
"""How SharePoint writes what is no ASCII letter in a column's name: "_x00c4_gare" is "Ägare"."""
_OWNER = frozenset(("ägare", "informationsägare", "document owner", "contact", "kontakt"))
_LONGEST = 120


def owner_of(list_item: Json) -> str:
    """Who answers for the document, if a column of its library says so; else empty.

    Not whoever made or last changed it: that may be anybody.
    """
    for name, value in part(list_item, "fields").items():
        if isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST and _is_owner(name):
            return value.strip()
    return ""


def _is_owner(name: str) -> bool:
    plain = _ENCODED.sub(lambda match: chr(int(match[1], 16)), name)
    key = label_key(re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", plain))
    return key in _OWNER or LABELS.get(key) == "owner"
