"""A site's pages, and their text as a web page that our reader of web pages can read.

https://learn.microsoft.com/graph/api/resources/sitepage
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from bot.ingestion.sources.sharepoint.fields import Json, part, parts, text
from bot.ingestion.sources.sharepoint.graph import Graph, url_path

_SELECT = "id,title,webUrl,eTag,publishingState,promotionKind"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the list of pages tells it."""

    id: str
    """Also the unique id of its item in the library of pages."""
    title: str
    is_published: bool
    """Whether what Graph gives of it is what its readers see, and not a draft of something else."""


async def find_pages(graph: Graph, site: str) -> dict[str, Page]:
    """The site's pages by id, drafts included. Raises `GraphError`."""
    path = url_path("/sites/{}/pages/microsoft.graph.sitePage", site, select=_SELECT)
    pages = (_page(raw) for raw in await graph.values(path))
    return {page.id: page for page in pages if page.id}


async def fetch_page(graph: Graph, site: str, page_id: str) -> str:
    """The page as HTML. Raises `GraphError`."""
    template = "/sites/{}/pages/{}/microsoft.graph.sitePage"
    return as_html(await graph.get(url_path(template, site, page_id, expand="canvasLayout")))


def is_published(state: Json) -> bool:
    """Whether a `publicationFacet` tells of a published version; without one, there is no other."""
    return text(state, "level").casefold() in ("", "published", "checkout")


def _page(raw: Json) -> Page:
    state = part(raw, "publishingState")
    return Page(text(raw, "id").casefold(), text(raw, "title"), is_published(state))


def as_html(page: Json) -> str:
    """The page's own text in its order, with none of SharePoint's frame around it."""
    title = escape(text(page, "title"))
    facts = {
        "description": text(page, "description"),
        "last-modified": text(page, "lastModifiedDateTime"),
        "promotion": text(page, "promotionKind"),
    }
    meta = "".join(
        f'<meta name="{name}" content="{escape(value)}">' for name, value in facts.items() if value
    )
    body = "\n".join(_sections(part(page, "canvasLayout")))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{meta}</head>'
        f"<body><main><h1>{title}</h1>\n{body}\n</main></body></html>"
    )


def _sections(layout: Json) -> Iterator[str]:
    for section in parts(layout, "horizontalSections"):
        for column in parts(section, "columns"):
            yield from _web_parts(column)
    yield from _web_parts(part(layout, "verticalSection"))


def _web_parts(holder: Json) -> Iterator[str]:
    for web_part in parts(holder, "webparts"):
        if html := text(web_part, "innerHtml"):
            yield f"<div>{html}</div>"
        elif data := part(web_part, "data"):
            yield from _standard(data)


def _standard(data: Json) -> Iterator[str]:
    """A web part that is no text: what SharePoint itself found to search in it."""
    content = part(data, "serverProcessedContent")
    texts = [text(one, "value") for one in parts(content, "searchablePlainTexts")]
    strings = [text(one, "value") for one in parts(content, "htmlStrings")]
    if title := text(data, "title").strip():
        if not any(strings) and not any(texts):
            return
        if title not in texts:
            yield f"<h2>{escape(title)}</h2>"
    yield from (f"<p>{escape(one)}</p>" for one in texts if one.strip())
    yield from (f"<div>{one}</div>" for one in strings if one.strip())
