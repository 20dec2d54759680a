"""Profiles for tests: the sample's, with one thing changed."""

from __future__ import annotations

import re
from pathlib import Path

from bot.operations.profile.reading import MUNICIPALITIES

ALL = tuple(sorted(path.stem for path in MUNICIPALITIES.glob("*.toml")))
_FIELD = re.compile(r"\w+ =")
_PLACEHOLDER = re.compile("FYLL I|fyll-i|00000000-")
SAMPLE = (MUNICIPALITIES / "exempel.toml").read_text(encoding="utf-8")


def filled_in(municipality: str) -> str:
    """Its profile with the sample's value wherever IT has not put one: every field but its own."""
    lines = (MUNICIPALITIES / f"{municipality}.toml").read_text(encoding="utf-8").splitlines()
    values = iter([line for line in SAMPLE.splitlines() if _FIELD.match(line)])
    filled = []
    for line in lines:
        if field := _FIELD.match(line):
            value = next(values)
            assert value.startswith(field[0]), "each profile has the fields in the sample's order"
            line = value if _PLACEHOLDER.search(line) else line
        filled.append(line)
    return "\n".join(filled)


def written(
    folder: Path, *changes: tuple[str, str], municipality: str = "exempel", name: str = "exempel"
) -> Path:
    """A file with a filled-in profile, each first text of `changes` replaced by its second.

    `name` is the file's: by any other than "exempel" the sample's values are left over in it.
    """
    text = filled_in(municipality)
    for old, new in changes:
        assert old in text, f"the profile does not hold {old!r}"
        text = text.replace(old, new)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path
