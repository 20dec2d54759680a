"""Word, PowerPoint, Excel and OpenDocument files as offices make them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
import openpyxl
import pptx
from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor
from openpyxl.worksheet.worksheet import Worksheet
from pptx.util import Cm
from pptx.util import Pt as SlidePt

from tests.bench.parsing.checks import Sample, cells, heading, item, lacks, order, says
from tests.bot.ingestion.samples import odt

_GIFTS = ("Slag", "Belopp per person", "Beslutas av")
_FOOTNOTES = (
    '<w:footnotes {ns}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:t>Gäller inte förtroendevalda.</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)


def samples() -> list[Sample]:
    """One or two of each format."""
    return [word_policy(), word_form(), slides(), sheet(), wide_sheet(), open_text()]


def word_policy() -> Sample:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Exempelkommun Dnr KS 2024/77"
    document.add_heading("Riktlinje för representation", 0)
    document.add_heading("Syfte", 1)
    paragraph = document.add_paragraph("Riktlinjen gäller alla anställda")
    _footnote(document, paragraph)
    paragraph.add_run(" och gäller tills vidare.")
    document.add_heading("Intern representation", 2)
    document.add_paragraph("Ange alltid:", style="Normal")
    for text in ("syftet", "deltagarna", "beloppet"):
        document.add_paragraph(text, style="List Bullet")
    for text in ("Fyll i blanketten.", "Bifoga kvittot."):
        document.add_paragraph(text, style="List Number")
    _word_table(
        document,
        [_GIFTS, ("Lunch", "300 kr", "Närmaste chef"), ("Middag", "500 kr", "Förvaltningschef")],
    )
    _text_box(document, "Kom ihåg: alkohol betalas aldrig.")
    hidden = document.add_paragraph("Kvitto krävs. ")
    hidden.add_run("DOLT vanish").font.hidden = True
    white = hidden.add_run("DOLT vitt")
    white.font.color.rgb = RGBColor(255, 255, 255)
    hidden.add_run("DOLT litet").font.size = Pt(1)
    _tracked(document)
    return Sample(
        "representation.docx",
        _saved(document),
        (
            heading("Riktlinje för representation"),
            heading("Syfte"),
            heading("Intern representation"),
            item("syftet"),
            item("beloppet"),
            item("Bifoga kvittot."),
            cells(_GIFTS, ("Lunch", "300 kr", "Närmaste chef")),
            cells(_GIFTS, ("Middag", "500 kr", "Förvaltningschef")),
            says("footnotes", "Gäller inte förtroendevalda."),
            order("gäller alla anställda", "Gäller inte förtroendevalda.", "Intern representation"),
            says("text boxes", "Kom ihåg: alkohol betalas aldrig."),
            order("500 kr", "Kom ihåg: alkohol", "Kvitto krävs."),
            lacks("hidden text", "DOLT vanish"),
            lacks("hidden text", "DOLT vitt"),
            lacks("hidden text", "DOLT litet"),
            says("tracked changes", "inom 14 dagar"),
            lacks("tracked changes", "30 dagar"),
            lacks("page heads", "Exempelkommun Dnr"),
        ),
    )


def word_form() -> Sample:
    """A template without heading styles, with merged cells and a table inside a table."""
    document = docx.Document()
    for text in ("Ansökan om ledighet", "Uppgifter om dig"):
        document.add_paragraph().add_run(text).bold = True
        document.add_paragraph("Fyll i alla rader noga och lämna till din chef.")
    table = document.add_table(4, 3, style="Table Grid")
    for row, texts in enumerate(
        [
            ["Ledighet", "Dagar", "Lön"],
            ["Flytt", "1", "ja"],
            ["Flytt", "2", "nej"],
            ["Summa", "", ""],
        ]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Flytt"
    table.cell(3, 0).merge(table.cell(3, 2)).text = "Högst tre dagar per år"
    return Sample(
        "ansokan.docx",
        _saved(document),
        (
            heading("Ansökan om ledighet"),
            heading("Uppgifter om dig"),
            cells(("Ledighet", "Dagar", "Lön"), ("Flytt", "1", "ja")),
            cells(("Ledighet", "Dagar", "Lön"), ("Flytt", "2", "nej")),
            says("tables", "Högst tre dagar per år"),
            lacks("tables", "Högst tre dagar per år Högst tre dagar per år"),
        ),
    )


def slides() -> Sample:
    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "Introduktion"
    first.placeholders[1].text = "Hämta passerkort\nBoka rundvandring"
    first.notes_slide.notes_text_frame.text = "Berätta om friskvården."
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "Vem gör vad"
    frame = second.shapes.add_table(2, 2, Cm(2), Cm(5), Cm(20), Cm(3))
    for place, text in zip(
        ((0, 0), (0, 1), (1, 0), (1, 1)), ("Vad", "Vem", "Konto", "IT"), strict=True
    ):
        frame.table.cell(*place).text = text
    # Drawn in the wrong order: the lower box first.
    _box(second, "Nederst på bilden", top=14)
    _box(second, "Överst på bilden", top=10)
    outside = _box(second, "DOLT utanför", top=40)
    outside.left = Cm(60)
    tiny = _box(second, "DOLT litet", top=12)
    tiny.text_frame.paragraphs[0].runs[0].font.size = SlidePt(1)
    third = show.slides.add_slide(show.slide_layouts[1])
    third.shapes.title.text = "DOLT utkast"
    third._element.set("show", "0")
    return Sample(
        "introduktion.pptx",
        _saved(show),
        (
            heading("Introduktion"),
            heading("Vem gör vad"),
            item("Hämta passerkort"),
            item("Boka rundvandring"),
            says("notes", "Berätta om friskvården."),
            cells(("Vad", "Vem"), ("Konto", "IT")),
            order("Introduktion", "Berätta om friskvården.", "Vem gör vad"),
            order("Överst på bilden", "Nederst på bilden"),
            lacks("hidden text", "DOLT utanför"),
            lacks("hidden text", "DOLT litet"),
            lacks("hidden text", "DOLT utkast"),
        ),
    )


def sheet() -> Sample:
    """Two tables beside and below one another, a header of two lines, merged cells."""
    book = openpyxl.Workbook()
    page = _sheet(book, "Avgifter")
    page["A1"] = "Avgifter 2026"
    _fill(page, 3, 1, [["Tjänst", "2026", None], [None, "Barn", "Vuxen"]])
    page.merge_cells("B3:C3")
    page.merge_cells("A3:A4")
    _fill(page, 5, 1, [["Bad", 40, 80], ["Gym", 100, 250]])
    _fill(page, 3, 6, [["Roll", "Telefon"], ["Reception", "0123-45 67 89"]])
    _fill(page, 9, 1, [["Öppet", "Tid"], ["Vardag", "8–17"], ["Lördag", "10–14"]])
    page["A20"] = "Beslutat av kommunfullmäktige."
    secret = book.create_sheet("Underlag")
    secret.append(["DOLT blad", "x"])
    secret.sheet_state = "hidden"
    page["A30"] = "DOLT rad"
    page.row_dimensions[30].hidden = True
    return Sample(
        "avgifter.xlsx",
        _saved(book),
        (
            heading("Avgifter"),
            cells(("2026 Barn", "2026 Vuxen"), ("40", "80")),
            cells(("Tjänst", "2026 Vuxen"), ("Gym", "250")),
            cells(("Roll", "Telefon"), ("Reception", "0123-45 67 89")),
            cells(("Öppet", "Tid"), ("Lördag", "10–14")),
            lacks("tables", "Tjänst: Reception", "Bad 40 80 Reception"),
            says("tables", "Beslutat av kommunfullmäktige."),
            lacks("hidden text", "DOLT blad"),
            lacks("hidden text", "DOLT rad"),
        ),
    )


def wide_sheet() -> Sample:
    """Thirty columns; each value must still be found with its own label."""
    book = openpyxl.Workbook()
    page = _sheet(book, "Nyckeltal")
    page.append(["Enhet", *[f"Mått {n}" for n in range(1, 31)]])
    for unit in ("Ekskolan", "Björkskolan"):
        page.append([unit, *[n * 100 + len(unit) for n in range(1, 31)]])
    return Sample(
        "nyckeltal.xlsx",
        _saved(book),
        (
            cells(("Enhet", "Mått 29"), ("Ekskolan", "2908")),
            cells(("Enhet", "Mått 30"), ("Björkskolan", "3011")),
        ),
    )


def open_text() -> Sample:
    body = (
        '<text:h text:outline-level="1">Nycklar och passerkort</text:h>'
        "<text:p>Kortet är personligt<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Låna aldrig ut det.</text:p></text:note-body></text:note>"
        " och ska bäras synligt.</text:p>"
        '<text:h text:outline-level="2">Förlust</text:h>'
        "<text:list><text:list-item><text:p>Spärra kortet</text:p></text:list-item>"
        "<text:list-item><text:p>Ring receptionen</text:p></text:list-item></text:list>"
        "<table:table><table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>Sak</text:p></table:table-cell>"
        "<table:table-cell><text:p>Avgift</text:p></table:table-cell></table:table-row>"
        "</table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>Kort</text:p></table:table-cell>"
        "<table:table-cell><text:p>200 kr</text:p></table:table-cell></table:table-row>"
        "</table:table>"
        '<text:p><draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
        "<draw:text-box><text:p>Ruta med öppettider</text:p></draw:text-box></draw:frame></text:p>"
        '<text:p text:style-name="P9">DOLT stycke</text:p>'
        '<text:p>Slut. <text:span text:style-name="T9">DOLT vitt</text:span></text:p>'
    )
    styles = (
        '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
        '<style:style style:name="P9" style:family="paragraph">'
        '<style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T9" style:family="text">'
        '<style:text-properties fo:color="#ffffff"/></style:style></office:automatic-styles>'
    )
    return Sample(
        "nycklar.odt",
        odt(body, styles),
        (
            heading("Nycklar och passerkort"),
            heading("Förlust"),
            item("Spärra kortet"),
            item("Ring receptionen"),
            cells(("Sak", "Avgift"), ("Kort", "200 kr")),
            says("footnotes", "Låna aldrig ut det."),
            order("Kortet är personligt", "Låna aldrig ut det.", "Förlust"),
            says("text boxes", "Ruta med öppettider"),
            lacks("hidden text", "DOLT stycke"),
            lacks("hidden text", "DOLT vitt"),
        ),
    )


def long_word(paragraphs: int) -> bytes:
    """Enough to measure speed on."""
    document = docx.Document()
    for number in range(paragraphs):
        if number % 15 == 0:
            document.add_heading(f"Avsnitt {number}", 1 + number % 2)
        document.add_paragraph(
            f"Stycke {number}: ansökan {number * 7919} ska vara inne den {number % 28 + 1} mars."
        )
    for number in range(10):
        rows = [["Vad", "Belopp"], *[[f"Post {n}", f"{n * number} kr"] for n in range(20)]]
        _word_table(document, rows)
    return _saved(document)


def long_slides(count: int) -> bytes:
    show = pptx.Presentation()
    for number in range(count):
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = f"Bild {number}"
        slide.placeholders[1].text = "\n".join(f"Punkt {number}.{n} om arbetet" for n in range(8))
        slide.notes_slide.notes_text_frame.text = f"Anteckning {number}"
    return _saved(show)


def long_sheet(rows: int) -> bytes:
    book = openpyxl.Workbook()
    page = _sheet(book, "Register")
    page.append(["Namn", "Belopp", "Datum", "Enhet", "Kommentar"])
    for number in range(rows):
        page.append([f"Post {number}", number * 3, "2026-01-01", f"Enhet {number % 9}", "Klar"])
    return _saved(book)


def long_open_text(paragraphs: int) -> bytes:
    return odt(
        "".join(
            f"<text:p>Stycke {n}: ansökan {n * 7919} ska vara inne i mars.</text:p>"
            for n in range(paragraphs)
        )
    )


def _word_table(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(0, len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
            cell.paragraphs[0].runs[0].bold = number == 0


def _footnote(document: WordDocument, paragraph: Any) -> None:
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        _FOOTNOTES.format(ns=nsdecls("w", "r")).encode(),
        document.part.package,
    )
    document.part.relate_to(
        part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    )
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))


def _text_box(document: WordDocument, text: str) -> None:
    """As Word writes it: the new form, and the old one for programs that do not know it."""
    content = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    document.add_paragraph()._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
            '2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
            'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
            '<mc:Choice Requires="wps">'
            f"<w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
    )


def _tracked(document: WordDocument) -> None:
    paragraph = document.add_paragraph("Redovisa inom ")
    for xml in (
        "<w:del {ns}><w:r><w:delText>30 dagar</w:delText></w:r></w:del>",
        "<w:ins {ns}><w:r><w:t>14 dagar</w:t></w:r></w:ins>",
    ):
        paragraph._p.append(parse_xml(xml.format(ns=nsdecls("w"))))


def _box(slide: Any, text: str, *, top: float) -> Any:
    box = slide.shapes.add_textbox(Cm(2), Cm(top), Cm(8), Cm(1.5))
    box.text_frame.text = text
    return box


def _sheet(book: openpyxl.Workbook, title: str) -> Worksheet:
    page = book.worksheets[0]
    page.title = title
    return page


def _fill(
    page: Worksheet, row: int, column: int, rows: Sequence[Sequence[str | int | None]]
) -> None:
    for down, values in enumerate(rows):
        for right, value in enumerate(values):
            if value is not None:
                page.cell(row + down, column + right, value)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
