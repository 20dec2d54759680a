"""`kollega ingest https://…`: a website from the command line to a citation."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from tests.bot.commands.shell import Result, _run, run_kollega
from tests.fakes.intranet import Intranet, Page
from tests.forked import fork
from tests.scenarios.waiting import until

SETTINGS = {"KOLLEGA_CRAWL_NETWORKS": "127.0.0.0/8", "KOLLEGA_CRAWL_RATE": "1000"}


@pytest_asyncio.fixture
async def intranet() -> AsyncIterator[Intranet]:
    async with Intranet() as made:
        yield made


async def _kollega(*arguments: str, data: Path) -> Result:
    return await asyncio.to_thread(run_kollega, *arguments, data=data, environment=SETTINGS)


async def _ingest(intranet: Intranet, data: Path, *more: str, start: str = "") -> Result:
    arguments = ("ingest", f"{intranet.url}{start}", "--readers", "alla", "--name", "intra", *more)
    return await _kollega(*arguments, data=data)


async def test_a_website_is_ingested_found_and_cited_by_its_address(
    intranet: Intranet, tmp_path: Path
) -> None:
    intranet.put_sitemap("/resor/", "/gammal", "/utkast")
    intranet.put("/resor/", "<h1>Tjänsteresor</h1><p>Resor bokas i Resebokningen.</p>")
    intranet.put("/gammal", status=301, headers={"Location": "/resor/"})
    intranet.put("/utkast", '<meta name="robots" content="noindex">Utkast')

    first = await _ingest(intranet, tmp_path, "--json", start="sitemap.xml")
    second = await _ingest(intranet, tmp_path, "--json", start="sitemap.xml")
    found = await _kollega("search", "boka resor", "--as", "anna", "--json", data=tmp_path)

    assert first.json["documents"] == {
        "added": 1, "changed": 0, "unchanged": 0, "removed": 0, "failed": 0,
    }  # fmt: skip
    assert "intra:/utkast: Sidan ber om att inte bli sökbar" in first.errors
    assert (second.json["documents"]["unchanged"], second.json["failures"]) == (1, [])
    passage = found.json["passages"][0]
    assert (passage["document_id"], passage["title"]) == ("intra:/resor", "Tjänsteresor")
    assert passage["url"].startswith(f"{intranet.url}resor/")
    assert os.listdir(tmp_path / "crawl") == []


async def test_without_readers_a_website_is_wrong_usage(intranet: Intranet, tmp_path: Path) -> None:
    result = await _kollega("ingest", intranet.url, data=tmp_path)

    assert (result.code, intranet.log) == (2, [])
    assert "--readers" in result.errors
    assert "Traceback" not in result.errors


async def test_a_network_that_was_not_named_is_refused_with_the_setting(
    intranet: Intranet, tmp_path: Path
) -> None:
    arguments = ("ingest", intranet.url, "--readers", "alla")

    result = await asyncio.to_thread(run_kollega, *arguments, data=tmp_path)
    english = await asyncio.to_thread(run_kollega, *arguments, "--language", "en", data=tmp_path)

    assert (result.code, intranet.log) == (1, [])
    assert "skriv det i KOLLEGA_CRAWL_NETWORKS" in result.output
    assert "put it in KOLLEGA_CRAWL_NETWORKS" in english.output


async def test_a_dry_run_of_a_website_leaves_nothing_behind(
    intranet: Intranet, tmp_path: Path
) -> None:
    intranet.put("/", "Start")

    result = await _ingest(intranet, tmp_path, "--dry-run", "--json")

    assert result.json["documents"]["added"] == 1
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("start", ["saknas", "trasig.xml"])
async def test_a_start_that_cannot_be_used_is_one_calm_sentence(
    intranet: Intranet, tmp_path: Path, start: str
) -> None:
    intranet.pages["/trasig.xml"] = Page(b"<rss/>", "text/xml")

    result = await _ingest(intranet, tmp_path, start=start)

    assert result.code == 1
    assert len(result.errors.splitlines()) == 1


async def test_a_crawl_that_was_killed_goes_on_where_it_was(
    intranet: Intranet, tmp_path: Path
) -> None:
    async def hangs(request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    names = [f"/{number}" for number in range(8)]
    intranet.put("/", "".join(f'<a href="{name}">{name}</a>' for name in (*names, "/fast")))
    for name in names:
        intranet.put(name, f"<p>Sidan {name} handlar om semester.</p>")
    intranet.pages["/fast"] = hangs
    (tmp_path / "streams").mkdir()
    (tmp_path / "streams" / "stdin").touch()
    arguments = ["--data", str(tmp_path), "ingest", intranet.url, "--readers=alla", "--name=intra"]

    process = fork(_run, arguments, SETTINGS, tmp_path, tmp_path / "streams")
    await until(lambda: intranet.asked().total() == 10 and intranet.under_way == 1, timeout_s=30)
    process.kill()
    await asyncio.to_thread(process.join)
    intranet.put("/fast", "<p>Nu svarar den om semester.</p>")
    intranet.log.clear()
    result = await _ingest(intranet, tmp_path, "--json")

    assert intranet.asked()["/fast"] == 1
    # Of what had been answered, only what was on its way when the process died is asked for again.
    assert intranet.asked().total() <= 4
    assert result.json["documents"]["added"] == 10
