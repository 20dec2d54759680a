"""The whole application, embedded, as `kollega serve` runs it over the sample municipality."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bot import app
from bot.setting_values import Secret
from bot.settings import Settings
from bot.telemetry import configure
from tests.bench.usage import in_own_process
from tests.bench.world import APP_ID, PERSON, SECRET, TENANT, World


@asynccontextmanager
async def serving(world: World) -> AsyncIterator[int]:
    """The bot, on a free port."""
    settings = Settings(
        data=world.path,
        app_id=APP_ID,
        app_secret=Secret(SECRET),
        tenants=(TENANT,),
        openid_metadata_url=world.openid_metadata_url,
        service_hosts=(urlsplit(world.service_url).netloc,),
        ca_file=Path(world.ca_file),
        authority=world.authority,
        messages_per_minute=100_000,
    )
    # Elsewhere, so that only what serves is measured.
    await in_own_process(_prepare, world.path)
    with (world.path / "log").open("w") as log:
        configure(to=log)
        async with (
            app.open_kollega(settings) as kollega,
            app.serving(kollega, host="127.0.0.1", port=0, local=False) as port,
        ):
            yield port


def _prepare(data: Path) -> None:
    (data / "people.toml").write_text(
        f'[anna]\nname = "Anna"\nuser_id = "{PERSON}"\nkind = "member"\n'
    )
    asyncio.run(app.ingest_sample(Settings(data=data)))
