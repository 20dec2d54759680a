"""Builds bot/retrieval/stored.dictionary: `python -m tests.bench.stored_dictionary`.

From the sample municipality's documents and the runbook, cut as chunks are. None of what search is
measured on is in it.
"""

from __future__ import annotations

from pathlib import Path

from zstandard import train_dictionary

from bot.retrieval import records
from bot.retrieval.base import Chunk
from bot.retrieval.views import view

_ROOT = Path(__file__).parents[2]
_TARGET = _ROOT / "bot" / "retrieval" / "stored.dictionary"
_FOLDERS = ("bot/demo/intranet", "infra")
_BYTES = 16_384
_LENGTH = 700
"""Characters of a chunk."""


def _sample(path: Path, start: int, text: str) -> bytes:
    name = path.relative_to(_ROOT).as_posix()
    chunk = Chunk(
        id=f"intranet:{name}#{start // _LENGTH}",
        document_id=f"intranet:{name}",
        position=start // _LENGTH,
        title=text.partition("\n")[0].strip("# ")[:80],
        place="s. 4",
        url=f"https://intranat.kommun.se/{name}",
        text=text,
        readers=frozenset({"alla"}),
    )
    marked = view(title=chunk.title, place=chunk.place, text=text).marked
    return records.to_bytes(chunk) + b"\n" + marked


def _samples() -> list[bytes | bytearray | memoryview]:
    return [
        _sample(path, start, text[start : start + _LENGTH])
        for folder in _FOLDERS
        for path in sorted((_ROOT / folder).rglob("*.md"))
        for text in [path.read_text(encoding="utf-8")]
        for start in range(0, len(text), _LENGTH)
    ]


if __name__ == "__main__":
    _TARGET.write_bytes(train_dictionary(_BYTES, _samples()).as_bytes())
