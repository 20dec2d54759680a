"""Delete for good what is kept about one person or of one conversation; a receipt remains."""

from __future__ import annotations

import argparse

from bot.app import open_records
from bot.commands.options import chosen_language, show
from bot.commands.persons import WHOSE, person_id
from bot.commands.receipts import holds_told, receipt_as_json, receipt_as_text
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--user", metavar="ID", help=WHOSE)
    whose.add_argument("--conversation", metavar="ID", help="everything in this conversation")


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Delete and print the receipt; 1, and nothing deleted, if a hold forbids it."""
    language = chosen_language(options) or "sv"
    user = person_id(options.user, settings, language)
    async with open_records(settings) as records:
        with holds_told(language):
            if user is not None:
                receipt = await records.erasure.forget_user(user)
            else:
                receipt = await records.erasure.forget_conversation(options.conversation)
    show(options, receipt_as_json(receipt), receipt_as_text(receipt, language))
    return 0
