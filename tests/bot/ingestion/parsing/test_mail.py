"""E-mails: what a searcher wants of them, and nobody's address."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from bot.ingestion.documents.document import Document, Heading, ListItem, Paragraph
from bot.ingestion.parsing import parse
from bot.ingestion.parsing.mail import person
from bot.ingestion.reasons import UnreadableError
from tests.bench.parsing.mail import message


def read(mail: EmailMessage) -> Document:
    return parse(mail.as_bytes(), "brev.eml")


def letter(text: str = "Hej.") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Anna Andersson <anna@example.se>"
    mail["Subject"] = "Nycklar"
    mail.set_content(text)
    return mail


def texts(document: Document) -> list[str]:
    return [
        block.text for block in document.blocks if isinstance(block, (Heading, ListItem, Paragraph))
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Anna Andersson <anna@example.se>", "Anna Andersson"),
        ("anna@example.se", "example.se"),
        ("Anna (anna@example.se)", "Anna"),
        ("/o=Kommun/ou=X/cn=anna", ""),
    ],
)
def test_tells_people_by_name(written: str, shown: str) -> None:
    assert person(written) == shown


def test_names_no_more_recipients_than_tell_something() -> None:
    mail = letter()
    mail["To"] = ", ".join(f"Person {n} <p{n}@example.se>" for n in range(200))

    (to,) = [text for text in texts(read(mail)) if text.startswith("Till:")]

    assert "Person 7" in to
    assert to.endswith("och 192 till")


def test_answers_written_between_quoted_questions_stay_between_them() -> None:
    document = read(letter("> När öppnar ni?\n\nKlockan åtta.\n\n> Och stänger?\n\nFem.\n"))

    assert texts(document)[-4:] == ["När öppnar ni?", "Klockan åtta.", "Och stänger?", "Fem."]


def test_a_forwarded_message_is_named_and_what_cannot_be_read_too() -> None:
    mail = letter()
    mail.add_attachment(letter("Inre."), filename="inre.eml")
    mail.add_attachment(b"\0\1", maintype="application", subtype="pdf", filename="trasig.pdf")

    found = texts(read(mail))

    assert "Bilagor: inre.eml, trasig.pdf" in found
    assert not any("Inre" in text for text in found)


def test_reads_a_message_in_an_encoding_that_does_not_exist() -> None:
    mail = letter("Räksmörgås").as_bytes().replace(b"utf-8", b"x-okand")

    assert "Räksmörgås" in texts(parse(mail, "brev.eml"))


def test_a_message_of_nothing_but_a_subject_has_no_text() -> None:
    with pytest.raises(UnreadableError, match="ingen text"):
        read(letter(""))


def test_another_office_file_under_the_name_of_a_message_is_named_as_such() -> None:
    data = message("Nycklar", {"1000": "Hej."})

    assert "Hej." in texts(parse(data, "brev.msg"))
    with pytest.raises(UnreadableError):
        parse(data.replace("__properties".encode("utf-16-le"), b"_" * 24), "brev.msg")
    with pytest.raises(UnreadableError, match="skadad"):
        parse(data[:600], "brev.msg")
