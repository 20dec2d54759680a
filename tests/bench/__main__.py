"""Measures and prints one Markdown table: `python -m tests.bench [MEASUREMENT …]`.

Progress goes to standard error. Without a measurement, all are made, which takes three to four
minutes on two cores. Other SDKs take part when they are installed: `pip install -e ".[bench]"`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import channel, commands, ingestion, retrieval, turn
from tests.bench.table import Row, table

Measurement = Callable[[], Coroutine[None, None, list[Row]]]


def measurements(scale: float, folder: Path) -> Mapping[str, Measurement]:
    """By name, in the order in which they are made; `folder` is empty."""
    return {
        "channel": lambda: channel.measure(round_s=0.6 * scale),
        "retrieval": lambda: retrieval.measure([int(1000 * scale), int(100_000 * scale)]),
        "ingestion": lambda: ingestion.measure(
            ingestion.copy_sample(folder / "tree", copies=max(1, round(4 * scale))),
            folder / "ingested",
        ),
        "demo": lambda: commands.measure_demo(folder),
        "ask": lambda: commands.measure_ask(folder / "demo"),
        "turn": lambda: turn.measure(folder / "demo", turns=max(15, int(150 * scale))),
    }


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="MEASUREMENT")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="more or less of everything (default: 1)"
    )
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        all_of_them = measurements(options.scale, Path(folder))
        unknown = set(options.names) - all_of_them.keys()
        if unknown:
            parser.error(f"there is no {', '.join(unknown)}, but {', '.join(all_of_them)}")
        chosen = {n: m for n, m in all_of_them.items() if not options.names or n in options.names}
        print(table(asyncio.run(_measure(chosen))))


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
