"""What was found at each address of a website, and how that is remembered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, cast

from bot.ingestion.reasons import Reason, reason_code

_FORMAT = 1
"""Raised when what is remembered changes its meaning: everything is then asked for anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One address, as it was when it was last asked for."""

    at: float
    """Seconds since 1970."""
    reason: Reason | None = None
    """Why there is no document."""
    missing: Reason | None = None
    """Why it could not be asked for the last time; all else is then of an earlier time. Not
    remembered."""
    version: str = ""
    """Of the document."""
    extension: str = ""
    """Under which the parsers know it."""
    etag: str = ""
    modified: str = ""
    lastmod: str = ""
    """When the sitemap said that it had changed."""
    canonical: str = ""
    """The address that the page gives for itself, if it is another one of the site."""
    moved_to: str = ""
    """Where it redirects to within the site."""
    links: tuple[str, ...] = ()
    """Where it leads within the site."""


def encode_line(address: str, visit: Visit) -> str:
    """One visit as a line of JSON."""
    return json.dumps([address, *_values(visit), list(visit.links)], ensure_ascii=False)


def decode_line(line: str) -> tuple[str, Visit]:
    """The visit in a line. Raises `ValueError` if there is none."""
    try:
        address, *values, links = json.loads(line)
        return str(address), _visit(values, tuple(str(link) for link in links))
    except (TypeError, LookupError) as error:
        raise ValueError("not a visit") from error


def encode_all(start: str, visits: Mapping[str, Visit]) -> str:
    """All visits as text; addresses, which are linked from everywhere, are written once."""
    numbers: dict[str, int] = {}
    rows = []
    for address, visit in visits.items():
        links = [numbers.setdefault(link, len(numbers)) for link in visit.links]
        rows.append([address, *_values(visit), links])
    state = {"format": _FORMAT, "start": start, "addresses": list(numbers), "visits": rows}
    return json.dumps(state, ensure_ascii=False)


def decode_all(start: str, state: str | None) -> dict[str, Visit]:
    """What `encode_all` wrote for the same start; nothing for anything else."""
    try:
        raw = json.loads(state or "{}")
        if raw.get("format") != _FORMAT or raw.get("start") != start:
            return {}
        addresses = [str(address) for address in raw["addresses"]]
        return {
            str(address): _visit(values, tuple(addresses[number] for number in numbers))
            for address, *values, numbers in raw["visits"]
        }
    except (ValueError, TypeError, LookupError, AttributeError):
        return {}


_OTHERS = ("at", "reason", "missing", "links")
_TEXTS = tuple(one.name for one in fields(Visit) if one.name not in _OTHERS)


def _values(visit: Visit) -> list[float | str]:
    reason = visit.reason or Reason("crashed")
    code = visit.reason.code if visit.reason else ""
    return [visit.at, code, reason.detail, *(getattr(visit, name) for name in _TEXTS)]


def _visit(values: Iterable[object], links: tuple[str, ...]) -> Visit:
    at, code, detail, *texts = values
    if len(texts) != len(_TEXTS):
        raise ValueError("not a visit")
    return Visit(
        at=float(str(at)),
        reason=Reason(reason_code(str(code)), str(detail)) if code else None,
        links=links,
        **cast(Any, dict(zip(_TEXTS, map(str, texts), strict=True))),
    )
