"""Papers of meetings, ordered in Teams: shown, given as files, and made into others by a button."""

from __future__ import annotations

import io

from docx import Document

from tests.fakes.connector import FILE_INFO
from tests.scenarios.file_chat import Chat, chatting
from tests.scenarios.product import Surroundings
from tests.scenarios.test_files import NOTES, NUMBER


async def taken(chat: Chat, *, count: int) -> str:
    """The text of the file that was offered last, once it is in the person's OneDrive."""
    card, before = await chat.offered(count), len(chat.files(FILE_INFO))
    await chat.answer(card, "accept")
    await chat.connector.until(lambda: len(chat.files(FILE_INFO)) > before)
    document = Document(io.BytesIO(chat.drive.files[card["name"]]))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


async def test_papers_before_a_meeting_are_shown_and_given_as_files(
    surroundings: Surroundings,
) -> None:
    async with chatting(surroundings) as chat:
        agenda = await chat.send("Gör en dagordning för APT på torsdag, 60 minuter")
        agenda_file = await taken(chat, count=1)
        english = await chat.press("På engelska")
        english_file = await taken(chat, count=2)
        summons = await chat.send("Skriv en kallelse till socialnämnden den 10 december kl 13")
        summons_file = await taken(chat, count=3)

    assert "Arbetsmiljö" in agenda
    assert "Arbetsmiljö" in agenda_file
    assert "Work environment" in english
    assert "Work environment" in english_file
    assert "[ange kallelsetid]" in summons  # no reglemente is indexed: no day is guessed
    assert "Socialnämnden" in summons_file
    assert len(set(chat.drive.files)) == 3


async def test_minutes_become_an_action_list_and_a_summary_by_their_buttons(
    surroundings: Surroundings,
) -> None:
    async with chatting(surroundings) as chat:
        await chat.send(f"Skriv protokollsutkast\n{NOTES}")
        actions = await chat.press("Att göra-lista")
        listed = await taken(chat, count=2)
        summary = await chat.press("Sammanfattning")

    for text in (actions, listed):
        assert "Skriver till fastighetskontoret" in text
        assert "10 december" in text
    assert "beslutade att godkänna budgeten" in summary
    assert NUMBER not in actions + listed + summary
