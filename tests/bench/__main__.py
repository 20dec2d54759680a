"""Measures and prints one Markdown table: `python -m tests.bench [MEASUREMENT …]`.

Progress goes to standard error. Without a measurement, all are made, which takes five to seven
minutes on two cores; `retrieval --scale 5` alone, an index of a million chunks, takes half an hour.
Other SDKs take part when they are installed: `pip install -e ".[bench]"`.

`--json FILE` also writes the figures that the channel is held to, as one object of numbers. BOT is
`bare`, `bare_token` (the limit), `kollega`, `botbuilder_stock`, `agents_sdk` or `teams_sdk`, of
those that took part:
  echo_cpu_ms.BOT              CPU of a turn, 16 people at once, median of the rounds
  echo_cpu_to_limit.BOT        the same over the limit's, median of the ratios within each round
  echo_cpu_to_kollega.BOT      the same over Kollega's: how many times as much a peer needs
  echo_turns_per_s.N.BOT       N people at once: 1, 16, 64
  slow_turns_per_s.BOT         64 at once, the connector takes 200 ms
  slow_to_limit.BOT            the same over the limit's
  peak_mb.BOT                  the most memory resident after all that
  stranger_cpu_ms.kollega      refusing 256 KiB from somebody without a valid token
  whole_peak_mb.kollega        memory of the whole application after answering questions in Teams
  whole_cpu_ms.kollega         CPU of one of those turns, retrieval and answer included

and what an answer of a model costs:
  tokens_prompt.KIND.p50       also .p95 and .max, and the same of tokens_completion; KIND is all,
                               or a skill that answers, as in "hr, answered"
  tokens_question.PART         mean of a question, of those too that no model is asked: calls,
                               prompt, completion
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import (
    channel,
    chunks,
    commands,
    grounding,
    ingestion,
    marks,
    masking,
    metadata,
    missing,
    retrieval,
    state,
    sync,
    tokens,
    turn,
    website,
    when,
    whole,
)
from tests.bench.parsing import measure as parsing
from tests.bench.table import Row, as_json, table

Measurement = Callable[[], Coroutine[None, None, list[Row]]]


def measurements(scale: float, folder: Path) -> Mapping[str, Measurement]:
    """By name, in the order in which they are made; `folder` is empty."""
    return {
        "channel": lambda: channel.measure(round_s=0.3 * scale),
        "whole": lambda: whole.measure(for_s=5 * scale),
        "retrieval": lambda: retrieval.measure([int(1000 * scale), int(200_000 * scale)]),
        "ingestion": lambda: ingestion.measure(
            ingestion.copy_sample(folder / "tree", copies=max(1, round(4 * scale))),
            folder / "ingested",
        ),
        "website": lambda: website.measure(folder / "site", pages=max(50, int(500 * scale))),
        "grounding": grounding.measure,
        "chunks": chunks.measure,
        "marks": marks.measure,
        "masking": masking.measure,
        "when": when.measure,
        "metadata": metadata.measure,
        "missing": lambda: missing.measure(folder / "missing"),
        "parsers": parsing.measure,
        "sync": lambda: sync.measure(folder / "sync", documents=max(100, int(10_000 * scale))),
        "demo": lambda: commands.measure_demo(folder),
        "ask": lambda: commands.measure_ask(folder / "demo"),
        "state": lambda: state.measure(folder / "state", turns=max(20, int(200 * scale))),
        "tokens": lambda: tokens.measure(folder / "tokens"),
        "turn": lambda: turn.measure(folder / "demo", turns=max(15, int(150 * scale))),
    }


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="MEASUREMENT")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="more or less of everything (default: 1)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        all_of_them = measurements(options.scale, Path(folder))
        unknown = set(options.names) - all_of_them.keys()
        if unknown:
            parser.error(f"there is no {', '.join(unknown)}, but {', '.join(all_of_them)}")
        chosen = {n: m for n, m in all_of_them.items() if not options.names or n in options.names}
        rows = asyncio.run(_measure(chosen))
    print(table(rows))
    if options.json:
        options.json.write_text(as_json(rows) + "\n", encoding="utf-8")


async def _measure(chosen: Mapping[str, Measurement]) -> list[Row]:
    rows: list[Row] = []
    for name, measurement in chosen.items():
        began = time.perf_counter()
        print(f"{name} …", file=sys.stderr, flush=True)
        rows += await measurement()
        print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return rows


if __name__ == "__main__":
    main()
