"""Ingestion never lets in whom the oracle does not, guests of a group least of all."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from bot.evaluation.access_oracle import AccessOracle
from bot.identity.base import Audience, User, readable_groups
from bot.ingestion.sources.access import AccessTree
from bot.retrieval.base import Chunk

NAMES = ("alla", "hr", "projekt")
STATEMENTS = [list(names) for length in range(4) for names in itertools.combinations(NAMES, length)]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def user(*groups: str, is_guest: bool) -> User:
    return User(id="id-1", name="Kim", groups=frozenset(groups), is_guest=is_guest)


USERS = [
    user(*groups, is_guest=is_guest)
    for groups in ((), ("hr",), ("projekt",), ("hr", "projekt"))
    for is_guest in (False, True)
]


def verdicts(root: Path, path: str) -> Iterator[tuple[User, Audience, bool, bool]]:
    """Everybody before every audience: what ingestion gives, and what the oracle does."""
    given = AccessTree(root).grant(path).readers or frozenset()
    oracle = AccessOracle({"i": root})
    chunk = Chunk(
        id="i", document_id=f"i:{path}", position=0, title="", place="", url="", text="",
        readers=given,
    )  # fmt: skip
    for reader, audience in itertools.product(USERS, AUDIENCES):
        reads = bool(given & readable_groups(reader, audience))
        yield reader, audience, reads, bool(oracle.may_read(chunk, reader, audience))


def write(root: Path, *statements: list[str]) -> str:
    """Each statement in a folder below the one before; the path of a document in the last."""
    folder = root
    for readers in statements:
        folder.mkdir(exist_ok=True)
        (folder / "access.toml").write_text(f"readers = {readers}", encoding="utf-8")
        folder /= "inre"
    return f"{(folder.parent / 'dokument.md').relative_to(root)}"


@pytest.mark.parametrize("outer", STATEMENTS, ids=str)
def test_whoever_reads_below_two_statements_passes_both(tmp_path: Path, outer: list[str]) -> None:
    for number, inner in enumerate(STATEMENTS):
        root = tmp_path / str(number)

        for reader, audience, reads, allowed in verdicts(root, write(root, outer, inner)):
            assert allowed or not reads, (inner, reader, audience)
            if len(reader.groups) < 2:
                # Only who is in two groups, each named by one statement, is kept out needlessly.
                assert reads == allowed, (inner, reader, audience)


def test_three_statements_agree_too(tmp_path: Path) -> None:
    for number, statements in enumerate(itertools.product(STATEMENTS[1:4], repeat=3)):
        root = tmp_path / str(number)

        for reader, audience, reads, allowed in verdicts(root, write(root, *statements)):
            assert allowed or not reads, (statements, reader, audience)
            assert reads == allowed or len(reader.groups) > 1, (statements, reader, audience)


@pytest.mark.parametrize(("outer", "inner"), [("hr", "alla"), ("alla", "hr")])
def test_of_a_group_below_everyone_only_the_employees_read(
    tmp_path: Path, outer: str, inner: str
) -> None:
    path = write(tmp_path, [outer], [inner])

    given = AccessTree(tmp_path).grant(path).readers or frozenset()

    assert given & readable_groups(user("hr", is_guest=False), "private")
    assert not given & readable_groups(user("hr", is_guest=True), "private")


def test_a_guest_cannot_pass_for_an_employee_by_the_name_of_a_group() -> None:
    assert readable_groups(user("alla:hr", is_guest=True), "private") == {"user:id-1"}
