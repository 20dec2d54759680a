"""The fakes that somebody starts by hand, used as the README says, every process a real one."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.app import SAMPLE_INTRANET
from tests.bot.commands.shell import run_kollega
from tests.fakes.ports import free_port

QUESTION = "Får jag flyga till Göteborg?"
FIRST_SIGN_S = 10.0
"""On a busy machine; the figure itself is printed with `pytest -s`."""


class Terminal:
    """`python -m tests.fakes` in a terminal."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.shown = ""

    def write(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def read_until(self, pattern: str) -> str:
        """All lines up to the first that has this in it; the test's own timeout ends it."""
        assert self._process.stdout is not None
        read = ""
        for line in self._process.stdout:
            read += line
            if re.search(pattern, line):
                self.shown += read
                return read
        raise AssertionError(f"it ended before {pattern}: {read}")


@contextmanager
def _started(
    *arguments: str, log: Path, settings: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """`python -m ARGUMENTS`, killed at the end of the block."""
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1", **(settings or {})},
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def fakes(port: int, tmp_path: Path) -> Iterator[Terminal]:
    bot = f"http://127.0.0.1:{port}/api/messages"
    with _started("tests.fakes", "--bot", bot, log=tmp_path / "fakes.log") as process:
        yield Terminal(process)


@pytest.mark.timeout(180)
def test_a_person_signs_in_and_is_answered_by_the_azure_configuration(
    fakes: Terminal, port: int, tmp_path: Path
) -> None:
    settings = _settings(fakes.read_until("^$"))
    ingested = run_kollega(
        *("ingest", str(SAMPLE_INTRANET / "resor"), "--readers", "alla"),
        data=tmp_path / "data",
        environment=settings,
    )
    assert ingested.code == 0, ingested.errors

    served = {**settings, "KOLLEGA_DATA": str(tmp_path / "data")}
    with _started("bot", "serve", "--port", str(port), log=tmp_path / "log", settings=served):
        _wait_until_ready(port)
        fakes.write(QUESTION)
        first = fakes.read_until("first sign")
        signing_in = fakes.read_until("signs Anna Lindqvist in")
        answer = fakes.read_until("^# after")
        fakes.write(QUESTION)
        again = fakes.read_until("first sign")
        fakes.read_until("^# after")
    print(first, signing_in, answer, again, sep="")
    remembered = run_kollega(
        *("records", "search", "--from", "2026-01-01", "--reason", "prov"),
        data=tmp_path / "data",
        environment=settings,
    )

    assert re.search(r"reser du med tåg.* \[1\]", answer)
    assert re.search(r"^  \[1\] Riktlinje för resor", answer, re.MULTILINE)
    assert "källans egna ord" not in answer
    assert "NOT AS PUBLISHED" not in fakes.shown
    assert all(_seconds(each) < FIRST_SIGN_S for each in (first, again))
    assert "fråga och svar" in remembered.output, remembered.errors
    assert not (tmp_path / "data" / "state.sqlite3").exists()


def _settings(printed: str) -> dict[str, str]:
    """As the shell that the lines are pasted into reads them."""
    exported = (line.removeprefix("export ") for line in printed.splitlines() if "export " in line)
    return dict(shlex.split(line)[0].split("=", 1) for line in exported)


def _seconds(told: str) -> float:
    [found] = re.findall(r"after ([\d.]+) s", told)
    return float(found)


def _wait_until_ready(port: int) -> None:
    """For as long as the test's own timeout lets it."""
    while True:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/readyz"):
            return
        time.sleep(0.05)
