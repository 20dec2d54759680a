from datetime import date

import pytest

from bot.ingestion.documents.document import Block, Document, Heading, Paragraph, Table
from bot.ingestion.documents.metadata import read_metadata
from bot.retrieval.base import DocumentMetadata


def read(
    *blocks: Block, title: str = "", properties: tuple[tuple[str, str], ...] = ()
) -> DocumentMetadata:
    return read_metadata(Document(title=title, blocks=blocks, properties=properties))


FULL = DocumentMetadata(
    layer="riktlinje",
    decided_by="Kommunstyrelsen",
    decided_on=date(2023, 12, 5),
    reference_number="KS 2023/412",
    owner="Ekonomichefen",
    valid_from=date(2024, 1, 1),
    valid_to=date(2027, 12, 31),
    replaces="Resereglemente 2019",
    audience="Alla medarbetare",
)
ROWS = (
    ("Dokumenttyp", "Riktlinje"),
    ("Beslutsinstans", "Kommunstyrelsen"),
    ("Beslutsdatum", "2023-12-05"),
    ("Diarienummer", "KS 2023/412"),
    ("Dokumentansvarig", "Ekonomichefen"),
    ("Gäller från", "2024-01-01"),
    ("Gäller till", "2027-12-31"),
    ("Ersätter", "Resereglemente 2019"),
    ("Målgrupp", "Alla medarbetare"),
)


def test_reads_front_matter() -> None:
    assert read(properties=tuple((label.lower(), value) for label, value in ROWS)) == FULL


def test_reads_a_table_of_labels_and_values() -> None:
    assert read(Heading("Resor", 1), Table((), ROWS)) == FULL


def test_reads_a_table_with_two_pairs_in_each_row() -> None:
    rows = tuple((*one, *other) for one, other in zip(ROWS[:8:2], ROWS[1:8:2], strict=True))

    assert read(Table((), (*rows, ROWS[8]))) == FULL


def test_reads_labels_that_stand_above_their_values() -> None:
    assert (
        read(Table(tuple(label for label, _ in ROWS), (tuple(value for _, value in ROWS),))) == FULL
    )


def test_reads_labels_and_values_inside_the_cells_of_a_form() -> None:
    cells = tuple(f"{label}: {value}" for label, value in ROWS)

    assert read(Table((), (cells[:3], cells[3:6], cells[6:]))) == FULL


def test_reads_lines_of_labels_and_values() -> None:
    assert read(*(Paragraph(f"{label}: {value}") for label, value in ROWS)) == FULL


def test_reads_labels_and_values_on_lines_of_their_own() -> None:
    assert read(*(Paragraph(part) for row in ROWS for part in row)) == FULL


def test_reads_several_pairs_on_one_line_of_the_page_head() -> None:
    found = read(properties=(("page", "Dnr: KS 2023/412 | Giltig t.o.m.: 31 december 2027"),))

    assert (found.reference_number, found.valid_to) == ("KS 2023/412", date(2027, 12, 31))


@pytest.mark.parametrize(
    ("sentence", "decided_by", "decided_on"),
    [
        ("Antagen av kommunfullmäktige 2023-06-12, § 45.", "Kommunfullmäktige", date(2023, 6, 12)),
        ("Beslutad av kommunstyrelsen den 5 december 2023", "Kommunstyrelsen", date(2023, 12, 5)),
        ("Fastställd av KF 2020-01-01 § 12", "KF", date(2020, 1, 1)),
        ("Fastställt av socialnämnden 1 feb 2022", "Socialnämnden", date(2022, 2, 1)),
        (
            "Arbetsmiljöverkets föreskrifter; beslutade den 15 september 2023.",
            None,
            date(2023, 9, 15),
        ),
        ("Planen beslutas varje år.", None, None),
        ("Chefen har beslutat om detta.", None, None),
    ],
)
def test_reads_the_decision_from_a_sentence(
    sentence: str, decided_by: str | None, decided_on: date | None
) -> None:
    found = read(Paragraph(sentence))

    assert (found.decided_by, found.decided_on) == (decided_by, decided_on)


def test_reads_decider_and_date_from_one_value() -> None:
    found = read(Paragraph("Beslutad av: Kommunstyrelsen, 2023-12-05 § 210"))

    assert (found.decided_by, found.decided_on) == ("Kommunstyrelsen", date(2023, 12, 5))


@pytest.mark.parametrize(
    ("label", "value", "start", "end"),
    [
        ("Giltighetstid", "2024-01-01 – 2027-12-31", date(2024, 1, 1), date(2027, 12, 31)),
        ("Giltighetstid", "2024–2027", date(2024, 1, 1), date(2027, 12, 31)),
        ("Giltighetstid", "t.o.m. 2027", None, date(2027, 12, 31)),
        ("Giltighetstid", "från 1 mars 2024", date(2024, 3, 1), None),
        ("Giltighetstid", "Tills vidare", None, None),
        ("Gäller till", "tills vidare", None, None),
        ("Giltig t.o.m.", "2027-06", None, date(2027, 6, 30)),
        ("Revideras senast", "2027-12-31", None, None),
        ("Gäller fr.o.m.", "1/1 2024", date(2024, 1, 1), None),
    ],
)
def test_reads_validity_in_its_many_forms(
    label: str, value: str, start: date | None, end: date | None
) -> None:
    found = read(Paragraph(f"{label}: {value}"))

    assert (found.valid_from, found.valid_to) == (start, end)


@pytest.mark.parametrize(
    "value", ["-", "–", "Ej tillämpligt", "Saknas", "XXXX", "Nytt dokument", "ÅÅÅÅ-MM-DD"]
)
def test_takes_an_empty_field_of_a_template_for_unknown(value: str) -> None:
    assert read(Paragraph(f"Ersätter: {value}"), Paragraph(f"Beslutsdatum: {value}")) == (
        DocumentMetadata()
    )


def test_says_nothing_about_a_page_that_says_nothing() -> None:
    assert read(Heading("Lön", 1), Paragraph("Lönen kommer den 27.")) == DocumentMetadata()


def test_does_not_take_a_table_about_other_things_for_its_own_data() -> None:
    table = Table(
        ("Gäller från", "Gäller till", "Gräns"),
        (("2014-07-01", "2017-12-31", "534 890"), ("2018-01-01", "2019-12-31", "586 907")),
    )

    assert read(table) == DocumentMetadata()


def test_does_not_read_beyond_the_first_pages() -> None:
    assert (
        read(Paragraph("Text.", page=1), Paragraph("Dnr: KS 1999/1", page=7)) == DocumentMetadata()
    )


def test_a_stated_type_that_is_no_layer_outweighs_the_title() -> None:
    assert read(Paragraph("Dokumenttyp: Nyhet"), title="Resepolicy").layer is None


def test_reads_when_a_statute_was_decided_and_first_entered_into_force() -> None:
    blocks = [Paragraph(f"{number} § Text.") for number in range(1, 60)]

    found = read(
        Paragraph("beslutade den 15 september 2023."),
        *blocks,
        Paragraph("1. Denna författning träder i kraft den 1 januari 2025."),
        Paragraph("Denna författning träder i kraft den 1 juli 2026."),
        title="Föreskrifter (AFS 2023:1) om arbetsmiljö",
    )

    assert (found.decided_on, found.valid_from) == (date(2023, 9, 15), date(2025, 1, 1))


def test_a_page_about_a_law_takes_no_date_from_it() -> None:
    found = read(Paragraph("Denna lag träder i kraft den 1 januari 2025."), title="Ny lag på gång")

    assert found.valid_from is None
