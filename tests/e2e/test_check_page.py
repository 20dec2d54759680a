"""The page that administrators see, in a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from bot.app.checking import check
from bot.operations.pages.check_page import check_page
from bot.operations.profile import find_profile
from bot.settings import Settings
from tests.e2e import tools
from tests.e2e.axe import violations

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_check_keeps_to_wcag_and_fits_a_phone(browser: Browser, scheme: str) -> None:
    findings = await check(Settings(), find_profile("lidingo"), "sv")
    context = await browser.new_context(
        viewport={"width": 320, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = await context.new_page()

    await page.set_content(check_page(findings, "sv"))

    await page.screenshot(path=tools.screenshots() / f"page-check-{scheme}.png", full_page=True)
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await context.close()
