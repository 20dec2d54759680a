"""What Graph's refusals mean for a document."""

from __future__ import annotations

from bot.ingestion.reasons import Reason
from bot.ingestion.sources.sharepoint.graph import TOO_LARGE, GraphError
from bot.ingestion.workers.limits import Limits

FORBIDDEN = frozenset((401, 403))
GONE = frozenset((404, 410))
_THROTTLED = frozenset((429, 503, 509))


def reason_of(error: GraphError) -> Reason:
    """The reason to tell; temporary unless it says something of the document itself."""
    detail = f"{error.status} {error.code}".strip()
    if error.status in _THROTTLED:
        return Reason("throttled", detail)
    if error.status in FORBIDDEN:
        return Reason("forbidden", detail)
    if error.status in GONE:
        return Reason("gone", detail)
    if error.status == TOO_LARGE:
        return Reason("too_large", f"> {Limits().file_mb} MB")
    return Reason("unreachable", detail)
