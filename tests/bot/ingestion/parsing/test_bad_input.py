"""Each broken file gets its own calm reason, in both languages."""

from __future__ import annotations

import pytest
from docx.document import Document as WordDocument

from bot.ingestion.parsing import parse
from bot.ingestion.reasons import UnreadableError
from tests.bot.ingestion.samples import lines, pdf, word, workbook, zipped


def _hello(document: WordDocument) -> None:
    document.add_paragraph("Hej")


WORD = word(_hello)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def reason(data: bytes, name: str) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        parse(data, name)
    return caught.value.reason.code, caught.value.reason.in_language("en")


@pytest.mark.parametrize(
    "extension", ["docx", "eml", "pdf", "xlsx", "msg", "pptx", "odt", "html", "md", "txt"]
)
def test_an_empty_file_is_said_to_be_empty(extension: str) -> None:
    assert reason(b"", f"fil.{extension}") == ("empty", "The file is empty (0 bytes).")


def test_a_docx_that_is_really_html_is_named_as_such() -> None:
    code, text = reason(b"<html><body><p>Hej</p></body></html>", "brev.docx")

    assert code == "really_other"
    assert "HTML" in text


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (pdf(lines("Hej")), "brev.docx", "PDF"),
        (WORD, "brev.xlsx", ".docx"),
        (WORD, "brev.pdf", "zip"),
        (OLE, "brev.docx", "Office 97–2003"),
        (b"{\\rtf1 Hej}", "brev.docx", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "brev.pdf", "PNG"),
        (pdf(lines("Hej")), "brev.txt", "PDF"),
        (WORD, "brev.md", "zip"),
        (WORD, "brev.html", "zip"),
    ],
)
def test_a_file_under_the_wrong_name_is_named_as_what_it_is(
    data: bytes, name: str, found: str
) -> None:
    code, text = reason(data, name)

    assert code == "really_other"
    assert found in text


def test_a_word_document_with_a_password_is_said_to_be_protected() -> None:
    assert (
        reason(OLE + "EncryptedPackage".encode("utf-16-le"), "brev.docx")[0] == "encrypted_office"
    )


@pytest.mark.parametrize("extension", ["docx", "eml", "msg", "xlsx", "pptx", "odt", "pdf"])
def test_garbage_is_said_to_be_damaged(extension: str) -> None:
    assert reason(b"\x00\x01garbage" * 50, f"fil.{extension}")[0] == "damaged"


@pytest.mark.parametrize("length", [100, len(WORD) // 2, len(WORD) - 10])
def test_a_truncated_office_file_is_said_to_be_damaged(length: int) -> None:
    assert reason(WORD[:length], "brev.docx")[0] == "damaged"


def test_an_office_file_with_a_broken_part_is_said_to_be_damaged() -> None:
    assert reason(zipped({"word/document.xml": "<w:broken"}), "brev.docx")[0] == "damaged"
    assert reason(zipped({"xl/workbook.xml": "<"}), "bok.xlsx")[0] == "damaged"
    assert reason(zipped({"ppt/presentation.xml": "<"}), "bild.pptx")[0] == "damaged"
    assert reason(zipped({"content.xml": "<"}), "text.odt")[0] == "damaged"


def test_an_unknown_format_is_said_to_be_unsupported() -> None:
    assert reason(b"x", "film.mov")[0] == "unsupported"


def test_external_entities_are_not_read() -> None:
    content = (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        "<text:p>&e;</text:p></office:text></office:body></office:document-content>"
    )

    assert reason(zipped({"content.xml": content}), "text.odt")[0] in ("no_text", "damaged")


def test_the_calm_reason_exists_for_an_empty_workbook_too() -> None:
    assert reason(workbook(lambda book: None), "bok.xlsx")[0] == "no_text"
