"""Records as a registrator reads and hands them out: personal identity numbers masked, always."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.errors import ConfigurationError
from bot.privacy.personal_data import mask
from bot.storage.erasure import FoundRecord

_COLUMNS = ("kind", "at", "user", "conversation", "field", "text")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for one."""


def summary(record: FoundRecord) -> Mapping[str, object]:
    """Which record it is, without a word of what it says."""
    return {
        "kind": record.kind,
        "at": record.at.isoformat(timespec="seconds"),
        "user": record.user_id,
        "conversation": record.conversation_id,
    }


def export(records: Sequence[FoundRecord], path: Path) -> None:
    """Write them to a new file, .json or .csv (for Excel in Swedish: semicolons and a mark).

    Raises `ConfigurationError` if the file exists, cannot be written or has another ending.
    """
    if path.suffix.lower() not in (".json", ".csv"):
        raise ConfigurationError("--out must end in .json or .csv")
    text = _json(records) if path.suffix.lower() == ".json" else "\ufeff" + _csv(records)
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            path.chmod(0o600)
            file.write(text)
    except FileExistsError:
        raise ConfigurationError(f"{path} exists already: put another --out") from None
    except OSError as error:
        raise ConfigurationError(f"--out {path} cannot be written: {error.strerror}") from error


def _json(records: Sequence[FoundRecord]) -> str:
    rows = [{**summary(one), "texts": _masked(one)} for one in records]
    return json.dumps({"records": rows}, ensure_ascii=False, indent=2) + "\n"


def _csv(records: Sequence[FoundRecord]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(_COLUMNS)
    for one in records:
        for name, text in _masked(one).items():
            row = (*summary(one).values(), name, text)
            writer.writerow([_harmless("" if cell is None else str(cell)) for cell in row])
    return written.getvalue()


def _masked(record: FoundRecord) -> dict[str, str]:
    return {name: mask(text).text for name, text in record.texts.items()}


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
