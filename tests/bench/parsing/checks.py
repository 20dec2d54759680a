"""What a parser should give of a document, as checks on its text alone, so that any parser can be
asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is right or wrong."""

    feature: str
    what: str
    passes: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Sample:
    """A document and what should be found in it."""

    name: str
    """With its extension."""
    data: bytes
    checks: tuple[Check, ...]


def heading(text: str) -> Check:
    """It stands on a line of its own, however it is marked."""
    return Check("headings", text, lambda given: text in map(_bare, given.splitlines()))


def item(text: str) -> Check:
    """It is a line of its own, with a mark of some kind."""
    return Check("lists", text, lambda given: any(_is_item(line, text) for line in _lines(given)))


def cells(header: tuple[str, ...], row: tuple[str, ...]) -> Check:
    """The row's cells stand on one line, after one line with the header, or each with its label."""

    def passes(given: str) -> bool:
        lines = _lines(given)
        labelled = [f"{name}: {cell}" for name, cell in zip(header, row, strict=True) if cell]
        if any(_in_order(line, labelled) for line in lines):
            return True
        found = [number for number, line in enumerate(lines) if _in_order(line, header)]
        return bool(found) and any(
            _in_order(line, [cell for cell in row if cell]) for line in lines[found[0] + 1 :]
        )

    return Check("tables", " | ".join(row), passes)


def says(feature: str, *texts: str) -> Check:
    """The text is there whole, whatever white space it has."""
    wanted = [_flat(text) for text in texts]
    return Check(feature, texts[0], lambda given: all(text in _flat(given) for text in wanted))


def lacks(feature: str, *texts: str) -> Check:
    """None of it is there."""
    gone = [_flat(text) for text in texts]
    return Check(
        feature, f"not {texts[0]}", lambda given: not any(text in _flat(given) for text in gone)
    )


def order(*texts: str) -> Check:
    """They come in this order, each once it has been looked for after the last."""

    def passes(given: str) -> bool:
        flat = _flat(given)
        places = [flat.find(_flat(text)) for text in texts]
        return min(places) >= 0 and all(one < other for one, other in pairwise(places))

    return Check("order", " < ".join(texts), passes)


def _flat(text: str) -> str:
    return " ".join(re.sub(r"[*_\\|]+", "", text).split())


def _lines(text: str) -> list[str]:
    return [_flat(re.sub(r"[|\t]+", " ¦ ", line)) for line in text.splitlines()]


def _bare(line: str) -> str:
    return _flat(re.sub(r"^[#\s*_=]+", "", line))


def _is_item(line: str, text: str) -> bool:
    return re.fullmatch(r"(?:[-*+•·–o]|\d+[.)]|\w\))\s*" + re.escape(text), line) is not None


def _in_order(line: str, texts: tuple[str, ...] | list[str]) -> bool:
    place = 0
    for text in texts:
        place = line.find(text, place)
        if place < 0:
            return False
        place += len(text)
    return True
