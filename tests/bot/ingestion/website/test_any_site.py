"""Whatever happens to a site from one sync to the next: what may be read is found, nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from bot.ingestion.sources.base import Listing
from bot.ingestion.sources.website.markup import read_markup
from tests.bot.ingestion.website.reading import Reading
from tests.fakes.intranet import Intranet, Page

PATHS = ("/", "/a", "/b", "/c", "/d", "/e")
State = Literal["there", "hidden", "gone", "fault", "login", "elsewhere", "moved"]


TEXTS = range(4)


@dataclass(frozen=True, slots=True)
class At:
    """What is at one path."""

    state: State
    text: int
    target: str
    """Where it has moved to."""


@dataclass(frozen=True, slots=True)
class History:
    """A site at one sync after another."""

    links: Mapping[int, Sequence[str]]
    """What every page with a text leads to."""
    sites: Sequence[Mapping[str, At]]

    def onward(self, at: At) -> Sequence[str]:
        """Where a page leads."""
        if at.state == "moved":
            return (at.target,)
        return self.links[at.text] if at.state in ("there", "hidden") else ()


def _at(*states: State) -> st.SearchStrategy[At]:
    return st.builds(At, st.sampled_from(states), st.sampled_from(TEXTS), st.sampled_from(PATHS))


ANY = _at("there", "there", "there", "hidden", "gone", "fault", "login", "elsewhere", "moved")
SITES = st.fixed_dictionaries(
    {"/": _at("there", "there", "fault"), **dict.fromkeys(PATHS[1:], ANY)}
)
LINKS = st.lists(st.sampled_from(PATHS), min_size=1, max_size=4)
HISTORIES = st.builds(
    History,
    st.fixed_dictionaries(dict.fromkeys(TEXTS, LINKS)),
    st.lists(SITES, min_size=2, max_size=4),
)


ALL_THERE = dict.fromkeys(PATHS, At("there", 0, "/"))


@settings(max_examples=8, deadline=None, database=None, derandomize=True)
@given(HISTORIES)
@example(
    # "/c" had the text of another page, and fails just when a third one gets it.
    History(
        {0: ["/"], 1: ["/c"], 2: ["/"], 3: ["/e"]},
        [
            {**ALL_THERE, "/": At("there", 1, "/"), "/c": At("there", 1, "/")},
            {
                **ALL_THERE,
                "/": At("there", 3, "/"),
                "/c": At("fault", 0, "/"),
                "/e": At("there", 1, "/"),
            },
        ],
    )
)
def test_the_index_holds_what_may_be_read_and_nothing_else(history: History) -> None:
    asyncio.run(_follow(history))


@pytest.mark.soak
@pytest.mark.timeout(900)
@settings(max_examples=1000, deadline=None, database=None, phases=[Phase.generate])
@given(HISTORIES)
def test_the_index_holds_what_may_be_read_after_many_histories(history: History) -> None:
    asyncio.run(_follow(history))


async def _follow(history: History) -> None:
    with TemporaryDirectory() as folder:
        async with Intranet() as intranet:
            reading = Reading(intranet, Path(folder))
            index: dict[str, str] = {}
            known: dict[str, At] = {}
            for site in history.sites:
                _build(intranet, history, site)
                before = dict(index)
                async with reading.source() as source:
                    _apply(await source.list(reading.memory), index)
                known = _seen(history, site, known)
                _check(history, site, known, before, index)


def _build(intranet: Intranet, history: History, site: Mapping[str, At]) -> None:
    for path, at in site.items():
        text = _page(history, at.text)
        match at.state:
            case "there":
                intranet.pages[path] = Page(text.encode())
            case "hidden":
                intranet.put(path, f'<meta name="robots" content="noindex">{text}')
            case "gone":
                intranet.put(path, status=404)
            case "fault":
                intranet.put(path, status=500)
            case "login":
                intranet.put(path, status=401)
            case "elsewhere":
                intranet.put(path, status=302, headers={"Location": "https://login.example/"})
            case "moved":
                intranet.put(path, status=302, headers={"Location": at.target})


def _page(history: History, text: int) -> str:
    links = "".join(f'<a href="{link}">x</a>' for link in history.links[text])
    return f"<!doctype html><main>text {text} {links}</main>"


def _apply(listing: Listing, index: dict[str, str]) -> None:
    """What the sync does with a listing; path → version."""
    assert all(problem.document != "intra:" for problem in listing.unseen) or not index
    listed = {one.id.removeprefix("intra:"): one.version or "" for one in listing.documents}
    unseen = {one.document.removeprefix("intra:") for one in listing.unseen}
    withheld = {one.document.removeprefix("intra:") for one in listing.withheld}
    for path in [*index]:
        if path in withheld or path not in listed.keys() | unseen:
            del index[path]
    index.update(listed)


def _seen(history: History, site: Mapping[str, At], known: Mapping[str, At]) -> dict[str, At]:
    """What a crawl can come to, as it is, or as it was where that cannot be told now."""
    waiting, seen = ["/"], dict[str, At]()
    while waiting:
        path = waiting.pop()
        at = site[path]
        if path not in seen:
            seen[path] = known.get(path, at) if at.state == "fault" else at
            waiting += history.onward(seen[path])
    return seen


def _check(
    history: History,
    site: Mapping[str, At],
    seen: Mapping[str, At],
    before: Mapping[str, str],
    index: Mapping[str, str],
) -> None:
    version = {text: _version(history, text) for text in TEXTS}
    open_now = {path for path, at in site.items() if path in seen and at.state == "there"}
    for path in PATHS:
        held = index.get(_id(path))
        if held and path in open_now:
            assert held == version[site[path].text]
        elif held:
            # Only what could not be looked at stays, and as it was.
            assert "fault" in (site[path].state, site["/"].state)
            assert held == before.get(_id(path))
    assert {version[site[path].text] for path in open_now} <= set(index.values())
    fresh = [index[_id(path)] for path in open_now if _id(path) in index]
    assert len(fresh) == len(set(fresh))


def _version(history: History, text: int) -> str:
    return f"page:{read_markup(_page(history, text), 'http://127.0.0.1/').digest}"


def _id(path: str) -> str:
    return "/index" if path == "/" else path
