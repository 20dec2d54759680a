"""What is found of orders and of sensitive matter, and how often plain text is taken for either."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from bot.ingestion.documents.reading import Reading, read
from bot.ingestion.parsing.sniffing import EXTENSIONS
from bot.language.orders import finding
from bot.language.sentences import split_sentences
from tests.bench.table import Row
from tests.first_pages import Part, first_pages

_Item = TypeVar("_Item")
_ROOT = Path(__file__).parents[2]
_SHARED = _ROOT.parent / "shared" / "data"
_PLAIN_KINDS = 5
"""The first kinds of BIPIA ask for something of their own; the others bend the answer."""
_PARTS: tuple[Part, ...] = ("known", "held_out", "later")


async def measure() -> list[Row]:
    """Rows for orders, then for marks."""
    return [*_orders(), *_false_orders(), *_false_marks()]


def _orders() -> Iterator[Row]:
    path = _SHARED / "injection/bipia_text_attack_train.json"
    if path.exists():
        kinds = list(json.loads(path.read_text(encoding="utf-8")).values())
        bending = [attack for kind in kinds[_PLAIN_KINDS:] for attack in kind]
        plain = [attack for kind in kinds[:_PLAIN_KINDS] for attack in kind]
        yield _share("BIPIA attacks that bend the answer: flagged", bending, _is_found)
        yield _share("BIPIA attacks that are plain questions: flagged", plain, _is_found)
    lines = (_ROOT / "tests/data/instructions.tsv").read_text(encoding="utf-8").splitlines()
    unseen = [line.split("\t") for line in lines[2::3]]
    orders = [text for kind, text in unseen if kind == "strip"]
    clean = [text for kind, text in unseen if kind == "clean"]
    yield _share("Own orders, not seen before: removed", orders, lambda t: finding(t) == "order")
    yield _share("Own look-alikes, not seen before: flagged", clean, _is_found)


def _false_orders() -> Iterator[Row]:
    path = _ROOT / "tests/data/swequad-passage/corpus.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line)["text"] for line in lines]
    yield _share("Passages of authorities (SweQUAD): flagged", passages, _is_found)
    pieces = [piece.text for reading in _documents() for piece in reading.pieces]
    yield _share("Passages of sample and shared documents: flagged", pieces, _is_found)


def _false_marks() -> Iterator[Row]:
    documents = list(_documents())
    yield _share("Sample and shared documents: marked as sensitive", documents, _is_marked)
    pages = [page for part in _PARTS for page in first_pages(part)]
    readings = [read(page.file(), f"{page.name}.{page.format}") for page in pages]
    yield _share("Labelled first pages: marked as sensitive", readings, _is_marked)


def _documents() -> Iterator[Reading]:
    for folder in (_ROOT / "bot/demo/intranet", _SHARED / "documents"):
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in EXTENSIONS:
                yield read(path.read_bytes(), path.name)


def _is_found(text: str) -> bool:
    return any(map(finding, split_sentences(text)))


def _is_marked(reading: Reading) -> bool:
    return bool(reading.marks or reading.labels)


def _share(what: str, items: Sequence[_Item], has: Callable[[_Item], bool]) -> Row:
    count = sum(map(has, items))
    return Row(what, f"{count}/{len(items)}", "of all")
