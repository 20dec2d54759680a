"""Profiles for tests: the sample's, with one thing changed."""

from __future__ import annotations

from pathlib import Path

from bot.operations.profile.reading import MUNICIPALITIES

ALL = tuple(sorted(path.stem for path in MUNICIPALITIES.glob("*.toml")))
SAMPLE = (MUNICIPALITIES / "exempel.toml").read_text(encoding="utf-8")


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """A file with the sample's profile, each first text of `changes` replaced by its second."""
    text = SAMPLE
    for old, new in changes:
        assert old in text, f"the sample's profile does not hold {old!r}"
        text = text.replace(old, new)
    path = folder / "ny.toml"
    path.write_text(text, encoding="utf-8")
    return path
