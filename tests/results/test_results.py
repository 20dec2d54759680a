"""The README's results are those of the tests that are there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import acceptance
from tests.results.__main__ import README
from tests.results.block import BEGIN, END, Score, scores, with_results
from tests.results.outcomes import cases_passed, passed, untried
from tests.results.speed import Contest

EMPTY = f"# Kollega\n\n{BEGIN}\n{END}\n\n## More\n"
FOUND = [Score("A Authentication", 14, 14), Score("F Denial of service", 8, 9)]
JUNIT = """<testsuites><testsuite>
<testcase classname="tests.scenarios.test_x" name="test_case_61_one"/>
<testcase classname="tests.scenarios.test_x" name="test_case_62_two[a]"/>
<testcase classname="tests.scenarios.test_x" name="test_case_62_two[b]"><failure/></testcase>
<testcase classname="tests.scenarios.test_x" name="test_case_63_three"><skipped/></testcase>
</testsuite></testsuites>"""
BENCH = {
    f"{name}.{bot}": figure
    for bot, figures in {
        "bare_token": (0.5, 284, 50),
        "kollega": (1.0, 260, 88),
        "teams_sdk": (4.0, 164, 150),
    }.items()
    for name, figure in zip(("echo_cpu_ms", "slow_turns_per_s", "peak_mb"), figures, strict=True)
} | {"echo_cpu_to_kollega.teams_sdk": 4.1, "stranger_cpu_ms.kollega": 0.6}


def test_the_readme_tells_of_every_case_that_has_a_test() -> None:
    document = README.read_text(encoding="utf-8")
    named = [
        Score(group.name, len(group.covered), len(group.tests)) for group in acceptance.groups()
    ]

    assert scores(document) == sorted(named, key=lambda score: score.group), (
        "write the README's results anew: python -m tests.results"
    )
    assert with_results(document, named, None) == document


def test_results_are_written_between_their_marks_and_read_back() -> None:
    document = with_results(EMPTY, FOUND, None)

    assert scores(document) == FOUND
    assert "22 of 23" in document
    assert document.startswith("# Kollega\n\n")
    assert document.endswith("\n\n## More\n")


def test_speed_stays_until_it_is_measured_anew(tmp_path: Path) -> None:
    report = tmp_path / "bench.json"
    report.write_text(json.dumps(BENCH), encoding="utf-8")

    document = with_results(EMPTY, FOUND, Contest.read(report))

    assert "| Teams SDK, no token check | 4.00 | 4.1 | 164 | 150 |" in document
    assert "| **Kollega's whole channel** | **1.00** | **1** | **260** | **88** |" in document
    assert "takes 0.50 of Kollega's CPU" in document
    assert with_results(document, FOUND, None) == document


def test_a_case_has_passed_when_all_that_was_run_of_it_has(tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(JUNIT, encoding="utf-8")
    test = "tests/scenarios/test_x.py::test_case_6"
    names = {61: [f"{test}1_one"], 62: [f"{test}2_two"], 63: [f"{test}3_three"], 64: []}

    outcomes = passed(report)

    group = acceptance.Group("G Delivery", names)
    assert cases_passed(group, outcomes) == 1
    assert untried([group], {}) == [*names[61], *names[62], *names[63]]
    assert untried([group], outcomes) == []


@pytest.mark.parametrize("document", ["", BEGIN, END])
def test_a_document_without_a_place_for_results_is_told_of(document: str) -> None:
    with pytest.raises(LookupError, match="no block"):
        scores(document)
