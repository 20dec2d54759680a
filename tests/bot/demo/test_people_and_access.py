"""The sample's people and its access rules fit together."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bot.demo.build import DEMO, INTRANET

PEOPLE: dict[str, dict[str, Any]] = tomllib.loads((DEMO / "people.toml").read_text("utf-8"))
ACCESS_FILES = sorted(INTRANET.rglob("access.toml"))


def _readers(table: dict[str, Any]) -> set[str]:
    """The groups named anywhere in an access.toml."""
    nested = (_readers(value) for value in table.values() if isinstance(value, dict))
    return set(table.get("readers", [])).union(*nested)


def test_eight_people_have_ids_of_their_own() -> None:
    assert len(PEOPLE) == 8
    assert len({UUID(person["user_id"]) for person in PEOPLE.values()}) == 8


def test_a_manager_is_one_of_the_people() -> None:
    assert {person["manager"] for person in PEOPLE.values() if "manager" in person} <= set(PEOPLE)


def test_the_guest_is_in_no_group() -> None:
    guests = {key: p["groups"] for key, p in PEOPLE.items() if p["kind"] == "guest"}

    assert guests == {"greta": []}


@pytest.mark.parametrize("file", ACCESS_FILES, ids=lambda file: str(file.relative_to(INTRANET)))
def test_every_group_that_may_read_has_somebody_in_it(file: Path) -> None:
    groups = {"alla"}.union(*(person["groups"] for person in PEOPLE.values()))

    readers = _readers(tomllib.loads(file.read_text("utf-8")))

    assert readers
    assert readers <= groups


@pytest.mark.parametrize("file", ACCESS_FILES, ids=lambda file: str(file.relative_to(INTRANET)))
def test_every_entry_is_about_something_that_exists(file: Path) -> None:
    entries = tomllib.loads(file.read_text("utf-8"))

    assert [key for key in entries if key != "readers" and not (file.parent / key).exists()] == []


def test_one_document_is_for_hr_and_one_for_managers() -> None:
    folders = {
        file.parent.name: _readers(tomllib.loads(file.read_text("utf-8"))) for file in ACCESS_FILES
    }

    assert folders["hr-internt"] == {"hr"}
    assert folders["chefer"] == {"chefer"}
