"""How many personal identity numbers are found, how much else is taken for one, and how fast.

Beside what others do: a pattern alone, and the same pattern with the check of the packages
`personnummer` and `python-stdnum`, which both are in the extra `bench`.
"""

from __future__ import annotations

import importlib
import io
import json
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.privacy.personal_data import PLACEHOLDER, mask, mask_stream
from tests.bench.table import Row, shown
from tests.personal_numbers import (
    AMBIGUOUS,
    LOOK_ALIKES,
    SENTENCES,
    SPELLINGS,
    check_digit,
    personal_number,
)

Mask = Callable[[str], str]
_DATA = Path(__file__).parents[1] / "data" / "personnummer"
_CANDIDATE = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+ ]?(?:\d{4}|[A-Z]\d{3})(?!\d)")
_LINES: Mapping[str, str] = {
    "letters": (
        "Den som har varit sjuk i mer än åtta dagar lämnar läkarintyg till sin chef, ring "
        "08-123 456 78, dnr KS 2024/00123.\n"
    ),
    "a register, one number a line": (
        "Anna Andersson;Storgatan 1;850709-9805;tillsvidare;undersköterska\n"
    ),
    "hostile: lone digits": "1 " * 50 + "\n",
    "hostile: pairs": "19 85 07 09 ",
    "hostile: rows of dates": "2024 12 11 4567 ",
    "hostile: hidden characters": "1\u200b" * 40 + "\n",
}


@dataclass(frozen=True, slots=True)
class _Text:
    written: str
    masked: str


async def measure(*, numbers: int = 500) -> list[Row]:
    """`numbers` of each kind in each spelling; a tenth of a second of text for each speed."""
    masks = {"Kollega": lambda text: mask(text).text, **_peers()}
    return [*_recall(masks, numbers), *_false_alarms(masks, 20 * numbers), *_speed()]


def _recall(masks: Mapping[str, Mask], numbers: int) -> Iterator[Row]:
    kinds = {
        "ordinary": _spelled(numbers, coordination=False),
        "samordningsnummer": _spelled(numbers, coordination=True),
        "people over a hundred": list(_centenarians(numbers)),
        "interim numbers": list(_interim(numbers)),
        "published test numbers": list(_published()),
    }
    for kind, texts in kinds.items():
        found = {name: _share(texts, each) for name, each in masks.items()}
        yield _row(f"Personal numbers found: {kind} ({len(texts):,})", found, digits=4)
    everything = [text for texts in kinds.values() for text in texts]
    found = {name: _share(everything, each) for name, each in masks.items()}
    what = f"Personal numbers found: all, in {len(SPELLINGS)} spellings ({len(everything):,})"
    yield _row(what, found, digits=4, figure="masking_recall")


def _false_alarms(masks: Mapping[str, Mask], count: int) -> Iterator[Row]:
    chance = random.Random(11)
    kinds = [kind for kind in LOOK_ALIKES if kind not in AMBIGUOUS]
    texts = [
        f"Se {LOOK_ALIKES[kinds[number % len(kinds)]](chance)} i listan." for number in range(count)
    ]
    alarms = {
        name: 1000 * sum(each(text) != text for text in texts) / len(texts)
        for name, each in masks.items()
    }
    what = f"Taken for a number, of 1,000 look-alikes of {len(kinds)} kinds ({count:,})"
    yield _row(what, alarms, digits=2, figure="masking_false_alarms")


def _speed() -> Iterator[Row]:
    for kind, line in _LINES.items():
        data = (line * (1_000_000 // len(line.encode()))).encode()
        rates = [_rate(data) for _ in range(3)]
        name = kind.partition(":")[0].partition(",")[0].replace(" ", "_")
        figures = {} if ":" in kind else {f"masking_mb_per_cpu_s.{name}": max(rates)}
        yield Row(f"`kollega mask`: {kind}", shown(max(rates)), "MB per s of CPU", "", figures)


def _rate(data: bytes) -> float:
    began = time.process_time()
    mask_stream(io.BytesIO(data), io.BytesIO())
    return len(data) / 1e6 / (time.process_time() - began)


def _spelled(numbers: int, *, coordination: bool) -> Sequence[_Text]:
    chance = random.Random(f"{numbers}{coordination}")
    return [
        _in_sentence(spell(personal_number(chance, coordination=coordination)), number)
        for spell in SPELLINGS.values()
        for number in range(numbers)
    ]


def _centenarians(numbers: int) -> Iterator[_Text]:
    chance = random.Random(100)
    for number in range(numbers):
        nine = f"{chance.randrange(100):02}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
        nine += f"{chance.randrange(1, 1000):03}"
        yield _in_sentence(f"{nine[:6]}+{nine[6:]}{check_digit(nine)}", number)


def _interim(numbers: int) -> Iterator[_Text]:
    chance = random.Random(5)
    for number in range(numbers):
        whole = personal_number(chance)
        nine = f"{whole[2:8]}1{whole[9:11]}"
        last = f"{chance.choice('TRSUWXJKLMN')}{nine[7:]}{check_digit(nine)}"
        yield _in_sentence(f"{nine[:6]}-{last}", number)


def _published() -> Iterator[_Text]:
    for name in ("list", "interim"):
        for vector in json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8")):
            for form in ("long_format", "short_format", "separated_format", "separated_long"):
                if vector["valid"]:
                    yield _in_sentence(str(vector[form]), 1)


def _in_sentence(number: str, place: int) -> _Text:
    sentence = SENTENCES[place % len(SENTENCES)]
    return _Text(sentence.format(number), sentence.format(PLACEHOLDER))


def _share(texts: Sequence[_Text], each: Mask) -> float:
    return sum(each(text.written) == text.masked for text in texts) / len(texts)


def _row(what: str, found: Mapping[str, float], *, digits: int, figure: str = "") -> Row:
    own, *others = found.items()
    compared = ", ".join(f"{name} {value:.{digits}f}" for name, value in others)
    figures = {f"{figure}.{name}": value for name, value in found.items()} if figure else {}
    unit = "of all" if digits == 4 else "per 1,000"
    return Row(what, f"{own[1]:.{digits}f}", unit, compared, figures)


def _peers() -> dict[str, Mask]:
    peers = {"pattern": _masking(lambda number: True)}
    for name, module in (("personnummer", "personnummer.personnummer"), ("stdnum", "stdnum.se")):
        try:
            checks = importlib.import_module(module)
        except ImportError:
            continue
        peers[f"pattern + {name}"] = _masking(_check(checks))
    return peers


def _check(module: object) -> Callable[[str], bool]:
    """`personnummer.valid(…)`, or `stdnum.se.personnummer.is_valid(…)`."""
    valid = (
        getattr(module, "valid", None) or importlib.import_module("stdnum.se.personnummer").is_valid
    )
    return lambda number: bool(valid(number))


def _masking(is_one: Callable[[str], bool]) -> Mask:
    def masked(text: str) -> str:
        return _CANDIDATE.sub(
            lambda found: PLACEHOLDER if is_one(found.group()) else found.group(), text
        )

    return masked
