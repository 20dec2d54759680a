"""Moves what a pilot has remembered in SQLite to Azure Blob Storage.

`python infra/state/to_blobs.py`, with the bot stopped and the app's settings in the environment
or `.env`: KOLLEGA_DATA leads to the file, KOLLEGA_BLOB_ENDPOINT to where it goes. Broken off, it is
begun again. The file stays: delete it when the bot has been seen to remember, or what is forgotten
later is still in it.
"""

import asyncio
import os
import sys

from dotenv import dotenv_values

from bot import app
from bot.errors import ConfigurationError, KollegaError
from bot.settings import read


def main() -> int:
    """0 done, 1 it failed, 2 a setting is missing or wrong."""
    try:
        settings = read(os.environ, dotenv=dotenv_values(".env"))
        moved = asyncio.run(app.move_to_blobs(settings))
    except KollegaError as error:
        print(f"to_blobs: {error}", file=sys.stderr)
        return 2 if isinstance(error, ConfigurationError) else 1
    for kind, count in sorted(moved.items()):
        print(f"{kind}: {count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
