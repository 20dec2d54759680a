"""`python -m tests.fakes`: the Azure services that Kollega uses, as fakes on this machine.

Prints the settings that lead to them, and serves until it is interrupted.
"""

from __future__ import annotations

import asyncio
import secrets
import shlex
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fakes.azure_search.server import SearchServer
from tests.fakes.blob_server import BlobServer
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.openai_server import OpenAIServer

_INTRODUCTION = """# Entra, Azure AI Search, Blob Storage and Azure OpenAI, faked here until Ctrl+C.
# In another shell, with these settings:
#   kollega ingest bot/demo/intranet --name intranet
#   kollega ask "Får jag flyga till Göteborg?" --as anna
#   kollega serve --local"""


@asynccontextmanager
async def faked(folder: Path) -> AsyncIterator[Mapping[str, str]]:
    """The settings for the running fakes; their authority's certificate is put into `folder`."""
    authority = LocalAuthority()
    certificate = authority.write_pem(folder / "ca.pem")
    provider = IdentityProvider(authority, app_id="kollega", secret=secrets.token_urlsafe())
    async with (
        provider.server,
        SearchServer(authority, scope_of=provider.scopes.get) as search,
        BlobServer(authority, scope_of=provider.scopes.get) as blobs,
        OpenAIServer() as model,
    ):
        yield {
            "KOLLEGA_APP_ID": provider.app_id,
            "KOLLEGA_APP_SECRET": provider.secret,
            "KOLLEGA_TENANTS": "11111111-2222-3333-4444-555555555555",
            "KOLLEGA_AUTHORITY": provider.server.url,
            "KOLLEGA_CA_FILE": str(certificate),
            "KOLLEGA_SEARCH_ENDPOINT": search.url,
            "KOLLEGA_BLOB_ENDPOINT": blobs.endpoint,
            "KOLLEGA_OPENAI_BASE_URL": model.url,
            "KOLLEGA_OPENAI_IDENTITY": "application",
            "KOLLEGA_MODEL": "gpt-5-mini",
        }


async def _serve() -> None:
    with TemporaryDirectory() as folder:
        async with faked(Path(folder)) as settings:
            print(_INTRODUCTION)
            for name, value in settings.items():
                print(f"export {name}={shlex.quote(value)}")
            print(flush=True)
            await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(_serve())
    except KeyboardInterrupt:
        print()
