"""The page on an evaluation that owners of documents get, in a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from bot.evaluation.report import page as report
from tests.bot.evaluation.test_cases import _reply, _verdict
from tests.e2e.axe import violations

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_report_keeps_to_wcag(browser: Browser, scheme: str) -> None:
    context = await browser.new_context(
        viewport={"width": 1024, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = await context.new_page()

    await page.set_content(report([_verdict(_reply()), _verdict(_reply("Högst 60."))], "sv"))

    assert await violations(page) == []
    await context.close()
