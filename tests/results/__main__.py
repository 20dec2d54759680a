"""Runs the numbered acceptance tests and writes their results into the README.

`python -m tests.results [--junit FILE …] [--bench FILE]`: without a report of pytest (`pytest
--junit-xml FILE`) the numbered tests are run, which takes some minutes, and in any case those of
cases that only a long test tries; with a report of the bench
(`python -m tests.bench channel --json FILE`) the README's speed is written anew too.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import ChainMap
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import acceptance
from tests.results.block import Score, with_results
from tests.results.outcomes import cases_passed, passed, untried
from tests.results.speed import Contest

README = Path(__file__).parents[2] / "README.md"
_NUMBERED = "test_case_ or test_property_"


def main() -> None:
    """Read the command line, run, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.results", description=__doc__)
    parser.add_argument(
        "--junit", type=Path, nargs="+", help="reports of pytest's; of a test the last one counts"
    )
    parser.add_argument("--bench", type=Path, help="a report of the bench's")
    options = parser.parse_args()
    groups = acceptance.groups()
    with TemporaryDirectory() as folder:
        reports = options.junit or [_run(Path(folder) / "usual.xml", "-k", _NUMBERED)]
        outcomes = dict(ChainMap(*(dict(passed(report)) for report in reversed(reports))))
        if rest := untried(groups, outcomes):
            outcomes.update(passed(_run(Path(folder) / "rest.xml", "-m", "soak", *rest)))
    scores = [
        Score(group.name, cases_passed(group, outcomes), len(group.tests)) for group in groups
    ]
    contest = Contest.read(options.bench) if options.bench else None
    document = README.read_text(encoding="utf-8")
    README.write_text(with_results(document, scores, contest), encoding="utf-8")


def _run(report: Path, *which: str) -> Path:
    command = [sys.executable, "-m", "pytest", "--junit-xml", str(report), *which]
    subprocess.run(command, cwd=README.parent, check=False)
    return report


if __name__ == "__main__":
    main()
