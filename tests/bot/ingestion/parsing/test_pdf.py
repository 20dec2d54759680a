from collections.abc import Callable

import pytest
from reportlab.lib.colors import black, white
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from bot.ingestion.documents.document import Heading, ListItem, Paragraph, Table
from bot.ingestion.documents.notes import Note
from bot.ingestion.parsing.joining import join_lines
from bot.ingestion.parsing.pdf import parse_pdf
from bot.ingestion.reasons import UnreadableError
from tests.bot.ingestion.samples import lines, pdf, picture, together

Draw = Callable[[Canvas], None]
FILLER = tuple(
    f"Rad {number} av texten som fyller ut sidan med vanlig brödtext" for number in range(9)
)


def test_tells_headings_by_their_type_and_knows_the_page() -> None:
    document = parse_pdf(
        pdf(
            together(
                lines("Riktlinje för resor", size=22, bold=True, top=760),
                lines("Kommunens resor ska vara", "billiga och säkra."),
            ),
            together(lines("Boka", size=15, top=760), lines("Boka i tid.")),
        )
    )

    assert document.title == "Riktlinje för resor"
    assert document.blocks == (
        Heading("Riktlinje för resor", 1, 1, "page=1"),
        Paragraph("Kommunens resor ska vara billiga och säkra.", 1),
        Heading("Boka", 2, 2, "page=2"),
        Paragraph("Boka i tid.", 2),
    )


def test_removes_running_heads_page_numbers_and_contents() -> None:
    def page(number: int, text: str) -> Draw:
        return together(
            lines("Exempelkommun  Dnr: KS 2023/412", size=9, top=810),
            lines("Resor ................ 3", text, *FILLER),
            lines(f"Sida {number} av 3", size=9, top=30),
        )

    document = parse_pdf(pdf(page(1, "Ett."), page(2, "Två."), page(3, "Tre.")))

    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert not any("Sida" in text or "Dnr" in text or "...." in text for text in texts)
    assert ("page", "Exempelkommun Dnr: KS 2023/412") in document.properties


def test_joins_a_sentence_over_the_page_and_a_divided_word() -> None:
    document = parse_pdf(
        pdf(lines(*FILLER, "chefen beslutar om föräldra-"), lines("ledighet och semester."))
    )

    assert "chefen beslutar om föräldraledighet och semester." in str(document.blocks[0])


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("föräldra-", "ledighet", "föräldraledighet"),
        ("arbets-", "och miljö", "arbets- och miljö"),
        ("skicka e-", "post", "skicka e-post"),
        ("nya IT-", "system", "nya IT-system"),
        ("Covid-", "19", "Covid-19"),
        ("en rad", "till", "en rad till"),
        ("2024 –", "2027", "2024 – 2027"),
    ],
)
def test_joins_lines_as_a_reader_does(first: str, second: str, joined: str) -> None:
    assert join_lines(first, second) == joined


def test_reads_two_columns_one_after_the_other() -> None:
    left = [f"Vänster spalt rad {n} med text som fyller" for n in range(12)]
    right = [f"Höger spalt rad {n} med text som fyller ut" for n in range(12)]

    document = parse_pdf(pdf(together(lines(*left, left=60), lines(*right, left=320))))

    text = " ".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert text.index("Vänster spalt rad 11") < text.index("Höger spalt rad 0")


def test_reads_lists_with_their_markers() -> None:
    document = parse_pdf(pdf(lines("Gör så här:", "1. Ring chefen.", "2. Vila.", "• Drick te")))

    assert document.blocks == (
        Paragraph("Gör så här:", 1),
        ListItem("Ring chefen.", "1.", 1),
        ListItem("Vila.", "2.", 1),
        ListItem("Drick te", "-", 1),
    )


def table(canvas: Canvas, rows: list[list[str]], top: float, *, ruled: bool = True) -> None:
    for number, row in enumerate(rows):
        canvas.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 11)
        for column, text in enumerate(row):
            canvas.drawString(75 + 150 * column, top - 20 * number - 14, text)
    if ruled:
        columns = [70 + 150 * column for column in range(len(rows[0]) + 1)]
        canvas.grid(columns, [top - 20 * number for number in range(len(rows) + 1)])


def test_keeps_a_ruled_table_whole_with_its_header() -> None:
    rows = [["Ort", "Pris"], ["Malmö", "2 200"], ["Övriga", "1 800"]]

    document = parse_pdf(
        pdf(together(lines("Hotell kostar högst:"), lambda canvas: table(canvas, rows, 600)))
    )

    assert document.blocks == (
        Paragraph("Hotell kostar högst:", 1),
        Table(("Ort", "Pris"), (("Malmö", "2 200"), ("Övriga", "1 800")), 1),
    )


def test_gives_a_table_that_goes_on_over_the_page_its_header_again() -> None:
    first = [["Ort", "Pris"], ["Malmö", "2 200"], ["Lund", "2 000"]]

    def rest(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for number, row in enumerate((["Kiruna", "1 700"], ["Gävle", "1 600"])):
            for column, text in enumerate(row):
                canvas.drawString(75 + 150 * column, 750 - 20 * number - 14, text)
        canvas.grid([70, 220, 370], [750, 730, 710])

    document = parse_pdf(pdf(lambda canvas: table(canvas, first, 150), rest))

    assert document.blocks[1] == Table(
        ("Ort", "Pris"), (("Kiruna", "1 700"), ("Gävle", "1 600")), 2
    )


def test_reads_labels_and_values_that_stand_in_columns_without_lines() -> None:
    rows = [
        ["Dokumenttyp", "Riktlinje"],
        ["Beslutad av", "Kommunstyrelsen"],
        ["Dnr", "KS 2023/412"],
    ]

    document = parse_pdf(
        pdf(together(lambda canvas: table(canvas, rows, 760, ruled=False), lines(*FILLER, top=500)))
    )

    found = [block for block in document.blocks if isinstance(block, Table)]
    pairs = [row for block in found for row in (block.header, *block.rows) if row]
    assert ("Beslutad av", "Kommunstyrelsen") in pairs
    assert ("Dnr", "KS 2023/412") in pairs


def test_leaves_white_tiny_and_outlying_text_out_and_says_so() -> None:
    def attack(canvas: Canvas) -> None:
        canvas.setFillColor(white)
        canvas.drawString(70, 500, "ATTACK vit")
        canvas.setFillColor(black)
        canvas.setFont("Helvetica", 1)
        canvas.drawString(70, 480, "ATTACK liten")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(70, -200, "ATTACK utanför")

    document = parse_pdf(pdf(together(lines("Synligt."), attack)))

    assert document.blocks == (Paragraph("Synligt.", 1),)
    assert document.notes == (Note("hidden_text", "33"),)


def test_keeps_white_text_on_a_dark_ground() -> None:
    def banner(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0.2, 0.4)
        canvas.rect(60, 590, 300, 30, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(70, 600, "Viktigt")

    assert "Viktigt" in str(parse_pdf(pdf(together(lines("Synligt."), banner))).blocks)


def test_leaves_out_what_a_bar_covers() -> None:
    def masked(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(70, 600, "Namn: HEMLIG")
        canvas.setFillColor(black)
        canvas.rect(60, 590, 300, 30, stroke=0, fill=1)

    document = parse_pdf(pdf(together(lines("Synligt."), masked)))

    assert document.blocks == (Paragraph("Synligt.", 1),)
    assert document.notes == (Note("hidden_text", "11"),)


def test_leaves_unseen_text_out_but_reads_what_ocr_has_laid_under_a_scanned_page() -> None:
    def unseen(canvas: Canvas) -> None:
        text = canvas.beginText(70, 600)
        text.setFont("Helvetica", 11)
        text.setTextRenderMode(3)
        text.textLine("Osynligt eller avläst")
        canvas.drawText(text)

    assert parse_pdf(pdf(together(lines("Synligt."), unseen))).blocks == (Paragraph("Synligt.", 1),)
    assert parse_pdf(pdf(together(picture, unseen))).blocks == (
        Paragraph("Osynligt eller avläst", 1),
    )


def test_reads_a_page_that_lies_on_its_side_and_ignores_its_watermark() -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.rotate(45)
        canvas.setFont("Helvetica", 40)
        canvas.drawString(300, 100, "UTKAST")
        canvas.restoreState()
        canvas.rotate(90)
        canvas.translate(0, -595)
        lines("Ett liggande blad", "har två rader.", top=500)(canvas)

    assert parse_pdf(pdf(sideways)).blocks == (Paragraph("Ett liggande blad har två rader.", 1),)


def test_says_that_a_scanned_document_has_no_text() -> None:
    with pytest.raises(UnreadableError, match="skannad"):
        parse_pdf(pdf(picture))


def test_notes_scanned_pages_among_others() -> None:
    assert parse_pdf(pdf(lines("Text."), picture)).notes == (Note("pages_without_text", "2"),)


def test_says_that_a_document_is_protected_by_a_password() -> None:
    with pytest.raises(UnreadableError, match="lösenord"):
        parse_pdf(pdf(lines("Hemligt."), encrypt=StandardEncryption("nyckel", strength=128)))


def test_reads_a_document_that_only_forbids_printing() -> None:
    protection = StandardEncryption("", ownerPassword="agare", canPrint=0, strength=128)

    assert parse_pdf(pdf(lines("Öppet."), encrypt=protection)).blocks == (Paragraph("Öppet.", 1),)


def test_says_that_a_truncated_document_is_damaged() -> None:
    with pytest.raises(UnreadableError):
        parse_pdf(pdf(lines("Text."))[:400])
