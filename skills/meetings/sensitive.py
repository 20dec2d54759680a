"""Meetings whose subject tells something that calendars must not show."""

from __future__ import annotations

import re

_SENSITIVE = re.compile(
    r"rehab|sjukskriv|sjukdom|diagnos|läkarintyg|arbetsförmåga|trakasser|kränk|mobb|diskriminer|"
    r"övergrepp|uppsäg|avsked|avstängning|erinran|disciplin|omplacer|varning(?:ssamtal)?\b|"
    r"missbruk|alkohol|drog|hot(?: och våld|bild)?\b|våld|facklig förhandling om|köps ut|utköp|"
    r"graviditet|psykisk|utmatt|depress|lönesamtal|harass|dismiss|sick leave|redundan|rehabilit",
    re.IGNORECASE,
)


def is_sensitive(text: str) -> bool:
    """Whether the text tells of health, conflict or the end of an employment, or of pay."""
    return _SENSITIVE.search(text) is not None
