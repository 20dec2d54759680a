"""Which numbered acceptance cases have tests, by the names of the tests.

A test bears its cases in its name: `test_case_61_…`, `test_case_54_and_56_…`, `test_property_07_…`.
`python -m tests.acceptance` prints how many of each group are covered, and which are not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

GROUPS: Mapping[str, range] = MappingProxyType(
    {
        "A Authentication": range(1, 15),
        "B Identity": range(15, 25),
        "C Leakage": range(25, 37),
        "D Injection": range(37, 47),
        "E Personal data": range(47, 52),
        "F Denial of service": range(52, 61),
        "G Delivery": range(61, 69),
        "H Dependencies": range(69, 76),
        "I Operations": range(76, 83),
        "P Properties": range(1, 11),
    }
)
_NAMED = re.compile(
    r"^ *(?:async )?def (?P<name>test_(?P<kind>case|property)_(?P<cases>\d\d(?:_and_\d\d)*)_\w+)",
    re.MULTILINE,
)
_TESTS = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Group:
    """One group of cases and the tests that bear their numbers."""

    name: str
    tests: Mapping[int, Sequence[str]]
    """`path::name` of each test by case; every case of the group is there."""

    @property
    def covered(self) -> Sequence[int]:
        """The cases with a test."""
        return [case for case, tests in self.tests.items() if tests]

    @property
    def missing(self) -> Sequence[int]:
        """The cases without."""
        return [case for case, tests in self.tests.items() if not tests]


def groups(tests: Path = _TESTS) -> Sequence[Group]:
    """Every group, in order, from the names of the test functions below a folder."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for path in sorted(tests.rglob("test_*.py")):
        for named in _NAMED.finditer(path.read_text(encoding="utf-8")):
            for case in named["cases"].split("_and_"):
                test = f"{path.relative_to(tests.parent)}::{named['name']}"
                found[named["kind"], int(case)].append(test)
    return [
        Group(name, {case: tuple(found[_kind(name), case]) for case in cases})
        for name, cases in GROUPS.items()
    ]


def _kind(group: str) -> str:
    return "property" if group.startswith("P ") else "case"


def main() -> None:
    """Print the table."""
    print("| group | cases with a test | tests | without |\n|---|---|---|---|")
    for group in groups():
        tests = {test for names in group.tests.values() for test in names}
        without = ", ".join(map(str, group.missing)) or "–"
        print(
            f"| {group.name} | {len(group.covered)}/{len(group.tests)} | {len(tests)} | {without} |"
        )


if __name__ == "__main__":
    main()
