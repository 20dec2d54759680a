"""The page that administrators see: every finding of the check, the worst first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from bot.language.texts import Language, Text
from bot.operations.check.finding import Finding, Status
from bot.operations.pages.shell import document

TITLE = Text(sv="Kontroll av Kollega", en="Check of Kollega")
_NAMES: dict[Status, Text] = {
    "red": Text(sv="Rött: åtgärda innan någon släpps in", en="Red: mend before anybody is let in"),
    "yellow": Text(sv="Gult: ta ställning", en="Yellow: decide"),
    "green": Text(sv="Grönt: som det ska vara", en="Green: as it should be"),
}
_NONE = Text(sv="Inget.", en="Nothing.")
_REFUSED = Text(
    sv=(
        "Sidan är till för IT. Du är inloggad, men inte med i någon grupp som står i profilens "
        "[tenant] admin_groups."
    ),
    en=(
        "This page is for IT. You are signed in, but in no group that the profile names in "
        "[tenant] admin_groups."
    ),
)
_FAILED = Text(
    sv="Inloggningen gick inte att slutföra. Öppna sidan igen om en stund.",
    en="The sign-in could not be completed. Open the page again shortly.",
)
_WITHOUT_CONSENT = Text(
    sv=(
        "Ingen kan logga in än: en administratör har inte samtyckt till det som Kollega gör i de "
        "anställdas namn. En global administratör ger samtycket en gång, för alla, här:"
    ),
    en=(
        "Nobody can sign in yet: no administrator has consented to what Kollega does in employees' "
        "names. A global administrator consents once, for all, here:"
    ),
)
_ADDRESS = re.compile(r"https://[^\s<>&\"']+[^\s<>&\"'.,:;)]")


def check_page(findings: Sequence[Finding], language: Language) -> str:
    """HTML with each finding under its colour, said in words."""
    sections = "".join(
        f"<h2>{escape(name.in_language(language))}</h2>\n{_listed(findings, status, language)}"
        for status, name in _NAMES.items()
    )
    return _page(sections, language)


def refused_page(language: Language) -> str:
    """For somebody who is no administrator."""
    return _page(f"<p>{escape(_REFUSED.in_language(language))}</p>", language)


def failed_page(language: Language) -> str:
    """When nobody could be signed in."""
    return _page(f"<p>{escape(_FAILED.in_language(language))}</p>", language)


def without_consent_page(url: str, language: Language) -> str:
    """When an administrator must consent first, at `url`."""
    link = _ADDRESS.sub(_link, escape(url))
    return _page(
        f"<p>{escape(_WITHOUT_CONSENT.in_language(language))}</p>\n<p>{link}</p>", language
    )


def _listed(findings: Sequence[Finding], status: Status, language: Language) -> str:
    found = [finding for finding in findings if finding.status == status]
    if not found:
        return f"<p>{_NONE.in_language(language)}</p>\n"
    items = "".join(f"<li>{_item(finding)}</li>\n" for finding in found)
    return f"<ul>\n{items}</ul>\n"


def _item(finding: Finding) -> str:
    title, *more = escape(finding.title).splitlines()
    if finding.remedy is None:
        return title
    remedy = _ADDRESS.sub(_link, escape(finding.remedy))
    return "<br>\n".join((f"<strong>{title}</strong>", *more, remedy))


def _link(address: re.Match[str]) -> str:
    """`address`: escaped already."""
    return f'<a href="{address[0]}">{address[0]}</a>'


def _page(content: str, language: Language) -> str:
    title = TITLE.in_language(language)
    return document(f"<h1>{escape(title)}</h1>\n{content}", title=title, language=language)
