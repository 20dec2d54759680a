"""One page in HTML: readable in light and dark, on a phone, by a screen reader and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from markdown_it import MarkdownIt

from bot.language.texts import Language
from bot.operations.pages.words import NAMES, OTHER_LANGUAGE, OTHER_PAGES

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
STYLE = """
:root { color-scheme: light dark; --text: #1b1b1b; --page: #fff; --line: #767676; --link: #0b5394 }
@media (prefers-color-scheme: dark) {
  :root { --text: #f0f0f0; --page: #1b1b1b; --line: #9a9a9a; --link: #9cc7ff } }
body { font: 1.0625rem/1.6 system-ui, sans-serif; margin: 0; color: var(--text);
  background: var(--page) }
main, nav { max-width: 42rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere }
a { color: var(--link) }
a:focus-visible { outline: 3px solid; outline-offset: 2px }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem }
nav a { display: inline-block; padding: .4rem 0 }
th { overflow-wrap: normal }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .5rem;
  border-bottom: 1px solid var(--line) }
"""


def page(
    text: str, *, name: str, language: Language, paths: Mapping[Language, Mapping[str, str]]
) -> str:
    """The Markdown `text` as a whole page, with links to the others and to the other language."""
    title = NAMES[name].in_language(language)
    other: Language = "en" if language == "sv" else "sv"
    links = "".join(
        _link(path, NAMES[page_name].in_language(language), is_current=page_name == name)
        for page_name, path in paths[language].items()
    )
    away = _link(paths[other][name], OTHER_LANGUAGE.in_language(language), language=other)
    others = escape(OTHER_PAGES.in_language(language))
    nav = f'<nav aria-label="{others}"><ul>{links}{away}</ul></nav>'
    return document(_MARKDOWN.render(text), title=title, language=language, after=nav)


def document(content: str, *, title: str, language: Language, after: str = "") -> str:
    """`content` is HTML, and the one main part of the page."""
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
{content}</main>
{after}
</body>
</html>
"""


def _link(
    path: str, text: str, *, is_current: bool = False, language: Language | None = None
) -> str:
    current = ' aria-current="page"' if is_current else ""
    foreign = f' lang="{language}" hreflang="{language}"' if language else ""
    return f'<li><a href="{escape(path)}"{current}{foreign}>{escape(text)}</a></li>'
