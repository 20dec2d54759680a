"""`kollega evaluate CASES` in a shell."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot.commands.shell import run_kollega

GOOD = {
    "id": "wellness",
    "question": "Hur stort är friskvårdsbidraget?",
    "as": "anna",
    "expect": {
        "outcome": "answered",
        "skill": "hr",
        "documents": ["exempelkommun:hr/friskvardsbidrag.html"],
        "must_include": ["3 000 kronor"],
    },
}
KEYS = {
    "cases",
    "passed",
    "outcome_accuracy",
    "citation_recall",
    "figure_errors",
    "leaks",
    "failures",
}


def _file(folder: Path, *cases: object) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(map(json.dumps, cases)), encoding="utf-8")
    return path


def test_prints_the_promised_figures_and_ends_well_when_the_targets_are_reached(
    data: Path, tmp_path: Path
) -> None:
    result = run_kollega("evaluate", str(_file(tmp_path, GOOD)), "--json", data=data)
    assert result.code == 0, result.errors
    assert result.json.keys() == KEYS
    assert (result.json["cases"], result.json["passed"], result.json["failures"]) == (1, 1, [])


def test_ends_with_one_and_says_why_when_a_target_is_missed(data: Path, tmp_path: Path) -> None:
    bad = {**GOOD, "id": "no", "expect": {"outcome": "not_found"}}
    result = run_kollega("evaluate", str(_file(tmp_path, bad)), "--json", data=data)
    assert result.code == 1
    assert result.json["failures"] == [
        {"id": "no", "why": "outcome answered, expected not_found"},
    ]


def test_what_was_asked_before_is_part_of_the_conversation(data: Path, tmp_path: Path) -> None:
    case = {
        "id": "age",
        "question": "Jag är 44",
        "as": "erik",
        "history": ["Hur många semesterdagar har jag?"],
        "expect": {"outcome": "answered", "must_include": ["31"]},
    }
    assert run_kollega("evaluate", str(_file(tmp_path, case)), data=data).code == 0


def test_writes_a_page_that_needs_no_other_file(data: Path, tmp_path: Path) -> None:
    report = tmp_path / "report"
    run_kollega("evaluate", str(_file(tmp_path, GOOD)), "--report", str(report), data=data)
    assert [path.name for path in report.iterdir()] == ["index.html"]
    assert "Alla mål är nådda" in (report / "index.html").read_text(encoding="utf-8")


def test_leaves_nothing_of_the_questions_in_the_data_directory(data: Path, tmp_path: Path) -> None:
    before = {
        path: path.stat().st_mtime_ns for path in data.rglob("*") if "index" not in path.parts
    }
    run_kollega("evaluate", str(_file(tmp_path, GOOD)), data=data)
    after = {path: path.stat().st_mtime_ns for path in data.rglob("*") if "index" not in path.parts}
    assert after.keys() == before.keys()


def test_a_document_that_access_toml_has_since_been_closed_for_is_a_leak(
    data: Path, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "access.toml").write_text('readers = ["alla"]', encoding="utf-8")
    (source / "cykel.md").write_text("# Cykel\n\nLånecykeln kostar 20 kronor om dagen.", "utf-8")
    assert run_kollega("ingest", str(source), data=data).code == 0
    (source / "access.toml").write_text('readers = ["hr"]', encoding="utf-8")
    case = {
        "id": "bike",
        "question": "Vad kostar lånecykeln?",
        "as": "erik",
        "expect": {"outcome": "answered"},
    }
    result = run_kollega("evaluate", str(_file(tmp_path, case)), "--json", data=data)
    assert result.code == 1
    assert result.json["leaks"] == 1


def test_an_unknown_person_or_a_malformed_file_is_wrong_usage(data: Path, tmp_path: Path) -> None:
    stranger = {**GOOD, "as": "nobody"}
    assert run_kollega("evaluate", str(_file(tmp_path, stranger)), data=data).code == 2
    assert run_kollega("evaluate", str(tmp_path / "missing.jsonl"), data=data).code == 2
    assert run_kollega("evaluate", data=data).code == 2
