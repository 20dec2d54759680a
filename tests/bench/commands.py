"""The command line: how long a person waits for the demo, and for one answer."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.table import Row, shown, times
from tests.bench.usage import children_cpu_s

_ROOT = Path(__file__).parents[2]
QUESTION = "Får jag flyga till Göteborg?"
_LIMIT = "python -c pass"


@dataclass(frozen=True, slots=True)
class _Spent:
    wall_s: float
    cpu_s: float


async def measure_demo(data: Path) -> list[Row]:
    """Cold: `data` is empty before, and holds the sample municipality after."""
    return _rows("`kollega demo --once`, nothing ingested before", data, ["demo", "--once"])


async def measure_ask(data: Path, *, repeat: int = 3) -> list[Row]:
    """Warm: documents have been ingested. The best of `repeat` counts."""
    return _rows("`kollega ask`", data, ["ask", QUESTION, "--as", "anna"], repeat=repeat)


def _rows(what: str, data: Path, command: Sequence[str], *, repeat: int = 1) -> list[Row]:
    spent = _best("-m", "bot", "--data", str(data), *command, repeat=repeat)
    python = _best("-c", "pass", repeat=repeat)
    return [
        Row(what, shown(spent.wall_s), "s", times(spent.wall_s, python.wall_s, _LIMIT)),
        Row("… CPU", shown(spent.cpu_s), "s CPU", times(spent.cpu_s, python.cpu_s, _LIMIT)),
    ]


def _best(*arguments: str, repeat: int) -> _Spent:
    return min((_run(*arguments) for _ in range(repeat)), key=lambda spent: spent.wall_s)


def _run(*arguments: str) -> _Spent:
    """Python with these arguments, everything that it starts included."""
    began, cpu_s = time.perf_counter(), children_cpu_s()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return _Spent(time.perf_counter() - began, children_cpu_s() - cpu_s)
