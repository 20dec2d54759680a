"""Reads web pages: the text that people see, without the chrome around it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from bot.ingestion.documents.document import Block, Document, Heading
from bot.ingestion.documents.notes import hidden
from bot.ingestion.parsing.cleaning import clean
from bot.ingestion.parsing.html_chrome import main_content
from bot.ingestion.parsing.html_reader import HtmlReader
from bot.ingestion.parsing.html_style import PageStyle
from bot.ingestion.parsing.text import decode
from bot.ingestion.reasons import UnreadableError

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def parse_html(data: bytes) -> Document:
    """A web page as a document."""
    declared = _CHARSET.search(data[:4096])
    text, notes = decode(data, declared[1].decode("ascii") if declared else None)
    root = parse_tree(text)
    reader = HtmlReader(PageStyle(root))
    reader.read(main_content(root))
    blocks = reader.blocks
    if not blocks:
        raise UnreadableError("hidden_only" if reader.hidden else "no_text")
    return Document(
        title=_title(root, blocks),
        blocks=blocks,
        properties=(*_meta(root), *_chrome_facts(root)),
        notes=(*notes, *hidden(reader.hidden)),
    )


def parse_tree(text: str) -> HtmlElement:
    """The page's elements. Raises `UnreadableError` if there are none."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError("no_text") from error


def _title(root: HtmlElement, blocks: tuple[Block, ...]) -> str:
    headings = [block for block in blocks if isinstance(block, Heading)]
    if headings and headings[0].level == 1:
        return headings[0].text
    shown = clean(" ".join(root.xpath("//h1[1]//text()")))
    named = clean(" ".join(root.xpath("//head/title[1]/text()")))
    # "Lön - Intranätet Exempelkommun": what follows the last dash is the site's name.
    page = re.split(r"\s[-–—|]\s(?=[^-–—|]+$)", named)[0]
    return shown or page or (headings[0].text if headings else "")


def _meta(root: HtmlElement) -> tuple[tuple[str, str], ...]:
    found = [
        (
            clean(element.get("name") or element.get("property") or ""),
            clean(element.get("content", "")),
        )
        for element in root.xpath("//meta[@content][@name or @property]")
    ]
    links = [str(link) for link in root.xpath("//link[@rel='canonical']/@href")]
    found += [("url", link) for link in links if urlsplit(link).scheme in ("http", "https")]
    return tuple((label, value) for label, value in found if label and value)


def _chrome_facts(root: HtmlElement) -> tuple[tuple[str, str], ...]:
    """ "Sidansvarig: HR-chefen" and the like, which intranets show below the text."""
    facts = []
    for element in root.xpath("//footer//*[not(*)] | //*[contains(@class,'sidfot')]//*[not(*)]"):
        label, colon, value = clean(element.text_content()).partition(":")
        if colon and value.strip() and len(label) < 40:
            facts.append((label, value.strip()))
    return tuple(facts)
