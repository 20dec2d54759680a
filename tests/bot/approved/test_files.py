"""Approved answers in a workbook or a folder, asked for through the copilot."""

from __future__ import annotations

import logging
import os
from datetime import date

import pytest

from bot.turn import SHOW_SOURCE, SubmittedAction
from tests.bot.approved.owner import Owner, ask

_DOG = "Får jag ta med hunden till jobbet?"
_NO_DOG = "Nej, inte till kommunhuset. Ledarhundar är alltid välkomna."


def _answer(**cells: object) -> dict[str, object]:
    row: dict[str, object] = {
        "Fråga": _DOG,
        "Svar": _NO_DOG,
        "Godkänt av": "HR-chefen",
        "Godkänt den": date(2026, 10, 12),
        "För vem": "alla",
    }
    return {**row, **{label.replace("_", " "): value for label, value in cells.items()}}


async def test_an_approved_answer_is_given_word_by_word_with_who_approved_it(owner: Owner) -> None:
    said = "Nej, inte till kommunhuset.\n\nLedarhundar är alltid välkomna."
    owner.write_workbook(_answer(Svar=said))

    async with owner.bot() as kollega:
        reply = await ask(kollega, "får man ta med hund till jobbet")

    assert [sentence.text for sentence in reply.sentences] == [said]
    assert reply.notices == ("Svaret är skrivet och godkänt av HR-chefen, 2026-10-12.",)
    assert (reply.outcome, reply.model) == ("answered", "approved")


async def test_any_of_the_owner_s_wordings_finds_the_answer(owner: Owner) -> None:
    owner.write(_answer(Frågas_också="Är husdjur tillåtna?; Kan katten följa med?"))

    async with owner.bot() as kollega:
        reply = await ask(kollega, "kan katten följa med")

    assert reply.sentences[0].text == _NO_DOG


async def test_the_answer_can_be_looked_at_as_a_source(owner: Owner) -> None:
    owner.write(_answer())

    async with owner.bot() as kollega:
        answer = await ask(kollega, _DOG)
        chunk_id = answer.citations[0].passage.chunk.id
        pressed = SubmittedAction(id=f"{SHOW_SOURCE}:1", values={"chunk_id": chunk_id})
        shown = await ask(kollega, "", action=pressed)

    assert _NO_DOG in shown.text()
    assert "HR-chefen" in shown.text()


async def test_an_answer_for_one_group_reaches_nobody_else(owner: Owner) -> None:
    owner.write(_answer(För_vem="chefer"))

    async with owner.bot() as kollega:
        manager = await ask(kollega, _DOG, person="lars")
        employee = await ask(kollega, _DOG)
        before_all = await ask(kollega, _DOG, person="lars", audience="group")

    assert manager.sentences[0].text == _NO_DOG
    assert _NO_DOG not in employee.text()
    assert _NO_DOG not in before_all.text()


async def test_nobody_else_can_look_at_an_answer_for_one_group(owner: Owner) -> None:
    owner.write(_answer(För_vem="chefer"))

    async with owner.bot() as kollega:
        answer = await ask(kollega, _DOG, person="lars")
        chunk_id = answer.citations[0].passage.chunk.id
        pressed = SubmittedAction(id=f"{SHOW_SOURCE}:1", values={"chunk_id": chunk_id})
        shown = await ask(kollega, "", action=pressed)

    assert shown.outcome == "not_found"


@pytest.mark.parametrize(
    "cells",
    [
        {"Godkänt_av": ""},
        {"Godkänt_den": ""},
        {"Godkänt_den": "i våras"},
        {"Godkänt_den": date(2026, 11, 26)},
        {"För_vem": ""},
        {"Gäller_från": date(2026, 12, 1)},
        {"Gäller_till": date(2026, 11, 24)},
        {"Återkallat": "ja"},
    ],
    ids=lambda cells: "-".join(f"{label}={value}" for label, value in cells.items()),
)
async def test_what_is_not_approved_and_in_force_is_not_given(
    owner: Owner, cells: dict[str, object]
) -> None:
    owner.write(_answer(**cells))

    async with owner.bot() as kollega:
        reply = await ask(kollega, _DOG)

    assert _NO_DOG not in reply.text()


async def test_a_row_that_cannot_be_used_is_told_of_without_its_words(
    owner: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    owner.write_workbook(_answer(), _answer(Fråga="Får katten komma?", Godkänt_av=""))

    with caplog.at_level(logging.WARNING):
        async with owner.bot():
            pass

    [record] = [one for one in caplog.records if "not used" in one.getMessage()]
    told = [getattr(record, name) for name in ("where", "column", "flaw")]
    assert told == ["godkanda-svar.xlsx, Sheet, rad 3", "Godkänt av", "missing"]
    assert "katten" not in caplog.text


async def test_a_withdrawn_answer_is_gone_when_it_has_been_read_again(owner: Owner) -> None:
    owner.write(_answer())

    async with owner.bot() as kollega:
        assert kollega.approvals
        before = await ask(kollega, _DOG)
        owner.write()
        await kollega.approvals.refresh()
        after = await ask(kollega, _DOG)

    assert _NO_DOG in before.text()
    assert _NO_DOG not in after.text()


async def test_a_personal_number_in_an_answer_is_never_shown(owner: Owner) -> None:
    owner.write(_answer(Svar="Ring Kalle, 811228-9874."))

    async with owner.bot() as kollega:
        reply = await ask(kollega, _DOG)

    assert "811228" not in reply.text()
    assert "811228" not in (owner.data / "approved.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    ["exempelkommun:hr/semester.md", "hr/semester.md", "semester.md", "Semester"],
)
async def test_a_stopped_document_answers_nothing(owner: Owner, name: str) -> None:
    owner.write(stopped=(name,))

    async with owner.bot() as kollega:
        reply = await ask(kollega, "Hur många semesterdagar får jag spara?")

    assert "exempelkommun:hr/semester.md" not in {
        citation.passage.chunk.document_id for citation in reply.citations
    }


async def test_a_stopped_document_cannot_be_looked_at_either(owner: Owner) -> None:
    owner.write()

    async with owner.bot() as kollega:
        assert kollega.approvals
        answer = await ask(kollega, "Hur många semesterdagar får jag spara?")
        chunk = answer.citations[0].passage.chunk
        owner.write(stopped=(chunk.document_id,))
        await kollega.approvals.refresh()
        pressed = SubmittedAction(id=f"{SHOW_SOURCE}:1", values={"chunk_id": chunk.id})
        shown = await ask(kollega, "", action=pressed)

    assert shown.outcome == "not_found"


async def test_what_was_stopped_stays_so_while_the_workbook_is_damaged(owner: Owner) -> None:
    owner.write_workbook(_answer(), stopped=("semester.md",))
    async with owner.bot():
        pass
    owner.book.write_bytes(b"PK\x03\x04 half of a workbook")

    async with owner.bot() as kollega:
        dog = await ask(kollega, _DOG)
        leave = await ask(kollega, "Hur många semesterdagar får jag spara?")

    assert _NO_DOG not in dog.text()
    assert "semester.md" not in str(leave.citations)


async def test_nothing_is_found_before_anybody_could_see_what_is_stopped(owner: Owner) -> None:
    owner.place.rmdir()

    async with owner.bot() as kollega:
        reply = await ask(kollega, "Hur många semesterdagar får jag spara?")

    assert reply.outcome == "unavailable"


async def test_one_damaged_file_does_not_cost_the_other_answers(owner: Owner) -> None:
    owner.book.write_bytes(b"no workbook")
    (owner.place / "hund.md").write_text(
        "---\ngodkänt av: HR-chefen\ngodkänt den: 2026-10-12\nför vem: alla\n---\n"
        f"# {_DOG}\n\nNej, inte till kommunhuset.\n\n- Ledarhundar får komma.\n",
        encoding="utf-8",
    )

    async with owner.bot() as kollega:
        reply = await ask(kollega, _DOG)

    assert "- Ledarhundar får komma." in reply.sentences[0].text


async def test_an_emptied_folder_lets_no_stopped_document_out(owner: Owner) -> None:
    owner.write(stopped=("semester.md",))

    async with owner.bot() as kollega:
        assert kollega.approvals
        owner.write()
        await kollega.approvals.refresh()
        assert kollega.approvals.stops_anything


async def test_what_is_unchanged_is_not_read_again(owner: Owner) -> None:
    owner.write(_answer())
    async with owner.bot():
        pass
    [file] = owner.place.iterdir()
    status = file.stat()
    with file.open("r+b") as changed:
        changed.write(b"\0" * status.st_size)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    async with owner.bot() as kollega:
        reply = await ask(kollega, _DOG)

    assert _NO_DOG in reply.text()
