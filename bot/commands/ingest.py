"""Read documents into the index: what is new or changed, and removals, source by source."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial

from bot import app
from bot.commands.ingest_bar import Bar
from bot.commands.ingest_report import as_json, readable, remarks, told_rebuilt
from bot.commands.options import chosen_language, show
from bot.commands.repeating import repeat
from bot.commands.signals import asked_to_stop
from bot.errors import ConfigurationError, DocumentError, UnavailableError
from bot.ingestion.sync.rebuilding import Rebuilt
from bot.ingestion.sync.report import SyncReport
from bot.language.texts import Text
from bot.operations.profile import SourceLine
from bot.settings import Settings

WAITING = Text(
    sv="kollega: nästa synkning om {minutes} minuter. Avsluta med Ctrl-C.",
    en="kollega: the next sync is in {minutes} minutes. End with Ctrl-C.",
)
DONE, FAILED = 0, 1
EVERY_MINUTES = 60.0
_LONGEST_MINUTES = 7 * 24 * 60

logger = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="a folder, a document, a website (https://…) or sharepoint:SITE; none: the profile's",
    )
    parser.add_argument("--name", help="the source's name (default: the folder's)")
    parser.add_argument(
        "--readers",
        metavar="GROUP,…",
        type=_groups,
        help="who may read where nothing else says so: alla is every employee; a website needs it",
    )
    parser.add_argument(
        "--site-group",
        metavar="NAME=GROUP,…",
        type=_site_group,
        action="append",
        default=[],
        help="whom a SharePoint group stands for: apps are not told its members; may be repeated",
    )
    parser.add_argument(
        "--watch", action="store_true", help="keep on: now, and then again and again until stopped"
    )
    parser.add_argument(
        "--every",
        metavar="MINUTES",
        type=_minutes,
        help=f"how often to watch, give or take a tenth (default: {EVERY_MINUTES:g})",
    )
    parser.add_argument(
        "--health",
        action="store_true",
        help="answer /healthz at KOLLEGA_HOST and KOLLEGA_PORT while watching: 503 after a failure",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would change, and change nothing"
    )


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Synchronise each source in turn; 1 if one of them, or nothing of any, could be read."""
    if options.name and len(options.sources) > 1:
        raise ConfigurationError("--name names one source; give one SOURCE with it.")
    wanted = _wanted(options, settings)
    if options.watch:
        return await _watch(options, settings, wanted)
    if options.every is not None or options.health:
        raise ConfigurationError("--every and --health are of --watch; give it too, or neither.")
    done = await _round(options, settings, wanted)
    return DONE if done else FAILED


def _wanted(options: argparse.Namespace, settings: Settings) -> Sequence[SourceLine]:
    """What to read: as the command line says, else as the profile does."""
    given = [
        SourceLine(source=location, readers=tuple(options.readers or ()))
        for location in options.sources
    ]
    wanted = given or app.profile_sources(settings)
    if not wanted:
        raise ConfigurationError(
            "Nothing to ingest: give a SOURCE, or set KOLLEGA_PROFILE, whose [[sources]] are read."
        )
    return wanted


async def _watch(
    options: argparse.Namespace, settings: Settings, wanted: Sequence[SourceLine]
) -> int:
    """Round after round until asked to stop; a round that fails ends nothing."""
    if options.dry_run:
        raise ConfigurationError("--dry-run changes nothing, so there is nothing to --watch.")
    minutes = EVERY_MINUTES if options.every is None else options.every
    told = WAITING.in_language(chosen_language(options) or "sv", minutes=f"{minutes:g}")
    went_well = True

    async def one_round() -> None:
        nonlocal went_well
        try:
            went_well = await _round(options, settings, wanted)
            if not went_well:
                logger.warning("A round of ingestion failed")
        except (DocumentError, UnavailableError) as error:
            went_well = False
            print(f"kollega: {error}", file=sys.stderr)
            logger.warning("A round of ingestion failed", extra={"error": type(error).__name__})
        print(told, file=sys.stderr, flush=True)

    answering = app.telling_health(settings, lambda: went_well) if options.health else nullcontext()
    async with answering:
        await repeat(one_round, every_s=60 * minutes, stop=asked_to_stop())
    return DONE


async def _round(
    options: argparse.Namespace, settings: Settings, wanted: Sequence[SourceLine]
) -> bool:
    """Every source once, and what became of them on the terminal; whether all is well.

    A source that fails keeps no other from being read. Raises what the first of them raised if all
    fail.
    """
    reports: list[SyncReport] = []
    errors: list[DocumentError | UnavailableError] = []
    names: set[str] = set()
    for line in wanted:
        try:
            reports.append(await _synchronise(settings, line, options, names))
        except (DocumentError, UnavailableError) as error:
            errors.append(error)
    if errors and not reports:
        raise errors[0]
    language = chosen_language(options) or "sv"
    for remark in (*(f"kollega: {error}" for error in errors), *remarks(reports, language)):
        print(remark, file=sys.stderr)
    show(options, as_json(reports, language), readable(reports, language))
    has_any = any(report.chunks for report in reports)
    return not errors and (has_any or not any(report.failures for report in reports))


async def _synchronise(
    settings: Settings, line: SourceLine, options: argparse.Namespace, names: set[str]
) -> SyncReport:
    location = line.source
    # SharePoint says itself who may read; beside other sources, --readers is for those.
    is_for_others = len(options.sources) != 1 and location.startswith("sharepoint:")
    # A password in an address is nobody's business.
    with Bar(location.rpartition("@")[2], chosen_language(options) or "sv") as bar:
        opened = app.open_source(
            location,
            settings,
            name=options.name,
            readers=None if is_for_others else frozenset(line.readers) or None,
            site_groups=dict(options.site_group),
            dry_run=options.dry_run,
            on_crawl=bar.look,
        )
        async with opened as source:
            _refuse_second(source.name, names)
            return await app.ingest(
                settings,
                source,
                dry_run=options.dry_run,
                on_progress=bar.advance,
                on_rebuilt=partial(_tell_rebuilt, options),
            )


def _tell_rebuilt(options: argparse.Namespace, rebuilt: Rebuilt) -> None:
    print(f"kollega: {told_rebuilt(rebuilt, chosen_language(options) or 'sv')}", file=sys.stderr)


def _refuse_second(name: str, names: set[str]) -> None:
    if name in names:
        raise ConfigurationError(
            f"Two sources are called {name}, and the second would replace the first: "
            "ingest them one by one, each with a --name of its own."
        )
    names.add(name)


def _minutes(text: str) -> float:
    minutes = float(text)
    if not 0 < minutes <= _LONGEST_MINUTES:
        raise argparse.ArgumentTypeError(f"must be more than 0 and at most {_LONGEST_MINUTES}")
    return minutes


def _groups(text: str) -> frozenset[str]:
    return frozenset(group.strip() for group in text.split(",") if group.strip())


def _site_group(text: str) -> tuple[str, frozenset[str]]:
    name, _, groups = text.rpartition("=")
    if not name.strip() or not _groups(groups):
        raise argparse.ArgumentTypeError("write NAME=GROUP, such as 'Intranätets besökare=alla'")
    return name.strip().casefold(), _groups(groups)
