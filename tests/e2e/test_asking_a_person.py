"""A person would rather ask a person, in the real Agents Playground."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.playground_page import REPLY_TIMEOUT_MS, PlaygroundPage

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(120),
    pytest.mark.asyncio(loop_scope="session"),
]


async def test_the_form_is_filled_in_and_becomes_a_mail_to_read_through(
    anna: PlaygroundPage,
) -> None:
    reply = await anna.ask("Hur många dagar får jag spara?")
    await expect(reply.card).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    await reply.card.get_by_role("button", name="Mer").click()

    await anna.press(reply.card.get_by_role("button", name="Fråga en människa"))
    recipient = anna.page.get_by_label("Till", exact=False).last
    await expect(recipient).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    await anna.screenshot("17-ask-a-person")

    await anna.page.get_by_role("button", name="Skapa mejl").last.click()
    ready = anna.messages_from_bot.filter(has_text="varken skickat eller sparat")
    await expect(ready).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    await anna.screenshot("18-mail")
