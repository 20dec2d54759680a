"""Runs the real `kollega` command in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.forked import fork

_LONGEST_S = 50


@dataclass(frozen=True)
class Result:
    """What a command printed and how it ended."""

    code: int
    stdout: bytes
    stderr: bytes

    @property
    def output(self) -> str:
        return self.stdout.decode("utf-8", "surrogateescape")

    @property
    def errors(self) -> str:
        return self.stderr.decode("utf-8", "surrogateescape")

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.stdout)


def run_kollega(
    *arguments: str,
    data: Path,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> Result:
    """`kollega --data DATA ARGUMENTS` in a process of its own, in the data directory."""
    with TemporaryDirectory() as folder:
        streams = Path(folder)
        process = start_kollega(
            *arguments, data=data, streams=streams, stdin=stdin, environment=environment
        )
        process.join(_LONGEST_S)
        code = process.exitcode
        process.kill()
        process.join()
        assert code is not None, f"still running after {_LONGEST_S} s"
        return Result(code, *((streams / name).read_bytes() for name in ("stdout", "stderr")))


def start_kollega(
    *arguments: str,
    data: Path,
    streams: Path,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> ForkServerProcess:
    """The same, started; what it writes goes to files in `streams`."""
    data.mkdir(exist_ok=True)
    (streams / "stdin").write_bytes(stdin)
    return fork(_run, ["--data", str(data), *arguments], environment or {}, data, streams)


def run_from_shell(*arguments: str, data: Path) -> Result:
    """The same as a shell starts it, which takes longer."""
    data.mkdir(exist_ok=True)
    finished = subprocess.run(
        [sys.executable, "-m", "bot", "--data", str(data), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        cwd=data,
        timeout=_LONGEST_S,
        check=False,
    )
    return Result(finished.returncode, finished.stdout, finished.stderr)


def _run(
    arguments: Sequence[str], environment: Mapping[str, str], data: Path, streams: Path
) -> None:
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        mode = "r" if name == "stdin" else "w"
        with (streams / name).open(mode) as file:
            os.dup2(file.fileno(), descriptor)
        setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 for the whole run
    os.chdir(data)
    os.environ.update(environment)
    from bot.__main__ import main

    sys.exit(main(arguments))
