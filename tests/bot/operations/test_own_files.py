"""A municipality's own files, in the folder beside its profile: found, used and checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from bot.app.calendars import open_school_year
from bot.app.checking import check
from bot.app.municipality import open_template
from bot.operations.check import Finding
from bot.settings import Settings
from tests.bot.operations.profiles import written

SCHOOL_YEAR = '[[terms]]\nname = "Höstterminen 2026"\nfirst = 2026-08-18\nlast = 2026-12-18\n'
PLACE = 'approved_answers = "sharepoint:exempelkommun.sharepoint.com/sites/kollega"'


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return written(tmp_path)


def _own(profile: Path, name: str, content: str) -> Path:
    path = profile.with_suffix("") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8-sig")
    return path


async def _found(profile: Path, name: str) -> list[Finding]:
    findings = await check(Settings(), profile, "sv", today=date(2026, 11, 25))
    return [finding for finding in findings if finding.name == name]


def test_the_school_year_and_the_template_are_those_beside_the_profile(
    profile: Path, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path / "data", profile=profile)
    _own(profile, "calendars/lasar.toml", SCHOOL_YEAR)
    Document().save(str(profile.with_suffix("") / "mall.docx"))

    year = open_school_year(settings)

    assert year is not None
    assert [term.name for term in year.terms] == ["Höstterminen 2026"]
    assert open_template(settings) == profile.with_suffix("") / "mall.docx"


async def test_each_file_is_told_to_be_there_or_missing(profile: Path) -> None:
    _own(profile, "calendars/lasar.toml", SCHOOL_YEAR)

    [finding] = await _found(profile, "profile.own_files")

    assert finding.status == "green"
    assert "i exempel/: calendars/lasar.toml." in finding.title
    assert "Saknas, och behövs inte: synonyms.tsv, mall.docx." in finding.title


@pytest.mark.parametrize(
    ("name", "content", "remedy"),
    [
        ("synonyms.tsv", "bisyssla\n", "åtskilda med semikolon"),
        ("calendars/lasar.toml", SCHOOL_YEAR.replace("12-18", "02-18"), "det första inte efter"),
        ("calendars/lasar.toml", "[[terms", "name inom citattecken"),
        ("mall.docx", "ingen mall", "Word-dokument (.docx)"),
    ],
)
async def test_a_file_that_cannot_be_used_is_red_with_its_form(
    profile: Path, name: str, content: str, remedy: str
) -> None:
    _own(profile, name, content)

    [finding] = [one for one in await _found(profile, "profile.own_files") if one.status == "red"]

    assert name in finding.title
    assert remedy in (finding.remedy or "")


async def test_a_file_that_nothing_reads_is_told_with_the_name_it_may_have_meant(
    profile: Path,
) -> None:
    _own(profile, "synonymer.tsv", "a; b\n")

    found = await _found(profile, "profile.own_files")

    assert [(one.status, one.remedy) for one in found if one.status == "yellow"] == [
        ("yellow", "Menade du synonyms.tsv? Annars: ta bort filen.")
    ]


async def test_a_place_for_approved_answers_is_asked_for(tmp_path: Path) -> None:
    profile = written(tmp_path, (PLACE, ""))

    [without] = await _found(profile, "profile.approved")
    _own(profile, "godkanda-svar/paus.md", "Paus")
    [packed] = await _found(profile, "profile.approved")

    assert "approved_answers" in (without.remedy or "")
    assert "följer med utgåvan" in packed.title


async def test_a_profile_without_a_folder_is_as_good(profile: Path) -> None:
    assert [one.status for one in await _found(profile, "profile.own_files")] == ["green"]
    assert await _found(profile, "profile.approved") == []
