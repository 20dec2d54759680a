"""One document for one text, under the address that it is best known by, with the right ending."""

from __future__ import annotations

import io
import zipfile

import pytest

from bot.ingestion.sources.website.address import Site
from bot.ingestion.sources.website.collapse import documents
from bot.ingestion.sources.website.visits import Visit
from tests.bot.ingestion.website.reading import Reading, ids, told
from tests.fakes.intranet import Intranet, Page


def _link(*paths: str) -> str:
    return "".join(f'<a href="{path}">länk</a>' for path in paths)


async def test_redirects_within_the_host_lead_to_one_document(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/hr", "/gammal"))
    intranet.put("/hr", status=301, headers={"Location": "/hr/"})
    intranet.put("/gammal", status=302, headers={"Location": "hr/"})
    intranet.put("/hr/", "HR")

    listing = await reading.list()

    assert [one.url for one in listing.documents] == [intranet.url, f"{intranet.url}hr/"]
    assert intranet.asked()["/hr/"] == 1


async def test_a_page_gives_way_to_its_canonical_one_within_the_host_only(
    intranet: Intranet, reading: Reading
) -> None:
    def page(text: str, canonical: str) -> str:
        return f'<link rel="canonical" href="{canonical}">{text}'

    intranet.put("/", _link("/a?sida=1", "/b", "/c", "/d", "/e"))
    intranet.put("/a?sida=1", page("A, sida 1", "/a"))
    intranet.put("/a", "A")
    intranet.put("/b", page("B", "https://www.annan.se/b"))
    intranet.put("/c", page("C", "/saknas"))
    intranet.put("/d", page("D", "/e"))
    intranet.put("/e", page("E", "/d"))

    listing = await reading.list()

    assert ids(listing) == ["/a", "/b", "/c", "/d", "/index"]


async def test_a_template_that_calls_the_first_page_canonical_everywhere_hides_nothing(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", '<link rel="canonical" href="/">Start' + _link("/a"))
    intranet.put("/a", '<link rel="canonical" href="/">A')

    assert ids(await reading.list()) == ["/a", "/index"]


async def test_the_same_content_at_several_addresses_is_one_document(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/plan.pdf", "/dl?id=7", "/lang/vag/plan.pdf", "/a?b=1", "/abc"))
    for path in ("/plan.pdf", "/dl?id=7", "/lang/vag/plan.pdf"):
        intranet.pages[path] = Page(b"%PDF-1.4 samma", "application/pdf")
    intranet.put("/a?b=1", "Samma")
    intranet.put("/abc", "Samma")

    first, second = await reading.list(), await reading.list()

    assert ids(first) == ids(second) == ["/abc", "/index", "/plan.pdf"]


async def test_a_copy_does_not_take_over_while_the_original_cannot_be_asked_for(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/a", "/kopia"))
    intranet.put("/a", "Samma")
    intranet.put("/kopia", "Samma")
    await reading.list()
    intranet.put("/a", status=500)

    listing = await reading.list()

    assert (ids(listing), told(listing.unseen)) == (["/index"], {"/a": "unreachable"})


async def test_redirects_in_a_circle_are_told(intranet: Intranet, reading: Reading) -> None:
    intranet.put("/", _link("/a", "/kaka"))
    intranet.put("/a", status=302, headers={"Location": "/b"})
    intranet.put("/b", status=302, headers={"Location": "/a"})
    intranet.put("/kaka", status=302, headers={"Location": "/kaka"})

    listing = await reading.list()

    assert told(listing.skipped) == dict.fromkeys(("/a", "/b", "/kaka"), "redirect_loop")


def _docx() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return file.getvalue()


async def test_a_document_is_known_by_its_content(intranet: Intranet, reading: Reading) -> None:
    documents = {
        "/plan": (Page(b"%PDF-1.7 x", "application/octet-stream"), "plan.pdf"),
        "/dl?id=7": (Page(_docx(), "application/force-download"), "dl?id=7.docx"),
        "/a.aspx": (Page(b"<!doctype html><p>A", "text/plain"), "a.aspx.html"),
        "/r%C3%A5d.txt": (Page("Råd".encode(), "text/plain"), "råd.txt"),
        "/rad.md": (Page(b"# R", "application/octet-stream"), "rad.md"),
        "/lon.htm": (Page(b"<p>Lon", "text/html"), "lon.htm.html"),
    }
    intranet.put("/", _link(*documents))
    for path, (page, _) in documents.items():
        intranet.pages[path] = page

    listing = await reading.list()

    named = {name for _, name in documents.values()}
    assert {one.name for one in listing.documents} == {"index.html", *named}


async def test_formats_that_are_not_read_are_told_and_media_not_asked_for(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/gammal.doc", "/bild.jpg", "/data", "/film.mp4"))
    intranet.pages["/data"] = Page(b"\x00\x01", "application/octet-stream")

    listing = await reading.list()

    assert told(listing.skipped) == {"/gammal.doc": "unsupported", "/data": "unsupported"}
    assert set(intranet.asked()) == {"/", "/data"}


async def test_the_charset_of_the_header_counts(intranet: Intranet, reading: Reading) -> None:
    text = '<html><meta charset="utf-8"><body><a href="/å">Å</a>'.encode("latin-1")
    intranet.pages["/"] = Page(text, "text/html; charset=iso-8859-1")
    intranet.put("/%C3%A5", "Nådd")

    listing = await reading.list()

    assert ids(listing) == ["/%C3%A5", "/index"]
    assert reading.texts["intra:/index"].startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/A/../b/./c", "https://kommun.se/b/c"),
        ("HTTPS://KOMMUN.SE:443/a#del", "https://kommun.se/a"),
        ("http://kommun.se/a", "https://kommun.se/a"),
        ("//kommun.se./a", "https://kommun.se/a"),
        ("/a?utm_source=x&id=2&fbclid=y", "https://kommun.se/a?id=2"),
        ("/a;jsessionid=1F?x", "https://kommun.se/a?x"),
        ("/%7euser/%c3%a5 å", "https://kommun.se/~user/%C3%A5%20%C3%A5"),
        ("/100%", "https://kommun.se/100%25"),
        ("?sida=2", "https://kommun.se/mapp/fil?sida=2"),
        ("/a\n/b", "https://kommun.se/a/b"),
        ("", "https://kommun.se/mapp/fil"),
    ],
)
def test_an_address_is_written_in_one_way(link: str, address: str) -> None:
    site = Site.of("https://kommun.se")

    written = site.address(link, "https://kommun.se/mapp/fil")

    assert written == address
    assert site.address(written) == written


@pytest.mark.parametrize(
    "link",
    [
        "https://kommun.se.annan.se/",
        "https://kommun.se@annan.se/",
        "https://anna:hemligt@kommun.se/",
        "https://kommun.se:8443/",
        "https://kommun.se:0/",
        "https://kommun.se:x/",
        "https://annan.se\\@kommun.se/",
        "http://[::1/",
        "ftp://kommun.se/",
        "file:///etc/passwd",
        "javascript:void(0)",
        "data:text/html,a",
        "https://sub.kommun.se/",
        "/" + "a" * 3000,
    ],
)
def test_what_is_not_within_the_site_is_no_address(link: str) -> None:
    assert Site.of("https://kommun.se").address(link, "https://kommun.se/") is None


def test_a_site_named_with_http_may_lead_to_https_and_never_the_other_way() -> None:
    plain, secure = Site.of("http://kommun.se"), Site.of("https://kommun.se")

    assert plain.address("https://kommun.se/a") == "https://kommun.se/a"
    assert plain.address("/a", "http://kommun.se/") == "http://kommun.se/a"
    assert secure.address("http://kommun.se/a") == "https://kommun.se/a"
    assert Site.of("http://kommun.se:8080").address("https://kommun.se/a") is None


def test_of_two_doors_to_the_same_page_https_stays() -> None:
    visits = {
        f"{scheme}://kommun.se/a": Visit(at=0.0, version=version, extension=".html")
        for scheme, version in (("http", "page:1"), ("https", "page:2"))
    }

    assert list(documents(visits)) == ["https://kommun.se/a"]
