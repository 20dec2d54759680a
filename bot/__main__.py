"""The `kollega` command: reads the command line and the environment, and runs one command."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import io
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from dotenv import dotenv_values

from bot.errors import ConfigurationError, KollegaError, UnknownPersonError
from bot.settings import read
from bot.telemetry import configure

COMMANDS = (
    *("demo", "serve", "ask", "search", "ingest", "evaluate", "mask"),
    *("forget", "purge", "records", "package", "check", "release"),
)
DONE, FAILED, WRONG_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the work failed, 2 wrong usage or configuration."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _write_utf_8()
    options = _parser(arguments).parse_args(arguments)
    try:
        options.environment = os.environ
        settings = read(os.environ, dotenv=dotenv_values(".env"), data=options.data)
        configure(logging.getLevelNamesMapping()[settings.log_level])
        code: int = asyncio.run(options.run(options, settings))
        return code
    except (ConfigurationError, UnknownPersonError) as error:
        return _stop(error, WRONG_USAGE)
    except KollegaError as error:
        return _stop(error, FAILED)
    except KeyboardInterrupt:
        return FAILED
    except BrokenPipeError:
        # The reader of our output has gone (`kollega … | head`): nothing is left to say.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 the interpreter flushes it at exit
        return DONE


def _write_utf_8() -> None:
    """Also to a file or a pipe on Windows, where the code page lacks half of what is printed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _stop(error: KollegaError, code: int) -> int:
    print(f"kollega: {error}", file=sys.stderr)
    return code


def _named(arguments: Sequence[str]) -> Sequence[str]:
    """The command that is asked for, so that only its modules are imported; all, for help."""
    return [name for name in COMMANDS if name in arguments] or COMMANDS


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kollega", description="A staff copilot in Teams for Swedish municipalities."
    )
    _add_common(parser, data=None, language=None, json=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in _named(arguments):
        command = importlib.import_module(f"bot.commands.{name}")
        subparser = commands.add_parser(
            name, help=_first_line(command.__doc__), description=command.__doc__
        )
        # SUPPRESS: an option left out after the command must not undo one given before it.
        _add_common(
            subparser,
            data=argparse.SUPPRESS,
            language=argparse.SUPPRESS,
            json=argparse.SUPPRESS,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser


def _add_common(
    parser: argparse.ArgumentParser, *, data: object, language: object, json: object
) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=data,
        help="where the index and the state live (default: .kollega)",
    )
    parser.add_argument(
        "--language",
        metavar="sv|en",
        default=language,
        help="language of replies (default: that of the question)",
    )
    parser.add_argument(
        "--json", action="store_true", default=json, help="print one JSON object and nothing else"
    )


def _first_line(docstring: str | None) -> str:
    return (docstring or "").strip().splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
