"""What could not be indexed is remembered, with its reason and since when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.ingestion.reasons import Reason
from bot.ingestion.sources.base import Problem
from bot.ingestion.sync.ledger import Ledger

EMPTY, DAMAGED = Reason("empty"), Reason("damaged", ".docx")


@dataclass(frozen=True)
class Records:
    ledger: Ledger

    def finish(self, *problems: Problem, source: str = "intra", only: str | None = None) -> None:
        self.ledger.records.finish(source, state=None, problems=problems, only=only)

    def reasons(self) -> dict[str, Reason]:
        return {one.document: one.reason for one in self.ledger.records.quarantine()}


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(Ledger(tmp_path / "ledger.sqlite3"))


def test_nothing_is_in_quarantine_before_the_first_sync(records: Records) -> None:
    assert records.reasons() == {}
    assert records.ledger.records.synced() == ()


def test_a_sync_replaces_what_the_last_one_of_the_same_source_left(records: Records) -> None:
    records.finish(Problem("intra:a.md", EMPTY), Problem("intra:b.docx", DAMAGED))
    records.finish(Problem("annan:a.md", EMPTY), source="annan")

    records.finish(Problem("intra:b.docx", DAMAGED))

    assert records.reasons() == {"annan:a.md": EMPTY, "intra:b.docx": DAMAGED}
    assert [one.source for one in records.ledger.records.synced()] == ["annan", "intra"]


def test_a_sync_of_one_document_leaves_the_others_where_they_are(records: Records) -> None:
    records.finish(Problem("intra:a.md", EMPTY), Problem("intra:b.docx", DAMAGED))

    records.finish(only="intra:a.md")

    assert records.reasons() == {"intra:b.docx": DAMAGED}


def test_a_document_is_in_quarantine_since_it_first_failed(records: Records) -> None:
    records.finish(Problem("intra:a.md", EMPTY))
    (first,) = records.ledger.records.quarantine()

    records.finish(Problem("intra:a.md", DAMAGED, owner="anna@example.org"))

    (second,) = records.ledger.records.quarantine()
    assert (second.since, second.reason) == (first.since, DAMAGED)
    assert second.owner == "anna@example.org"


def test_a_source_that_is_gone_has_nothing_in_quarantine(records: Records) -> None:
    records.finish(Problem("intra:a.md", EMPTY))

    records.ledger.records.forget("intra")

    assert records.reasons() == {}
    assert records.ledger.records.synced() == ()
