import pytest

from bot.ingestion.documents.document import Heading, ListItem, Paragraph
from bot.ingestion.documents.notes import Note
from bot.ingestion.parsing.text import decode, parse_text
from bot.ingestion.reasons import UnreadableError


def test_reads_paragraphs_lists_and_headings() -> None:
    document = parse_text(
        "SEMESTER\n\nDu har 25 dagar\nper år.\n\n"
        "Ta med:\n- badkläder\n- bok\n  och kudde\n".encode()
    )

    assert document.title == "SEMESTER"
    assert document.blocks == (
        Heading("SEMESTER", 1),
        Paragraph("Du har 25 dagar per år."),
        Paragraph("Ta med:"),
        ListItem("badkläder"),
        ListItem("bok och kudde"),
    )


def test_reads_underlined_headings() -> None:
    assert parse_text(b"Resor\n=====\nBoka i tid.").blocks == (
        Heading("Resor", 1),
        Paragraph("Boka i tid."),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_every_unicode_encoding_without_remark(encoding: str) -> None:
    assert decode("Räksmörgås".encode(encoding)) == ("Räksmörgås", ())


def test_reads_windows_1252_and_says_that_it_guessed() -> None:
    assert decode("Räksmörgås – 5 €".encode("cp1252")) == ("Räksmörgås – 5 €", (Note("encoding"),))


def test_keeps_the_letters_of_utf_8_with_a_stray_byte() -> None:
    text, notes = decode("Räksmörgås på en fin tallrik. ".encode() * 10 + b"\xff")

    assert text.count("Räksmörgås") == 10
    assert text.endswith("\ufffd")
    assert notes == (Note("encoding"),)


def test_refuses_bytes_that_are_no_text() -> None:
    with pytest.raises(UnreadableError, match="inte text"):
        parse_text(bytes(range(256)) * 20)


def test_refuses_white_space_as_no_text() -> None:
    with pytest.raises(UnreadableError, match="ingen text"):
        parse_text(b" \n\t\n")


def test_removes_and_notes_characters_that_carry_hidden_messages() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "obey me")

    document = parse_text(f"Lunch kl. 12.{hidden} Välkom\u200bmen!".encode())

    assert document.blocks == (Paragraph("Lunch kl. 12. Välkommen!"),)
    assert document.notes == (Note("hidden_text", "7"),)
