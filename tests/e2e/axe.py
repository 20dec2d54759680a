"""Asks axe-core what on a page goes against WCAG 2.2, levels A and AA."""

from __future__ import annotations

from playwright.async_api import Page

from tests.e2e import tools

_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


async def violations(page: Page, *, within: str = "html") -> list[str]:
    """One line for each finding: the rule, and the first element that breaks it."""
    await page.evaluate(tools.axe().read_text(encoding="utf-8"))
    found = await page.evaluate(
        "([within, rules]) => axe.run(within, {runOnly: {type: 'tag', values: rules}})",
        [within, list(_RULES)],
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]
