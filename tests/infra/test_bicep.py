"""The Bicep files: right by grammar, names, types and our promises; every fault is found."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import NAMES, variable
from tests.bicep.check import INFRA, check, check_file

SOURCES = (INFRA / "main.bicep", *sorted((INFRA / "modules").glob("*.bicep")))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_nothing_is_wrong_in(path: Path) -> None:
    assert check_file(path) == []


FAULTS = [
    json.loads(line)
    for line in Path(__file__).with_name("faults.jsonl").read_text(encoding="utf-8").splitlines()
]
"""Each: a file, what stands in it, what a tired person could write instead, and what is told."""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["told"][:30])
def test_a_planted_fault_is_found(tmp_path: Path, fault: dict[str, str]) -> None:
    folder = tmp_path / "infra"
    shutil.copytree(INFRA, folder)
    path = folder / fault["file"]
    source = path.read_text(encoding="utf-8")
    assert fault["right"] in source
    path.write_text(source.replace(fault["right"], fault["wrong"]), encoding="utf-8")

    found = [finding.what for finding in check(folder)]

    assert any(fault["told"] in what for what in found), found


def test_every_setting_that_is_given_to_the_app_exists() -> None:
    source = (INFRA / "modules" / "web.bicep").read_text(encoding="utf-8")

    given = set(re.findall(r"^  (KOLLEGA_\w+):", source, re.MULTILINE))

    assert given
    assert given <= {variable(name) for name in NAMES}


@pytest.mark.skipif(shutil.which("az") is None, reason="the Azure CLI is not installed here")
def test_the_compiler_takes_it(tmp_path: Path) -> None:
    command = [
        "az",
        "bicep",
        "build",
        "--file",
        str(INFRA / "main.bicep"),
        "--outdir",
        str(tmp_path),
    ]

    built = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
    )

    assert built.returncode == 0, built.stderr


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.skipif(shutil.which("checkov") is None, reason="checkov is not installed here")
def test_checkov_reads_every_file_and_finds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "infra"
    shutil.copytree(INFRA, folder)
    for path in folder.rglob("*.bicep"):
        # Its grammar has no extensions, and it drops a file that it cannot parse.
        source = path.read_text(encoding="utf-8")
        path.write_text(re.sub("(?m)^extension ", "// extension ", source), encoding="utf-8")

    scanned = subprocess.run(
        ["checkov", "--directory", str(folder), "--framework", "bicep", "--output", "json"],
        capture_output=True,
        text=True,
        check=False,
    )

    told = json.loads(scanned.stdout)["summary"]
    assert (told["failed"], told["parsing_errors"]) == (0, 0)
    assert told["passed"] > 30
