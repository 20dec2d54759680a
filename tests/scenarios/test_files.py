"""Notes that are sent to the bot in Teams as a file, and papers that it gives as one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from docx import Document

from tests.fakes.connector import FILE_CONSENT, FILE_INFO
from tests.fakes.teams_client import GROUP, TeamsClient
from tests.scenarios.file_chat import chatting
from tests.scenarios.product import ERIK, Surroundings, product

NUMBER = "19900101-9802"
NOTES = f"""Nämndmöte 3 december 2026
Närvarande: Anna Lindqvist, Erik Nyström
§1 Budget: Vi pratade om budgeten. Nämnden beslutade att godkänna budgeten.
§2 Lokaler: Erik nämnde {NUMBER}.
Att göra:
- Anna skriver till fastighetskontoret senast 10 december
"""
ORDER = "Skriv protokollsutkast"


def docx(lines: Sequence[str]) -> bytes:
    document, content = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(content)
    return content.getvalue()


def bomb() -> bytes:
    """A Word document of 200 kB that unpacks to 200 MB."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx(["x"]))) as plain,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in plain.namelist():
            is_text = name == "word/document.xml"
            packed.writestr(name, b" " * 200_000_000 if is_text else plain.read(name))
    return content.getvalue()


async def test_notes_in_a_file_become_minutes_in_a_file_that_says_what_was_shown(
    surroundings: Surroundings,
) -> None:
    async with chatting(surroundings) as chat:
        notes = docx(NOTES.splitlines())

        shown = await chat.send(ORDER, chat.drive.sent("Anteckningar möte.docx", notes))
        card = await chat.offered()
        answer = await chat.answer(card, "accept")
        await chat.connector.until(lambda: bool(chat.files(FILE_INFO)))
        [given] = chat.files(FILE_INFO)
        stored = str(surroundings.stored("SELECT * FROM conversation"))

    written = Document(io.BytesIO(chat.drive.files[card["name"]]))
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(one.text for one in written.paragraphs), *cells])
    assert answer.status == 200
    assert (given["name"], card["name"][-5:]) == (card["name"], ".docx")
    assert "Nämnden beslutade att godkänna budgeten." in shown
    assert "Nämnden beslutade att godkänna budgeten." in said
    assert "UTKAST" in said.upper()
    assert NUMBER not in shown + said + stored
    assert "personnummer" in shown
    assert "signed" not in stored + str(surroundings.stored("SELECT * FROM inbox"))


async def test_notes_may_come_when_they_are_asked_for_and_a_file_may_be_declined(
    surroundings: Surroundings,
) -> None:
    async with chatting(surroundings) as chat:
        file = chat.drive.sent("anteckningar.txt", NOTES.encode())
        alone = await chat.send("", file)
        asked = await chat.send(ORDER)

        shown = await chat.send("", file)
        answer = await chat.answer(await chat.offered(), "decline")
        await chat.connector.until(lambda: "ingen fil" in chat.texts()[-1])

    assert "Vad ska jag göra med filen?" in alone
    assert "anteckningar" in asked
    assert "beslutade att godkänna budgeten" in shown
    assert answer.status == 200
    assert list(chat.drive.files) == ["anteckningar.txt"]


async def test_a_file_that_nobody_asked_to_have_read_is_not_fetched(
    surroundings: Surroundings,
) -> None:
    async with chatting(surroundings) as chat:
        shown = await chat.send("Får jag flyga?", chat.drive.sent("n.txt", NOTES.encode()))

    assert "Jag har bara läst det du skrev" in shown
    assert chat.drive.fetched == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("stor.txt", b"Vi pratade.\n" * 90_000, "för långa"),
        ("storre.txt", b"x" * (5 * 2**20 + 1), "större än 5 MB"),
        ("bomb.docx", bomb, "går inte att läsa"),
        ("trasig.docx", b"PK\x03\x04 trasig", "går inte att läsa"),
        ("bild.png", b"\x89PNG", "Word (.docx)"),
    ],
    ids=["1 MB", "above 5 MB", "bomb", "damaged", "a picture"],
)
async def test_notes_that_cannot_be_read_get_a_calm_answer(
    surroundings: Surroundings, name: str, content: Any, said: str
) -> None:
    async with chatting(surroundings) as chat:
        file = chat.drive.sent(name, content() if callable(content) else content)
        shown = await chat.send(ORDER, file)

    assert said in shown
    assert chat.files(FILE_CONSENT) == []


async def test_a_confidence_in_a_file_gets_its_exit_and_is_not_kept(
    surroundings: Surroundings,
) -> None:
    async with chatting(surroundings) as chat:
        notes = f"{NOTES}Min chef slår mig, jag vågar inte gå till jobbet.\n"
        shown = await chat.send(ORDER, chat.drive.sent("n.txt", notes.encode()))
        stored = str(surroundings.stored("SELECT * FROM conversation"))
        records = str(surroundings.stored("SELECT * FROM reply"))

    assert "112" in shown
    assert "slår mig" not in shown + stored
    assert ERIK.object_id not in records
    assert chat.files(FILE_CONSENT) == []


async def test_a_file_at_another_host_is_not_fetched(surroundings: Surroundings) -> None:
    async with chatting(surroundings) as chat:
        file = chat.drive.sent("n.txt", NOTES.encode())
        file["content"]["downloadUrl"] = "https://169.254.169.254/metadata?tempauth=x"

        shown = await chat.send(ORDER, file)

    assert "kunde inte hämta filen" in shown
    assert chat.drive.fetched == []


async def test_a_file_that_cannot_be_put_or_is_nobodys_is_told_of(
    surroundings: Surroundings,
) -> None:
    async with chatting(surroundings) as chat:
        await chat.send(f"{ORDER}\n{NOTES}")
        card = await chat.offered()

        chat.drive.is_closed = True
        await chat.answer(card, "accept")
        await chat.connector.until(lambda: "OneDrive" in chat.texts()[-1])
        card["content"]["acceptContext"]["kollega"]["id"] = "paper-of-another"
        await chat.answer(card, "accept")
        await chat.connector.until(lambda: "finns inte kvar" in chat.texts()[-1])

    assert chat.files(FILE_INFO) == []
    assert chat.drive.files == {}


async def test_a_paper_that_is_shown_in_a_group_comes_with_where_the_file_can_be_had(
    surroundings: Surroundings,
) -> None:
    around = surroundings.connector
    async with product(surroundings, KOLLEGA_TARGETED_MESSAGES="yes") as teams:
        await teams.deliver(teams.mention(f"{ORDER}\n{NOTES}", by=ERIK))
        await around.until(lambda: len(around.targeted[GROUP]) >= 2, timeout_s=20)
        texts = [one["text"] for one in around.targeted[GROUP].values()]

    assert any("beslutade att godkänna budgeten" in text for text in texts)
    assert texts[-1].startswith("Filer kan jag bara ge dig i vår egen chatt.")


@pytest.mark.parametrize(
    "value", [None, {}, {"action": "accept"}, {"action": "accept", "context": {"kollega": {}}}]
)
async def test_an_answer_to_no_offer_of_ours_is_not_taken(teams: TeamsClient, value: Any) -> None:
    answer = await teams.post(teams.invoke("fileConsent/invoke", value))

    assert answer.status == 501
