"""The pages behind the manifest's links, in a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from bot.operations.pages import PATHS
from tests.e2e import tools
from tests.e2e.axe import violations
from tests.e2e.conftest import Bot

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

ALL = [path for paths in PATHS.values() for path in paths.values()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ALL)
async def test_a_page_keeps_to_wcag_and_fits_a_phone(
    bot: Bot, browser: Browser, path: str, scheme: str
) -> None:
    context = await browser.new_context(
        viewport={"width": 320, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = await context.new_page()

    await page.goto(
        bot.endpoint.removesuffix("/api/messages").replace("127.0.0.1", "localhost") + path
    )

    folder = tools.screenshots()
    await page.screenshot(path=folder / f"page-{path.strip('/')}-{scheme}.png", full_page=True)
    assert await violations(page) == []
    # WCAG 2.2, 1.4.10: no scrolling in two directions at 320 CSS pixels.
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await context.close()
