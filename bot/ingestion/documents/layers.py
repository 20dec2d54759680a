"""Tells where a document stands among the rules, from its type or its title."""

from __future__ import annotations

import re

from bot.retrieval.base import Layer

_CENTRAL = re.compile(r"\b(?:AB|HÖK|BEA|PAN|KAP-KL|AKAP-KR|OMFALL)\b|\b(?:Sobona|SKR)\b")
_LAW = re.compile(
    r"\b(?:\w*(?:lag|lagen|förordning|förordningen|balk|balken))\b[^.]{0,80}?\(\d{4}:\d+\)"
    r"|^(?:SFS|AFS|SOSFS|HSLF-FS|SKOLFS|MSBFS)\s+\d{4}:\d+"
    r"|\b(?:AFS|SOSFS|HSLF-FS|SKOLFS|MSBFS) \d{4}:\d+\)",
    re.IGNORECASE,
)
_TYPES: tuple[tuple[re.Pattern[str], Layer], ...] = (
    (re.compile(r"riktlinje(?:r|n|rna)?|guidelines?"), "riktlinje"),
    (re.compile(r"rutin(?:er|en|erna)?|rutinbeskrivning|procedures?"), "rutin"),
    (re.compile(r"policy(?:n|er|erna)?"), "policy"),
    (re.compile(r"lag|lagen|förordning|föreskrift(?:er)?|författning"), "lag"),
)
_ENGLISH = re.compile(
    r"(?!(?:ny|en|om|vår|new|our|about|how|what)\b)[a-z]+(?: [a-z]+){0,3}", re.IGNORECASE
)
"""In English the kind stands last: "Information Security Policy"."""
_LEAD = re.compile(
    r"^(?:\W*(?:(?:[A-ZÅÄÖ]?\w*(?:kommuns?|stads|regions?)|kommunens|gemensam(?:ma)?|övergripande|"
    r"kommunövergripande|bilaga|[\d.]+)\s+)*)",
    re.IGNORECASE,
)


def layer_of_type(text: str) -> Layer | None:
    """The layer that a stated type names: "Riktlinje", "Policy (KF)". None: not a rule of ours."""
    words = text.casefold()
    if "kollektivavtal" in words:
        return _agreement(text)
    for word in re.findall(r"\w+", words):
        for pattern, layer in _TYPES:
            if pattern.fullmatch(word) or (layer != "lag" and _ends(word, pattern)):
                return layer
    return None


def layer_of_title(title: str) -> Layer | None:
    """The layer that a title opens or ends with.

    "Riktlinje för resor" and "Resepolicy" name their own kind; "Ny resepolicy på gång" and "Läs om
    policyn" are about one.
    """
    if "kollektivavtal" in title.casefold() and not title.endswith("?"):
        return _agreement(title)
    if _LAW.search(title):
        return "lag"
    words = re.findall(r"[^\W\d_][\w-]*", _LEAD.sub("", title).casefold())
    if not words or title.endswith("?"):
        return None
    for pattern, layer in _TYPES[:3]:
        if pattern.fullmatch(words[0]) or _ends(words[0], pattern):
            return layer
        if _ENGLISH.fullmatch(title) and pattern.fullmatch(words[-1]):
            return layer
    return None


def _ends(word: str, pattern: re.Pattern[str]) -> bool:
    """Whether a compound's last part is the type: "resepolicy", "it-policy"."""
    return re.fullmatch(rf"\w[\w-]*?(?:{pattern.pattern})", word) is not None


def _agreement(text: str) -> Layer | None:
    if re.search(r"\blokal", text, re.IGNORECASE):
        return "lokalt kollektivavtal"
    if re.search(r"\bcentral", text, re.IGNORECASE) or _CENTRAL.search(text):
        return "centralt kollektivavtal"
    return None
