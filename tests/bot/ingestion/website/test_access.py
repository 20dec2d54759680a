"""What a website does not want read, or shows to whoever signs in, is not read."""

from __future__ import annotations

import pytest

from bot.ingestion.reasons import UnreadableError
from bot.ingestion.sources.website.pace import Pace
from tests.bot.ingestion.website.reading import Reading, ids, told
from tests.fakes.clock import Clock
from tests.fakes.intranet import Intranet, Page

ROBOTS = """\
User-agent: *
Disallow: /

User-agent: kollega
Crawl-delay: 3
Disallow: /hemligt
Allow: /hemligt/men-inte
Disallow: /*.pdf$
Disallow: /*?skriv
"""


def _link(*paths: str) -> str:
    return "".join(f'<a href="{path}">länk</a>' for path in paths)


async def test_robots_txt_is_kept_to_with_wildcards_and_the_longest_rule(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.pages["/robots.txt"] = Page(ROBOTS.encode(), "text/plain")
    closed = ("/hemligt", "/hemligt/a", "/x/plan.pdf", "/a?skriv=1")
    intranet.put("/", _link(*closed, "/hemligt/men-inte", "/a"))
    intranet.put("/a", "A")
    intranet.put("/hemligt/men-inte", "Öppet")
    clock: Clock[float] = Clock(0.0)

    listing = await reading.list(pace=Pace(0.5, clock=clock, sleep=_Moving(clock)))

    assert ids(listing) == ["/a", "/hemligt/men-inte", "/index"]
    assert told(listing.skipped) == dict.fromkeys(closed, "robots")
    assert not set(closed) & set(intranet.asked())
    assert clock.now >= 3 * 2


async def test_what_robots_txt_closes_later_is_no_longer_listed(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/a"))
    intranet.put("/a", "A")
    await reading.list()
    intranet.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /a", "text/plain")

    listing = await reading.list()

    assert (ids(listing), listing.unseen) == (["/index"], ())


@pytest.mark.parametrize("status", [500, 503])
async def test_a_robots_txt_that_fails_means_not_now(
    intranet: Intranet, reading: Reading, status: int
) -> None:
    intranet.put("/", "Start")
    await reading.list()
    intranet.log.clear()
    intranet.pages["/robots.txt"] = Page(status=status, headers={"Retry-After": "0"})

    listing = await reading.list()

    assert (listing.documents, told(listing.unseen)) == ((), {"": "no_robots"})
    assert {path for path, _ in intranet.log} == {"/robots.txt"}


@pytest.mark.parametrize(
    ("status", "location", "reason"),
    [
        (401, "", "forbidden"),
        (403, "", "forbidden"),
        (302, "https://login.microsoftonline.com/common", "elsewhere"),
        (302, "http://127.0.0.1:1/login", "elsewhere"),
        (302, "http://anna:hemligt@127.0.0.1/login", "elsewhere"),
        (307, "javascript:alert(1)", "elsewhere"),
    ],
)
async def test_what_asks_for_a_sign_in_is_withdrawn_and_told(
    intranet: Intranet, reading: Reading, status: int, location: str, reason: str
) -> None:
    intranet.put("/", _link("/a", "/b"))
    intranet.put("/a", "A")
    intranet.put("/b", "B")
    await reading.list()
    intranet.put("/a", "Logga in", status=status, headers={"Location": location})

    listing = await reading.list()

    assert ids(listing) == ["/b", "/index"]
    assert told(listing.withheld) == {"/a": reason}


async def test_a_site_that_is_closed_as_a_whole_is_withdrawn_its_sitemap_included(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put_sitemap("/a", "/b")
    intranet.put("/a", "A")
    intranet.put("/b", "B")
    await reading.list("sitemap.xml")
    for path in ("/robots.txt", "/sitemap.xml", "/a", "/b"):
        intranet.put(path, status=302, headers={"Location": "https://login.example/"})

    listing = await reading.list("sitemap.xml")

    assert (listing.documents, listing.unseen) == ((), ())
    assert told(listing.withheld) == {"/a": "elsewhere", "/b": "elsewhere"}
    assert told(listing.warnings) == {"/sitemap.xml": "forbidden"}


async def test_a_sign_in_on_the_site_itself_is_never_content(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/a"))
    intranet.put("/a", status=302, headers={"Location": "/login?till=/a"})
    intranet.put("/login?till=/a", '<form>Logga in <input type="password"></form>')

    listing = await reading.list()

    assert ids(listing) == ["/index"]
    assert told(listing.withheld) == {"/login?till=/a": "login"}


async def test_pages_that_do_not_want_to_be_found_are_left_out_and_nofollow_is_kept_to(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link("/a", "/b", "/c", "/d.pdf") + '<a rel="nofollow" href="/e">e</a>')
    intranet.put("/a", '<meta name="robots" content="NOINDEX, follow">' + _link("/via-a"))
    intranet.put(
        "/b", "B" + _link("/via-b"), headers={"X-Robots-Tag": "otherbot: noindex, nofollow"}
    )
    intranet.put("/c", '<meta name="robots" content="none">' + _link("/via-c"))
    intranet.pages["/d.pdf"] = Page(
        b"%PDF-1.4 d", "application/pdf", headers={"X-Robots-Tag": "noindex"}
    )
    for page in ("/via-a", "/via-b", "/via-c", "/e"):
        intranet.put(page, page)

    listing = await reading.list()

    assert ids(listing) == ["/b", "/index", "/via-a"]
    assert told(listing.skipped) == dict.fromkeys(("/a", "/c", "/d.pdf"), "noindex")


async def test_a_start_that_is_not_there_is_said_and_removes_nothing(
    intranet: Intranet, reading: Reading
) -> None:
    with pytest.raises(UnreadableError) as caught:
        await reading.list("saknas")
    with pytest.raises(UnreadableError) as listed:
        await reading.list("sitemap.xml")

    assert (caught.value.reason.code, listed.value.reason.code) == ("gone", "gone")


async def test_the_rate_is_kept_and_retry_after_is_waited_for(
    intranet: Intranet, reading: Reading
) -> None:
    clock: Clock[float] = Clock(0.0)
    intranet.put("/", _link("/a", "/b", "/c"))
    for page in ("/a", "/b"):
        intranet.put(page, page)
    intranet.put("/c", status=429, headers={"Retry-After": "7"})

    listing = await reading.list(pace=Pace(0.5, clock=clock, sleep=_Moving(clock)))

    assert told(listing.unseen) == {"/c": "throttled"}
    assert intranet.asked()["/c"] == 3
    assert clock.now >= 0.5 * 4 + 7 * 2


async def test_a_server_that_asks_for_a_long_pause_is_left_alone(
    intranet: Intranet, reading: Reading
) -> None:
    clock: Clock[float] = Clock(0.0)
    pages = [f"/{number}" for number in range(20)]
    intranet.put("/", _link(*pages))
    for page in pages:
        intranet.put(page, status=503, headers={"Retry-After": "86400"})

    listing = await reading.list(pace=Pace(0.0, clock=clock, sleep=_Moving(clock)))

    assert set(told(listing.unseen).values()) == {"throttled"}
    assert clock.now < 86400
    assert intranet.asked().total() <= 5


async def test_no_more_requests_are_under_way_than_allowed(
    intranet: Intranet, reading: Reading
) -> None:
    intranet.put("/", _link(*(f"/{number}" for number in range(12))))
    for number in range(12):
        intranet.put(f"/{number}", f"{number}")

    await reading.list()

    assert intranet.at_once <= 4


class _Moving:
    def __init__(self, clock: Clock[float]) -> None:
        self._clock = clock

    async def __call__(self, seconds: float) -> None:
        self._clock.now += seconds
