"""The registrator's desk: find, hold, export and delete what is kept.

Every use is noted in the store with its reason.
"""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import Records, open_records
from bot.calendars.base import STOCKHOLM
from bot.commands import records_texts as texts
from bot.commands.options import chosen_language, show
from bot.commands.persons import WHOSE, person_id
from bot.commands.receipts import holds_told, receipt_as_json, receipt_as_text
from bot.commands.records_export import export, refuse_to_write, summary, table
from bot.errors import ConfigurationError
from bot.language.texts import Language
from bot.settings import Settings
from bot.storage.erasure import Hold, RecordsDesk, Selection

WHAT = ("search", "export", "delete", "hold", "holds", "release")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("what", choices=WHAT, help="what to do")
    parser.add_argument("--reason", required=True, help="why: noted in the store")
    parser.add_argument("--user", metavar="ID", help=WHOSE)
    parser.add_argument("--conversation", metavar="ID", help="what is of this conversation")
    parser.add_argument("--from", dest="since", type=_day, metavar="DATE", help="first day")
    parser.add_argument("--to", dest="until", type=_day, metavar="DATE", help="last day")
    parser.add_argument(
        "--decision", metavar="NUMBER", help="what a deletion rests on, or a hold belongs to"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="export to this .html, .csv or .json"
    )
    parser.add_argument("--hold", metavar="ID", help="the hold to release")


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Do what is asked; of holds it prints those that are then in force."""
    language = chosen_language(options) or "sv"
    if not options.reason.strip():
        raise ConfigurationError(texts.NO_REASON.in_language(language))
    options.user = person_id(options.user, settings, language)
    async with open_records(settings) as records:
        if options.what in ("search", "export"):
            return await _find(records.desk, options, language)
        if options.what == "delete":
            return await _delete(records.desk, options, language)
        if options.what == "hold":
            await records.erasure.hold(_hold(options, language))
        elif options.what == "release":
            await _release(records, options, language)
        holds = await records.erasure.holds()
    show(options, {"holds": [_as_json(hold) for hold in holds]}, _as_text(holds, language))
    return 0


async def _find(desk: RecordsDesk, options: argparse.Namespace, language: Language) -> int:
    """Print which records there are, without their words; those go to the file of an export."""
    if options.what == "export":
        refuse_to_write(options.out, language)
    selection = _selection(options, language)
    found = await desk.find(selection, action=options.what, reason=options.reason)
    if options.what == "export":
        export(found, options.out, language, reason=options.reason)
    text = table(found, language) if found else texts.NOTHING.in_language(language)
    if options.what == "export":
        text += "\n" + texts.WRITTEN.in_language(language, file=options.out)
    show(options, {"records": [summary(one) for one in found]}, text)
    return 0


async def _delete(desk: RecordsDesk, options: argparse.Namespace, language: Language) -> int:
    if not (options.decision or "").strip():
        raise ConfigurationError(texts.NO_DECISION.in_language(language))
    with holds_told(language):
        receipt = await desk.delete(
            _selection(options, language), decision=options.decision, reason=options.reason
        )
    show(options, receipt_as_json(receipt), receipt_as_text(receipt, language))
    return 0


def _selection(options: argparse.Namespace, language: Language) -> Selection:
    if not (options.user or options.conversation or options.since or options.until):
        raise ConfigurationError(texts.NO_SELECTION.in_language(language))
    if options.since and options.until and options.since > options.until:
        raise ConfigurationError(texts.WRONG_PERIOD.in_language(language))
    return Selection(
        user_id=options.user,
        conversation_id=options.conversation,
        since=options.since,
        until=options.until + timedelta(days=1) if options.until else None,
    )


async def _release(records: Records, options: argparse.Namespace, language: Language) -> None:
    if not await records.erasure.release(options.hold or "", reason=options.reason):
        raise ConfigurationError(texts.NO_SUCH_HOLD.in_language(language))


def _hold(options: argparse.Namespace, language: Language) -> Hold:
    if not (options.decision or "").strip():
        raise ConfigurationError(texts.NO_MATTER.in_language(language))
    selection = _selection(options, language)
    return Hold(
        id=secrets.token_hex(4),
        user_id=selection.user_id,
        conversation_id=selection.conversation_id,
        since=selection.since,
        until=selection.until,
        reason=options.reason,
        decision=options.decision,
    )


def _day(text: str) -> datetime:
    """A day in Sweden, from its midnight."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=STOCKHOLM)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a date, such as 2026-11-01") from None


def _as_json(hold: Hold) -> dict[str, str | None]:
    return {
        "id": hold.id,
        "user": hold.user_id,
        "conversation": hold.conversation_id,
        "from": _date(hold.since),
        "before": _date(hold.until),
        "reason": hold.reason,
        "decision": hold.decision,
    }


def _date(moment: datetime | None) -> str | None:
    return moment.astimezone(STOCKHOLM).date().isoformat() if moment else None


def _as_text(holds: Sequence[Hold], language: Language) -> str:
    if not holds:
        return texts.NOTHING_HELD.in_language(language)
    lines = []
    for hold in holds:
        told = _as_json(hold)
        parts = [
            f"{label.in_language(language)} {told[name]}"
            for name, label in texts.HOLD_PARTS.items()
            if told[name]
        ]
        lines.append(f"{hold.id}: {', '.join(parts)}")
    return "\n".join(lines)
