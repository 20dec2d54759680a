"""A meeting is booked by clicking through its card, in the real Agents Playground."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.calendars.base import Meeting
from bot.calendars.ics import read_meeting
from tests.e2e.conftest import Bot, OpenPlayground
from tests.e2e.playground_page import REPLY_TIMEOUT_MS, PlaygroundPage

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="session"),
]
ORDER = "Boka 45 minuter med Anna och Erik om budgeten nästa vecka, helst förmiddag, i Teams"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def johan(open_playground: OpenPlayground) -> AsyncIterator[PlaygroundPage]:
    """The Playground in front of Johan, who works with IT."""
    window = await open_playground("johan")
    yield window
    await window.page.context.close()


def _booked(bot: Bot) -> list[Meeting]:
    files = sorted((bot.data / "calendars" / "booked").glob("*.ics"))
    return [read_meeting(path.read_bytes())[0] for path in files]


async def test_a_meeting_is_booked_moved_and_cancelled_by_clicking(
    johan: PlaygroundPage, bot: Bot
) -> None:
    page = johan.page
    reply = await johan.ask(ORDER)
    create = reply.card.get_by_role("button", name="Skapa i kalendern")
    await expect(create).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    await johan.screenshot("20-meeting-card")
    second = reply.card.get_by_role("radio").nth(1)
    await second.check()
    await reply.card.get_by_label("Rubrik").fill("Budget 2027")
    await create.scroll_into_view_if_needed()
    await johan.screenshot("21-meeting-card-filled-in")
    assert await asyncio.to_thread(_booked, bot) == []

    await create.click()

    await _says(johan, "Bokat: Budget 2027")
    await johan.screenshot("22-meeting-booked")
    [meeting] = await asyncio.to_thread(_booked, bot)
    assert meeting.subject == "Budget 2027"
    assert sorted(one.name for one in meeting.attendees) == ["Anna Lindqvist", "Erik Nyström"]
    assert "Budgeten, 35 min" in meeting.body
    await create.click()
    await _says(johan, "redan bokat")
    assert len(await asyncio.to_thread(_booked, bot)) == 1

    await page.get_by_role("button", name="Flytta", exact=True).last.click()
    await _says(johan, "Mötet ligger kvar")
    await johan.screenshot("23-meeting-move")
    await page.get_by_role("button", name="Flytta mötet").last.click()
    await _says(johan, "Flyttat")
    assert (await asyncio.to_thread(_booked, bot))[0].start != meeting.start

    await page.get_by_role("button", name="Avboka", exact=True).last.click()
    await _says(johan, "Ska jag avboka")
    await page.get_by_role("button", name="Ja, avboka").last.click()
    await _says(johan, "Avbokat")
    assert await asyncio.to_thread(_booked, bot) == []


async def _says(window: PlaygroundPage, text: str) -> None:
    """Wait for the words."""
    said = window.messages_from_bot.filter(has_text=text)
    await expect(said.last).to_be_visible(timeout=REPLY_TIMEOUT_MS)


async def test_the_card_fits_a_phone(johan: PlaygroundPage) -> None:
    reply = await johan.ask(ORDER)
    create = reply.card.get_by_role("button", name="Skapa i kalendern")
    await expect(create).to_be_visible(timeout=REPLY_TIMEOUT_MS)

    await johan.become_phone(width=360, height=740)

    await johan.screenshot("24-phone-meeting-buttons")
    for part in (reply.content.first, reply.card):
        box = await part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360, "nothing is cut off to the right"
    await reply.content.first.scroll_into_view_if_needed()
    await johan.screenshot("25-phone-meeting")
