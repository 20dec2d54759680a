"""Delete for good what has been kept for as long as retention.toml says; a receipt remains."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from bot.app import open_records
from bot.commands import records_texts as texts
from bot.commands.options import chosen_language, show
from bot.commands.receipts import receipt_as_json, receipt_as_text
from bot.errors import ConfigurationError
from bot.retention import FILE
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command has no options of its own: the decision says what is deleted."""


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Delete and print the receipt. What is held stays."""
    language = chosen_language(options) or "sv"
    async with open_records(settings) as records:
        decision = records.retention.decision
        if decision is None:
            where = texts.AND_UNTIL.in_language(language) if settings.profile else ""
            file = settings.profile or settings.data / FILE
            raise ConfigurationError(
                texts.NO_RETENTION.in_language(language, where=where, file=file)
            )
        limits = records.retention.limits(datetime.now(UTC))
        receipt = await records.erasure.purge(limits, decision=decision)
    show(options, receipt_as_json(receipt), receipt_as_text(receipt, language))
    return 0
