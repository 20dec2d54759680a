"""What a folder lists, and what it must never list."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.errors import ConfigurationError, DocumentError
from bot.ingestion.sources.base import Listing
from bot.ingestion.sources.folder import FolderSource

ALLA = frozenset({"alla"})


def write(path: Path, text: str = "Text.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def listing(path: Path, name: str | None = "intra") -> Listing:
    return asyncio.run(FolderSource(path, name=name, default_readers=ALLA).list())


def ids(found: Listing) -> list[str]:
    return [document.id for document in found.documents]


def test_names_documents_by_source_and_path(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    write(tmp_path / "resor" / "b.TXT")

    found = listing(tmp_path)

    assert ids(found) == ["intra:a.md", "intra:resor/b.TXT"]
    assert found.documents[1].url == (tmp_path / "resor" / "b.TXT").as_uri()


def test_takes_its_name_from_the_folder(tmp_path: Path) -> None:
    write(tmp_path / "intranet" / "a.md")

    assert ids(listing(tmp_path / "intranet", None)) == ["intranet:a.md"]


def test_a_single_file_has_the_same_id_as_within_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "intranet" / "a.md")
    write(tmp_path / "intranet" / "b.md")

    found = listing(tmp_path / "intranet" / "a.md", None)

    assert ids(found) == ["intranet:a.md"]
    assert found.only == "intranet:a.md"


@pytest.mark.parametrize("name", ["a:b", "a/b"])
def test_refuses_a_name_that_would_blur_ids(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="--name"):
        FolderSource(tmp_path, name=name)


def test_a_source_that_is_not_there_is_an_error_and_not_an_empty_source(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"ingen mapp eller fil som heter .*borta"):
        FolderSource(tmp_path / "borta")


def test_a_source_that_goes_away_after_it_was_opened_is_an_error_too(tmp_path: Path) -> None:
    (tmp_path / "intra").mkdir()
    source = FolderSource(tmp_path / "intra")
    (tmp_path / "intra").rmdir()

    with pytest.raises(DocumentError, match="ingen mapp"):
        asyncio.run(source.list())


def test_skips_hidden_files_lock_files_and_the_access_files_themselves(tmp_path: Path) -> None:
    for name in (".dold.md", "~$las.docx", ".git/a.md"):
        write(tmp_path / name)
    write(tmp_path / "access.toml", 'readers = ["alla"]')

    found = listing(tmp_path)

    assert (found.documents, found.withheld, found.skipped) == ((), (), ())


def test_tells_formats_that_are_not_read_without_counting_them_as_failures(tmp_path: Path) -> None:
    write(tmp_path / "gammal.doc")
    write(tmp_path / "bild.png")

    found = listing(tmp_path)

    assert found.withheld == ()
    assert [(skip.document, skip.reason.detail) for skip in found.skipped] == [
        ("intra:bild.png", ".png"),
        ("intra:gammal.doc", ".doc"),
    ]


def test_a_single_file_of_an_unknown_format_is_a_failure(tmp_path: Path) -> None:
    found = listing(write(tmp_path / "film.mov"))

    assert [problem.reason.code for problem in found.withheld] == ["unsupported"]


def test_follows_no_link_whether_it_leads_out_or_stays_inside(tmp_path: Path) -> None:
    secret = write(tmp_path / "utanfor" / "hemlig.md")
    root = tmp_path / "intra"
    write(root / "hr" / "lon.md")
    (root / "ut.md").symlink_to(secret)
    (root / "mapp").symlink_to(secret.parent)
    (root / "inne.md").symlink_to(root / "hr" / "lon.md")
    (root / "rund").symlink_to(root)

    found = listing(root)

    assert ids(found) == ["intra:hr/lon.md"]
    assert {skip.reason.code for skip in found.skipped} == {"symlink"}


def test_follows_the_source_itself_when_it_is_a_link(tmp_path: Path) -> None:
    write(tmp_path / "riktig" / "a.md")
    (tmp_path / "lank").symlink_to(tmp_path / "riktig")

    assert ids(listing(tmp_path / "lank", None)) == ["riktig:a.md"]


def test_takes_no_device_or_pipe_for_a_document(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ror.md")

    assert listing(tmp_path).documents == ()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows such names")
@pytest.mark.parametrize("name", [b"\xff.md", b"rad\nbyte.md", b"styr\x1b[31m.md"])
def test_withholds_names_that_cannot_be_shown(tmp_path: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("x")

    found = listing(tmp_path)

    assert found.documents == ()
    assert [problem.reason.code for problem in found.withheld] == ["bad_name"]
    found.withheld[0].document.encode()


def test_documents_without_readers_are_withheld_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path / "a.md")

    found = asyncio.run(FolderSource(tmp_path, name="intra").list())

    assert found.documents == ()
    assert found.withheld[0].reason.in_language("sv").startswith("Ingen får läsa dokumentet")


def test_default_readers_count_only_where_no_access_file_does(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    write(tmp_path / "hr" / "b.md")
    write(tmp_path / "hr" / "access.toml", 'readers = ["hr"]')
    write(tmp_path / "stangt" / "c.md")
    write(tmp_path / "stangt" / "access.toml", "readers = []")

    found = listing(tmp_path)

    assert {document.id: set(document.readers) for document in found.documents} == {
        "intra:a.md": {"alla"},
        "intra:hr/b.md": {"hr"},
    }
    assert [problem.document for problem in found.withheld] == ["intra:stangt/c.md"]


def test_a_malformed_access_file_withholds_its_subtree_even_with_default_readers(
    tmp_path: Path,
) -> None:
    write(tmp_path / "a.md")
    write(tmp_path / "hr" / "djupt" / "b.md")
    write(tmp_path / "hr" / "access.toml", "readers = [hr]")

    found = listing(tmp_path)

    assert ids(found) == ["intra:a.md"]
    assert found.withheld[0].reason.detail == "hr/access.toml"


def test_warns_of_an_entry_that_names_no_file(tmp_path: Path) -> None:
    write(tmp_path / "lon.md")
    write(tmp_path / "access.toml", 'readers = ["alla"]\n["lön.md"]\nreaders = ["hr"]')

    (warning,) = listing(tmp_path).warnings

    assert "lön.md" in warning.reason.in_language("sv")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_may_not_be_listed_is_told(tmp_path: Path) -> None:
    write(tmp_path / "last" / "a.md")
    (tmp_path / "last").chmod(0)
    try:
        found = listing(tmp_path)
    finally:
        (tmp_path / "last").chmod(0o700)

    assert [problem.reason.code for problem in found.withheld] == ["unreadable"]
