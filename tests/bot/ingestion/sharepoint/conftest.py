"""A municipality with a SharePoint site, an index, and the sync between them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.ingestion.sources.sharepoint.address import parse_address
from bot.ingestion.sources.sharepoint.graph import Graph
from bot.ingestion.sources.sharepoint.inquiry import RECHECK
from bot.ingestion.sources.sharepoint.labels import LabelRule
from bot.ingestion.sources.sharepoint.permissions import Rules
from bot.ingestion.sources.sharepoint.source import SharePointSource
from bot.ingestion.sources.sharepoint.throttling import Patience
from bot.ingestion.sync.ledger import Ledger
from bot.ingestion.sync.report import SyncReport
from bot.ingestion.sync.run import sync_source
from bot.ingestion.workers.limits import Limits
from bot.ingestion.workers.pool import ReaderPool
from tests.bot.ingestion.memory_index import MemoryIndex
from tests.fakes.graph_server import GraphServer
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.sharepoint import TENANT, Drive, Entry, FakeSite

SITE = "kommun.sharepoint.com/sites/intranet"
TOKEN = "an-app-token"


class Municipality:
    """What a test changes and looks at."""

    def __init__(
        self, graph: GraphServer, session: aiohttp.ClientSession, pool: ReaderPool, data: Path
    ) -> None:
        self.graph = graph
        self.index = MemoryIndex()
        self.ledger = Ledger(data / "ledger.sqlite3")
        self.site_groups: Mapping[str, frozenset[str]] = {}
        self.location = SITE
        self.labels: frozenset[str] | None = None
        """Sensitivity labels that are allowed; None: they are not looked at."""
        self.recheck = RECHECK
        self.patience = Patience()
        self._session = session
        self._pool = pool

    @property
    def site(self) -> FakeSite:
        return self.graph.site

    @property
    def files(self) -> Drive:
        return self.graph.site.files

    def client(self) -> Graph:
        """Graph as the app asks it."""

        async def token() -> str:
            return TOKEN

        return Graph(self._session, url=self.graph.url, token=token, patience=self.patience)

    async def sync(self, *, dry_run: bool = False) -> SyncReport:
        source = SharePointSource(
            self.client(),
            parse_address(self.location),
            name="intranet",
            rules=Rules(tenant=TENANT, site_groups=self.site_groups),
            labels=LabelRule(self.labels),
            recheck=self.recheck,
        )
        return await sync_source(
            source, index=self.index, ledger=self.ledger, pool=self._pool, dry_run=dry_run
        )

    def id(self, entry: Entry, library: str = "Delade dokument") -> str:
        """The document that an item is."""
        return f"intranet:{library}/{entry.id}"

    def readers(self, entry: Entry) -> frozenset[str]:
        """Who may read what is indexed of the item; nobody if nothing is."""
        held = self.index.documents.get(self.id(entry), [])
        return held[0].readers if held else frozenset()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def readers() -> AsyncIterator[ReaderPool]:
    async with ReaderPool(Limits(), size=1) as made:
        yield made


@pytest.fixture(scope="session")
def authority() -> LocalAuthority:
    return LocalAuthority()


@pytest.fixture(scope="session")
def provider(authority: LocalAuthority) -> IdentityProvider:
    return IdentityProvider(authority, app_id="app-1", secret="s3cret")


@pytest_asyncio.fixture(loop_scope="session")
async def kommun(
    tmp_path: Path, authority: LocalAuthority, provider: IdentityProvider, readers: ReaderPool
) -> AsyncIterator[Municipality]:
    connector = aiohttp.TCPConnector(ssl=authority.client_context())
    async with (
        GraphServer(authority, provider) as graph,
        aiohttp.ClientSession(connector=connector) as session,
    ):
        provider.scopes[TOKEN] = f"{graph.url}/.default"
        yield Municipality(graph, session, readers, tmp_path)
