"""Writes HTML pages with the chrome of an intranet: menu, breadcrumb, cookie banner, footer."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template

from markdown_it import MarkdownIt

from bot.demo.writers.source import Source

TEMPLATES = Path(__file__).parent.parent / "sources" / "templates"

ROOMS = {
    "arbetsmiljo": "Arbetsmiljö och säkerhet",
    "arkiv": "Ärenden och arkiv",
    "hr": "Anställning",
    "informationssakerhet": "Informationssäkerhet",
    "inkop": "Inköp",
    "it": "IT och telefoni",
    "moten": "Möten",
    "nyheter": "Nyheter",
    "resor": "Resor",
    "styrning": "Styrning",
}
"""Folder → its name in the menu and the breadcrumb."""

DETAILS = '<details class="accordion"><summary><h2>{title}</h2></summary>\n{body}</details>\n'
SITEVISION = (
    '<div class="sv-accordion-item"><h2 class="sv-accordion-heading">'
    '<button type="button" aria-expanded="false" aria-controls="panel-{number}">{title}</button>'
    '</h2>\n<div id="panel-{number}" class="sv-accordion-panel">\n{body}</div></div>\n'
)


def write(source: Source, target: Path) -> None:
    """Write the page."""
    folder, template = target.parent.name, source.meta.get("mall", "sitevision")
    page = Template((TEMPLATES / f"{template}.html").read_text(encoding="utf-8"))
    target.write_text(
        page.substitute(
            title=escape(source.title),
            room=ROOMS[folder],
            path=f"{folder}/{target.stem}",
            keywords=escape(source.meta.get("ämnesord", source.title)),
            owner=escape(source.meta.get("dokumentansvarig", "Kommunikationschefen")),
            changed=f"{source.changed:%Y-%m-%d}",
            metadata=_metadata(source),
            body=_body(source),
            menu="\n".join(_menu_item(key, key == folder) for key in ROOMS),
        ),
        encoding="utf-8",
    )


def _menu_item(folder: str, current: bool) -> str:
    mark = ' aria-current="true"' if current else ""
    return f'<li><a href="/{folder}"{mark}>{ROOMS[folder]}</a></li>'


def _metadata(source: Source) -> str:
    """Steering documents show their decision; ordinary pages only have the footer's page owner."""
    if "diarienummer" not in source.meta:
        return ""
    rows = "\n".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>'
        for label, value in source.metadata_rows
    )
    return f'<table class="dokumentfakta">\n<caption>Om dokumentet</caption>\n{rows}\n</table>'


def _body(source: Source) -> str:
    html = str(MarkdownIt("commonmark", {"html": True}).enable("table").render(source.markdown))
    form = {"details": DETAILS, "sitevision": SITEVISION}.get(source.meta.get("dragspel", ""))
    if form is None:
        return html
    lead, *sections = re.split(r"<h2>(.*?)</h2>\n", html)
    pairs = zip(sections[::2], sections[1::2], strict=True)
    return lead + "".join(
        form.format(title=title, body=body, number=number)
        for number, (title, body) in enumerate(pairs, 1)
    )
