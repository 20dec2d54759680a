from datetime import date

import pytest

from bot.ingestion.documents.dates import find_dates, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-05",
        "2024.01.05",
        "20240105",
        "5 januari 2024",
        "den 5 januari 2024",
        "5 jan 2024",
        "5 jan. 2024",
        "5:e januari 2024",
        "5/1 2024",
        "5/1-2024",
        "5.1.2024",
        "KF 2024-01-05, § 12",
        "(5 JANUARI 2024)",
        "5 January 2024",
    ],
)
def test_reads_a_date_in_every_common_spelling(text: str) -> None:
    assert parse_date(text) == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("februari 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_month_or_year_alone_begins_and_ends_with_its_days(
    text: str, first: date, last: date
) -> None:
    assert parse_date(text) == first
    assert parse_date(text, last=True) == last
    assert parse_date(text, whole=True) is None


@pytest.mark.parametrize(
    "text",
    ["", "tills vidare", "KS 2023/412", "2024-13-01", "31/2 2024", "0980-319 200", "12345678"],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert parse_date(text) is None


def test_finds_both_ends_of_a_period() -> None:
    assert list(find_dates("2024-01-01–2027-12-31")) == [date(2024, 1, 1), date(2027, 12, 31)]
    assert list(find_dates("1 jan 2024 - 31 dec 2027")) == [date(2024, 1, 1), date(2027, 12, 31)]
    assert list(find_dates("2024–2027", last=True)) == [date(2024, 12, 31), date(2027, 12, 31)]
