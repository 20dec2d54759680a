from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from bot.ingestion.documents.document import Heading, ListItem, Paragraph, Table
from bot.ingestion.documents.notes import Note
from bot.ingestion.parsing.docx import parse_docx
from tests.bot.ingestion.samples import word


def test_reads_title_headings_lists_and_tables_in_order() -> None:
    def build(document: WordDocument) -> None:
        document.core_properties.title = "Mall 2011"
        document.add_heading("Riktlinje för resor", 0)
        document.add_heading("Boka", 1)
        document.add_paragraph("Boka i tid.")
        document.add_paragraph("Tåg", style="List Bullet")
        table = document.add_table(2, 2, style="Table Grid")
        for cell, text in zip(table._cells, ("Ort", "Pris", "Malmö", "2 200"), strict=True):
            cell.text = text
        for cell in table.rows[0].cells:
            cell.paragraphs[0].runs[0].bold = True
        document.add_heading("Avboka", 2)
        document.add_paragraph("Ring.")

    document = parse_docx(word(build))

    assert document.title == "Riktlinje för resor"
    assert document.blocks == (
        Heading("Riktlinje för resor", 1),
        Heading("Boka", 1),
        Paragraph("Boka i tid."),
        ListItem("Tåg"),
        Table(("Ort", "Pris"), (("Malmö", "2 200"),)),
        Heading("Avboka", 2),
        Paragraph("Ring."),
    )


def test_takes_short_bold_lines_for_headings_where_no_style_is_used() -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph().add_run("Vem får resa?").bold = True
        document.add_paragraph("Alla.")

    assert parse_docx(word(build)).blocks == (Heading("Vem får resa?", 2), Paragraph("Alla."))


def test_leaves_hidden_tiny_and_white_text_out_and_says_so() -> None:
    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph("Synligt. ")
        paragraph.add_run("ATTACK").font.hidden = True
        paragraph.add_run("ATTACK").font.size = Pt(1)
        paragraph.add_run("ATTACK").font.color.rgb = RGBColor(255, 255, 255)

    document = parse_docx(word(build))

    assert document.blocks == (Paragraph("Synligt."),)
    assert document.notes == (Note("hidden_text", "18"),)


def test_keeps_white_text_in_a_filled_cell() -> None:
    def build(document: WordDocument) -> None:
        table = document.add_table(2, 2)
        for cell in table._cells:
            cell.text = "x"
        run = table.cell(0, 0).paragraphs[0].runs[0]
        run.text = "Rubrik"
        run.font.color.rgb = RGBColor(255, 255, 255)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:fill"), "003366")
        table.cell(0, 0)._tc.get_or_add_tcPr().append(shade)

    assert "Rubrik" in str(parse_docx(word(build)).blocks)


def test_reads_inserted_text_and_leaves_deleted_text_out() -> None:
    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph("Högst ")
        for tag, text_tag, text in (("w:del", "w:delText", "40"), ("w:ins", "w:t", "50")):
            change, run, content = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
            content.text = text
            run.append(content)
            change.append(run)
            paragraph._p.append(change)
        paragraph.add_run(" timmar.")

    assert parse_docx(word(build)).blocks == (Paragraph("Högst 50 timmar."),)


def test_reads_content_controls_and_text_boxes() -> None:
    def build(document: WordDocument) -> None:
        body = document.element.body
        inner = document.add_paragraph("I kontrollen.")._p
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        content.append(inner)
        control.append(content)
        body.insert(0, control)
        anchor = document.add_paragraph("Ankare.")
        box = OxmlElement("w:txbxContent")
        box.append(document.add_paragraph("I rutan.")._p)
        run = OxmlElement("w:r")
        run.append(box)
        anchor._p.append(run)

    assert [
        block.text for block in parse_docx(word(build)).blocks if isinstance(block, Paragraph)
    ] == [
        "I kontrollen.",
        "Ankare.",
        "I rutan.",
    ]


def test_hands_on_the_lines_of_page_headers_for_the_metadata() -> None:
    def build(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "Dnr: KS 2023/412"
        document.add_paragraph("Text.")

    document = parse_docx(word(build))

    assert ("page", "Dnr: KS 2023/412") in document.properties
    assert document.blocks == (Paragraph("Text."),)


def test_leaves_the_table_of_contents_out() -> None:
    def build(document: WordDocument) -> None:
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Boka ..... 3", style="toc 1")
        document.add_paragraph("Text.")

    assert parse_docx(word(build)).blocks == (Paragraph("Text."),)


def test_leaves_out_text_whose_style_hides_it() -> None:
    def build(document: WordDocument) -> None:
        document.styles.add_style("Dold", 1).font.hidden = True
        document.styles.add_style("Dold kopia", 1).base_style = document.styles["Dold"]
        document.add_paragraph("Synligt.")
        document.add_paragraph("ATTACK", style="Dold kopia")

    document = parse_docx(word(build))

    assert document.blocks == (Paragraph("Synligt."),)
    assert document.notes == (Note("hidden_text", "6"),)


def test_reads_a_text_box_that_is_anchored_in_a_table() -> None:
    def build(document: WordDocument) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Ort", "Pris"
        box, run = OxmlElement("w:txbxContent"), OxmlElement("w:r")
        box.append(document.add_paragraph("I rutan.")._p)
        run.append(box)
        table.cell(0, 1).paragraphs[0]._p.append(run)

    assert parse_docx(word(build)).blocks[-1] == Paragraph("I rutan.")


def test_tells_a_merged_cell_in_each_of_its_rows() -> None:
    def build(document: WordDocument) -> None:
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ("Flytt", "1", "", "2"), strict=True):
            cell.text = text
        table.cell(0, 0).merge(table.cell(1, 0)).text = "Flytt"

    assert parse_docx(word(build)).blocks == (Table((), (("Flytt", "1"), ("Flytt", "2"))),)
