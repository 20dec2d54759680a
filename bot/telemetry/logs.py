"""Logs that are safe to keep: a constant message and a few known facts, never what people wrote.

Kollega logs `logger.warning("a dependency failed", extra={"error": "TimeoutError"})`. The formatter
writes the message as it stands in the code, without its arguments; facts only under the names in
`FIELDS`; and an exception as its type and the lines of code it passed, without its text. What a
library logs is not written by us, so only its logger, level and place are kept: azure, openai,
httpx, msal and aiohttp put headers and bodies into theirs.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Literal, TextIO

FIELDS = frozenset(
    {
        "activity_type",
        "attempts",
        "audience",
        "backend",
        "cause",
        "count",
        "duration_ms",
        "error",
        "host",
        "kind",
        "language",
        "model",
        "outcome",
        "port",
        "reference",
        "setting",
        "skill",
        "stage",
        "status",
        "topic",
    }
)
"""What may be logged of a record's facts. None of these ever holds text, a name or an id."""
LONGEST = 200
"""Characters of one value."""
OWN = ("bot", "skills", "__main__")
"""Loggers whose messages are constants in this repository."""

Form = Literal["text", "json"]
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without what is mistaken for something else when read aloud or copied by hand: 0/O, 1/I/L."""
_TALKATIVE = ("azure", "httpx2")
"""Libraries that tell of every request; since their words are left out, that says nothing."""
_FRAMES = 8
"""How many lines of a traceback are kept."""


def configure(level: int = logging.INFO, *, form: Form = "text", to: TextIO | None = None) -> None:
    """Send all logging of the process to `to` (standard error), and nothing anywhere else."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(SafeFormatter(form))
    root = logging.getLogger()
    for other in list(root.handlers):
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _TALKATIVE:
        is_wanted = level <= logging.DEBUG
        logging.getLogger(name).setLevel(logging.NOTSET if is_wanted else logging.WARNING)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # a broken record would be printed with its arguments


def reference_code() -> str:
    """A short code to read out to support: about 900 million of them."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(6))


class SafeFormatter(logging.Formatter):
    """Writes a record as one line of `key=value` or JSON."""

    def __init__(self, form: Form = "text") -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the record holds."""
        facts = dict(_facts(record))
        if self._form == "json":
            return json.dumps(facts, ensure_ascii=False)
        return " ".join(f"{name}={_quoted(value)}" for name, value in facts.items())


def _facts(record: logging.LogRecord) -> Iterator[tuple[str, str | int | float]]:
    moment = datetime.fromtimestamp(record.created, UTC)
    yield "time", moment.isoformat(timespec="milliseconds")
    yield "level", record.levelname
    yield "logger", safe(record.name)
    if record.name.partition(".")[0] in OWN:
        yield "message", safe(record.msg)
        yield from _extra(record.__dict__)
    else:
        yield "message", "from a library"
        yield "at", f"{safe(record.module)}:{record.lineno}"
    if record.exc_info and record.exc_info[1] is not None:
        yield "exception", type(record.exc_info[1]).__name__
        yield "trace", _trace(record.exc_info[1])


def _extra(attributes: Mapping[str, object]) -> Iterator[tuple[str, str | int | float]]:
    for name in sorted(FIELDS & attributes.keys()):
        value = attributes[name]
        if isinstance(value, int | float):
            yield name, value
        elif isinstance(value, str):
            yield name, safe(value)


def safe(value: object) -> str:
    """The value without what could forge or hide a line, and not longer than a fact is."""
    if not isinstance(value, str):
        return type(value).__name__
    cut = value[:LONGEST]
    return "".join(character if character.isprintable() else " " for character in cut)


def _trace(error: BaseException) -> str:
    """Where the exception passed, innermost last, without what any of them says."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return " > ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames)


def _quoted(value: str | int | float) -> str:
    if isinstance(value, str) and (not value or any(mark in value for mark in ' "=')):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
