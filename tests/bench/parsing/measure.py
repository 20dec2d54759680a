"""What Kollega's parsers get right and how fast they are, next to others'."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.parsing import mail, office, paper, plain, web
from tests.bench.parsing.checks import Sample
from tests.bench.parsing.peers import OURS, Reader, readers
from tests.bench.table import Row, shown

_REGULATION = Path(
    os.environ.get("KOLLEGA_SHARED", Path(__file__).parents[4] / "shared"),
    "data/documents/arbetsmiljoverket_AFS-2023-2.pdf",
)


def _long_paper(scale: int) -> bytes:
    """A regulation of 73 pages that nobody here wrote, where it is at hand."""
    if scale == 1 and _REGULATION.is_file():
        return _REGULATION.read_bytes()
    return paper.long_paper(20 // scale)


_LONG: Mapping[str, Callable[[int], bytes]] = {
    "docx": lambda scale: office.long_word(800 // scale),
    "pptx": lambda scale: office.long_slides(30 // scale),
    "xlsx": lambda scale: office.long_sheet(2000 // scale),
    "odt": lambda scale: office.long_open_text(2000 // scale),
    "html": lambda scale: web.long_page(150 // scale),
    "pdf": _long_paper,
    "md": lambda scale: plain.long_markdown(1000 // scale),
    "eml": lambda scale: mail.long_mail(4000 // scale),
    "msg": lambda scale: mail.long_message(4000 // scale),
    "txt": lambda scale: plain.long_text(4000 // scale),
}
"""Format → a document that takes a while, so much smaller."""


@dataclass(slots=True)
class _Score:
    """What one parser got right of one format."""

    right: Counter[str] = field(default_factory=Counter)
    mb_per_s: float = 0.0


def samples() -> list[Sample]:
    """Every document whose right answer is known."""
    return [*office.samples(), *web.samples(), *paper.samples(), *plain.samples(), *mail.samples()]


async def measure(*, scale: int = 1) -> list[Row]:
    """A row for each format and feature, and one for each format's speed."""
    return [row for extension in _LONG for row in _rows(extension, scale)]


def _rows(extension: str, scale: int) -> Iterator[Row]:
    mine = [sample for sample in samples() if sample.name.endswith(f".{extension}")]
    asked = Counter(check.feature for sample in mine for check in sample.checks)
    long = _LONG[extension](scale)
    scores = {name: _score(name, reader, mine, long) for name, reader in readers(extension)}
    ours = scores.pop(OURS)
    for feature, count in asked.items():
        others = [f"{name} {score.right[feature]}" for name, score in scores.items()]
        yield Row(
            f".{extension}: {feature}", f"{ours.right[feature]}", f"of {count}", _list(others)
        )
    others = [f"{name} {score.right.total()}" for name, score in scores.items()]
    yield Row(f".{extension}: all", f"{ours.right.total()}", f"of {asked.total()}", _list(others))
    others = [f"{name} {shown(score.mb_per_s)}" for name, score in scores.items()]
    text = len(_read(dict(readers(extension))[OURS], Sample(f"lang.{extension}", long, ())))
    what = f".{extension}: speed, {shown(len(long) / 1e3)} kB that hold {shown(text / 1e3)} of text"
    yield Row(
        what,
        shown(ours.mb_per_s),
        "MB/s CPU",
        _list(others),
        figures={f"parse_mb_per_s.{extension}": ours.mb_per_s},
    )


def _list(others: Sequence[str]) -> str:
    return ", ".join(others)


def _score(name: str, reader: Reader, mine: Sequence[Sample], long: bytes) -> _Score:
    score = _Score()
    for sample in mine:
        given = _read(reader, sample)
        for check in sample.checks:
            if check.passes(given):
                score.right[check.feature] += 1
            elif name == OURS:
                print(f"{sample.name}: {check.feature}: {check.what}", file=sys.stderr)
    extension = mine[0].name.rpartition(".")[2]
    spent = [
        _cpu_s(reader, Sample(f"lang.{extension}", long, ()))
        for _ in range(3 if name == OURS else 1)
    ]
    score.mb_per_s = len(long) / 1e6 / min(spent)
    return score


def _cpu_s(reader: Reader, sample: Sample) -> float:
    began = time.process_time()
    _read(reader, sample)
    return max(time.process_time() - began, 1e-6)


def _read(reader: Reader, sample: Sample) -> str:
    """What the parser gives; nothing where it fails, as others do in their own ways."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)
        try:
            return reader(sample.data, sample.name)
        except Exception as error:
            print(f"{sample.name}: {type(error).__name__}: {error}"[:200], file=sys.stderr)
            return ""
        finally:
            logging.disable(logging.NOTSET)
