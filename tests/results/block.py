"""The README's block of results: how it is written, and how it is read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.results.speed import Contest

BEGIN = "<!-- results: written by `python -m tests.results`, do not edit -->"
END = "<!-- end of results -->"
_CELL = re.compile(r"\| ([A-Z] [A-Z][a-z ]+) \| (\d+)/(\d+) ")
_BLOCK = re.compile(f"{re.escape(BEGIN)}\n(.*?){re.escape(END)}", re.DOTALL)
_SPEED = re.compile(r"\n(Speed, .*)", re.DOTALL)


class NoBlockError(LookupError):
    """The document has no place for results."""


@dataclass(frozen=True, slots=True)
class Score:
    """How many of a group's cases passed."""

    group: str
    passed: int
    cases: int


def scores(document: str) -> Sequence[Score]:
    """What the document says of the groups."""
    found = [
        Score(name, int(one), int(all_)) for name, one, all_ in _CELL.findall(_inside(document))
    ]
    return sorted(found, key=lambda score: score.group)


def with_results(document: str, found: Sequence[Score], contest: Contest | None) -> str:
    """The document with its block written anew; without a contest the speed in it stays."""
    kept = _SPEED.search(_inside(document))
    speed = contest.markdown() if contest else kept[1] if kept else ""
    block = f"{BEGIN}\n{_cases(found)}\n{speed}{END}"
    return _BLOCK.sub(lambda _: block, document)


def _inside(document: str) -> str:
    found = _BLOCK.search(document)
    if found is None:
        raise NoBlockError(f"there is no block between {BEGIN} and {END}")
    return found[1]


def _cases(found: Sequence[Score]) -> str:
    """Two groups on a line."""
    middle = (len(found) + 1) // 2
    passed, cases = sum(each.passed for each in found), sum(each.cases for each in found)
    rest = "" if passed == cases else ", the rest have no test yet"
    lines = [
        "Acceptance cases, each tried by a test that bears its number and causes the fault: "
        f"{passed} of {cases}\nhold{rest}.\n",
        "| group | passed | group | passed |",
        "|---|---:|---|---:|",
    ]
    for left, right in zip(found[:middle], [*found[middle:], None], strict=False):
        lines.append(f"{_cell(left)}{_cell(right) if right else '| | '}|")
    return "\n".join(lines) + "\n"


def _cell(score: Score) -> str:
    return f"| {score.group} | {score.passed}/{score.cases} "
