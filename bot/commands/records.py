"""The registrator's desk: find, hold, export and delete what is kept.

Every use is noted in the store with its reason.
"""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import Records, open_records
from bot.commands.options import show
from bot.commands.receipts import receipt_as_json, receipt_as_text
from bot.commands.records_export import export, summary
from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.storage.erasure import Hold, RecordsDesk, Selection

WHAT = ("search", "export", "delete", "hold", "holds", "release")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("what", choices=WHAT, help="what to do")
    parser.add_argument("--reason", required=True, help="why: noted in the store")
    parser.add_argument("--user", metavar="ID", help="what is about this person")
    parser.add_argument("--conversation", metavar="ID", help="what is of this conversation")
    parser.add_argument("--from", dest="since", type=_day, metavar="DATE", help="first day")
    parser.add_argument("--to", dest="until", type=_day, metavar="DATE", help="last day")
    parser.add_argument(
        "--decision", metavar="NUMBER", help="what a deletion rests on, or a hold belongs to"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="export to this .json or .csv")
    parser.add_argument("--hold", metavar="ID", help="the hold to release")


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Do what is asked; of holds it prints those that are then in force."""
    if not options.reason.strip():
        raise ConfigurationError("--reason is empty: say why")
    async with open_records(settings) as records:
        if options.what in ("search", "export"):
            return await _find(records.desk, options)
        if options.what == "delete":
            return await _delete(records.desk, options)
        if options.what == "hold":
            await records.erasure.hold(_hold(options))
        elif options.what == "release":
            await _release(records, options)
        holds = await records.erasure.holds()
    show(options, {"holds": [_as_json(hold) for hold in holds]}, _as_text(holds))
    return 0


async def _find(desk: RecordsDesk, options: argparse.Namespace) -> int:
    """Print which records there are, without their words; those go to the file of an export."""
    if options.what == "export" and options.out is None:
        raise ConfigurationError("--out is missing: put the .json or .csv file to export to")
    selection = _selection(options)
    found = await desk.find(selection, action=options.what, reason=options.reason)
    if options.what == "export":
        export(found, options.out)
    rows = [summary(one) for one in found]
    text = "\n".join(", ".join(str(value) for value in row.values() if value) for row in rows)
    count = f"{len(rows)} records." if rows else "Nothing is kept of that."
    show(options, {"records": rows}, f"{text}\n{count}".strip())
    return 0


async def _delete(desk: RecordsDesk, options: argparse.Namespace) -> int:
    if not (options.decision or "").strip():
        raise ConfigurationError("--decision is missing: put the number of the gallringsbeslut")
    receipt = await desk.delete(
        _selection(options), decision=options.decision, reason=options.reason
    )
    show(options, receipt_as_json(receipt), receipt_as_text(receipt))
    return 0


def _selection(options: argparse.Namespace) -> Selection:
    if not (options.user or options.conversation or options.since or options.until):
        raise ConfigurationError(
            f"What to {options.what}? Put --user, --conversation, --from or --to"
        )
    return Selection(
        user_id=options.user,
        conversation_id=options.conversation,
        since=options.since,
        until=options.until + timedelta(days=1) if options.until else None,
    )


async def _release(records: Records, options: argparse.Namespace) -> None:
    if not await records.erasure.release(options.hold or "", reason=options.reason):
        raise ConfigurationError("--hold names no hold: `kollega records holds` lists them")


def _hold(options: argparse.Namespace) -> Hold:
    if not options.decision:
        raise ConfigurationError("--decision is missing: put the number of the matter")
    selection = _selection(options)
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
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a date, such as 2026-11-01") from None


def _as_json(hold: Hold) -> dict[str, str | None]:
    return {
        "id": hold.id,
        "user": hold.user_id,
        "conversation": hold.conversation_id,
        "from": hold.since.date().isoformat() if hold.since else None,
        "before": hold.until.date().isoformat() if hold.until else None,
        "reason": hold.reason,
        "decision": hold.decision,
    }


def _as_text(holds: Sequence[Hold]) -> str:
    if not holds:
        return "Nothing is held."
    return "\n".join(
        ", ".join(f"{name} {value}" for name, value in _as_json(hold).items() if value)
        for hold in holds
    )
