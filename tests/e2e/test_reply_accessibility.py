"""What a person is sent keeps to WCAG as the Playground draws it, text and card."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e import axe
from tests.e2e.playground_page import REPLY_TIMEOUT_MS, PlaygroundPage

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(120),
    pytest.mark.asyncio(loop_scope="session"),
]

RENDERERS_OWN = (
    'aria-allowed-attr: <div class="ac-pushButton-content noIcon style-default expandable"'
)
"""adaptivecards.js says of a button's inner box, not of the button, whether its card is open."""


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Får jag flyga till Göteborg?", id="answered"),
        pytest.param("Hur många semesterdagar har jag?", id="asked back"),
        pytest.param("Boka ett möte med Lars i morgon", id="a meeting"),
        pytest.param("min man slår mig", id="safe exit"),
        pytest.param("Vem vann VM i curling 1997?", id="nothing found"),
    ],
)
async def test_a_reply_keeps_to_wcag(anna: PlaygroundPage, question: str) -> None:
    reply = await anna.ask(question)
    await expect(reply.card).to_be_visible(timeout=REPLY_TIMEOUT_MS)

    found = await axe.violations(anna.page, within=".fai-OutputCard")

    assert [one for one in found if not one.startswith(RENDERERS_OWN)] == []
