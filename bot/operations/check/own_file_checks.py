"""Whether a municipality's own files can be used, and which of them there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bot.calendars.school_year import read_school_year
from bot.errors import ConfigurationError
from bot.language.synonyms import load_synonyms
from bot.language.texts import Language, Text
from bot.operations.check import own_file_texts as texts
from bot.operations.check.finding import Finding, green, red, yellow
from bot.operations.profile.mistakes import nearest
from bot.operations.profile.own_files import (
    APPROVED,
    NAMES,
    SCHOOL_YEAR,
    SYNONYMS,
    TEMPLATE,
    own_folder,
    strangers,
)
from bot.papers.word import blank_document

_NAME = "profile.own_files"
_READ: Mapping[str, tuple[Callable[[Path], object], Text]] = {
    SYNONYMS: (load_synonyms, texts.SYNONYMS_FORM),
    SCHOOL_YEAR: (read_school_year, texts.SCHOOL_YEAR_FORM),
    TEMPLATE: (blank_document, texts.TEMPLATE_FORM),
}


def check_own_files(
    profile: Path, language: Language, *, has_place_for_approved: bool
) -> Iterator[Finding]:
    """Of the folder beside the profile. `has_place_for_approved`: whether the profile names one."""
    folder = own_folder(profile)
    there = [name for name in NAMES if (folder / name).exists()]
    missing = [name for name in NAMES if name not in there and name not in APPROVED]
    values = {
        "folder": f"{folder.name}/",
        "found": ", ".join(there) or "–",
        "missing": ", ".join(missing) or "–",
    }
    yield green(_NAME, texts.FOUND, language, **values)
    for name in there:
        if name in _READ:
            yield from _faults(folder / name, name, language)
    for name in strangers(profile):
        near = nearest(name, NAMES) or ", ".join(NAMES)
        yield yellow(_NAME, texts.UNKNOWN, texts.NAME_IT, language, file=name, near=near)
    if any(name in APPROVED for name in there):
        yield yellow("profile.approved", texts.APPROVED_PACKED, texts.MOVE_APPROVED, language)
    elif not has_place_for_approved:
        yield yellow("profile.approved", texts.NO_APPROVED, texts.ADD_APPROVED, language)


def _faults(path: Path, name: str, language: Language) -> Iterator[Finding]:
    read, form = _READ[name]
    try:
        read(path)
    except ConfigurationError:
        yield red(_NAME, texts.WRONG, form, language, file=name)
