"""Records as a registrator reads and hands them out: personal identity numbers masked, always."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from bot.calendars.base import STOCKHOLM
from bot.commands import records_texts as texts
from bot.errors import ConfigurationError
from bot.language.texts import Language
from bot.operations.pages.shell import document
from bot.privacy.personal_data import mask
from bot.storage.erasure import FoundRecord

_ENDINGS = (".html", ".csv", ".json")
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


def table(records: Sequence[FoundRecord], language: Language) -> str:
    """The same of several, in columns for the terminal, with their number."""
    rows = [
        [column.in_language(language) for column in texts.COLUMNS],
        *(_readable(one, language) for one in records),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join((*lines, texts.COUNT.in_language(language, count=len(records))))


def refuse_to_write(path: Path | None, language: Language) -> None:
    """Raise `ConfigurationError` if an export cannot go there: before anything is looked for."""
    if path is None:
        raise ConfigurationError(texts.NO_OUT.in_language(language))
    if path.suffix.lower() not in _ENDINGS:
        raise ConfigurationError(texts.WRONG_OUT.in_language(language))
    if path.exists():
        raise ConfigurationError(texts.OUT_EXISTS.in_language(language, file=path))


def export(records: Sequence[FoundRecord], path: Path, language: Language, *, reason: str) -> None:
    """Write them to a new file: .html to read and print, .csv (for Excel in Swedish: semicolons
    and a mark) or .json. Raises `ConfigurationError` if it cannot be written.
    """
    match path.suffix.lower():
        case ".html":
            text = _html(records, language, reason)
        case ".csv":
            text = "\ufeff" + _csv(records, language)
        case _:
            text = _json(records)
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            path.chmod(0o600)
            file.write(text)
    except OSError as error:
        told = texts.OUT_FAILED.in_language(language, file=path, reason=error.strerror)
        raise ConfigurationError(told) from error


def _json(records: Sequence[FoundRecord]) -> str:
    rows = [{**summary(one), "texts": _masked(one)} for one in records]
    return json.dumps({"records": rows}, ensure_ascii=False, indent=2) + "\n"


def _csv(records: Sequence[FoundRecord], language: Language) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    columns = (*texts.COLUMNS, texts.FIELD, texts.CONTENT)
    writer.writerow([column.in_language(language) for column in columns])
    for one in records:
        for name, text in _masked(one).items():
            row = (*_readable(one, language), texts.field_name(name, language), text)
            writer.writerow([_harmless(cell) for cell in row])
    return written.getvalue()


def _html(records: Sequence[FoundRecord], language: Language, reason: str) -> str:
    title = texts.EXTRACT.in_language(language)
    count = texts.COUNT.in_language(language, count=len(records))
    now = _local(datetime.now(STOCKHOLM))
    told = texts.EXTRACTED.in_language(language, now=now, reason=reason, count=count)
    return document(
        f"<h1>{title}</h1>\n<p>{escape(told)}</p>\n"
        + "".join(_section(one, language) for one in records),
        title=title,
        language=language,
    )


def _section(record: FoundRecord, language: Language) -> str:
    kind, at, user, conversation = _readable(record, language)
    whose = {texts.COLUMNS[2]: user, texts.COLUMNS[3]: conversation}
    rows = {label.in_language(language): text for label, text in whose.items() if text}
    rows |= {
        texts.field_name(name, language): text for name, text in _masked(record).items() if text
    }
    listed = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{_lines(text)}</td></tr>\n'
        for label, text in rows.items()
    )
    return f"<h2>{escape(at)}: {escape(kind)}</h2>\n<table>\n{listed}</table>\n"


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _readable(record: FoundRecord, language: Language) -> list[str]:
    """The cells of `COLUMNS`."""
    kind = texts.kind_name(record.kind, language)
    return [kind, _local(record.at), record.user_id or "", record.conversation_id or ""]


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"


def _masked(record: FoundRecord) -> dict[str, str]:
    return {name: mask(text).text for name, text in record.texts.items()}


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
