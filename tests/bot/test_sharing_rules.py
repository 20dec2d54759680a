"""How many people a group is, as the municipality's own people.toml tells, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app.sharing import build_sharing
from bot.identity.base import employees_of
from bot.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    people = "".join(
        f'[p{n}]\nname = "P{n}"\nuser_id = "id-{n}"\ngroups = ["{"hr" if n < 2 else "skola"}"]\n'
        for n in range(5)
    )
    (tmp_path / "people.toml").write_text(people, encoding="utf-8")
    return Settings(data=tmp_path, sharing_limit=3)


@pytest.mark.parametrize(
    ("readers", "is_wide"),
    [
        ({"hr"}, False),
        ({employees_of("hr")}, False),
        ({"skola"}, False),
        ({"hr", "skola"}, True),
        ({"alla"}, True),
        ({"okänd grupp"}, True),
        ({"hr", "okänd grupp"}, True),
    ],
)
def test_counts_the_people_of_all_groups_together(
    settings: Settings, readers: set[str], *, is_wide: bool
) -> None:
    assert build_sharing(settings).is_wide(frozenset(readers)) is is_wide


def test_without_people_of_its_own_every_group_may_be_large(tmp_path: Path) -> None:
    assert build_sharing(Settings(data=tmp_path)).is_wide(frozenset({"hr"}))


def test_people_that_cannot_be_read_count_as_unknown(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text("[", encoding="utf-8")

    assert build_sharing(Settings(data=tmp_path)).is_wide(frozenset({"hr"}))
