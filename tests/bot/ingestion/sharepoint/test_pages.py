"""A site's pages: their text, and that a draft is nobody's business."""

from __future__ import annotations

import pytest

from bot.ingestion.sync.report import Counts
from tests.bot.ingestion.sharepoint.conftest import Municipality
from tests.fakes.graph_server import Trouble
from tests.fakes.sharepoint import SitePage, guid, to_group

pytestmark = pytest.mark.asyncio(loop_scope="session")


def _id(page: SitePage) -> str:
    return f"intranet:SitePages/{page.entry.id}"


async def test_a_page_is_its_title_its_text_and_what_its_web_parts_say(
    kommun: Municipality,
) -> None:
    page = kommun.site.page("Semester.aspx", "Semester & ledighet", "<p>31 dagar.</p>")

    await kommun.sync()

    chunk = kommun.index.documents[_id(page)][0]
    text = kommun.index.text(_id(page))
    assert (chunk.title, chunk.url) == (
        "Semester & ledighet",
        "https://kommun.sharepoint.com/sites/intranet/SitePages/Semester.aspx",
    )
    assert "31 dagar." in text
    assert "Beställ <dator>" in text


async def test_an_edited_page_is_read_again_and_the_others_are_not(kommun: Municipality) -> None:
    for number in range(4):
        kommun.site.page(f"{number}.aspx", f"Sida {number}", "<p>Text.</p>")
    await kommun.sync()
    kommun.graph.downloads.clear()
    page = kommun.site.page("2.aspx", "Sida 2", "<p>Ny text.</p>")

    report = await kommun.sync()

    assert report.documents == Counts(changed=1, unchanged=3)
    assert kommun.graph.downloads == [page.entry.unique_id]
    assert "Ny text." in kommun.index.text(_id(page))


async def test_a_draft_is_not_read(kommun: Municipality) -> None:
    kommun.site.page("Ny.aspx", "Ny", "<p>Inte klart.</p>", level="draft")

    report = await kommun.sync()

    assert kommun.index.documents == {}
    assert kommun.graph.downloads == []
    assert [problem.reason.code for problem in report.skipped] == ["draft"]


async def test_a_page_that_is_being_edited_stays_as_it_was_published(kommun: Municipality) -> None:
    kommun.site.page("Lön.aspx", "Lön", "<p>Den 27:e.</p>")
    await kommun.sync()
    page = kommun.site.page("Lön.aspx", "Lön", "<p>Den 25:e?</p>", level="draft")

    during = await kommun.sync()
    text = kommun.index.text(_id(page))
    kommun.site.page("Lön.aspx", "Lön", "<p>Den 25:e.</p>")
    await kommun.sync()

    assert during.documents == Counts(unchanged=1)
    assert "27:e" in text
    assert "25:e." in kommun.index.text(_id(page))


async def test_a_document_that_was_never_published_is_not_read(kommun: Municipality) -> None:
    kommun.files.write("a.txt", "Inte klart.", level="draft")

    report = await kommun.sync()

    assert (kommun.index.documents, kommun.graph.downloads) == ({}, [])
    assert [problem.reason.code for problem in report.skipped] == ["draft"]


async def test_a_page_has_the_readers_of_its_item(kommun: Municipality) -> None:
    page = kommun.site.page("Chefer.aspx", "För chefer", "<p>Text.</p>")
    kommun.site.page_files.share("Chefer.aspx", to_group("chefer"))

    await kommun.sync()

    (readers,) = {chunk.readers for chunk in kommun.index.documents[_id(page)]}
    assert readers == {guid("chefer")}


async def test_a_deleted_page_leaves_the_index(kommun: Municipality) -> None:
    kommun.site.page("Bort.aspx", "Bort", "<p>Text.</p>")
    await kommun.sync()
    kommun.site.page_files.delete("Bort.aspx")

    assert (await kommun.sync()).documents == Counts(removed=1)


async def test_pages_that_cannot_be_listed_just_now_stay_and_the_files_are_read(
    kommun: Municipality,
) -> None:
    kommun.site.page("Lön.aspx", "Lön", "<p>Den 27:e.</p>")
    await kommun.sync()
    kommun.files.write("a.txt", "Ett.")
    kommun.graph.troubles.append(Trouble(503, "/pages/", retry_after="9999"))

    report = await kommun.sync()

    assert report.documents == Counts(added=1, failed=1)
    assert len(kommun.index.documents) == 2
