"""A municipality's own files: in a folder beside its profile, and called as the profile is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

SYNONYMS = "synonyms.tsv"
SCHOOL_YEAR = "calendars/lasar.toml"
TEMPLATE = "mall.docx"
APPROVED = ("godkanda-svar", "godkanda-svar.xlsx")
"""A folder, or a workbook."""
NAMES = (SYNONYMS, SCHOOL_YEAR, TEMPLATE, *APPROVED)


def own_folder(profile: Path) -> Path:
    """Where they are, if there are any: "infra/municipalities/lidingo" of lidingo.toml."""
    return profile.with_suffix("")


def own_file(name: str, *, profile: Path | None, data: Path) -> Path:
    """The municipality's own, else where it would be in the data directory."""
    beside = own_folder(profile) / name if profile else None
    return beside if beside is not None and beside.exists() else data / name


def strangers(profile: Path) -> Sequence[str]:
    """Files in the folder that nothing reads, as paths below it."""
    folder = own_folder(profile)
    names = (
        path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()
    )
    return [name for name in names if name not in NAMES and name.split("/")[0] not in APPROVED]
