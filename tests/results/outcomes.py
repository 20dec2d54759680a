"""Which tests of a run passed, from pytest's own report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from tests.acceptance import Group

_NOT_PASSED = ("failure", "error", "skipped")


def passed(report: Path) -> Mapping[str, bool]:
    """`path::name` of each test in a JUnit file, and whether it passed with every parameter."""
    found: dict[str, list[bool]] = defaultdict(list)
    for case in ElementTree.parse(report).iter("testcase"):
        name = case.attrib["name"].partition("[")[0]
        path = case.attrib["classname"].replace(".", "/")
        found[f"{path}.py::{name}"].append(all(case.find(tag) is None for tag in _NOT_PASSED))
    return {name: all(outcomes) for name, outcomes in found.items()}


def cases_passed(group: Group, outcomes: Mapping[str, bool]) -> int:
    """How many of the group's cases were run with nothing but success."""
    return sum(_has_passed(tests, outcomes) for tests in group.tests.values())


def untried(groups: Sequence[Group], outcomes: Mapping[str, bool]) -> Sequence[str]:
    """What a usual run leaves out, where it tries nothing else of the case."""
    return [
        test
        for group in groups
        for tests in group.tests.values()
        if outcomes.keys().isdisjoint(tests)
        for test in tests
    ]


def _has_passed(tests: Sequence[str], outcomes: Mapping[str, bool]) -> bool:
    run = [outcomes[test] for test in tests if test in outcomes]
    return bool(run) and all(run)
