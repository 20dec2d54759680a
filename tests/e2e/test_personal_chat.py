"""A person asks Kollega in a personal chat, in the real Agents Playground."""

from __future__ import annotations

import sqlite3

import pytest
from playwright.async_api import expect

from bot.identity.local import LocalDirectory
from tests.e2e.conftest import PEOPLE, Bot
from tests.e2e.playground_page import REPLY_TIMEOUT_MS, PlaygroundPage

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(120),
    pytest.mark.asyncio(loop_scope="session"),
]

SEARCHING = "Söker i intranätet …"


async def test_a_newcomer_is_told_what_kollega_is_and_offered_three_questions(
    newcomer: PlaygroundPage,
) -> None:
    window = newcomer

    welcome = window.messages_from_bot
    await expect(welcome.first).to_contain_text("AI-assistent", timeout=REPLY_TIMEOUT_MS)
    starters = window.page.locator(".ac-adaptiveCard").get_by_role("button")
    await expect(starters).to_have_count(3)
    await expect(welcome.first).to_contain_text("Erik")
    await expect(welcome.first).to_contain_text("dagar")
    await window.screenshot("01-welcome")


async def test_a_starter_is_answered_below_the_question_that_it_asks(
    newcomer: PlaygroundPage,
) -> None:
    window = newcomer
    starter = window.page.locator(".ac-adaptiveCard").get_by_role("button").first
    question = await starter.inner_text()

    answer = await window.press(starter)

    label = window.page.get_by_role("button", name="AI generated").first
    await expect(label).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    await window.screenshot("02-starter-pressed")
    assert (await window.shown())[0].text.startswith(question), "streamed before the answer"
    assert len((await answer.inner_text()).splitlines()) > 1


async def test_a_question_is_answered_with_label_and_sources(anna: PlaygroundPage) -> None:
    reply = await anna.ask("Får jag flyga till Göteborg?")

    await anna.screenshot("03-searching")
    await expect(reply.label).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    await expect(reply.source_button()).to_be_visible()
    await anna.screenshot("04-flight")
    shown = await anna.shown()
    assert shown[0].text == SEARCHING
    assert shown[0].ms < 3000, "the bench measures the 300 ms; here the browser is most of it"
    assert len(shown) > 1, "the answer came in the same message"
    await expect(reply.markers.first).to_be_visible()


async def test_a_citation_shows_title_and_quote(anna: PlaygroundPage) -> None:
    reply = await anna.ask("Hur många dagar får jag spara?")
    await expect(reply.markers.first).to_be_visible(timeout=REPLY_TIMEOUT_MS)

    source = await reply.open_citation(1)

    await anna.screenshot("05-citation")
    assert source.title
    assert len(source.quote.split()) >= 4


async def test_a_thumb_is_kept_without_who_gave_it(anna: PlaygroundPage, bot: Bot) -> None:
    reply = await anna.ask("Hur många dagar får jag spara?")
    await expect(reply.label).to_be_visible(timeout=REPLY_TIMEOUT_MS)

    await reply.like("Tydligt!")

    people = LocalDirectory.load(PEOPLE).people()
    with sqlite3.connect(f"file:{bot.data / 'state.sqlite3'}?mode=ro", uri=True) as database:
        cursor = database.execute("SELECT * FROM feedback")
        columns = {name for name, *_ in cursor.description}
        rows = [dict(zip(sorted(columns), row, strict=True)) for row in cursor]
    assert [row for row in rows if "like" in row.values()]
    assert not any(user.id in str(rows) or user.name in str(rows) for user in people.values())


async def test_a_task_question_opens_with_what_to_do(anna: PlaygroundPage) -> None:
    reply = await anna.ask("Jag är sjuk, vad gör jag?")

    await expect(reply.label).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    await anna.screenshot("06-ill")


async def test_the_source_can_be_read_in_its_context(anna: PlaygroundPage) -> None:
    reply = await anna.ask("Får jag flyga till Göteborg?")
    await expect(reply.source_button()).to_be_visible(timeout=REPLY_TIMEOUT_MS)

    source = await anna.press(reply.source_button())

    await expect(source).not_to_contain_text(SEARCHING, timeout=REPLY_TIMEOUT_MS)
    await anna.screenshot("07-source")


async def test_a_question_back_is_answered_by_pressing_a_button(anna: PlaygroundPage) -> None:
    reply = await anna.ask("Hur många semesterdagar har jag?")
    buttons = reply.card.get_by_role("button")
    await expect(buttons.first).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    await anna.screenshot("08-clarify")

    answer = await anna.press(buttons.nth(1))

    await expect(answer).not_to_contain_text(SEARCHING, timeout=REPLY_TIMEOUT_MS)
    await anna.screenshot("09-clarified")


async def test_an_english_question_is_framed_in_english(anna: PlaygroundPage) -> None:
    reply = await anna.ask("Can I fly to Gothenburg?")

    await expect(reply.label).to_be_visible(timeout=REPLY_TIMEOUT_MS)
    await expect(reply.source_button("Show source")).to_be_visible()
    await anna.screenshot("10-english")
