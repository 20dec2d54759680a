"""`kollega search`, `ingest`, `mask`, `serve` and `demo`, as scripts use them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.commands.shell import run_kollega


def test_search_prints_the_promised_json_object(data: Path) -> None:
    found = run_kollega("search", "flyga", "--as", "anna", "--limit", "3", "--json", data=data).json
    assert found.keys() == {"passages", "total_ms"}
    assert len(found["passages"]) == 3
    assert found["passages"][0].keys() == {
        *("document_id", "chunk_id", "title", "url", "place", "score", "text"),
    }


def test_search_finds_restricted_documents_only_for_their_readers(data: Path) -> None:
    def documents(person: str) -> set[str]:
        found = run_kollega(
            "search", "lönekartläggning 2025", "--as", person, "--limit", "50", "--json", data=data
        ).json
        return {passage["document_id"] for passage in found["passages"]}

    restricted = "exempelkommun:hr-internt/lonekartlaggning-2025.xlsx"
    assert restricted in documents("fatima")
    assert restricted not in documents("anna")


def test_a_guest_finds_nothing_that_is_for_all_employees(data: Path) -> None:
    found = run_kollega("search", "semester", "--as", "greta", "--json", data=data).json
    assert found["passages"] == []


@pytest.mark.parametrize("limit", ["0", "-1", "many", "1000"])
def test_an_impossible_limit_is_wrong_usage(data: Path, limit: str) -> None:
    result = run_kollega("search", "x", "--as", "anna", "--limit", limit, data=data)
    assert result.code == 2


def _folder(tmp_path: Path, *, access: str | None = 'readers = ["alla"]\n') -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "cykel.md").write_text(
        "# Cykelpolicy\n\n## Får jag cykla?\n\nDu får cykla högst 12 kilometer i tjänsten.\n"
    )
    if access is not None:
        (folder / "access.toml").write_text(access)
    return folder


def test_ingest_prints_the_promised_json_object(tmp_path: Path) -> None:
    report = run_kollega("ingest", str(_folder(tmp_path)), "--json", data=tmp_path / "d").json
    assert report.keys() == {"documents", "chunks", "failures", "notes", "seconds"}
    assert report["documents"] == {
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "removed": 0,
        "failed": 0,
    }


def test_ingesting_ones_own_source_replaces_the_sample(data: Path, tmp_path: Path) -> None:
    run_kollega("ingest", str(_folder(tmp_path)), data=data)
    found = run_kollega(
        "search", "cykla semester", "--as", "anna", "--limit", "50", "--json", data=data
    )
    assert {p["document_id"] for p in found.json["passages"]} == {"pages:cykel.md"}


def test_a_dry_run_changes_nothing(data: Path, tmp_path: Path) -> None:
    report = run_kollega("ingest", str(_folder(tmp_path)), "--dry-run", "--json", data=data).json
    assert report["documents"]["added"] == 1
    found = run_kollega(
        "search", "cykelpolicy", "--as", "anna", "--limit", "50", "--json", data=data
    )
    assert not any("cykel.md" in p["document_id"] for p in found.json["passages"])


def test_a_document_that_nobody_may_read_counts_as_failed(tmp_path: Path) -> None:
    result = run_kollega(
        "ingest", str(_folder(tmp_path, access=None)), "--json", data=tmp_path / "d"
    )
    assert result.code == 1
    assert result.json["documents"]["failed"] == 1


def test_readers_apply_where_no_access_file_does(tmp_path: Path) -> None:
    folder = _folder(tmp_path, access=None)
    report = run_kollega(
        "ingest", str(folder), "--readers", "alla", "--json", data=tmp_path / "d"
    ).json
    assert report["documents"]["added"] == 1


def test_a_source_that_is_not_there_fails_in_one_calm_sentence(tmp_path: Path) -> None:
    result = run_kollega("ingest", str(tmp_path / "nowhere"), data=tmp_path / "d")
    assert result.code == 1
    assert len(result.errors.strip().splitlines()) == 1
    assert "Traceback" not in result.errors


def test_mask_replaces_the_number_and_leaves_every_other_byte(tmp_path: Path) -> None:
    result = run_kollega("mask", data=tmp_path, stdin=b"nr 19850709-9805\r\n\xff\x00 slut")
    assert result.code == 0
    assert result.output.encode("utf-8", "surrogateescape") == b"nr [personnummer]\r\n\xff\x00 slut"


def test_serve_refuses_to_start_without_an_app_id(tmp_path: Path) -> None:
    result = run_kollega("serve", data=tmp_path)
    assert result.code == 2
    assert "KOLLEGA_APP_ID" in result.errors


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "exempelkommun.example"])
def test_local_mode_refuses_every_address_but_loopback(tmp_path: Path, host: str) -> None:
    result = run_kollega("serve", "--local", "--host", host, data=tmp_path)
    assert result.code == 2
    assert host in result.errors


def test_a_misspelt_setting_stops_the_command(tmp_path: Path) -> None:
    result = run_kollega("mask", data=tmp_path, environment={"KOLLEGA_TENNANTS": "x"})
    assert result.code == 2
    assert "KOLLEGA_TENANTS" in result.errors


def test_the_demo_asks_as_three_people_and_shows_answers_with_sources(tmp_path: Path) -> None:
    result = run_kollega("demo", "--once", data=tmp_path / "d")
    assert result.code == 0, result.errors
    assert result.output.count("frågar:") == 3
    assert result.output.count("  [1] ") >= 3


@pytest.mark.parametrize(
    ("more", "named"),
    [({}, "KOLLEGA_APP_ID"), ({"KOLLEGA_BLOB_KEY": "a2V5"}, "KOLLEGA_BLOB_KEY")],
    ids=["nobody", "key"],
)
def test_blob_storage_is_not_used_without_an_identity_nor_with_a_key(
    tmp_path: Path, more: dict[str, str], named: str
) -> None:
    environment = {"KOLLEGA_BLOB_ENDPOINT": "https://blob.example", **more}
    result = run_kollega("forget", "--user", "x", data=tmp_path, environment=environment)
    assert result.code == 2
    assert named in result.errors
