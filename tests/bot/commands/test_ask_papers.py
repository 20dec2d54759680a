"""`kollega ask` with notes attached, and papers written to a file."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from tests.bot.commands.shell import run_kollega
from tests.bot.ingestion.test_pool import zip_bomb


def test_attached_notes_become_a_word_document(data: Path, tmp_path: Path) -> None:
    notes, out = tmp_path / "anteckningar.docx", tmp_path / "protokoll.docx"
    written = Document()
    for line in ("Närvarande: Karin Ek", "1. Budget", "Nämnden beslutade att godkänna budgeten."):
        written.add_paragraph(line)
    written.save(str(notes))

    order = ("ask", "Skriv protokollsutkast", "--as", "sara", "--json")
    reply = run_kollega(*order, "--attach", str(notes), "--out", str(out), data=data).json

    text = "\n".join(one.text for one in Document(str(out)).paragraphs)
    assert reply["outcome"] == "draft"
    assert reply["draft"]["kind"] == "minutes"
    assert reply["draft"]["file"] == str(out)
    assert "Nämnden beslutade att godkänna budgeten." in text


def test_a_bomb_or_a_picture_is_refused_in_one_calm_sentence(data: Path, tmp_path: Path) -> None:
    for name, content in (("bomb.docx", zip_bomb()), ("bild.png", b"png"), ("nul.txt", b"\0")):
        path = tmp_path / name
        path.write_bytes(content)
        order = ("ask", "Skriv protokollsutkast", "--as", "sara")
        run = run_kollega(*order, "--attach", str(path), data=data)

        assert run.code == 2
        assert name in run.errors
        assert "Traceback" not in run.errors
