from datetime import date

import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook

from bot.ingestion.documents.document import Heading, Paragraph, Table
from bot.ingestion.documents.notes import Note
from bot.ingestion.parsing.xlsx import parse_xlsx
from bot.ingestion.reasons import UnreadableError
from tests.bot.ingestion.samples import workbook


def test_reads_each_table_with_its_header_and_the_lines_around_it() -> None:
    def build(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.title = "Gränser"
        for row in (
            ["Gäller 2026"],
            [],
            ["Vad", "Belopp", "Från"],
            ["Inköp", 700000, date(2022, 2, 1)],
            ["Gåva", 500, None],
            [],
            ["Roll", "Vem"],
            ["Attestant", "Chefen"],
        ):
            sheet.append(row)

    assert parse_xlsx(workbook(build)).blocks == (
        Heading("Gränser", 1),
        Paragraph("Gäller 2026"),
        Table(
            ("Vad", "Belopp", "Från"),
            (("Inköp", "700 000", "2022-02-01"), ("Gåva", "500", "")),
        ),
        Table(("Roll", "Vem"), (("Attestant", "Chefen"),)),
    )


def test_shows_numbers_as_the_sheet_does() -> None:
    def build(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.append(["Vad", "Värde"])
        for name, value, number_format in (
            ("andel", 0.25, "0%"),
            ("pris", 1234.5, "#,##0.00"),
            ("avgift", 90, "0 kr"),
            ("antal", 3.0, "General"),
        ):
            sheet.append([name, value])
            sheet.cell(sheet.max_row, 2).number_format = number_format

    (_, table) = parse_xlsx(workbook(build)).blocks
    assert isinstance(table, Table)
    assert {row[0]: row[1] for row in table.rows} == {
        "andel": "25 %",
        "pris": "1 234,5",
        "avgift": "90 kr",
        "antal": "3",
    }


def test_leaves_hidden_sheets_rows_and_columns_out() -> None:
    def build(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        for row in (["Namn", "Lön", "Ort"], ["Synlig", "HEMLIG", "Umeå"], ["HEMLIG", "1", "2"]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        hidden = book.create_sheet("Dold")
        hidden.append(["HEMLIG", "HEMLIG"])
        hidden.sheet_state = "hidden"

    document = parse_xlsx(workbook(build))
    blocks = document.blocks

    assert "HEMLIG" not in str(blocks)
    assert document.notes == (Note("hidden_parts", "Dold"), Note("hidden_text", "17"))
    assert blocks[1] == Table(("Namn", "Ort"), (("Synlig", "Umeå"),))


def test_leaves_white_cells_and_cells_that_show_nothing_out() -> None:
    def build(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        for row in (["Namn", "Ort"], ["Synlig", "HEMLIG"], ["HEMLIG", "Umeå"]):
            sheet.append(row)
        sheet["B2"].font = Font(color="FFFFFF")
        sheet["A3"].number_format = ";;;"
        sheet["A1"].font = Font(color="FFFFFF")
        sheet["A1"].fill = PatternFill("solid", fgColor="003366")

    document = parse_xlsx(workbook(build))

    assert document.blocks[1] == Table(("Namn", "Ort"), (("Synlig", ""), ("", "Umeå")))
    assert document.notes == (Note("hidden_text", "12"),)


def test_reads_a_header_of_two_lines_and_tables_side_by_side() -> None:
    def build(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        for row in (
            ["Tjänst", 2026, None, None, "Roll", "Vem"],
            [None, "Barn", "Vuxen", None, "Vakt", "Bo"],
            ["Bad", 40, 80, None, "Chef", "Eva"],
        ):
            sheet.append(row)
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    assert parse_xlsx(workbook(build)).blocks[1:] == (
        Table(("Tjänst", "2026 Barn", "2026 Vuxen"), (("Bad", "40", "80"),)),
        Table(("Roll", "Vem"), (("Vakt", "Bo"), ("Chef", "Eva"))),
    )


def test_refuses_a_sheet_that_a_stray_cell_makes_gigantic() -> None:
    def build(book: Workbook) -> None:
        assert book.active is not None
        book.active["XFD1048576"] = "x"

    with pytest.raises(UnreadableError, match="för stor"):
        parse_xlsx(workbook(build))


def test_says_that_an_empty_workbook_has_no_text() -> None:
    with pytest.raises(UnreadableError, match="ingen text"):
        parse_xlsx(workbook(lambda book: None))
