"""Scanned pages: told of, and read where Tesseract is at hand (marked `soak`: it is no need)."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bot.ingestion.documents.document import Heading
from bot.ingestion.documents.notes import Note
from bot.ingestion.parsing.ocr import Picture, Recogniser
from bot.ingestion.parsing.pdf import parse_pdf
from bot.ingestion.reasons import UnreadableError
from bot.ingestion.workers.limits import Limits
from bot.ingestion.workers.pool import ReaderPool
from tests.bench.parsing.paper import picture_of
from tests.bot.ingestion.samples import lines, pdf

TABLE = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    "1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t300\t300\t400\t80\t96.1\tAvtal\n"
    "5\t1\t2\t1\t1\t1\t300\t500\t200\t40\t95.0\tHyran\n"
    "5\t1\t2\t1\t1\t2\t520\t500\t100\t40\t91.5\tär\n"
    "5\t1\t2\t1\t1\t3\t640\t500\t100\t40\t12.0\t;~\n"
    "5\t1\t2\t1\t2\t1\t300\t560\t300\t40\t94.0\t900\n"
    "5\t1\t2\t1\t2\t2\t640\t560\t100\t40\t94.0\tkr.\n"
)


class Fake(Recogniser):
    """Tesseract's own table, whatever the picture."""

    def __init__(self, *, missing: bool = False) -> None:
        self._program, self._languages = "", () if missing else ("swe",)
        self.begin()

    def _run(self, image: bytes, timeout_s: float) -> str:
        assert image.startswith(b"P5 ")
        return TABLE


def scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(picture_of("Avtal om hyra")), 0, 0, *A4)


def test_reads_scanned_pages_among_others_and_says_which() -> None:
    document = parse_pdf(pdf(lines("Försättsblad."), scan), Fake())

    assert [getattr(block, "text", "") for block in document.blocks] == [
        "Försättsblad.",
        "Avtal",
        "Hyran är 900 kr.",
    ]
    assert isinstance(document.blocks[1], Heading)
    assert document.blocks[1].page == 2
    assert document.notes == (Note("pages_recognised", "2"),)


def test_says_what_to_install_where_nothing_can_read_scanned_pages() -> None:
    ocr = Fake(missing=True)

    (note,) = parse_pdf(pdf(lines("Försättsblad."), scan), ocr).notes
    with pytest.raises(UnreadableError, match="tesseract-ocr-swe"):
        parse_pdf(pdf(scan), ocr)

    assert note == Note("ocr_missing", "2")
    assert "tesseract-ocr-swe" in note.in_language("sv")


def test_stops_reading_when_the_document_has_taken_its_time() -> None:
    ocr = Fake()
    ocr._ends = 0.0

    assert ocr.lines(Picture(1, 1, b"\0")) == []


@pytest.mark.soak
async def test_tesseract_reads_a_scanned_document_in_a_child_process(tmp_path: Path) -> None:
    if Recogniser().missing:
        pytest.skip("install tesseract-ocr and tesseract-ocr-swe")
    (tmp_path / "avtal.pdf").write_bytes(pdf(scan))
    async with ReaderPool(Limits(ocr=True), size=1) as pool:
        outcome = await pool.read(tmp_path / "avtal.pdf", "avtal.pdf")

    assert outcome.reading is not None
    assert "Avtal om hyra" in outcome.reading.title + outcome.reading.pieces[0].text
