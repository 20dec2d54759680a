"""An answer on a small phone, and for somebody who uses the keyboard or a screen reader."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.playground_page import REPLY_TIMEOUT_MS, PlaygroundPage

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(120),
    pytest.mark.asyncio(loop_scope="session"),
]

WIDTH, HEIGHT = 360, 740
"""The width of a small Android phone in CSS pixels, and its height without status bar."""
QUESTIONS = {
    "flight": "Får jag flyga till Göteborg?",
    "days": "Hur många dagar får jag spara?",
    "ill": "Jag är sjuk, vad gör jag?",
}


async def _ends(locator: Locator) -> tuple[float, float, float, float]:
    box = await locator.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


@pytest.mark.parametrize("name", QUESTIONS)
async def test_answer_source_and_next_step_fit_a_phone(anna: PlaygroundPage, name: str) -> None:
    reply = await anna.ask(QUESTIONS[name])
    await expect(reply.card).to_be_visible(timeout=REPLY_TIMEOUT_MS)

    await anna.become_phone(width=WIDTH, height=HEIGHT)

    await anna.screenshot(f"13-phone-{name}")
    compose = await anna.compose_box.bounding_box()
    assert compose is not None
    for part in (reply.content.first, reply.markers.first, reply.card):
        left, top, right, bottom = await _ends(part)
        assert left >= 0, "nothing is cut off to the left"
        assert right <= WIDTH, "nothing is cut off to the right"
        assert top >= 0, "the answer begins on the screen"
        assert bottom <= compose["y"], "the last button is above where one writes"
    for button in await reply.buttons.all():
        cut = await button.evaluate("one => one.scrollWidth > one.clientWidth")
        assert not cut, f"{await button.inner_text()!r} is too long for a phone"
        assert (await _ends(button))[2] <= (await _ends(reply.card))[2]


async def test_an_answer_is_short_enough_to_read_in_twenty_seconds(anna: PlaygroundPage) -> None:
    for question in QUESTIONS.values():
        reply = await anna.ask(question)
        await expect(reply.card).to_be_visible(timeout=REPLY_TIMEOUT_MS)

        words = len((await reply.content.first.inner_text()).split())
        assert words <= 80, "230 words a minute, the pace of adults reading Swedish"


async def test_every_button_is_reached_and_pressed_by_keyboard(anna: PlaygroundPage) -> None:
    reply = await anna.ask(QUESTIONS["flight"])
    source = reply.source_button()
    await expect(source).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    before = await anna.messages_from_bot.count()

    await source.focus()
    await expect(source).to_be_focused()
    await anna.page.keyboard.press("Enter")

    await expect(anna.messages_from_bot.nth(before)).to_be_visible(timeout=REPLY_TIMEOUT_MS)


async def test_a_screen_reader_is_told_the_language_and_every_buttons_name(
    anna: PlaygroundPage,
) -> None:
    reply = await anna.ask(QUESTIONS["flight"])
    await expect(reply.card).to_be_visible(timeout=REPLY_TIMEOUT_MS)

    spoken = await reply.card.get_attribute("aria-label")
    controls = reply.buttons

    assert spoken, "the card says in words what can be done"
    assert "Visa källan" in spoken
    assert await controls.count() >= 1
    for control in await controls.all():
        assert (await control.inner_text()).strip()
        assert await control.get_attribute("tabindex") != "-1"
