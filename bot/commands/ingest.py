"""Read documents into the index: what is new or changed, and removals, source by source."""

from __future__ import annotations

import argparse
import logging
import sys
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
        nargs="+",
        metavar="SOURCE",
        help="a folder, one document, a website (https://…) or sharepoint:SITE",
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
        "--dry-run", action="store_true", help="say what would change, and change nothing"
    )


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Synchronise each source in turn; 1 if one of them, or nothing of any, could be read."""
    if options.name and len(options.sources) > 1:
        raise ConfigurationError("--name names one source; give one SOURCE with it.")
    if options.watch:
        return await _watch(options, settings)
    if options.every is not None:
        raise ConfigurationError("--every says how often to --watch; give both, or neither.")
    done = await _round(options, settings)
    return DONE if done else FAILED


async def _watch(options: argparse.Namespace, settings: Settings) -> int:
    """Round after round until asked to stop; a round that fails ends nothing."""
    if options.dry_run:
        raise ConfigurationError("--dry-run changes nothing, so there is nothing to --watch.")
    minutes = EVERY_MINUTES if options.every is None else options.every
    told = WAITING.in_language(chosen_language(options) or "sv", minutes=f"{minutes:g}")

    async def one_round() -> None:
        try:
            if not await _round(options, settings):
                logger.warning("A round of ingestion failed")
        except (DocumentError, UnavailableError) as error:
            print(f"kollega: {error}", file=sys.stderr)
            logger.warning("A round of ingestion failed", extra={"error": type(error).__name__})
        print(told, file=sys.stderr, flush=True)

    await repeat(one_round, every_s=60 * minutes, stop=asked_to_stop())
    return DONE


async def _round(options: argparse.Namespace, settings: Settings) -> bool:
    """Every source once, and what became of them on the terminal; whether all is well.

    A source that fails keeps no other from being read. Raises what the first of them raised if all
    fail.
    """
    reports: list[SyncReport] = []
    errors: list[DocumentError | UnavailableError] = []
    names: set[str] = set()
    for location in options.sources:
        try:
            reports.append(await _synchronise(settings, location, options, names))
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
    settings: Settings, location: str, options: argparse.Namespace, names: set[str]
) -> SyncReport:
    # SharePoint says itself who may read; beside other sources, --readers is for those.
    is_for_others = len(options.sources) > 1 and location.startswith("sharepoint:")
    # A password in an address is nobody's business.
    with Bar(location.rpartition("@")[2], chosen_language(options) or "sv") as bar:
        opened = app.open_source(
            location,
            settings,
            name=options.name,
            readers=None if is_for_others else options.readers,
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
