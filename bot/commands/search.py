"""Search the index as one person, without answering."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence

from bot.app import open_kollega
from bot.commands.options import add_person, show
from bot.commands.sample import fill_if_empty
from bot.privacy.gate import Gate
from bot.retrieval.base import Passage
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("query", metavar="QUERY")
    add_person(parser)
    parser.add_argument("--limit", type=_positive, default=8, help="how many passages (default 8)")


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Search and print the passages, best first."""
    await fill_if_empty(settings)
    async with open_kollega(settings) as kollega:
        reader = kollega.directory.person(options.person)
        started = time.perf_counter()
        passages = await kollega.retriever.search(
            Gate(settings.mask)(options.query),
            reader=reader,
            audience=options.audience,
            limit=options.limit,
        )
        elapsed = (time.perf_counter() - started) * 1000
    result = {"passages": [_as_json(p) for p in passages], "total_ms": round(elapsed, 2)}
    show(options, result, _readable(passages))
    return 0


def _as_json(passage: Passage) -> Mapping[str, object]:
    chunk = passage.chunk
    return {
        "document_id": chunk.document_id,
        "chunk_id": chunk.id,
        "title": chunk.title,
        "url": chunk.url,
        "place": chunk.place,
        "score": round(passage.score, 4),
        "text": chunk.text,
    }


def _readable(passages: Sequence[Passage]) -> str:
    if not passages:
        return "No passage found."
    return "\n".join(_line(passage) for passage in passages)


def _line(passage: Passage) -> str:
    chunk = passage.chunk
    beginning = " ".join(chunk.text.split())[:160]
    return f"{passage.score:7.2f}  {chunk.title} · {chunk.place}\n         {beginning}"


def _positive(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 100:
        raise argparse.ArgumentTypeError("must be between 1 and 100")
    return number
