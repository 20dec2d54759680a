"""Replace every personal identity number in stdin by [personnummer] and write it to stdout."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.privacy.personal_data import mask_stream
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command has no options of its own."""


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Mask all of stdin; every other byte comes out as it came in."""
    await asyncio.to_thread(_mask)
    return 0


def _mask() -> None:
    with (
        open(sys.stdin.fileno(), "rb", closefd=False) as source,
        open(sys.stdout.fileno(), "wb", closefd=False) as target,
    ):
        mask_stream(source, target)
