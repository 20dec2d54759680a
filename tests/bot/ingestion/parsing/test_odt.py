import pytest

from bot.ingestion.documents.document import Heading, ListItem, Paragraph, Table
from bot.ingestion.parsing.odt import parse_odt
from bot.ingestion.reasons import UnreadableError
from tests.bot.ingestion.samples import ODT_HEAD, ODT_TAIL, odt, zipped


def test_reads_headings_paragraphs_lists_and_tables() -> None:
    document = parse_odt(
        odt(
            '<text:h text:outline-level="1">Nycklar</text:h>'
            "<text:p>Ring<text:s/>receptionen<text:line-break/>direkt.</text:p>"
            "<text:list><text:list-item><text:p>Kort</text:p></text:list-item></text:list>"
            "<table:table><table:table-header-rows><table:table-row>"
            "<table:table-cell><text:p>Vad</text:p></table:table-cell>"
            "<table:table-cell><text:p>Vem</text:p></table:table-cell>"
            "</table:table-row></table:table-header-rows><table:table-row>"
            "<table:table-cell><text:p>Kort</text:p></table:table-cell>"
            "<table:table-cell><text:p>Chefen</text:p></table:table-cell>"
            "</table:table-row></table:table>"
        )
    )

    assert document.title == "Nycklar"
    assert document.blocks == (
        Heading("Nycklar", 1),
        Paragraph("Ring receptionen direkt."),
        ListItem("Kort"),
        Table(("Vad", "Vem"), (("Kort", "Chefen"),)),
    )


def test_leaves_tracked_deletions_comments_and_contents_out() -> None:
    document = parse_odt(
        odt(
            "<text:tracked-changes><text:p>BORTA</text:p></text:tracked-changes>"
            "<text:table-of-content><text:p>BORTA</text:p></text:table-of-content>"
            "<text:p>Kvar<office:annotation><text:p>BORTA</text:p></office:annotation>.</text:p>"
        )
    )

    assert document.blocks == (Paragraph("Kvar."),)


def test_a_cell_that_repeats_to_the_edge_costs_nothing() -> None:
    document = parse_odt(
        odt(
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
            "<table:table-cell><text:p>b</text:p></table:table-cell>"
            '<table:table-cell table:number-columns-repeated="999999999"/>'
            "</table:table-row></table:table>"
        )
    )

    assert document.blocks == (Table((), (("a", "b"),)),)


def test_says_that_a_document_is_protected_by_a_password() -> None:
    data = zipped(
        {
            "content.xml": f"{ODT_HEAD}{ODT_TAIL}",
            "META-INF/manifest.xml": "<manifest:encryption-data/>",
        }
    )

    with pytest.raises(UnreadableError, match="lösenord"):
        parse_odt(data)
