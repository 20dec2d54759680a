"""Everything of Microsoft's that Kollega uses in Azure, faked on this machine for one tenant.

The people are the sample's. Each fake holds what it is sent against what is published.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.identity.base import User
from bot.identity.local import LocalDirectory
from tests.fakes import models
from tests.fakes.azure_search.server import SearchServer
from tests.fakes.blob_server import BlobServer
from tests.fakes.connector import FakeConnector
from tests.fakes.graph_people import Account, PeopleServer
from tests.fakes.identity_provider import IdentityProvider, SigningKey
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.on_behalf_of import OnBehalfOf
from tests.fakes.openai_server import Behaviour, OpenAIServer
from tests.fakes.sign_in_service import CONNECTION, SignInServer
from tests.fakes.teams_client import TENANT

APP_ID = "00000000-aaaa-bbbb-cccc-000000000001"
MODEL_SCOPE = "https://cognitiveservices.azure.com/.default"
_PEOPLE = Path(__file__).parents[2] / "bot" / "demo" / "people.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Azure:
    """The running fakes."""

    settings: Mapping[str, str]
    """What leads Kollega to them."""
    people: Mapping[str, User]
    entra: OnBehalfOf
    provider: IdentityProvider
    sign_in: SignInServer
    connector: FakeConnector
    graph: PeopleServer
    search: SearchServer
    blobs: BlobServer
    model: OpenAIServer

    def faults(self) -> list[str]:
        """What was not as published, so far."""
        return [
            *self.provider.requests.faults,
            *self.sign_in.faults,
            *self.connector.violations,
            *self.graph.faults,
            *self.search.faults,
            *self.blobs.faults,
            *self.model.faults,
        ]


@asynccontextmanager
async def faked(folder: Path) -> AsyncIterator[Azure]:
    """Serves while the block lasts; the authority's certificate is put into `folder`."""
    authority = LocalAuthority()
    provider = IdentityProvider(authority, app_id=APP_ID, secret=secrets.token_urlsafe())
    provider.keys = [SigningKey.generate("teams")]
    entra = OnBehalfOf(app_id=APP_ID, tenant=TENANT, key=provider.keys[0].private)
    provider.on_behalf_of = entra
    people = LocalDirectory.load(_PEOPLE).people()
    graph = PeopleServer(authority, entra)
    graph.accounts = {user.id: _account(user, people) for user in people.values()}
    sign_in = SignInServer(authority, accepted_tokens=lambda: provider.issued)
    connector = FakeConnector(authority, accepted_tokens=lambda: provider.issued)

    def admits(token: str) -> bool:
        of_the_app = provider.scopes.get(token) == MODEL_SCOPE
        return of_the_app or entra.grants(token, MODEL_SCOPE) is not None

    async with (
        provider.server,
        sign_in.server,
        connector.server,
        graph.server,
        SearchServer(authority, scope_of=provider.scopes.get) as search,
        BlobServer(authority, scope_of=provider.scopes.get) as blobs,
        OpenAIServer(
            Behaviour(model=models.quotes_the_nearest), authority=authority, admits=admits
        ) as model,
    ):
        settings = {
            "KOLLEGA_APP_ID": APP_ID,
            "KOLLEGA_APP_SECRET": provider.secret,
            "KOLLEGA_TENANTS": TENANT,
            "KOLLEGA_AUTHORITY": provider.server.url,
            "KOLLEGA_OPENID_METADATA_URL": provider.metadata_url,
            "KOLLEGA_SERVICE_HOSTS": connector.server.host,
            "KOLLEGA_CA_FILE": str(authority.write_pem(folder / "ca.pem")),
            "KOLLEGA_SSO_CONNECTION": CONNECTION,
            "KOLLEGA_SIGN_IN_URL": sign_in.server.url,
            "KOLLEGA_GRAPH_URL": graph.server.url,
            "KOLLEGA_SEARCH_ENDPOINT": search.url,
            "KOLLEGA_BLOB_ENDPOINT": blobs.endpoint,
            "KOLLEGA_OPENAI_BASE_URL": model.url,
            "KOLLEGA_OPENAI_IDENTITY": "user",
            "KOLLEGA_MODEL": "gpt-5-mini",
        }
        yield Azure(
            settings=settings,
            people=people,
            entra=entra,
            provider=provider,
            sign_in=sign_in,
            connector=connector,
            graph=graph,
            search=search,
            blobs=blobs,
            model=model,
        )


def _account(user: User, people: Mapping[str, User]) -> Account:
    manager = people.get(user.manager or "")
    return Account(
        user.name,
        sorted(user.groups),
        kind="Guest" if user.is_guest else "Member",
        mail=user.mail or "",
        unit=user.unit,
        manager=manager.id if manager else user.manager,
    )
