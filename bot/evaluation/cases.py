"""Questions with what a good answer to them holds, read from a file of one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, cast, get_args

from bot.errors import ConfigurationError
from bot.identity.base import Audience
from bot.turn import Outcome

Part = Literal["all", "tuning", "held-out"]
"""Answers are tuned on some of the cases; what they are worth shows on the rest."""

_HELD_OUT_PERCENT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a good reply holds. None and empty: not judged."""

    outcome: Outcome
    skill: str | None = None
    documents: tuple[str, ...] = ()
    """Ids of documents that are all cited."""
    must_include: tuple[str, ...] = ()
    must_not_include: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question by one person, after what they asked before it in the same conversation."""

    id: str
    question: str
    person: str
    """A key of people.toml."""
    audience: Audience
    history: tuple[str, ...]
    expected: Expected

    @property
    def held_out(self) -> bool:
        """Whether tuning must not see it: decided by the id, so that it never changes."""
        return int.from_bytes(sha256(self.id.encode()).digest()[:4]) % 100 < _HELD_OUT_PERCENT


def load_cases(path: Path, *, part: Part = "all") -> list[Case]:
    """The cases of `part`, in the file's order.

    Raises `ConfigurationError`, naming the line, if the file is missing or malformed, and if it
    holds no case.
    """
    cases = [case for case in _cases(path) if part == "all" or case.held_out == (part != "tuning")]
    if not cases:
        raise ConfigurationError(f"{path} holds no case to evaluate")
    return cases


def _cases(path: Path) -> Iterator[Case]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from error
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = _case(json.loads(line))
            if case.id in seen:
                raise ValueError(f"the id {case.id!r} is used twice")
        except ValueError as error:
            raise ConfigurationError(f"{path}, line {number}: {error}") from error
        seen.add(case.id)
        yield case


def _case(raw: object) -> Case:
    case = _fields(raw, "a case", {"id", "question", "as", "audience", "history", "expect"})
    expect = _fields(
        case.get("expect"),
        "expect",
        {"outcome", "skill", "documents", "must_include", "must_not_include"},
    )
    return Case(
        id=_text(case, "id"),
        question=_text(case, "question"),
        person=_text(case, "as"),
        audience=cast(Audience, _one_of(case, "audience", get_args(Audience), default="private")),
        history=_texts(case, "history"),
        expected=Expected(
            outcome=cast(Outcome, _one_of(expect, "outcome", get_args(Outcome))),
            skill=_text(expect, "skill") if expect.get("skill") is not None else None,
            documents=_texts(expect, "documents"),
            must_include=_texts(expect, "must_include"),
            must_not_include=_texts(expect, "must_not_include"),
        ),
    )


def _fields(raw: object, what: str, known: set[str]) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise ValueError(f"{what} is a JSON object")
    if unknown := raw.keys() - known:
        raise ValueError(f"{what} has no field {min(unknown)!r}")
    return raw


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name!r} is a text")
    return value


def _texts(fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = fields.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise ValueError(f"{name!r} is a list of texts")
    return tuple(value)


def _one_of(
    fields: Mapping[str, object], name: str, allowed: tuple[str, ...], *, default: str | None = None
) -> str:
    value = fields.get(name, default)
    if value not in allowed:
        raise ValueError(f"{name!r} is one of {', '.join(allowed)}")
    return str(value)
