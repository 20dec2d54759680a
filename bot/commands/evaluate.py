"""Score retrieval and extractive answers on a question set in BEIR's layout.

Builds an index of its own in a temporary folder; nothing of the data directory is used.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from bot import app
from bot.commands.options import show
from bot.evaluation.beir import Answerers, evaluate_retrieval
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "--beir",
        type=Path,
        metavar="DIR",
        required=True,
        help="a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv",
    )
    parser.add_argument(
        "--part",
        choices=("all", "tuning", "held-out"),
        default="all",
        help="only the half that was tuned on, or the half that was not (default: all)",
    )


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the figures."""
    answerers = Answerers(
        one_sentence=app.build_extractive(max_sentences=1),
        two_sentences=app.build_extractive(max_sentences=2),
    )
    report = await evaluate_retrieval(options.beir, answerers=answerers, part=options.part)
    figures = report.as_json()
    show(options, figures, _table(figures))
    return 0


def _table(figures: Mapping[str, object]) -> str:
    rows = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            rows += [(f"{name} {key}", figure) for key, figure in value.items()]
        else:
            rows.append((name, value))
    return "\n".join(f"{name:<16} {'–' if value is None else value}" for name, value in rows)
