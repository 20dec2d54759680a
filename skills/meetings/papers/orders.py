"""Which messages order a paper, and which: "Skriv protokollsutkast från de här anteckningarna"."""

from __future__ import annotations

import re
from typing import Literal, get_args

Kind = Literal["agenda", "kallelse", "invitation", "minutes", "notes", "actions", "summary"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FROM_NOTES = frozenset[Kind]({"minutes", "notes", "actions", "summary"})
"""These are made from what was said at the meeting."""

_PAPERS: tuple[tuple[Kind, str], ...] = (
    ("kallelse", r"kallelse(?:n|r)?|notice of (?:the )?meeting|summons"),
    ("invitation", r"inbjud(?:an|ningstext|ningen|ning)|invitation"),
    ("agenda", r"dagordning(?:en|ar)?|agendan?|föredragningslista[n]?"),
    ("minutes", r"protokolls?(?:utkast\w*|et|en)?|(?:draft |the |formal )minutes|minutes of"),
    ("notes", r"minnesanteckning(?:en|ar|arna)?|mötesanteckning\w*|meeting notes"),
    (
        "actions",
        r"åtgärdslista[n]?|att[ -]göra[ -]?lista[n]?|aktivitetslista[n]?|uppgiftslista[n]?|"
        r"vem (?:som )?gör vad|action (?:list|items|points)|to-?do list",
    ),
    (
        "summary",
        r"sammanfattning(?:en)?|sammanfatta|sammanfattar|summary|summari[sz]e",
    ),
)
_VERB = (
    r"(?:skriva?|gör(?:a)?|skapa|ta fram|utforma|formulera|sammanställa?|sammanfatta|lista|"
    r"plocka (?:ut|fram)|dra ut|(?:slänga?|svänga?|knåpa|snickra) ihop|fixa(?: till)?|få till|"
    r"renskriva?|förbered|behöver|vill ha|utkast till|write|draft|make|"
    r"create|prepare|summari[sz]e|list|extract|turn)"
)
_ORDER = re.compile(
    rf"\b{_VERB}\b(?P<between>[^.?!\n]{{0,60}}?)\b"
    + "(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _PAPERS) + r")\b",
    re.IGNORECASE,
)  # fmt: skip
_WHO_DOES_WHAT = re.compile(
    r"\bvem (?:som )?(?:gör|ska göra) vad\b|\bwho does what\b", re.IGNORECASE
)
_SUMMARISE = re.compile(r"\b(?:sammanfatta|summari[sz]e)\b", re.IGNORECASE)
_OF_A_MEETING = re.compile(
    r"möte|anteckning|\bapt\b|träff|sammanträde|frånvarande|inte var med|meeting|notes|absent|"
    r"missed",
    re.IGNORECASE,
)
_BEGINS_WITH = re.compile(
    r"^\W*(?:protokollsutkast|minnesanteckningar|åtgärdslista|dagordning|kallelse|inbjudan|"
    r"draft minutes|action list|agenda)\s+(?:för|till|från|av|for|to|from|of)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:hur|får|var\b|vem|vilk\w+|vad|varför|när|måste|ska\b|bör|finns|behöver|inom|"
    r"kan (?:jag|man|vi)|how|may|can i|where|who|why|must|should|when|what|which|is there)",
    re.IGNORECASE,
)
_OF_CALENDARS = re.compile(
    r"^\W*(?:(?:kan|skulle) du (?:kunna )?|please )?(?:boka|hitta|planera|flytta|avboka|schemalägg|"
    r"book|find|schedule|move|cancel)\b",
    re.IGNORECASE,
)
_OF_RULES = re.compile(r"policy|riktlinj|rutin|regel|regler|reglemente|avtal|polic(?:y|ies)|rules")
_TEMPLATE = re.compile(r"\bmall(?:en|ar)?\b|\btemplate", re.IGNORECASE)
_NAMED = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _PAPERS), re.IGNORECASE)


def paper_ordered(text: str) -> Kind | None:
    """The paper that the first line of the text orders, if it does."""
    head, pasted = parted(text)
    if pasted and _WHO_DOES_WHAT.search(head):
        return "actions"
    if _ASKS.search(head) or _OF_CALENDARS.search(head):
        return None
    if _TEMPLATE.search(head) and not _ORDER.search(head):
        return None
    if _BEGINS_WITH.search(head):
        return _first(_NAMED.search(head))
    if _SUMMARISE.search(head):
        return "summary" if _of_a_meeting(head) else None
    kind = _first(_ORDER.search(head))
    return None if kind == "summary" and not _of_a_meeting(head) else kind


def parted(text: str) -> tuple[str, str]:
    """The order, and what was pasted below it or after a colon that ends its line."""
    head, _, rest = text.strip().partition("\n")
    return head.strip(), rest.strip()


def _of_a_meeting(head: str) -> bool:
    return _OF_A_MEETING.search(head) is not None and _OF_RULES.search(head.lower()) is None


def _first(found: re.Match[str] | None) -> Kind | None:
    if found is None:
        return None
    return next((kind for kind in KINDS if found[kind]), None)
