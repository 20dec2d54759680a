"""Read documents into the index: what is new or changed, and removals, source by source."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence

from tqdm import tqdm

from bot import app
from bot.commands.options import chosen_language, show
from bot.errors import ConfigurationError
from bot.identity.base import Language
from bot.ingestion.sources.base import Problem
from bot.ingestion.sync.report import SyncReport
from bot.language.texts import Text
from bot.settings import Settings

SUMMARY = Text(
    sv=(
        "{added} nya, {changed} ändrade, {unchanged} oförändrade, {removed} borttagna, "
        "{failed} kunde inte läsas. {chunks} stycken i indexet efter {seconds:.1f} s."
    ),
    en=(
        "{added} new, {changed} changed, {unchanged} unchanged, {removed} removed, "
        "{failed} could not be read. {chunks} passages in the index after {seconds:.1f} s."
    ),
)


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
        "--dry-run", action="store_true", help="say what would change, and change nothing"
    )


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Synchronise each source in turn; 1 if nothing at all could be read."""
    if options.name and len(options.sources) > 1:
        raise ConfigurationError("--name names one source; give one SOURCE with it.")
    reports = [await _synchronise(settings, location, options) for location in options.sources]
    language = chosen_language(options) or "sv"
    for remark in _remarks(reports, language):
        print(remark, file=sys.stderr)
    show(options, _as_json(reports, language), _readable(reports, language))
    nothing = all(report.chunks == 0 for report in reports)
    return 1 if nothing and any(report.failures for report in reports) else 0


async def _synchronise(
    settings: Settings, location: str, options: argparse.Namespace
) -> SyncReport:
    # disable=None: no bar unless standard error is a terminal.
    with tqdm(desc=location, unit=" pages", disable=None, leave=False) as bar:

        def look(done: int, known: int) -> None:
            bar.total = known
            bar.update(done - bar.n)

        def advance(done: int, total: int, _: str) -> None:
            if bar.total != total:
                bar.unit = " documents"
                bar.reset(total)
            bar.update(done - bar.n)

        opened = app.open_source(
            location,
            settings,
            name=options.name,
            readers=options.readers,
            site_groups=dict(options.site_group),
            dry_run=options.dry_run,
            on_crawl=look,
        )
        async with opened as source:
            return await app.ingest(settings, source, dry_run=options.dry_run, on_progress=advance)


def _groups(text: str) -> frozenset[str]:
    return frozenset(group.strip() for group in text.split(",") if group.strip())


def _site_group(text: str) -> tuple[str, frozenset[str]]:
    name, _, groups = text.rpartition("=")
    if not name.strip() or not _groups(groups):
        raise argparse.ArgumentTypeError("write NAME=GROUP, such as 'Intranätets besökare=alla'")
    return name.strip().casefold(), _groups(groups)


def _counts(reports: Sequence[SyncReport]) -> Mapping[str, int]:
    names = ("added", "changed", "unchanged", "removed", "failed")
    return {name: sum(getattr(report.documents, name) for report in reports) for name in names}


def _as_json(reports: Sequence[SyncReport], language: Language) -> Mapping[str, object]:
    return {
        "documents": _counts(reports),
        "chunks": sum(report.chunks for report in reports),
        "failures": [
            {"document": problem.document, "reason": problem.reason.in_language(language)}
            for report in reports
            for problem in report.failures
        ],
        "seconds": round(sum(report.seconds for report in reports), 2),
    }


def _readable(reports: Sequence[SyncReport], language: Language) -> str:
    summary = SUMMARY.in_language(
        language,
        **_counts(reports),
        chunks=sum(report.chunks for report in reports),
        seconds=sum(report.seconds for report in reports),
    )
    problems = _told(reports, language, lambda report: report.failures)
    return "\n".join((summary, *problems))


def _told(
    reports: Sequence[SyncReport],
    language: Language,
    which: Callable[[SyncReport], Sequence[Problem]],
) -> list[str]:
    return [
        f"  {problem.document}: {problem.reason.in_language(language)}"
        for report in reports
        for problem in which(report)
    ]


def _remarks(reports: Sequence[SyncReport], language: Language) -> list[str]:
    """What is not wrong but worth a look: files left out, hidden text that was removed."""
    notes = [
        f"  {document}: {note.in_language(language)}"
        for report in reports
        for document, note in report.notes
    ]
    told = _told(reports, language, lambda report: (*report.warnings, *report.skipped))
    return told + notes
