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
    r"(?:^|[-_\s])(?:cookies?|kakor|kakbanner|onetrust|cookiebot|consent|breadcrumbs?|brodsmul\w*|"
    r"sidebar|sidokolumn|sidfot|sidhuvud|skip-?(?:link|to|nav)\w*|huvudmeny|sidomeny|meny|menu|"
    r"navbar|navigation|pagination|share|dela-?sidan|social|related|relaterat|relaterade|feedback|"
    r"comments|kommentarer|recommendations|page-?tools|author-?by-?line|sfstoc|toc|innehallsforteckning|"
    r"suite-?(?:bar|nav)|command-?bar|app-?bar|page-?footer|site-?footer|site-?header|page-?header)"
    r"(?:$|[-_\s])",
    re.IGNORECASE,
)
"""What chrome is called in SiteVision, Optimizely, SharePoint and Bootstrap, in both languages."""
_OUTER = re.compile(r"(?:^|[-_\s])(?:footer|header)(?:$|[-_\s])", re.IGNORECASE)
"""Names that mean chrome outside of the text, and nothing within it."""
_NAMED_BY = ("id", "class", "data-automation-id")
_HEADING = ".//h1 | .//h2 | .//h3 | .//h4 | .//*[@role='heading']"


def is_chrome(element: HtmlElement) -> bool:
    """Whether the element belongs to the site rather than to the page."""
    if element.tag == "nav" or element.get("role", "").lower() in _ROLES:
        return True
    if element.tag in ("header", "footer", "aside") and not _belongs_to_text(element):
        return True
    if element.tag in _NEVER or element.get("role") in ("heading", "main"):
        return False
    names = names_of(element)
    if _NAMES.search(names):
        # A page's own header holds its title, whatever it is called.
        return not ("header" in names and _has_title(element))
    return bool(_OUTER.search(names)) and not _belongs_to_text(element)


def names_of(element: HtmlElement) -> str:
    """What the page calls the element, each word of a name set apart: "social-bar"."""
    named = " ".join(element.get(attribute, "") for attribute in _NAMED_BY)
    return re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", "-", named).lower()


def _has_title(element: HtmlElement) -> bool:
    return bool(element.xpath(".//h1 | .//*[@role='heading'][@aria-level='1']"))


def _belongs_to_text(element: HtmlElement) -> bool:
    """An article has a header with its title, fact boxes beside it and notes at its foot."""
    inside = element.xpath("ancestor::main | ancestor::article | ancestor::*[@role='main']")
    if element.tag == "footer":
        return bool(inside and element.xpath(_HEADING))
    return bool(inside) or (element.tag != "aside" and _has_title(element))


_MAIN = (
    "//main",
    "//*[@role='main']",
    "//article",
    *(
        f"//*[@id='{name}']"
        for name in (
            "content",
            "main-content",
            "maincontent",
            "page-content",
            "innehall",
            "huvudinnehall",
        )
    ),
    "//*[@data-automation-id='contentScrollRegion']",
)
"""Where the text is, by what holds for most sites first."""


def main_content(root: HtmlElement) -> HtmlElement:
    """The element that holds the page's text."""
    for path in _MAIN:
        found = root.xpath(path)
        if len(found) == 1 and len(" ".join(found[0].itertext()).split()) >= 5:
            return found[0]
    return next(iter(root.xpath("//body")), root)
