"""Tells a web page's chrome (menus, banners, footers) from its text."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

SKIPPED = frozenset(
    [
        "audio",
        "canvas",
        "datalist",
        "embed",
        "frame",
        "iframe",
        "input",
        "link",
        "map",
        "meta",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
"""Elements that never hold running text."""

_NEVER = frozenset(("article", "body", "h1", "h2", "h3", "html", "main"))
"""Elements whose names say nothing: a page about cookies has them in its class."""
_ROLES = frozenset(
    [
        "alertdialog",
        "banner",
        "complementary",
        "contentinfo",
        "dialog",
        "menu",
        "menubar",
        "navigation",
        "search",
    ]
)
_NAMES = re.compile(
    r"(?:^|[-_\s])(?:cookies?|kakor|kakbanner|breadcrumbs?|brodsmul\w*|sidebar|sidokolumn|sidfot|"
    r"sidhuvud|skip|skip-?links?|huvudmeny|sidomeny|meny|menu|navbar|navigation|pagination|share|"
    r"dela-?sidan|social|related|relaterat|feedback|sfstoc|toc|innehallsforteckning|"
    r"suite-?bar|commandbar|page-?footer|site-?footer|site-?header|page-?header)(?:$|[-_\s])",
    re.IGNORECASE,
)


def is_chrome(element: HtmlElement) -> bool:
    """Whether the element belongs to the site rather than to the page."""
    if element.tag == "nav" or element.get("role", "").lower() in _ROLES:
        return True
    if element.tag in ("header", "footer", "aside") and not _belongs_to_text(element):
        return True
    if element.tag in _NEVER:
        return False
    return bool(_NAMES.search(f"{element.get('id', '')} {element.get('class', '')}"))


def _belongs_to_text(element: HtmlElement) -> bool:
    """An article has a header with its title, fact boxes beside it and notes at its foot."""
    inside = element.xpath("ancestor::main | ancestor::article | ancestor::*[@role='main']")
    if element.tag == "footer":
        return bool(inside and element.xpath(".//h1 | .//h2 | .//h3 | .//h4"))
    return bool(inside) or (element.tag == "header" and bool(element.xpath(".//h1")))


def main_content(root: HtmlElement) -> HtmlElement:
    """The element that holds the page's text."""
    for path in ("//main", "//*[@role='main']", "//article", "//*[@id='content']"):
        found = root.xpath(path)
        if len(found) == 1 and len(" ".join(found[0].itertext()).split()) >= 5:
            return found[0]
    return next(iter(root.xpath("//body")), root)
