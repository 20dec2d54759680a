"""A release: what is in it runs by itself, and is the same each time."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from bot.operations.profile import find_profile, load_profile
from bot.operations.release import app_files, encoded, parameters, release_files
from tests.bicep.check import INFRA
from tests.bicep.syntax import read
from tests.bot.operations.profiles import ALL, written

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    profiles = [load_profile(find_profile(municipality)) for municipality in ALL]
    return release_files(profiles, today=TODAY)


@pytest.mark.parametrize(
    ("municipality", "mark"), [("exempel", ""), ("lidingo", "-EJ-KLAR"), ("skelleftea", "-EJ-KLAR")]
)
def test_each_municipality_has_a_package_and_parameters_marked_while_not_filled_in(
    files: dict[str, bytes], municipality: str, mark: str
) -> None:
    package = zipfile.ZipFile(BytesIO(files[f"{municipality}/kollega-teams{mark}.zip"]))

    assert package.testzip() is None
    assert ("(ej klar)" in json.loads(package.read("manifest.json"))["name"]["short"]) == bool(mark)
    assert f"{municipality}/main.parameters{mark}.json" in files
    assert files["infra/main.bicep"] == (INFRA / "main.bicep").read_bytes()


def test_the_models_that_are_deployed_are_those_of_the_profile(tmp_path: Path) -> None:
    path = written(tmp_path, ('"gpt-5-mini"', '"gpt-5.1"'), ('"text-embedding-3-large"', '"ada"'))

    given = json.loads(parameters(load_profile(path), today=TODAY))["parameters"]

    assert given["model"]["value"]["name"] == "gpt-5.1"
    assert "embeddingModel" not in given


def test_what_only_azure_can_tell_does_not_stand_in_the_way_of_azure(tmp_path: Path) -> None:
    zeros = "00000000-0000-0000-0000-000000000000"
    path = written(tmp_path, ("b07a1d2c-3f4e-4a5b-8c6d-7e8f9a0b1c2d", zeros))

    files = release_files([load_profile(path)], today=TODAY)

    assert "exempel/main.parameters.json" in files
    assert "exempel/kollega-teams-EJ-KLAR.zip" in files


def test_the_sums_are_those_of_the_files(files: dict[str, bytes]) -> None:
    lines = files["SHA256SUMS"].decode().splitlines()

    assert len(lines) == len(files) - 1
    for line in lines:
        told, name = line.split("  ")
        assert hashlib.sha256(files[name]).hexdigest() == told


def test_the_same_day_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    profiles = [load_profile(find_profile(municipality)) for municipality in ALL]

    assert release_files(profiles, today=TODAY) == files


@pytest.mark.parametrize("municipality", ALL)
def test_the_parameters_are_those_that_the_bicep_takes(municipality: str) -> None:
    profile = load_profile(find_profile(municipality))
    given = json.loads(parameters(profile, today=TODAY))["parameters"]

    declared = read(INFRA / "main.bicep").declared["parameter"]

    assert given.keys() <= declared.keys()
    needed = {name for name, node in declared.items() if b"=" not in (node.text or b"")}
    assert needed <= given.keys()


@pytest.mark.parametrize(
    ("guid", "known"),
    [
        ("72f988bf-86f1-41af-91ab-2d7cd011db47", "v4j5cvGGr0GRqy180BHbRw"),
        ("5b404cf4-a79d-4cfe-b866-24bf8e1a4921", "9ExAW52n_ky4ZiS_jhpJIQ"),
    ],
    ids=["tenant", "token-service"],
)
def test_ids_are_spelt_as_in_the_examples_of_the_documentation(guid: str, known: str) -> None:
    assert encoded(guid) == known


def test_what_is_deployed_checks_and_packages_by_itself(tmp_path: Path) -> None:
    for name, content in app_files(["exempel"]).items():
        path = tmp_path / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    command = [sys.executable, "-m", "bot", "--data", str(tmp_path / "data"), "package"]

    made = subprocess.run(
        [*command, "--municipality", "exempel", "--out", str(tmp_path / "teams.zip")],
        cwd=tmp_path / "app",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (made.returncode, made.stderr) == (0, "")
    assert zipfile.ZipFile(tmp_path / "teams.zip").testzip() is None


def test_every_package_that_is_installed_has_a_tested_version() -> None:
    files = app_files(ALL)
    pinned = {
        _plain(line.partition("==")[0]) for line in files["constraints.txt"].decode().splitlines()
    }

    names = files["requirements.txt"].decode().splitlines()[1:]

    for name in names:
        assert _plain(re.split(r"[\[<>=]", name)[0]) in pinned, name
    assert not any(name.startswith(("pytest", "playwright")) for name in names)


def test_nothing_that_is_secret_or_made_here_is_deployed() -> None:
    names = app_files(ALL)

    assert not [name for name in names if name.endswith((".pyc", ".env", ".sqlite3"))]
    assert {name.split("/")[0] for name in names if "/" in name} == {
        *("bot", "skills", "manifest", "infra")
    }


def test_a_municipality_gets_its_own_profile_and_files_and_nobody_elses(tmp_path: Path) -> None:
    for folder in ("bot", "skills", "manifest"):
        (tmp_path / folder).mkdir()
    for name in ("pyproject.toml", "constraints.txt", "LICENSE"):
        (tmp_path / name).touch()
    profiles = tmp_path / "infra" / "municipalities"
    for name in ("norrvik", "soderby", "exempel"):
        (profiles / name / "calendars").mkdir(parents=True)
        (profiles / f"{name}.toml").touch()
        (profiles / name / "calendars" / "lasar.toml").touch()

    names = app_files(["norrvik"], root=tmp_path)

    assert "infra/municipalities/norrvik/calendars/lasar.toml" in names
    assert {name.split("/")[2].split(".")[0] for name in names if name.startswith("infra/")} == {
        *("norrvik", "exempel")
    }


def _plain(name: str) -> str:
    """As names of packages are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).casefold()
