"""Each check of access and answers, broken, is noticed: `pytest -m soak tests/mutation`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.answers import ANSWERS
from tests.mutation.azure import AZURE
from tests.mutation.graph_calendar import GRAPH_CALENDAR
from tests.mutation.mutations import MUTATIONS, Mutation
from tests.mutation.sharepoint import SHAREPOINT

ROOT = Path(__file__).parents[2]
COPIED = ("bot", "skills", "tests", "infra", "manifest", "pyproject.toml", "README.md")
ALL = (*MUTATIONS, *SHAREPOINT, *GRAPH_CALENDAR, *ANSWERS, *AZURE)
FAILED = 1
"""pytest's exit code for tests that failed; others say that it could not run them."""


@pytest.mark.parametrize("mutation", ALL, ids=lambda mutation: mutation.name)
def test_a_mutation_is_one_of_code_that_is_there(mutation: Mutation) -> None:
    source = (ROOT / mutation.path).read_text(encoding="utf-8")

    assert mutation.was in source, "the code has changed: say in mutations.py what breaks it now"
    for path in mutation.tests:
        file, _, name = path.partition("::")
        assert (ROOT / file).exists(), path
        if name:
            assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), path


@pytest.mark.soak
@pytest.mark.timeout(300)
@pytest.mark.parametrize("mutation", ALL, ids=lambda mutation: mutation.name)
def test_the_tests_notice(mutation: Mutation, tmp_path: Path) -> None:
    for name in COPIED:
        _copy(ROOT / name, tmp_path / name)
    path = tmp_path / mutation.path
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace(mutation.was, mutation.becomes), encoding="utf-8")

    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "0",
            "-x",
            "-p",
            "no:cacheprovider",
            *mutation.tests,
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == FAILED, ended.stdout[-2000:]


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.exists():
        shutil.copy(source, target)
