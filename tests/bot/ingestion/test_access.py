"""Every rule about access, and an attempt to get around it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.errors import AccessFileError
from bot.identity.base import employees_of
from bot.ingestion.sources.access import AccessTree
from bot.ingestion.sources.access_file import parse_access_file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "loner" / "arkiv").mkdir(parents=True)
    return tmp_path


def write(folder: Path, text: str, name: str = "access.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def readers(root: Path, path: str) -> set[str] | None:
    granted = AccessTree(root).grant(path).readers
    return None if granted is None else set(granted)


def test_without_a_file_nothing_is_said(root: Path) -> None:
    assert readers(root, "loner/lista.xlsx") is None


def test_a_file_at_the_root_counts_for_everything_below(root: Path) -> None:
    write(root, 'readers = ["alla"]')

    assert readers(root, "loner/arkiv/lista.xlsx") == {"alla"}


def test_a_file_above_the_root_does_not_count(root: Path) -> None:
    write(root, 'readers = ["alla"]')

    assert readers(root / "loner", "lista.xlsx") is None


def test_a_nearer_file_narrows(root: Path) -> None:
    write(root, 'readers = ["alla"]')
    write(root / "loner", 'readers = ["hr", "ekonomi"]')
    write(root / "loner" / "arkiv", 'readers = ["hr", "chefer"]')

    assert readers(root, "loner/lista.xlsx") == {employees_of("hr"), employees_of("ekonomi")}
    assert readers(root, "loner/arkiv/lista.xlsx") == {employees_of("hr")}


def test_a_nearer_file_cannot_widen(root: Path) -> None:
    write(root, 'readers = ["hr"]')
    write(root / "loner", 'readers = ["alla"]')
    write(root / "loner" / "arkiv", 'readers = ["ekonomi"]')

    assert readers(root, "loner/lista.xlsx") == {employees_of("hr")}
    assert readers(root, "loner/arkiv/lista.xlsx") == set()


def test_a_group_beside_everyone_cannot_be_smuggled_in(root: Path) -> None:
    write(root, 'readers = ["alla"]')
    write(root / "loner", 'readers = ["alla", "gaster"]')

    assert readers(root, "loner/lista.xlsx") == {"alla"}


def test_an_override_widens(root: Path) -> None:
    write(root, 'readers = ["hr"]')
    write(root / "loner", 'readers = ["alla"]\noverride = true')

    assert readers(root, "loner/lista.xlsx") == {"alla"}
    assert readers(root, "annat.md") == {"hr"}


def test_an_override_counts_only_below_itself_and_is_narrowed_again(root: Path) -> None:
    write(root, 'readers = ["hr"]')
    write(root / "loner", 'readers = ["alla"]\noverride = true')
    write(root / "loner" / "arkiv", 'readers = ["ekonomi"]')

    assert readers(root, "loner/arkiv/lista.xlsx") == {employees_of("ekonomi")}


def test_an_entry_narrows_one_file_or_one_folder(root: Path) -> None:
    write(
        root,
        'readers = ["alla"]\n["loner/lista.xlsx"]\nreaders = ["hr"]\n'
        '["loner/arkiv"]\nreaders=["it"]',
    )

    assert readers(root, "loner/lista.xlsx") == {employees_of("hr")}
    assert readers(root, "loner/lista.xlsx.md") == {"alla"}
    assert readers(root, "loner/arkiv/y.md") == {employees_of("it")}
    assert readers(root, "loner/arkivet.md") == {"alla"}


def test_an_entry_for_a_folder_and_one_for_a_file_in_it_both_count(root: Path) -> None:
    write(
        root,
        '["loner/lista.xlsx"]\nreaders = ["alla"]\n["loner"]\nreaders = ["hr"]',
    )

    assert readers(root, "loner/lista.xlsx") == {employees_of("hr")}


def test_an_entry_alone_leaves_the_rest_without_readers(root: Path) -> None:
    write(root, '["loner/lista.xlsx"]\nreaders = ["hr"]')

    assert readers(root, "loner/annan.xlsx") is None


def test_an_empty_list_means_nobody(root: Path) -> None:
    write(root, 'readers = ["alla"]\n["loner"]\nreaders = []')

    assert readers(root, "loner/lista.xlsx") == set()


def test_a_name_in_decomposed_letters_is_matched(root: Path) -> None:
    write(root, 'readers = ["alla"]\n["l\u00f6ner.md"]\nreaders = ["hr"]')

    assert readers(root, "lo\u0308ner.md") == {employees_of("hr")}


def test_a_byte_order_mark_does_no_harm(root: Path) -> None:
    (root / "access.toml").write_bytes(b'\xef\xbb\xbfreaders = ["alla"]')

    assert readers(root, "a.md") == {"alla"}


@pytest.mark.parametrize(
    "text",
    [
        "readers = alla",
        'readers = "alla"',
        "readers = [1]",
        'readers = [""]',
        'readers = ["hr "]',
        "reader = ['hr']",
        "readers = ['hr']\noverride = 'true'",
        "override = true",
        "[x]\nreaders = ['hr']\nunknown = 1",
        "[x]\nreaders = 'hr'",
        "['../x']\nreaders = ['hr']",
        "['/etc']\nreaders = ['hr']",
        "['a\\b']\nreaders = ['hr']",
        "['']\nreaders = ['hr']",
        "['.']\nreaders = ['hr']",
        "x = 1",
        "['a/']\nreaders=['hr']\n[a]\nreaders=['it']",
        "[x.document]\nlayer = 'påhitt'",
        "[x.document]\nvalid_from = 'snart'",
        "[x.document]\nreaders = ['alla']",
        "[x.document]\nowner = ''",
        "document = 3",
        "readers = ['hr'",
        "\x00",
        f"x = {'9' * 5000}",
        "x = 2024-13-01",
        f"x = {'[' * 5000}",
    ],
)
def test_whatever_is_not_understood_makes_the_file_malformed(text: str) -> None:
    with pytest.raises(AccessFileError):
        parse_access_file(text.encode())


def test_text_that_is_not_utf_8_makes_the_file_malformed() -> None:
    with pytest.raises(AccessFileError):
        parse_access_file('readers = ["lönechefer"]'.encode("latin-1"))


def test_a_malformed_file_withdraws_what_is_below_it_and_nothing_else(root: Path) -> None:
    write(root, 'readers = ["alla"]')
    write(root / "loner", "readers = ")
    write(root / "loner" / "arkiv", 'readers = ["alla"]\noverride = true')
    tree = AccessTree(root)

    assert tree.grant("a.md").readers == frozenset({"alla"})
    for path in ("loner/lista.xlsx", "loner/arkiv/lista.xlsx"):
        with pytest.raises(AccessFileError, match=r"^loner/access\.toml$"):
            tree.grant(path)


@pytest.mark.parametrize("name", ["Access.toml", "ACCESS.TOML", "access.toml.txt"])
def test_a_file_under_nearly_the_right_name_is_not_passed_over(root: Path, name: str) -> None:
    write(root, 'readers = ["alla"]')
    write(root / "loner", 'readers = ["hr"]', name)

    with pytest.raises(AccessFileError):
        readers(root, "loner/lista.xlsx")


def test_a_link_to_an_access_file_is_malformed(root: Path) -> None:
    write(root, 'readers = ["alla"]', "annan.toml")
    (root / "loner" / "access.toml").symlink_to(root / "annan.toml")

    with pytest.raises(AccessFileError):
        readers(root, "loner/lista.xlsx")


def test_a_file_that_no_person_wrote_is_malformed(root: Path) -> None:
    write(root, 'readers = ["alla"]' + "\n" * 2**20)

    with pytest.raises(AccessFileError):
        readers(root, "loner/lista.xlsx")


def test_a_folder_in_place_of_the_file_is_malformed(root: Path) -> None:
    (root / "loner" / "access.toml").mkdir()

    with pytest.raises(AccessFileError):
        readers(root, "loner/lista.xlsx")


def test_metadata_given_beside_a_document_overrides_with_the_nearest_last(root: Path) -> None:
    write(
        root,
        '[loner.document]\nowner = "HR"\nlayer = "rutin"\n'
        '["loner/lista.xlsx".document]\nlayer = "policy"\nvalid_from = 2024-01-01',
    )

    grant = AccessTree(root).grant("loner/lista.xlsx")

    assert grant.overrides == {"owner": "HR", "layer": "policy", "valid_from": date(2024, 1, 1)}
    assert grant.readers is None


def test_an_entry_that_matches_nothing_is_told(root: Path) -> None:
    write(
        root,
        'readers = ["alla"]\n["loner/lsita.xlsx"]\nreaders = ["hr"]\n[loner]\nreaders=["hr"]',
    )
    tree = AccessTree(root)
    tree.grant("loner/lista.xlsx")

    assert list(tree.unmatched({"loner", "loner/lista.xlsx"})) == [
        ("access.toml", "loner/lsita.xlsx")
    ]
