from bot.ingestion.documents.document import Heading, ListItem, Paragraph, Table
from bot.ingestion.parsing.pptx import parse_pptx
from tests.bot.ingestion.samples import presentation, slide_with_table


def test_reads_each_slide_with_its_title_points_and_notes() -> None:
    document = parse_pptx(
        presentation([("Välkommen", "Punkt ett\nPunkt två", "Säg hej."), ("Slut", "Tack!", "")])
    )

    assert document.title == "Välkommen"
    assert document.page_word == "bild"
    assert document.blocks == (
        Heading("Välkommen", 1, 1),
        ListItem("Punkt ett", "-", 1),
        ListItem("Punkt två", "-", 1),
        Paragraph("Anteckning: Säg hej.", 1),
        Heading("Slut", 1, 2),
        Paragraph("Tack!", 2),
    )


def test_reads_tables_on_slides() -> None:
    document = parse_pptx(slide_with_table([["Vad", "Vem"], ["Konto", "Chefen"]]))

    assert document.blocks[1] == Table(("Vad", "Vem"), (("Konto", "Chefen"),), 1)
