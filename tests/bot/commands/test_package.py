"""`kollega package`, as a technician runs it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests.bot.commands.shell import run_kollega
from tests.bot.operations.profiles import written


def test_a_package_is_written_and_its_version_told(tmp_path: Path) -> None:
    out = tmp_path / "exempel.zip"

    result = run_kollega(
        "package", "--municipality", "exempel", "--out", str(out), "--json", data=tmp_path
    )

    assert (result.code, result.stderr) == (0, b"")
    assert result.json["version"] == "1.0.0"
    assert "manifest.json" in zipfile.ZipFile(out).namelist()


def test_a_profile_that_is_not_filled_in_is_told_of(tmp_path: Path) -> None:
    out = tmp_path / "lidingo.zip"

    result = run_kollega("package", "--municipality", "lidingo", "--out", str(out), data=tmp_path)

    assert result.code == 0
    assert "`kollega check --municipality lidingo` säger vad som är kvar" in result.errors
    manifest = json.loads(zipfile.ZipFile(out).read("manifest.json"))
    assert manifest["name"]["short"] == "Kollega (ej klar)"


def test_two_ids_that_are_the_same_give_no_package(tmp_path: Path) -> None:
    ids = ("5500a1b2-c3d4-4e5f-9a6b-7c8d9e0f1a2b", "b07a1d2c-3f4e-4a5b-8c6d-7e8f9a0b1c2d")
    out = tmp_path / "ny.zip"

    result = run_kollega(
        "package", "--profile", str(written(tmp_path, ids)), "--out", str(out), data=tmp_path
    )

    assert (result.code, out.exists()) == (1, False)
    assert "sso_app_id" in result.errors


def test_a_municipality_that_has_no_profile_is_wrong_usage(tmp_path: Path) -> None:
    result = run_kollega(
        "package", "--municipality", "umea", "--out", str(tmp_path / "a.zip"), data=tmp_path
    )

    assert result.code == 2
    assert "exempel, lidingo, skelleftea" in result.errors
