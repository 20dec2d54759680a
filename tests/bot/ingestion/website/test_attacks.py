"""Websites that want to be read in ways that would hurt."""

from __future__ import annotations

import gzip
import socket
import time
from contextlib import suppress
from ipaddress import ip_network
from itertools import pairwise

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.ingestion.reasons import UnreadableError
from bot.ingestion.sources.website.guard import Guard
from bot.ingestion.sources.website.limits import CrawlLimits
from bot.ingestion.sources.website.robots import Robots
from tests.bot.ingestion.website.reading import Reading, ids, told
from tests.fakes.intranet import Intranet, Page, never_ends

METADATA = "169.254.169.254"


def _link(*paths: str) -> str:
    return "".join(f'<a href="{path}">länk</a>' for path in paths)


class Names(AbstractResolver):
    """Answers each question with the next addresses."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self._answers = iter(answers)
        self._last: tuple[str, ...] = ()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self._last = next(self._answers, self._last)
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self._last
        ]

    async def close(self) -> None:
        """Nothing is open."""


ELSEWHERE = (
    f"http://{METADATA}/latest/meta-data/",
    "http://[::ffff:169.254.169.254]/",
    "http://localhost:1/",
    "http://0x7f000001/",
    "http://10.0.0.5/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/",
    "//metadata.google.internal/",
)


async def test_redirects_and_links_to_somewhere_else_are_not_followed(
    intranet: Intranet, reading: Reading
) -> None:
    pages = [f"/{number}" for number, _ in enumerate(ELSEWHERE)]
    intranet.put("/", _link(*pages, *ELSEWHERE))
    for page, target in zip(pages, ELSEWHERE, strict=True):
        intranet.put(page, status=302, headers={"Location": target})

    listing = await reading.list()

    assert told(listing.withheld) == dict.fromkeys(pages, "elsewhere")
    assert set(intranet.asked()) == {"/", *pages}


@pytest.mark.parametrize("target", [METADATA, "10.0.0.5", "127.0.0.1", "::1", "fe80::1"])
async def test_a_site_on_a_network_that_was_not_named_is_not_read(
    intranet: Intranet, reading: Reading, target: str
) -> None:
    intranet.put("/", "Start")
    host = f"[{target}]" if ":" in target else target

    listing = await reading.list(f"http://{host}:{intranet.port}/", guard=Guard())
    named = await reading.list(
        f"http://intra.example:{intranet.port}/", guard=Guard(), resolver=Names((target,))
    )

    assert told(listing.unseen) == told(named.unseen) == {"": "refused_address"}
    assert intranet.log == []


async def test_a_name_that_is_bound_anew_does_not_lead_inside(
    intranet: Intranet, reading: Reading
) -> None:
    for path in ("/", "/robots.txt"):
        intranet.put(path, _link("/a"), headers={"Connection": "close"})
    intranet.put("/a", "A")
    names = Names(("127.0.0.1",), ("127.0.0.1",), (METADATA,))

    listing = await reading.list(f"http://intra.example:{intranet.port}/", resolver=names)

    assert told(listing.unseen) == {"/a": "refused_address"}
    assert {path for path, _ in intranet.log} <= {"/", "/robots.txt"}


async def test_of_several_addresses_only_those_that_may_be_are_connected_to(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", "Start")
    names = Names((METADATA, "::ffff:10.0.0.1", "127.0.0.1"))

    listing = await reading.list(f"http://intra.example:{intranet.port}/", resolver=names)

    assert ids(listing) == ["/index"]


@pytest.mark.parametrize(
    ("address", "is_allowed"),
    [
        ("8.8.8.8", True),
        ("2a00:1450:400f::200e", True),
        ("10.20.1.1", True),
        ("::ffff:10.20.1.1", True),
        ("10.21.1.1", False),
        ("127.0.0.1", False),
        ("::1", False),
        ("0.0.0.0", False),
        ("::", False),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("100.100.100.200", False),
        ("192.168.0.1", False),
        ("224.0.0.1", False),
        ("ff02::1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("fe80::1%eth0", False),
        ("fd00:ec2::254", False),
        ("::ffff:169.254.169.254", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:a9fe:a9fe::1", False),
        ("2001:0:4136:e378::1", False),
        ("localhost", False),
    ],
)
def test_the_guard_lets_public_addresses_and_named_networks_through(
    address: str, is_allowed: bool
) -> None:
    assert Guard([ip_network("10.20.0.0/16")]).allows(address) is is_allowed


def test_no_named_network_opens_the_way_to_a_clouds_secrets() -> None:
    everything = Guard([ip_network("0.0.0.0/0"), ip_network("::/0")])

    assert everything.allows("10.0.0.1")
    assert not any(map(everything.allows, (METADATA, "168.63.129.16", "fe80::1")))


async def test_huge_and_packed_pages_are_cut_off(intranet: Intranet, reading: Reading) -> None:
    intranet.put("/", _link("/stor", "/bomb", "/skev", "/avbruten"))
    intranet.put("/stor", "x" * 200_000)
    intranet.put("/bomb", "x" * 2_000_000, packed=True)
    intranet.pages["/skev"] = Page(b"inte gzip", headers={"Content-Encoding": "gzip"})
    intranet.pages["/avbruten"] = Page(
        gzip.compress(b"<html>" + bytes(range(256)) * 40)[:-30],
        headers={"Content-Encoding": "gzip"},
    )

    listing = await reading.list(limits=CrawlLimits(page_bytes=100_000))

    assert ids(listing) == ["/index"]
    assert told(listing.withheld) == {
        "/bomb": "too_large",
        "/stor": "too_large",
        "/skev": "damaged",
    }
    assert told(listing.unseen) == {"/avbruten": "unreachable"}
    assert [path.name for path in (reading.folder / "crawl").glob("*")] == []


async def test_a_packed_page_is_read(intranet: Intranet, reading: Reading) -> None:
    intranet.put("/", "Packad", packed=True)

    await reading.list()

    assert b"Packad" in reading.texts["intra:/index"]


async def test_an_endless_answer_ends_and_a_head_that_is_too_long_is_none(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/a", "/b", "/c"))
    intranet.pages["/a"] = never_ends
    intranet.put("/b", "B")
    intranet.put("/c", "C", headers={"X-Long": "x" * 20_000})

    listing = await reading.list(limits=CrawlLimits(answer_s=0.3, silence_s=0.2))

    assert ids(listing) == ["/b", "/index"]
    assert told(listing.unseen) == {"/a": "unreachable", "/c": "unreachable"}


async def test_a_calendar_without_end_is_left_after_a_while(
    intranet: Intranet, reading: Reading
) -> None:
    async def month(request: web.Request) -> web.StreamResponse:
        number = int(request.query["manad"])
        links = _link(*(f"/kalender?manad={number + step}" for step in range(1, 6)))
        return web.Response(text=f"<html>{number}{links}", content_type="text/html")

    for number in range(200):
        intranet.pages[f"/kalender?manad={number}"] = month
    intranet.put("/", _link("/kalender?manad=0", "/a"))
    intranet.put("/a", "A")

    listing = await reading.list(limits=CrawlLimits(variants=10))

    assert len(listing.documents) == 12
    assert "/a" in ids(listing)


async def test_redirects_without_end_are_left_after_a_while(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/0"))
    for number in range(50):
        intranet.put(f"/{number}", status=302, headers={"Location": f"/{number + 1}"})

    listing = await reading.list()

    assert (ids(listing), intranet.asked().total()) == (["/index"], 11)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi"))
        + "]><urlset><url><loc>{url}&i;</loc></url><url><loc>{url}a</loc></url></urlset>",
        '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>{url}&x;</loc></url><url><loc>{url}a</loc></url></urlset>",
        '<!DOCTYPE u SYSTEM "http://10.0.0.1/u.dtd"><urlset><url><loc>{url}a</loc></url></urlset>',
    ],
    ids=["bomb", "file", "dtd"],
)
async def test_entities_of_a_sitemap_are_never_expanded(
    intranet: Intranet, reading: Reading, text: str
) -> None:
    body = text.replace("{url}", intranet.url).encode()
    intranet.pages["/sitemap.xml"] = Page(body, "text/xml")
    intranet.put("/a", "A")
    started = time.process_time()

    with suppress(UnreadableError):
        assert ids(await reading.list("sitemap.xml")) == ["/a"]

    assert set(intranet.asked()) <= {"/a"}
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "body",
    [
        b"<urlset><url><loc>",
        b"",
        b"<html><body>",
        b"\x1f\x8bskrot",
        b"<urlset>" * 5000,
        b"\xff\xfe<",
    ],
)
async def test_a_sitemap_that_is_none_is_said_to_be_so_or_read_as_a_page(
    intranet: Intranet, reading: Reading, body: bytes
) -> None:
    intranet.put("/", "Start")
    intranet.pages["/robots.txt"] = Page(f"Sitemap: {intranet.url}s.xml".encode(), "text/plain")
    intranet.pages["/s.xml"] = Page(body, "text/xml")

    listing = await reading.list()

    assert ids(listing) == ["/index"]
    assert told(listing.warnings) in ({}, {"/s.xml": "bad_sitemap"})


async def test_a_sitemap_of_a_hundred_thousand_pages_is_read_up_to_the_bound(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put_sitemap("/a", "/b", *(f"/sida/{number}" for number in range(100_000)))
    intranet.put("/a", "A")
    intranet.put("/b", "B")
    started = time.process_time()

    listing = await reading.list("sitemap.xml", limits=CrawlLimits(pages=2))

    assert ids(listing) == ["/a", "/b"]
    assert told(listing.unseen) == {"": "crawl_limit"}
    assert time.process_time() - started < 5


async def test_a_sitemap_that_unpacks_without_end_is_cut_off(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", "Start")
    intranet.pages["/robots.txt"] = Page(f"Sitemap: {intranet.url}s.xml.gz".encode(), "text/plain")
    bomb = gzip.compress(b"<urlset>" + b" " * 200_000)
    intranet.pages["/s.xml.gz"] = Page(bomb, "application/gzip")

    listing = await reading.list(limits=CrawlLimits(sitemap_bytes=100_000))

    assert told(listing.warnings) == {"/s.xml.gz": "too_large"}


ODD_PAGES = (
    b"",
    b"\x00" * 1000,
    b"\xff\xfe\x00\x00",
    b"<a href='" + b"a" * 100_000,
    b"<div>" * 100_000 + b"<a href='/b'>",
    b"<a href='/b' " + b"x=1 " * 50_000 + b">",
    b"<a href='http://[::1'>" * 1000,
    '<a href="/\ud800">'.encode("utf-8", "surrogatepass"),
    b"<base href='http://[::1'><a href='/b'>",
    b"<base href='http://evil.example/'><a href='/b'>",
    b"<meta http-equiv=refresh content='0;url=http://169.254.169.254/'>",
    b"<link rel=canonical href='//evil.example/'><link rel=canonical>",
    b"<!--" * 50_000,
)


async def test_odd_pages_stop_nothing(intranet: Intranet, reading: Reading) -> None:
    pages = [f"/odd/{number}" for number, _ in enumerate(ODD_PAGES)]
    intranet.put("/", _link(*pages, "/a"))
    for page, body in zip(pages, ODD_PAGES, strict=True):
        intranet.pages[page] = Page(body, "text/html")
    intranet.put("/a", "A")
    started = time.process_time()

    listing = await reading.list()

    assert {"/index", "/a"} <= set(ids(listing))
    assert set(pages) <= set(intranet.asked())
    assert time.process_time() - started < 5


async def test_odd_charsets_stop_nothing(intranet: Intranet, reading: Reading) -> None:
    charsets = ("no-such-thing", "utf-7", "undefined", "rot13", "idna", "base64")
    intranet.put("/", _link(*(f"/{charset}" for charset in charsets)))
    for charset in charsets:
        body = f"<p>Å {charset}</p>".encode()
        intranet.pages[f"/{charset}"] = Page(body, f"text/html; charset={charset}")

    listing = await reading.list()

    assert ids(listing) == sorted(["/index", *(f"/{charset}" for charset in charsets)])


@pytest.mark.parametrize(
    "robots",
    [
        b"\x00" * 1000,
        b"User-agent: *\nDisallow: /" + b"*a" * 5000,
        b"Crawl-delay: -5",
        b"\xff" * 99,
    ],
)
async def test_an_odd_robots_txt_stops_nothing(
    intranet: Intranet, reading: Reading, robots: bytes
) -> None:
    intranet.put("/", "Start")
    intranet.pages["/robots.txt"] = Page(robots, "text/plain")

    assert ids(await reading.list()) == ["/index"]


@pytest.mark.parametrize("delay", ["inf", "1e999", "-5", "nan", "99999999"])
def test_an_odd_crawl_delay_is_bounded(delay: str) -> None:
    assert 0 <= Robots(f"User-agent: *\nCrawl-delay: {delay}").delay_s <= 3600
