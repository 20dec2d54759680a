"""Options and output that several commands share."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping

from bot.identity.base import Language


def add_person(parser: argparse.ArgumentParser) -> None:
    """Whom to act as, and who will see the answer."""
    parser.add_argument(
        "--as",
        dest="person",
        required=True,
        metavar="PERSON",
        help="a person of people.toml, such as anna",
    )
    parser.add_argument(
        "--audience",
        choices=("private", "group"),
        default="private",
        help="who will see the answer: the asker alone, or a whole group chat",
    )


def chosen_language(options: argparse.Namespace) -> Language | None:
    """What --language asks for; None if it was not given. An unknown locale means Swedish."""
    if options.language is None:
        return None
    return "en" if str(options.language).lower().split("-")[0] == "en" else "sv"


def show(options: argparse.Namespace, result: Mapping[str, object], readable: str) -> None:
    """Print the result: one JSON object with --json, else text for people."""
    # At once: whoever follows a command that goes on waits for it.
    print(json.dumps(result, ensure_ascii=False) if options.json else readable, flush=True)


def port_number(text: str) -> int:
    """A TCP port, for argparse."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("must be between 1 and 65535")
    return number
