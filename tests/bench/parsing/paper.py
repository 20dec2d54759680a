"""PDF files: as a word processor prints them, in columns, with tables, scanned."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw
from reportlab.lib.colors import black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.bench.parsing.checks import Sample, cells, heading, item, lacks, order, says

_BODY = (
    "Förvaltningen ansvarar för att rutinen följs och att alla medarbetare känner till den. "
    "Chefen går igenom rutinen vid varje nyanställning och minst en gång per år på en APT. "
)


def samples() -> list[Sample]:
    """One for each thing that is hard about PDF."""
    return [report(), columns(), tables(), tricks(), scanned()]


def report() -> Sample:
    """Running heads, page numbers, divided words, a footnote and a list over three pages."""
    canvas, buffer = _canvas()
    for number in (1, 2, 3):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(70, 800, "Exempelkommun · Rutin för nycklar")
        canvas.drawRightString(525, 800, "Dnr KS 2025/31")
        canvas.drawCentredString(297, 30, f"{number} (3)")
        if number == 1:
            _text(canvas, ["Rutin för nycklar"], top=740, size=20, bold=True)
            _text(canvas, ["Utlämning"], top=690, size=14, bold=True)
            _text(
                canvas,
                [
                    "Nyckeln lämnas ut av fastighets-",
                    "förvaltaren mot kvittens. Spara",
                    "kvittensen i e-",
                    "arkivet.¹",
                ],
                top=660,
            )
            _text(canvas, ["¹ Arkivet finns på intranätet."], top=70, size=8)
        _text(canvas, _wrapped(_BODY * 2), top=560 if number == 1 else 740)
        if number == 2:
            _text(canvas, ["Vid förlust"], top=500, size=14, bold=True)
            _text(canvas, ["• Ring vakten", "• Byt lås inom", "  ett dygn"], top=470)
            _text(canvas, ["Meningen börjar på en sida och"], top=90)
        if number == 3:
            _text(canvas, ["slutar på nästa, utan avbrott."], top=770)
        canvas.showPage()
    canvas.save()
    return Sample(
        "rutin.pdf",
        buffer.getvalue(),
        (
            heading("Rutin för nycklar"),
            heading("Utlämning"),
            heading("Vid förlust"),
            item("Ring vakten"),
            item("Byt lås inom ett dygn"),
            says("hyphens", "fastighetsförvaltaren mot kvittens"),
            says("hyphens", "i e-arkivet"),
            says("footnotes", "Arkivet finns på intranätet."),
            says("order", "börjar på en sida och slutar på nästa"),
            lacks("page heads", "Exempelkommun ·"),
            lacks("page heads", "Dnr KS 2025/31"),
            lacks("page heads", "1 (3)", "2 (3)", "3 (3)"),
        ),
    )


def columns() -> Sample:
    """A newsletter: a title across, two columns, drawn row by row as some programs do."""
    canvas, buffer = _canvas()
    _text(canvas, ["Personalbladet"], top=780, size=24, bold=True)
    left = [f"vänster rad {n} handlar om sommarens vikarier" for n in range(20)]
    right = [f"höger rad {n} handlar om höstens nya system" for n in range(20)]
    canvas.setFont("Helvetica", 10)
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        canvas.drawString(60, 700 - 14 * number, one)
        canvas.drawString(310, 700 - 14 * number, other)
    _text(canvas, _wrapped("Under spalterna står detta i full bredd. " + _BODY), top=380)
    third = [[f"{name} spalt {n} om arbetet i hela kommunen" for n in range(10)] for name in "ABC"]
    canvas.setFont("Helvetica", 9)
    for column, texts in enumerate(third):
        for number, text in enumerate(texts):
            canvas.drawString(60 + 165 * column, 280 - 12 * number, text)
    canvas.showPage()
    canvas.save()
    return Sample(
        "personalblad.pdf",
        buffer.getvalue(),
        (
            heading("Personalbladet"),
            order("Personalbladet", "vänster rad 0", "vänster rad 19", "höger rad 0"),
            order("höger rad 0", "höger rad 19", "Under spalterna"),
            says("order", "vänster rad 3 handlar om sommarens vikarier vänster rad 4"),
            order("A spalt 9", "B spalt 0"),
            order("B spalt 9", "C spalt 0"),
        ),
    )


def tables() -> Sample:
    """A ruled table over two pages, and labels with values without lines."""
    canvas, buffer = _canvas()
    _text(canvas, ["Avgifter"], top=780, size=18, bold=True)
    labels = [
        ("Beslutad av", "Kommunfullmäktige"),
        ("Gäller från", "2026-01-01"),
        ("Dnr", "KF 2025/9"),
    ]
    canvas.setFont("Helvetica", 11)
    for number, (label, value) in enumerate(labels):
        canvas.drawString(70, 740 - 18 * number, label)
        canvas.drawString(220, 740 - 18 * number, value)
    _text(canvas, _wrapped(_BODY), top=660)
    rows = [("Tjänst", "Avgift", "Enhet"), ("Bygglov", "9 800 kr", "per ärende")]
    rows += [(f"Tjänst {n}", f"{n}00 kr", "per timme") for n in range(1, 9)]
    _grid(canvas, rows, top=280)
    canvas.showPage()
    _grid(
        canvas, [("Kartor", "450 kr", "per blad"), ("Arkiv", "0 kr", "per kopia")], top=780, head=0
    )
    _text(canvas, _wrapped(_BODY * 3), top=600)
    canvas.showPage()
    canvas.save()
    head = ("Tjänst", "Avgift", "Enhet")
    return Sample(
        "avgifter.pdf",
        buffer.getvalue(),
        (
            heading("Avgifter"),
            cells(head, ("Bygglov", "9 800 kr", "per ärende")),
            cells(head, ("Tjänst 7", "700 kr", "per timme")),
            cells(head, ("Kartor", "450 kr", "per blad")),
            cells(("Beslutad av",), ("Kommunfullmäktige",)),
            cells(("Dnr",), ("KF 2025/9",)),
        ),
    )


def tricks() -> Sample:
    """What nobody sees: white, tiny, outside, unseen, covered."""
    canvas, buffer = _canvas()
    _text(canvas, ["Synlig text på sidan."], top=700)
    canvas.setFillColor(white)
    canvas.drawString(70, 600, "DOLT vitt")
    canvas.setFillColor(black)
    canvas.drawString(70, -300, "DOLT utanför")
    canvas.saveState()
    text = canvas.beginText(70, 560)
    text.setTextRenderMode(3)
    text.textLine("DOLT osynligt")
    canvas.drawText(text)
    canvas.restoreState()
    canvas.setFont("Helvetica", 1)
    canvas.drawString(70, 540, "DOLT litet")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(70, 500, "DOLT maskat")
    canvas.rect(60, 490, 200, 30, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0.2, 0.4)
    canvas.rect(60, 390, 300, 30, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.drawString(70, 400, "Vit text på blå platta")
    canvas.showPage()
    canvas.save()
    return Sample(
        "dolt.pdf",
        buffer.getvalue(),
        (
            says("hidden text", "Synlig text på sidan."),
            says("hidden text", "Vit text på blå platta"),
            *(
                lacks("hidden text", f"DOLT {how}")
                for how in ("vitt", "utanför", "osynligt", "litet", "maskat")
            ),
        ),
    )


def scanned() -> Sample:
    """A page of text among pages that are pictures: told, not passed over in silence."""
    canvas, buffer = _canvas()
    _text(canvas, ["Försättsblad till inskannat avtal."], top=700)
    canvas.showPage()
    for _ in range(2):
        canvas.drawImage(ImageReader(picture_of("Avtal om hyra")), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return Sample(
        "avtal.pdf",
        buffer.getvalue(),
        (
            says("scanned pages", "Försättsblad till inskannat avtal."),
            says("scanned pages", "Sidan 2–3 är bild utan text"),
        ),
    )


def picture_of(text: str) -> Image.Image:
    """A page with that text, as a scanner sees it."""
    image = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(image).text((150, 200), text, fill=0, font_size=60)
    return image


def long_paper(pages: int) -> bytes:
    """Enough to measure speed on."""
    canvas, buffer = _canvas()
    for number in range(pages):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(70, 800, "Exempelkommun · Handbok")
        canvas.drawCentredString(297, 30, f"Sida {number + 1}")
        _text(canvas, [f"Kapitel {number}"], top=760, size=16, bold=True)
        _text(canvas, _wrapped(_BODY * 12), top=720)
        _grid(
            canvas, [("Vad", "Vem", "När"), *[(f"Sak {n}", "Chef", "Vår") for n in range(6)]], 250
        )
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _canvas() -> tuple[Canvas, io.BytesIO]:
    buffer = io.BytesIO()
    return Canvas(buffer, pagesize=A4, invariant=1), buffer


def _text(
    canvas: Canvas, lines: Sequence[str], *, top: float, size: int = 11, bold: bool = False
) -> None:
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    for number, line in enumerate(lines):
        canvas.drawString(70 + 12 * line.startswith("  "), top - number * size * 1.25, line.strip())


def _wrapped(text: str, width: int = 85) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _grid(canvas: Canvas, rows: Sequence[Sequence[str]], top: float, head: int = 1) -> None:
    edges = [70 + 150 * column for column in range(len(rows[0]) + 1)]
    canvas.grid(edges, [top - 20 * number for number in range(len(rows) + 1)])
    for number, row in enumerate(rows):
        canvas.setFont("Helvetica-Bold" if number < head else "Helvetica", 11)
        for column, text in enumerate(row):
            canvas.drawString(75 + 150 * column, top - 20 * number - 14, text)
