"""Score the answers to a file of cases, or retrieval on a question set in BEIR's layout.

CASES is one JSON object a line: a question, who asks it and what a good answer holds. The answers
come through the same copilot that Teams uses. With --beir, an index of its own is built in a
temporary folder. Neither leaves anything in the data directory.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import app
from bot.commands.options import chosen_language, show
from bot.commands.sample import fill_if_empty
from bot.errors import ConfigurationError
from bot.evaluation import texts
from bot.evaluation.access_oracle import AccessOracle
from bot.evaluation.asking import Interview
from bot.evaluation.beir import Answerers, evaluate_retrieval
from bot.evaluation.cases import load_cases
from bot.evaluation.judging import Verdict, judge
from bot.evaluation.report import table, write_page
from bot.evaluation.scores import as_json, scores
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("cases", nargs="?", type=Path, metavar="CASES", help="a file of cases")
    parser.add_argument(
        "--beir",
        type=Path,
        metavar="DIR",
        help="instead: a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv",
    )
    parser.add_argument(
        "--part",
        choices=("all", "tuning", "held-out"),
        default="all",
        help="only what was tuned on, or only what was not (default: all)",
    )
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="write a page with figures, plots and failures"
    )
    parser.add_argument(
        "--source",
        action="append",
        default=[],
        type=_source,
        metavar="NAME=DIR",
        help="where an ingested folder is, to judge access where a document has another address",
    )


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the figures; 1 if the answers to cases are below the targets."""
    if (options.cases is None) == (options.beir is None):
        raise ConfigurationError("Give a file of CASES, or --beir with a folder.")
    if options.beir is not None:
        return await _retrieval(options)
    verdicts = await _verdicts(options, settings)
    language = chosen_language(options) or "sv"
    if unjudged := sum(verdict.unjudged for verdict in verdicts):
        print(texts.UNJUDGED.in_language(language, count=unjudged), file=sys.stderr)
    if options.report:
        page = write_page(verdicts, options.report, language)
        print(texts.WRITTEN.in_language(language, path=page), file=sys.stderr)
    show(options, as_json(verdicts), table(verdicts, language))
    return 0 if scores(verdicts).reached else 1


async def _verdicts(options: argparse.Namespace, settings: Settings) -> Sequence[Verdict]:
    cases = load_cases(options.cases, part=options.part)
    await fill_if_empty(settings)
    oracle = AccessOracle({app.SAMPLE_NAME: app.SAMPLE_INTRANET, **dict(options.source)})
    with tempfile.TemporaryDirectory(prefix="kollega-evaluate-") as state:
        async with app.open_kollega(settings, state=Path(state)) as kollega:
            interview = Interview(
                kollega.copilot,
                kollega.retriever,
                person=kollega.directory.person,
                language=chosen_language(options),
            )
            return [judge(answered, oracle) async for answered in interview.answers(cases)]


async def _retrieval(options: argparse.Namespace) -> int:
    answerers = Answerers(
        one_sentence=app.build_extractive(max_sentences=1),
        two_sentences=app.build_extractive(max_sentences=2),
    )
    report = await evaluate_retrieval(options.beir, answerers=answerers, part=options.part)
    figures = report.as_json()
    show(options, figures, _figures(figures))
    return 0


def _figures(figures: Mapping[str, object]) -> str:
    rows = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            rows += [(f"{name} {key}", figure) for key, figure in value.items()]
        else:
            rows.append((name, value))
    return "\n".join(f"{name:<16} {'–' if value is None else value}" for name, value in rows)


def _source(text: str) -> tuple[str, Path]:
    name, equals, folder = text.partition("=")
    if not name or not equals or not Path(folder).is_dir():
        raise argparse.ArgumentTypeError("must be NAME=DIR, and DIR a folder")
    return name, Path(folder)
