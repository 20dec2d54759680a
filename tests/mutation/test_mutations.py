"""Each check of access and answers, broken, is noticed: `pytest -m soak tests/mutation`.

Some of them, with one test each, in every run of .ci/run: `pytest -m mutant`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.mutation.answers import ANSWERS
from tests.mutation.azure import AZURE
from tests.mutation.graph_calendar import GRAPH_CALENDAR
from tests.mutation.mutations import MUTATIONS, Mutation
from tests.mutation.quick import QUICK
from tests.mutation.sharepoint import SHAREPOINT

ROOT = Path(__file__).parents[2]
LINKED = ("bot", "skills", "tests", "infra", "manifest", "pyproject.toml", "README.md")
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
    _assert_noticed(mutation, mutation.tests, tmp_path)


@pytest.mark.mutant
@pytest.mark.parametrize("name", QUICK)
def test_one_test_notices(name: str, tmp_path: Path) -> None:
    (mutation,) = (one for one in ALL if one.name == name)

    _assert_noticed(mutation, [QUICK[name]], tmp_path)


def _assert_noticed(mutation: Mutation, tests: Sequence[str], tree: Path) -> None:
    for entry in ROOT.iterdir():
        if entry.name in LINKED:
            (tree / entry.name).symlink_to(entry)
    _put(mutation, tree)
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-x", "-p", "no:cacheprovider", *tests],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == FAILED, ended.stdout[-2000:]


def _put(mutation: Mutation, tree: Path) -> None:
    """The changed file among links to all that is as it was."""
    folder = tree
    for part in Path(mutation.path).parts[:-1]:
        original = ROOT / (folder / part).relative_to(tree)
        (folder / part).unlink()
        folder = folder / part
        folder.mkdir()
        for entry in original.iterdir():
            if entry.name != "__pycache__":
                (folder / entry.name).symlink_to(entry)
    path = tree / mutation.path
    source = path.read_text(encoding="utf-8")
    path.unlink()
    path.write_text(source.replace(mutation.was, mutation.becomes), encoding="utf-8")
