"""What the directory knows of a person that rules depend on."""

from __future__ import annotations

from collections.abc import Mapping

from bot.consult.facts.kinds import kind_of
from bot.identity.base import User


def known_of(user: User) -> Mapping[str, frozenset[str]]:
    """The codes by kind; a kind that the directory does not tell is left out."""
    found = {
        "department": _said("department", user.unit or ""),
        "employer": _employer(user),
        "manager": _manager(user),
    }
    return {name: codes for name, codes in found.items() if codes}


def _employer(user: User) -> frozenset[str]:
    unit = user.unit or ""
    if _said("employer", unit) == {"bolag"}:
        return frozenset({"bolag"})
    return frozenset({"kommun"}) if "förvaltning" in unit.casefold() else frozenset()


def _manager(user: User) -> frozenset[str]:
    if user.is_manager is None:
        return frozenset()
    return frozenset({"ja" if user.is_manager else "nej"})


def _said(name: str, text: str) -> frozenset[str]:
    kind = kind_of(name)
    return kind.said_in(text) if kind else frozenset()
