"""What is read of a website, and what is asked for again."""

from __future__ import annotations

import gzip

from bot.ingestion.reasons import Reason
from bot.ingestion.sources.website.limits import CrawlLimits
from tests.bot.ingestion.website.reading import Reading, ids, told
from tests.fakes.intranet import Intranet, Page


def _link(*paths: str) -> str:
    return "".join(f'<a href="{path}">länk</a>' for path in paths)


async def test_links_are_followed_within_the_host(intranet: Intranet, reading: Reading) -> None:
    intranet.put("/", _link("hr/lon", "https://www.annan.se/", "mailto:a@b.se", "/hr/lon#topp"))
    intranet.put("/hr/lon", "Lön" + _link("../resor/?utm_source=nyhetsbrev"))
    intranet.put("/resor/", "Resor")

    listing = await reading.list()

    assert ids(listing) == ["/hr/lon", "/index", "/resor"]
    assert intranet.asked() == {"/": 1, "/hr/lon": 1, "/resor/": 1}
    assert {one.url for one in listing.documents} == {
        intranet.url,
        f"{intranet.url}hr/lon",
        f"{intranet.url}resor/",
    }
    assert all(one.readers == {"alla"} for one in listing.documents)
    assert all(one.overrides == {"url": one.url} for one in listing.documents)


async def test_a_sitemap_tells_which_pages_are_read_and_links_which_documents(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put_sitemap("/a", "/b")
    intranet.put("/a", "A" + _link("/c", "/plan.pdf", "/bild.png"))
    intranet.put("/b", "B")
    intranet.put("/c", "C")
    intranet.pages["/plan.pdf"] = Page(b"%PDF-1.4 plan", "application/pdf")

    listing = await reading.list("sitemap.xml")

    assert ids(listing) == ["/a", "/b", "/plan.pdf"]
    assert "/bild.png" not in intranet.asked()


async def test_sitemaps_name_further_sitemaps_packed_or_not(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put_sitemap("/a", at="/ett.xml")
    intranet.put_sitemap("/b", at="/två.xml")
    packed = gzip.compress(intranet.pages.pop("/två.xml").body)  # type: ignore[union-attr]
    intranet.pages["/tva.xml.gz"] = Page(packed, "application/gzip")
    intranet.pages["/sitemap.xml"] = Page(
        "<sitemapindex>"
        f"<sitemap><loc>{intranet.url}ett.xml</loc></sitemap>"
        f"<sitemap><loc>{intranet.url}tva.xml.gz</loc></sitemap>"
        f"<sitemap><loc>{intranet.url}sitemap.xml</loc></sitemap>"
        "</sitemapindex>".encode(),
        "text/xml",
    )
    intranet.put("/a", "A")
    intranet.put("/b", "B")

    assert ids(await reading.list("sitemap.xml")) == ["/a", "/b"]


async def test_a_crawl_also_reads_what_the_sitemaps_in_robots_txt_list(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", "Start")
    intranet.put("/gömd", "Utan länk")
    intranet.put_sitemap("/g%C3%B6md", at="/kartor/s.xml")
    robots = f"Sitemap: {intranet.url}kartor/s.xml\n"
    intranet.pages["/robots.txt"] = Page(robots.encode(), "text/plain")
    intranet.pages["/g%C3%B6md"] = intranet.pages.pop("/gömd")

    listing = await reading.list()

    assert ids(listing) == ["/g%C3%B6md", "/index"]
    assert [one.name for one in listing.documents if "g%" in one.id] == ["gömd.html"]


async def test_what_is_unchanged_costs_a_request_and_no_reading(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/a", "/b"))
    intranet.put("/a", "A" + _link("/c"))
    intranet.put("/b", "B", has_etag=False, modified="Mon, 02 Nov 2026 08:00:00 GMT")
    intranet.put("/c", "C", has_etag=False)
    first = await reading.list()
    intranet.log.clear()

    async with reading.source() as source:
        second = await source.list(reading.memory)

    assert second.documents == first.documents
    assert dict(intranet.log[1:]) == {"/": 304, "/a": 304, "/b": 304, "/c": 200}


async def test_a_page_that_changed_has_another_version_and_its_new_links_are_followed(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/a"))
    intranet.put("/a", "Ett")
    first = await reading.list()
    intranet.put("/a", "Två" + _link("/ny"))
    intranet.put("/ny", "Ny")

    second = await reading.list()

    before, after = (
        {one.id: one.version for one in listing.documents} for listing in (first, second)
    )
    assert before["intra:/index"] == after["intra:/index"]
    assert before["intra:/a"] != after["intra:/a"]
    assert "intra:/ny" in after
    assert b"Tv\xc3\xa5" in reading.texts["intra:/a"]


async def test_one_time_tokens_and_scripts_make_no_new_version(
    intranet: Intranet, reading: Reading
) -> None:
    def page(token: str) -> str:
        return (
            f'<meta name="csrf-token" content="{token}">'
            f'<script nonce="{token}">t="{token}"</script>'
            f'<form><input type="hidden" value="{token}"></form><p>Samma text</p>'
        )

    intranet.put("/", page("ett"))
    first = await reading.list()
    intranet.put("/", page("två"))

    assert (await reading.list()).documents == first.documents


async def test_a_page_that_is_gone_is_no_longer_listed(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/a", "/b"))
    intranet.put("/a", "A")
    intranet.put("/b", "B")
    await reading.list()
    del intranet.pages["/a"]
    intranet.put("/b", status=410)

    listing = await reading.list()

    assert ids(listing) == ["/index"]
    assert listing.unseen == ()
    assert told(listing.skipped) == {"/a": "gone", "/b": "gone"}


async def test_dead_links_are_counted_and_what_the_sitemap_promises_is_named(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/borta", "/ocksa-borta", "/a"))
    intranet.put("/a", "A")
    robots = f"Sitemap: {intranet.url}sitemap.xml"
    intranet.pages["/robots.txt"] = Page(robots.encode(), "text/plain")
    intranet.put_sitemap("/lovad")

    listing = await reading.list()

    assert told(listing.skipped) == {"/lovad": "gone"}
    assert [one.reason for one in listing.warnings] == [Reason("dead_links", "2")]


async def test_a_fault_of_the_server_removes_nothing_and_is_told(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/a"))
    intranet.put("/a", "A" + _link("/b"))
    intranet.put("/b", "B")
    await reading.list()
    intranet.put("/a", status=500)

    listing = await reading.list()

    assert ids(listing) == ["/b", "/index"]
    assert told(listing.unseen) == {"/a": "unreachable"}


async def test_a_fault_is_over_when_it_is_over(intranet: Intranet, reading: Reading) -> None:
    intranet.put("/", _link("/a"))
    intranet.put("/a", '<meta name="robots" content="noindex">A')
    await reading.list()
    page = intranet.pages["/a"]
    intranet.put("/a", status=502)
    await reading.list()
    intranet.pages["/a"] = page

    listing = await reading.list()

    assert ("/a", 304) in intranet.log
    assert (ids(listing), told(listing.skipped)) == (["/index"], {"/a": "noindex"})


async def test_a_server_that_is_down_is_not_asked_for_every_page(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put_sitemap(*(f"/{number}" for number in range(30)))
    for number in range(30):
        intranet.put(f"/{number}", f"{number}")
    await reading.list("sitemap.xml")
    for number in range(30):
        intranet.put(f"/{number}", status=500)
    intranet.log.clear()

    listing = await reading.list("sitemap.xml", limits=CrawlLimits(failures=5, at_once=1))

    assert listing.documents == ()
    assert len(listing.unseen) == 30
    assert intranet.asked().total() == 5


async def test_a_site_that_cannot_be_reached_loses_nothing(
    intranet: Intranet, reading: Reading
) -> None:
    listing = await reading.list("http://127.0.0.1:9/")

    assert (listing.documents, told(listing.unseen)) == ((), {"": "no_robots"})


async def test_a_sitemap_that_fails_loses_no_page(intranet: Intranet, reading: Reading) -> None:
    intranet.pages["/sitemap.xml"] = Page(
        f"<sitemapindex><sitemap><loc>{intranet.url}del.xml</loc></sitemap></sitemapindex>".encode(),
        "text/xml",
    )
    intranet.put_sitemap("/a", "/b", at="/del.xml")
    intranet.put("/a", "A")
    intranet.put("/b", "B")
    await reading.list("sitemap.xml")
    intranet.put("/del.xml", status=500)
    del intranet.pages["/b"]

    listing = await reading.list("sitemap.xml")

    assert ids(listing) == ["/a"]
    assert told(listing.warnings) == {"/del.xml": "unreachable"}
    assert told(listing.skipped) == {"/b": "gone"}


async def test_pages_that_the_sitemap_calls_unchanged_are_not_asked_for_the_same_day(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put_sitemap("/a", "/b", a="2026-11-01", b="2026-11-01")
    intranet.put("/a", "A")
    intranet.put("/b", "B")
    first = await reading.list("sitemap.xml")
    intranet.put_sitemap("/a", "/b", a="2026-11-01", b="2026-11-25")
    intranet.log.clear()
    reading.clock.now += 3600

    async with reading.source("sitemap.xml") as source:
        second = await source.list(reading.memory)

    assert second.documents == first.documents
    assert intranet.asked() == {"/b": 1}
    reading.clock.now += 24 * 3600
    intranet.log.clear()
    async with reading.source("sitemap.xml") as source:
        await source.list(reading.memory)
    assert intranet.asked() == {"/a": 1, "/b": 1}


async def test_bounds_of_pages_and_depth_hold_and_are_told(
    intranet: Intranet, reading: Reading
) -> None:
    for number in range(20):
        intranet.put(f"/{number}", f"{number}" + _link(f"/{number + 1}"))

    deep = await reading.list("0", limits=CrawlLimits(depth=3))
    reading.memory.state = None
    many = await reading.list("0", limits=CrawlLimits(pages=5))

    assert ids(deep) == ["/0", "/1", "/2", "/3"]
    assert len(many.documents) == 5
    assert told(many.unseen) == {"": "crawl_limit"}


async def test_what_a_bound_leaves_out_stays_in_the_index(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/a", "/b"))
    intranet.put("/a", "A")
    intranet.put("/b", "B")
    await reading.list()

    listing = await reading.list(limits=CrawlLimits(pages=2))

    assert ids(listing) == ["/a", "/index"]
    assert told(listing.unseen) == {"/b": "crawl_limit"}
    assert ids(await reading.list()) == ["/a", "/b", "/index"]
