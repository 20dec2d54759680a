"""people.toml as a directory: what it accepts, what it refuses, and how fast it forgets."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import pytest

from bot.errors import ConfigurationError, DirectoryUnavailable, UnknownPersonError
from bot.identity.local import LocalDirectory

ANNA = """
[anna]
name = "Anna Lindqvist"
user_id = "id-anna"
groups = ["ekonomi"]
language = "sv"
manager = "lars"
unit = "Ekonomi"
phone = "0980-319 281"
"""
LARS = """
[lars]
name = "Lars Öberg"
user_id = "id-lars"
groups = ["chefer", "alla"]
"""


def directory(tmp_path: Path, text: str) -> LocalDirectory:
    return LocalDirectory.load(written(tmp_path, text))


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "people.toml"
    path.write_text(text, encoding="utf-8")
    return path


async def test_finds_a_person_by_user_id_with_every_field(tmp_path: Path) -> None:
    user = await directory(tmp_path, ANNA + LARS).find("id-anna")

    assert (user.id, user.name) == ("id-anna", "Anna Lindqvist")
    assert user.groups == {"ekonomi"}
    assert (user.language, user.unit, user.phone) == ("sv", "Ekonomi", "0980-319 281")


async def test_finds_a_person_by_key(tmp_path: Path) -> None:
    assert (await directory(tmp_path, LARS).find("lars")).id == "id-lars"


async def test_names_the_manager_by_id(tmp_path: Path) -> None:
    assert (await directory(tmp_path, ANNA + LARS).find("anna")).manager == "id-lars"


async def test_leaves_the_group_of_everyone_to_the_access_rule(tmp_path: Path) -> None:
    assert (await directory(tmp_path, LARS).find("lars")).groups == {"chefer"}


async def test_nobody_is_found_under_an_unknown_id(tmp_path: Path) -> None:
    with pytest.raises(UnknownPersonError):
        await directory(tmp_path, LARS).find("id-nobody")


def test_an_unknown_key_is_answered_with_the_keys_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownPersonError, match="anna, lars"):
        directory(tmp_path, ANNA + LARS).person("bo")


def test_lists_people_in_the_order_of_the_file(tmp_path: Path) -> None:
    assert list(directory(tmp_path, LARS + ANNA).people()) == ["lars", "anna"]


async def test_a_guest_is_marked_as_one(tmp_path: Path) -> None:
    text = '[greta]\nname = "Greta"\nuser_id = "id-greta"\nkind = "guest"\n'

    assert (await directory(tmp_path, text).find("greta")).is_guest


async def test_a_removed_group_is_gone_at_the_next_lookup(tmp_path: Path) -> None:
    people = directory(tmp_path, LARS)
    written(tmp_path, LARS.replace('"chefer", ', ""))

    assert (await people.find("lars")).groups == frozenset()


async def test_a_removed_person_is_gone_at_the_next_lookup(tmp_path: Path) -> None:
    people = directory(tmp_path, ANNA + LARS)
    written(tmp_path, LARS)

    with pytest.raises(UnknownPersonError):
        await people.find("id-anna")


@pytest.mark.parametrize("text", ["[lars", LARS.replace("user_id", "userid")])
async def test_nobody_is_found_while_the_file_is_malformed(tmp_path: Path, text: str) -> None:
    people = directory(tmp_path, LARS)
    written(tmp_path, text)

    with pytest.raises(DirectoryUnavailable):
        await people.find("lars")
    written(tmp_path, LARS)
    assert (await people.find("lars")).groups == {"chefer"}


async def test_nobody_is_found_when_the_file_has_vanished(tmp_path: Path) -> None:
    people = directory(tmp_path, LARS)
    (tmp_path / "people.toml").unlink()

    with pytest.raises(DirectoryUnavailable):
        await people.find("lars")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[lars]\nuser_id = 'x'\n", "name"),
        ("[lars]\nname = 'Lars'\n", "user_id"),
        (LARS + "grupper = ['hr']\n", "grupper"),
        (LARS.replace('["chefer", "alla"]', '"chefer"'), "groups"),
        (LARS.replace('["chefer", "alla"]', "[1]"), "groups"),
        (LARS + "language = 'fi'\n", "language"),
        (LARS + "kind = 'boss'\n", "kind"),
        (LARS + "phone = 112\n", "phone"),
        (LARS + "unit = ' '\n", "unit"),
        (ANNA, "manager"),
        ("lars = 'Lars'\n", "lars"),
        (LARS + ANNA.replace("id-anna", "id-lars"), "user_id"),
        (LARS + ANNA.replace("id-anna", "lars"), "lars"),
        ("[lars\n", "people.toml"),
    ],
)
def test_a_malformed_file_is_refused_by_the_name_of_the_field(
    tmp_path: Path, text: str, field: str
) -> None:
    with pytest.raises(ConfigurationError, match=field):
        directory(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"people\.toml is missing"):
        LocalDirectory.load(tmp_path / "people.toml")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigurationError, match=r"people\.toml"):
        LocalDirectory.load(tmp_path / "people.toml")


def test_the_sample_municipality_has_eight_people_and_one_guest() -> None:
    with as_file(files("bot.demo") / "people.toml") as path:
        people = LocalDirectory.load(path).people()

    assert len(people) == 8
    assert [key for key, user in people.items() if user.is_guest] == ["greta"]
