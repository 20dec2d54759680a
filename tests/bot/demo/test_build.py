"""The committed binaries are what the sources say."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.build import INTRANET, build, targets
from tests.bot.demo.text_of import text_of

BUILT = [target.relative_to(INTRANET) for _, target in targets()]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("intranet")
    build(folder)
    return folder


@pytest.mark.parametrize("path", BUILT, ids=str)
def test_the_committed_file_says_what_its_source_says(fresh: Path, path: Path) -> None:
    assert text_of(INTRANET / path) == text_of(fresh / path)


def test_building_twice_gives_the_same_bytes(fresh: Path, tmp_path: Path) -> None:
    build(tmp_path)

    # odfpy declares every namespace the process has met, so a second .odt differs in its root tag.
    compared = [path for path in BUILT if path.suffix != ".odt"]
    assert [path for path in compared if not _same(fresh / path, tmp_path / path)] == []


def test_every_binary_and_page_has_a_source() -> None:
    handwritten = {".md", ".toml", ".txt"}

    files = {file.relative_to(INTRANET) for file in INTRANET.rglob("*") if file.is_file()}

    assert {file for file in files if file.suffix not in handwritten} == set(BUILT)


def _same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()
