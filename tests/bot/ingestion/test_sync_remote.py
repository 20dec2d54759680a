"""What a sync does with a source whose documents are somewhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from bot.errors import RetrievalUnavailable
from bot.ingestion.sync.ledger import Ledger
from bot.ingestion.sync.report import Counts, SyncReport
from bot.ingestion.sync.run import sync_source
from bot.ingestion.workers.limits import Limits
from bot.ingestion.workers.pool import ReaderPool
from tests.bot.ingestion.memory_index import MemoryIndex
from tests.bot.ingestion.remote import Page, RemoteSource

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[ReaderPool]:
    async with ReaderPool(Limits(), size=1) as made:
        yield made


@dataclass
class Site:
    """A remote source, an index and a ledger, and the sync between them."""

    ledger: Ledger
    pool: ReaderPool
    source: RemoteSource = field(default_factory=RemoteSource)
    index: MemoryIndex = field(default_factory=MemoryIndex)

    async def sync(self, *, dry_run: bool = False) -> SyncReport:
        self.source.fetched.clear()
        return await sync_source(
            self.source, index=self.index, ledger=self.ledger, pool=self.pool, dry_run=dry_run
        )


@pytest.fixture
def site(tmp_path: Path, pool: ReaderPool) -> Site:
    made = Site(Ledger(tmp_path / "ledger.sqlite3"), pool)
    made.source.pages = {"a.md": Page("Ett."), "mapp/b.md": Page("Två.")}
    return made


async def test_a_document_is_fetched_only_when_its_version_changes(site: Site) -> None:
    await site.sync()
    assert sorted(site.source.fetched) == ["a.md", "mapp/b.md"]
    site.source.pages["a.md"] = Page("Ny.", version="2")

    report = await site.sync()

    assert report.documents == Counts(changed=1, unchanged=1)
    assert site.source.fetched == ["a.md"]
    assert site.index.text("plats:a.md") == "Ny."


async def test_what_was_fetched_is_gone_once_it_is_read(site: Site) -> None:
    await site.sync()

    assert len(site.source.left) == 2
    assert not any(path.parent.exists() for path in site.source.left)


async def test_changed_readers_take_effect_without_fetching(site: Site) -> None:
    await site.sync()
    site.source.pages["a.md"].readers = frozenset({"hr"})

    await site.sync()

    assert site.source.fetched == []
    assert site.index.readers("plats:a.md") == {"hr"}


async def test_a_document_that_cannot_be_reached_just_now_stays_and_is_tried_again(
    site: Site,
) -> None:
    await site.sync()
    site.source.pages["a.md"] = Page("Ny.", version="2", trouble="throttled")

    report = await site.sync()

    assert report.documents == Counts(unchanged=1, failed=1)
    assert report.failures[0].owner == "anna@plats.example"
    assert site.index.text("plats:a.md") == "Ett."
    site.source.pages["a.md"].trouble = None
    assert (await site.sync()).documents == Counts(changed=1, unchanged=1)


async def test_a_document_that_may_not_be_fetched_any_more_is_withdrawn_and_tried_again(
    site: Site,
) -> None:
    await site.sync()
    site.source.pages["a.md"] = Page("Ny.", version="2", trouble="forbidden")

    await site.sync()

    assert set(site.index.documents) == {"plats:mapp/b.md"}
    site.source.pages["a.md"].trouble = None
    assert (await site.sync()).documents == Counts(added=1, unchanged=1)


@pytest.mark.parametrize("unseen", ["plats:", "plats:mapp/", "plats:mapp/b.md"])
async def test_what_could_not_be_looked_at_stays_as_it_is(site: Site, unseen: str) -> None:
    await site.sync()
    site.source.unseen = [unseen]

    report = await site.sync()

    assert report.documents.removed == 0
    assert report.documents.failed == 1
    assert set(site.index.documents) == {"plats:a.md", "plats:mapp/b.md"}


@pytest.mark.parametrize("withheld", ["plats:mapp/", "plats:mapp/b.md"])
async def test_what_is_withheld_leaves_the_index_even_if_it_is_listed_or_unseen(
    site: Site, withheld: str
) -> None:
    await site.sync()
    site.source.withheld = [withheld]
    await site.sync()
    assert set(site.index.documents) == {"plats:a.md"}
    site.source.unseen = ["plats:"]

    await site.sync()

    assert set(site.index.documents) == {"plats:a.md"}


async def test_a_source_finds_again_what_it_saved(site: Site) -> None:
    await site.sync()
    await site.sync()

    assert site.source.loaded == [None, "listing 1"]


async def test_a_source_finds_nothing_of_a_listing_that_was_not_written_whole(site: Site) -> None:
    await site.sync(dry_run=True)
    site.index.fails_after = 0
    with pytest.raises(RetrievalUnavailable):
        await site.sync()
    site.index.fails_after = None

    await site.sync()

    assert site.source.loaded == [None, None, None]
