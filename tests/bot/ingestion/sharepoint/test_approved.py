"""Approved answers and stopped documents in ordinary lists of a SharePoint site."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.approved.base import StoppedDocument
from bot.errors import UnavailableError
from bot.ingestion.approvals.memory import RowMemory
from bot.ingestion.approvals.sharepoint import ApprovalLists
from bot.ingestion.sources.sharepoint.address import parse_address
from bot.ingestion.sources.sharepoint.throttling import Patience
from tests.bot.ingestion.sharepoint.conftest import SITE, Municipality
from tests.fakes.graph_server import Trouble
from tests.fakes.sharepoint import FakeList

pytestmark = pytest.mark.asyncio(loop_scope="session")

_COLUMNS = {
    "Svar": "Svar",
    "Godk_x00e4_nt_x0020_av": "Godkänt av",
    "Godk_x00e4_nt_x0020_den": "Godkänt den",
    "F_x00f6_r_x0020_vem": "För vem",
    "L_x00e4_nk": "Länk",
    "Aterkallat": "Återkallat",
}
_ITEM = {
    "Title": "Får jag ta med hunden till jobbet?",
    "Svar": "Nej.\nLedarhundar får komma.",
    "Godk_x00e4_nt_x0020_av": "HR-chefen",
    "Godk_x00e4_nt_x0020_den": "2026-10-11T22:00:00Z",
    "F_x00f6_r_x0020_vem": ["alla"],
    "L_x00e4_nk": {"Url": "https://kommun.example/hund", "Description": "Hund"},
    "Aterkallat": False,
}


@pytest.fixture
def answers(kommun: Municipality) -> FakeList:
    made = FakeList("Godkända svar", dict(_COLUMNS), {"1": dict(_ITEM)})
    kommun.site.lists.append(made)
    return made


@pytest.fixture
def lists(kommun: Municipality, tmp_path: Path) -> ApprovalLists:
    async def at_once(_: float) -> None:
        pass

    kommun.patience = Patience(sleep=at_once)
    memory = RowMemory(tmp_path / "approved.json")
    return ApprovalLists(kommun.client(), parse_address(SITE), memory)


async def test_an_item_of_the_list_is_an_approved_answer(
    lists: ApprovalLists, answers: FakeList
) -> None:
    [answer] = (await lists.read()).answers

    assert answer.questions == ("Får jag ta med hunden till jobbet?",)
    assert answer.text == "Nej.\nLedarhundar får komma."
    assert (answer.approved_by, answer.readers) == ("HR-chefen", frozenset({"alla"}))
    assert answer.url == "https://kommun.example/hund"


async def test_a_day_is_the_one_that_the_owner_chose_in_sweden(
    lists: ApprovalLists, answers: FakeList
) -> None:
    [answer] = (await lists.read()).answers

    assert answer.approved_on == date(2026, 10, 12)


async def test_a_deleted_item_is_withdrawn(lists: ApprovalLists, answers: FakeList) -> None:
    await lists.read()
    del answers.items["1"]

    assert (await lists.read()).answers == ()


async def test_a_ticked_box_withdraws_the_answer(lists: ApprovalLists, answers: FakeList) -> None:
    answers.items["1"]["Aterkallat"] = True

    assert (await lists.read()).answers == ()


async def test_a_list_of_many_pages_is_read_to_its_end(
    lists: ApprovalLists, answers: FakeList, kommun: Municipality
) -> None:
    answers.items |= {str(n): {**_ITEM, "Title": f"Fråga {n}?"} for n in range(2, 9)}

    assert len((await lists.read()).answers) == 8


async def test_documents_are_stopped_in_a_list_of_their_own(
    lists: ApprovalLists, kommun: Municipality
) -> None:
    stopped = FakeList("Stoppade dokument", {}, {"1": {"Title": "Resepolicy"}})
    kommun.site.lists.append(stopped)

    assert (await lists.read()).stopped == (StoppedDocument("Resepolicy"),)


async def test_a_site_without_the_lists_has_decided_nothing(lists: ApprovalLists) -> None:
    decided = await lists.read()

    assert (decided.answers, decided.stopped) == ((), ())


async def test_when_graph_fails_nothing_is_taken_for_withdrawn(
    lists: ApprovalLists, answers: FakeList, kommun: Municipality
) -> None:
    stopped = FakeList("Stoppade dokument", {}, {"1": {"Title": "Resepolicy"}})
    kommun.site.lists.append(stopped)
    before = await lists.read()
    kommun.graph.troubles.append(Trouble(503, "/items"))

    with pytest.raises(UnavailableError):
        await lists.read()
    assert lists.remembered() == before
