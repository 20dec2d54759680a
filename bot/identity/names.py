"""What people call each other, and which names are spelt almost so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from bot.identity.base import User

_ALMOST = 0.75
"""How alike a name must be to be asked about, of 1."""


def answers_to(called: str, name: str) -> bool:
    """Whether somebody of that name is meant: "Anna", "Lindqvist", "Anna Lindqvist" and "Anna L"
    are all Anna Lindqvist."""
    wanted, own = called.casefold().split(), name.casefold().split()
    if len(wanted) < 2:
        return bool(wanted) and wanted[0] in own
    return (
        all(
            any(part.startswith(word) for part in own[position:])
            for position, word in enumerate(wanted)
        )
        and wanted[0] in own
    )


def alike(called: str, people: Iterable[User]) -> Sequence[User]:
    """A few of the people, whose names are spelt almost as that."""
    words = {
        word: user
        for user in people
        for word in (user.name.casefold(), *user.name.casefold().split())
    }
    close = get_close_matches(called.casefold(), words, n=3, cutoff=_ALMOST)
    return list(dict.fromkeys(words[word] for word in close))
