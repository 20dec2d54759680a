"""What can be asked is 4,000 characters of anything, and is read where everybody waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.consult.lookups.amounts import asked_amount, span_of, without_amounts
from bot.consult.lookups.delegation import asks_who_decides
from bot.consult.periods import (
    asked_period,
    asks_of_earlier,
    document_named,
    in_the_present,
)
from bot.consult.plain import plainly
from bot.consult.wording import (
    asks_which_version,
    last_clause,
    tells_what_happened,
    what_happened,
)
from tests.cpu import least_cpu_s


@pytest.mark.parametrize(
    "reads",
    [
        asked_amount,
        without_amounts,
        span_of,
        asks_who_decides,
        asks_which_version,
        in_the_present,
        last_clause,
        lambda text: asked_period(text, date(2026, 11, 24)),
        asks_of_earlier,
        document_named,
        plainly,
        tells_what_happened,
        what_happened,
    ],
)
@pytest.mark.parametrize(
    "piece",
    [
        " ",
        "1",
        "1 ",
        "a",
        "gäller ",
        "än ",
        "vem ",
        "så, ",
        "policy ",
        "tja, hur ",
        "vad gör jag ",
        "i ",
        "vad gällde 2019 ",
        "före den nya ",
        "mars ",
        "!",
    ],
)
def test_no_question_takes_long(reads: Callable[[str], object], piece: str) -> None:
    question = "Jag" + piece * (4_000 // len(piece)) + "x."

    assert least_cpu_s(lambda: reads(question), runs=2) < 0.1
