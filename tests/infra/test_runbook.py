"""The runbook: every command, file, output and field it names is there, and runs if it can here."""

from __future__ import annotations

import re
import shlex
import subprocess
from argparse import ArgumentParser
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS
from bot.commands import check, forget, ingest, package, purge, records, release
from bot.ingestion.approvals.rows import column_of
from bot.ingestion.approvals.sharepoint import ANNOUNCED, ANSWERS, STOPPED
from bot.operations.profile import find_profile
from bot.settings import NAMES, variable
from tests.bicep.check import INFRA
from tests.bicep.syntax import read
from tests.bot.commands.shell import run_kollega

RUNBOOK = (INFRA / "README.md").read_text(encoding="utf-8")
KNOWN = {
    "check": check,
    "forget": forget,
    "ingest": ingest,
    "package": package,
    "purge": purge,
    "records": records,
    "release": release,
}
OURS = re.compile(r"(?:kollega|python -m bot) ([a-z]+(?: [^`'\n#]*)?)")


def _ours(text: str) -> list[list[str]]:
    """Our own commands in a text, as words."""
    found = [shlex.split(told) for told in OURS.findall(text)]
    return [words for words in found if words[0] in COMMANDS]


@pytest.fixture(scope="module")
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the runbook's first step leaves behind."""
    folder = tmp_path_factory.mktemp("it")
    made = run_kollega(
        "release",
        "--municipality",
        "exempel",
        "--out",
        str(folder / "utgava"),
        data=folder / "data",
    )
    assert (made.code, made.errors) == (0, "")
    return folder / "utgava"


@pytest.mark.parametrize("source", ["README.md", "modules/web.bicep", "modules/ingest.bicep"])
def test_every_command_takes_the_options_that_are_told(source: str) -> None:
    commands = _ours((INFRA / source).read_text(encoding="utf-8"))

    assert commands
    for name, *options in commands:
        if name in KNOWN:
            parser = ArgumentParser()
            KNOWN[name].add_arguments(parser)
            parser.parse_args(options)


def test_the_three_commands_of_a_new_municipality_run_as_they_stand(tmp_path: Path) -> None:
    step = RUNBOOK.partition("## 1. Profilen")[2].partition("## 2.")[0].replace("KOMMUN", "exempel")
    commands = [line for line in step.splitlines() if line.startswith("kollega ")]

    results = [
        run_kollega(*shlex.split(command, comments=True)[1:], data=tmp_path / "data")
        for command in commands
    ]

    assert [(result.code, result.errors) for result in results] == [(0, "")] * 3


def test_the_release_holds_the_files_that_the_table_promises(release_folder: Path) -> None:
    table = RUNBOOK.partition("## 2. Utgåvan")[2].partition("## 3.")[0]
    promised = re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)

    assert promised
    for name in promised:
        pattern = name.replace("VERSION", "*").replace("KOMMUN", "exempel").rstrip("/")
        assert list(release_folder.glob(pattern)), name


def test_the_sums_are_checked_as_the_table_says(release_folder: Path) -> None:
    checked = subprocess.run(
        ["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=release_folder, check=False
    )

    assert checked.returncode == 0


def test_every_file_that_azure_is_given_is_in_the_release(release_folder: Path) -> None:
    named = re.findall(r"(?:--template-file|--src-path|--parameters) @?(\S+)", RUNBOOK)

    assert len(named) >= 6
    for name in named:
        pattern = name.replace("VERSION", "*").replace("KOMMUN", "exempel")
        assert list(release_folder.glob(pattern)), name


def test_what_azure_tells_is_what_the_runbook_asks_for() -> None:
    outputs = set(read(INFRA / "main.bicep").declared["output"])
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", RUNBOOK)) - {variable(name) for name in NAMES}

    assert named == outputs


def test_the_fields_that_are_named_are_in_the_profile() -> None:
    text = find_profile("exempel").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+_\w+|scopes|version)` i profilen|profilens `\[?(\w+)", RUNBOOK))

    assert named
    for pair in named:
        assert re.search(rf"^\[?{''.join(pair)}\b", text, re.MULTILINE), pair


def test_the_lists_and_columns_of_approved_answers_are_those_that_are_read() -> None:
    section = RUNBOOK.partition("## Godkända svar")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\w+ \w+) \| (.+) \|$", section, re.MULTILINE)

    assert [name.casefold() for name, _ in rows] == [ANSWERS, STOPPED, ANNOUNCED]
    for _, cells in rows:
        columns = re.findall(r"\*([^*]+)\*", cells)
        assert columns
        assert all(map(column_of, columns)), columns


def test_the_permissions_that_are_listed_are_those_that_are_asked_for() -> None:
    source = (INFRA / "modules" / "signin.bicep").read_text(encoding="utf-8")
    asked = re.findall(r"\{ id: (\w+), type: 'Scope' \}", source)
    listed = re.findall(
        r"^\| (?:Graph|Cognitive Services) `([\w.]+)` \| delegerad", RUNBOOK, re.MULTILINE
    )

    assert len(asked) == len(listed)
    for permission in listed:
        name = permission.casefold().replace(".", "").removeprefix("user_")
        assert any(name.startswith(one.casefold().removeprefix("cognitive")) for one in asked)


def test_the_cost_page_counts_with_what_was_measured_and_what_is_deployed() -> None:
    costs = (INFRA / "KOSTNADER.md").read_text(encoding="utf-8")
    measured = (INFRA.parent / "tests" / "bench" / "README.md").read_text(encoding="utf-8")
    row = re.search(
        r"^\| a question of any kind, mean \| ([\d,]+) \| (\d+) \|", measured, re.MULTILINE
    )
    assert row
    prompt, answer = (int(number.replace(",", "")) for number in row.groups())
    size = re.search(r"param planSku string = '(\w+)'", (INFRA / "main.bicep").read_text("utf-8"))

    for tokens in (prompt, answer):
        told = f"{tokens:,}".replace(",", " ")
        millions = f"{tokens / 100:.2f}".replace(".", ",")
        assert f"{told} tokens | {millions} miljoner" in costs
    assert size
    assert f"`{size[1]}`" in costs
