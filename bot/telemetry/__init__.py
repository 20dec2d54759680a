"""What can be seen of Kollega from outside while it runs: logs, metrics and traces.

None of them ever holds what people wrote, a name or an id of a person.
"""

from __future__ import annotations

from bot.telemetry.logs import (
    FIELDS,
    LONGEST,
    Form,
    SafeFormatter,
    configure,
    reference_code,
)
from bot.telemetry.meter import Meter
from bot.telemetry.spans import NO_SPANS, Spans

__all__ = [
    "FIELDS",
    "LONGEST",
    "NO_SPANS",
    "Form",
    "Meter",
    "SafeFormatter",
    "Spans",
    "configure",
    "reference_code",
]
