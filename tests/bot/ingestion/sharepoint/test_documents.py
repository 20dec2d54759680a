"""What is read of a site, and what a change in it does to the index."""

from __future__ import annotations

import pytest

from bot.ingestion.sync.report import Counts
from tests.bot.ingestion.sharepoint.conftest import Municipality

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_files_of_all_libraries_are_read_and_an_unchanged_site_costs_no_download(
    kommun: Municipality,
) -> None:
    policy = kommun.files.write("Styrdokument/Resor/Resepolicy.md", "# Resepolicy\n\nRes med tåg.")
    routine = kommun.site.library("Rutiner", "Rutiner").write("Nycklar.txt", "Kvittera ut nyckeln.")
    for number in range(4):
        kommun.files.write(f"Fler/Dokument {number}.txt", f"Text {number}.")

    first = await kommun.sync()
    downloads = len(kommun.graph.downloads)
    second = await kommun.sync()

    assert first.documents == Counts(added=6)
    assert second.documents == Counts(unchanged=6)
    assert len(kommun.graph.downloads) == downloads
    assert "Res med tåg" in kommun.index.text(kommun.id(policy))
    assert "Kvittera" in kommun.index.text(kommun.id(routine, "Rutiner"))


async def test_only_what_changed_is_downloaded_again(kommun: Municipality) -> None:
    kommun.files.write("a.txt", "Ett.")
    changed = kommun.files.write("b.txt", "Två.")
    await kommun.sync()
    kommun.graph.downloads.clear()
    kommun.files.write("b.txt", "Tre.")

    report = await kommun.sync()

    assert report.documents == Counts(changed=1, unchanged=1)
    assert kommun.graph.downloads == [changed.id]
    assert kommun.index.text(kommun.id(changed)) == "Tre."


async def test_what_is_deleted_leaves_the_index(kommun: Municipality) -> None:
    kommun.files.write("Mapp/a.txt", "Ett.")
    kept = kommun.files.write("b.txt", "Två.")
    await kommun.sync()
    kommun.files.delete("Mapp")

    report = await kommun.sync()

    assert report.documents == Counts(removed=1, unchanged=1)
    assert set(kommun.index.documents) == {kommun.id(kept)}


async def test_a_renamed_folder_keeps_its_documents_without_a_download(
    kommun: Municipality,
) -> None:
    entry = kommun.files.write("Gammal/Lön.txt", "Lönen betalas ut den 27:e.")
    await kommun.sync()
    kommun.graph.downloads.clear()
    kommun.files.move("Gammal", name="Ny")

    report = await kommun.sync()

    assert report.documents == Counts(unchanged=1)
    assert kommun.graph.downloads == []
    assert set(kommun.index.documents) == {kommun.id(entry)}


async def test_a_renamed_and_moved_file_is_the_same_document_under_its_new_name(
    kommun: Municipality,
) -> None:
    entry = kommun.files.write("Utkast.txt", "Lönen betalas ut den 27:e.")
    await kommun.sync()
    kommun.files.move("Utkast.txt", name="Löneutbetalning.txt", into="Lön")

    report = await kommun.sync()

    assert report.documents == Counts(changed=1)
    chunk = kommun.index.documents[kommun.id(entry)][0]
    assert (chunk.title, chunk.url.rpartition("/")[2]) == (
        "Löneutbetalning",
        "L%C3%B6neutbetalning.txt",
    )


@pytest.mark.parametrize("lost", [False, True])
async def test_a_token_that_is_too_old_starts_anew_and_finds_what_is_gone(
    kommun: Municipality, *, lost: bool
) -> None:
    kommun.files.write("a.txt", "Ett.")
    kept = kommun.files.write("b.txt", "Två.")
    await kommun.sync()
    kommun.graph.downloads.clear()
    kommun.files.delete("a.txt")
    if lost:
        kommun.files.forget_tokens()

    report = await kommun.sync()

    assert report.documents == Counts(removed=1, unchanged=1)
    assert kommun.graph.downloads == []
    assert set(kommun.index.documents) == {kommun.id(kept)}


async def test_only_the_libraries_that_are_named_are_read(kommun: Municipality) -> None:
    kommun.files.write("a.txt", "Ett.")
    chosen = kommun.site.library("Styrdokument", "Styr").write("b.txt", "Två.")
    kommun.location += "#styrdokument"

    await kommun.sync()

    assert set(kommun.index.documents) == {kommun.id(chosen, "Styr")}


async def test_shortcuts_notebooks_and_other_formats_are_told_and_not_read(
    kommun: Municipality,
) -> None:
    kommun.files.write("Genväg", "", facet="remoteItem")
    kommun.files.write("Anteckningar", "", facet="package")
    kommun.files.write("bild.png", b"\x89PNG")

    report = await kommun.sync()

    assert {problem.reason.code for problem in report.skipped} == {"symlink", "unsupported"}
    assert len(report.skipped) == 3
    assert kommun.graph.downloads == []


async def test_an_address_of_a_download_that_has_expired_is_asked_for_again(
    kommun: Municipality,
) -> None:
    kommun.files.write("a.txt", "Ett.")
    kommun.graph.expired_downloads = 1

    report = await kommun.sync()

    assert report.documents == Counts(added=1)


async def test_a_file_that_is_too_large_is_not_downloaded(kommun: Municipality) -> None:
    kommun.files.write("a.txt", b"x" * (101 * 2**20))

    report = await kommun.sync()

    assert [problem.reason.code for problem in report.failures] == ["too_large"]
    assert kommun.graph.downloads == []


async def test_a_dry_run_remembers_nothing(kommun: Municipality) -> None:
    kommun.files.write("a.txt", "Ett.")

    dry = await kommun.sync(dry_run=True)
    wet = await kommun.sync()

    assert dry.documents == wet.documents == Counts(added=1)


async def test_the_owner_is_read_from_a_column_and_nowhere_else(kommun: Municipality) -> None:
    kommun.files.write("a.txt", b"", fields={"_x00c4_gare": "Ekonomichefen", "Editor": "Anna"})
    kommun.files.write("b.txt", b"", fields={"Author": "Anna", "Title": "Ägare"})

    report = await kommun.sync()

    assert sorted((problem.owner or "") for problem in report.failures) == ["", "Ekonomichefen"]
