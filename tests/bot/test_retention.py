"""How long records are kept, from a file that a municipality writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.retention import Retention, load_retention

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "retention.toml"


def test_without_a_file_it_is_known_and_rests_on_no_decision(file: Path) -> None:
    assert load_retention(file) == Retention()
    assert load_retention(file).decision is None


def test_what_a_file_does_not_name_stays_as_it_is(file: Path) -> None:
    file.write_text('decision = "KS 2026/1 § 4"\n[days]\nhistory = 7\n', encoding="utf-8")

    retention = load_retention(file)

    assert retention == Retention(decision="KS 2026/1 § 4", history=7)
    assert retention.limits(NOW).history == NOW - timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("decision = 7", "decision must be a text"),
        ('decision = " "', "decision must be a text"),
        ("[days]\nhistory = 0", "history must be a whole number from 1"),
        ("[days]\nhistory = true", "history must be a whole number from 1"),
        ('[days]\ngaps = "7"', "gaps must be a whole number from 1"),
        ("[days]\nhistorik = 7", "historik is unknown; there are history, replies"),
        ("days = 7", "must be a table"),
        ("day = 7", "day is unknown"),
        ("[days", "cannot be read"),
    ],
)
def test_a_mistake_is_named_with_what_to_put(file: Path, text: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=said.replace("[", r"\[")):
        load_retention(file)
