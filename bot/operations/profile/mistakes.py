"""Mistakes in a profile, each with the field it is in, and how they are told together."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.language.texts import Language, Text
from bot.operations.profile import texts

Field = tuple[str | int, ...]
"""Where something stands: ("app", "starters", 2, "sv"); tables in double brackets are counted."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something to mend before the profile can be used."""

    field: Field
    line: int | None
    """In the file, from 1; None of what stands nowhere in it."""
    what: Text


def listed(path: Path, mistakes: Iterable[Mistake], language: Language) -> str:
    """Each mistake in a line of its own, in the file's order: "norrvik.toml:14: [app] …"."""
    ordered = sorted(mistakes, key=lambda one: one.line or 0)
    heading = texts.HEADING.in_language(language, file=shown(path), count=len(ordered))
    lines = (
        f"{path.name}:{one.line}: {_in(one.what, language)}"
        if one.line
        else f"{path.name}: {_in(one.what, language)}"
        for one in ordered
    )
    return "\n".join((heading, *lines))


def named(field: Field) -> str:
    """A field as it stands in the file: "[app] version", "[[app.starters]] #2 sv"."""
    numbers = [at for at, part in enumerate(field, start=1) if isinstance(part, int)]
    end = numbers[0] if numbers else len(field) - 1
    if not end:
        return str(field[0])
    return " ".join((heading(field[:end]), *map(str, field[end:])))


def heading(table: Field, *, is_one_of_several: bool = False) -> str:
    """A table as it stands in the file: "[app]", "[[app.starters]]", "[[app.starters]] #2"."""
    words = ".".join(str(part) for part in table if isinstance(part, str))
    numbers = "".join(f" #{part}" for part in table if isinstance(part, int))
    return f"[[{words}]]{numbers}" if numbers or is_one_of_several else f"[{words}]"


def shown(path: Path) -> str:
    """From where one stands, if it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that a misspelt one is likely to mean."""
    by_letters = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(word.casefold(), by_letters, n=1)
    return by_letters[near[0]] if near else None


def _in(text: Text, language: Language) -> str:
    return text.sv if language == "sv" else text.en
