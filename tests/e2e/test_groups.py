"""Kollega is asked in a group chat and in a channel, in the real Agents Playground."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.playground_page import REPLY_TIMEOUT_MS, PlaygroundPage

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(120),
    pytest.mark.asyncio(loop_scope="session"),
]

PERSONAL = "Personal Chat"
GROUP = "Gruppchatt"
CHANNEL = "Exempelkommun - Frågor och svar"
SEARCHING = "Söker i intranätet …"


async def test_a_group_is_answered_when_it_mentions_kollega(anna: PlaygroundPage) -> None:
    await anna.choose(GROUP)

    reply = await anna.ask("Får jag flyga till Göteborg?", mention=True)

    await expect(reply.markers.first).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    await expect(reply.label).to_be_visible()
    await expect(reply.source_button()).to_be_visible()
    await anna.screenshot("11-group")
    assert SEARCHING not in await reply.text(), "the answer takes the place of what was being done"


async def test_a_group_that_talks_among_itself_is_left_in_peace(anna: PlaygroundPage) -> None:
    await anna.choose(GROUP)
    await anna.ask("Ska vi äta lunch klockan tolv?")

    reply = await anna.ask("Får jag flyga till Göteborg?", mention=True)

    await expect(reply.markers.first).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    assert await anna.messages_from_bot.filter(has_text="lunch").count() == 0


async def test_a_post_in_a_channel_is_answered_in_its_thread(anna: PlaygroundPage) -> None:
    await anna.choose(CHANNEL)

    thread = await anna.post("Hur många dagar får jag spara?")

    await expect(thread.markers.first).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    await expect(thread.rows.get_by_text("AI generated").first).to_be_visible()
    await anna.screenshot("12-channel")
    assert SEARCHING not in await thread.rows.inner_text()


async def test_what_only_the_asker_may_read_is_answered_in_her_own_chat(
    fatima: PlaygroundPage,
) -> None:
    await fatima.choose(GROUP)

    reply = await fatima.ask("Vad visar lönekartläggningen 2025?", mention=True)

    await expect(reply.content.first).to_contain_text("alla anställda", timeout=REPLY_TIMEOUT_MS)
    await fatima.screenshot("13-group-restricted")
    assert await reply.markers.count() == 0
    await fatima.choose(PERSONAL)
    alone = fatima.messages_from_bot.filter(has_text="Du frågade i en gruppchatt")
    await expect(alone).to_contain_text("inte alla anställda", timeout=REPLY_TIMEOUT_MS)
    await expect(alone.get_by_role("link", name="Till frågan")).to_be_visible()
    await fatima.screenshot("14-answered-alone")


async def test_in_a_group_with_a_guest_the_asker_is_answered_in_her_own_chat(
    maja_with_guest: PlaygroundPage,
) -> None:
    maja = maja_with_guest
    await maja.choose(GROUP)

    reply = await maja.ask("Får jag flyga till Göteborg?", mention=True)

    told = "Jag svarar dig i vår egen chatt, Maja, eftersom alla här inte är anställda"
    await expect(reply.content.first).to_contain_text(told, timeout=REPLY_TIMEOUT_MS)
    await maja.screenshot("15-group-with-guest")
    assert await reply.markers.count() == 0
    await maja.choose(PERSONAL)
    alone = maja.messages_from_bot.filter(has_text="Du frågade i en gruppchatt")
    await expect(alone).to_contain_text("tåg", timeout=REPLY_TIMEOUT_MS)
    await maja.screenshot("16-answered-alone")
