"""The sample municipality, for a data directory that nothing has been ingested into."""

from __future__ import annotations

import sys

from bot import app
from bot.settings import Settings


async def fill_if_empty(settings: Settings) -> None:
    """Ingest Exempelkommun into an empty data directory, and say so on standard error."""
    if await app.is_empty(settings):
        print("kollega: nothing is ingested yet; reading the sample municipality", file=sys.stderr)
        await app.ingest_sample(settings)
