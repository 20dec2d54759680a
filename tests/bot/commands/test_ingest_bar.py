"""How far an ingestion has come, on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

SHOWN = """
import time
from bot.commands.ingest_bar import Bar

with Bar("intra", "sv") as bar:
    for done in (5, 10, 15):
        bar.advance(done, 20, "")
        time.sleep(0.15)
"""


def test_tells_rate_and_remaining_time_and_leaves_no_trace() -> None:
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 90))
    with os.fdopen(terminal, "rb", buffering=0) as shown:
        subprocess.run(
            [sys.executable, "-c", SHOWN], stderr=end, check=True, cwd=Path(__file__).parents[3]
        )
        os.close(end)
        text = _all_of(shown.fileno())

    *_, last = [line for line in text.split("\r") if "10/20" in line]
    assert "dokument/s" in last
    assert "<00:0" in last
    assert text.split("\r")[-2].strip() == ""


def test_shows_nothing_where_there_is_no_terminal() -> None:
    told = subprocess.run(
        [sys.executable, "-c", SHOWN],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )

    assert told.stdout + told.stderr == b""


def _all_of(descriptor: int) -> str:
    """What was written to a terminal that nobody has open any more."""
    read = b""
    while True:
        try:
            more = os.read(descriptor, 4096)
        except OSError:  # as Linux tells the end
            return read.decode()
        if not more:
            return read.decode()
        read += more
