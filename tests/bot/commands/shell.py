"""Runs the real `kollega` command in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Result:
    """What a command printed and how it ended."""

    code: int
    output: str
    errors: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.output)


def run_kollega(
    *arguments: str,
    data: Path,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> Result:
    """`kollega --data DATA ARGUMENTS`, as from a shell, in the data directory."""
    data.mkdir(exist_ok=True)
    finished = subprocess.run(
        [sys.executable, "-m", "bot", "--data", str(data), *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1", **(environment or {})},
        cwd=data,
        timeout=50,
        check=False,
    )
    return Result(
        finished.returncode,
        finished.stdout.decode("utf-8", "surrogateescape"),
        finished.stderr.decode("utf-8", "surrogateescape"),
    )
