"""A model's words as plain text: no link, image, markup, mention or character that cannot be seen.

The Markdown is parsed and only its text is kept, because what a pattern overlooks a client may
still render (CVE-2026-42824: an image rendered before it was removed).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": True})
_TAG = re.compile(r"</?[a-z!?][^<>]*>?", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w.])@(?=\w)")
_FIRST_SELECTOR = "\ufe00"
"""The first variation selector, which is printable all the same."""
_UNMARKED = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;:?!%§()/–-])*")
"""Letters, digits and such marks as mean nothing in Markdown, HTML or a mention after a letter."""
_WHITE_SPACE = re.compile(r"\s+")
LINK_LEFT_OUT = "(länk i källan)"
"""What stands in a source's text where a link led elsewhere. Sources are Swedish, whoever asks."""
_LINK = re.compile(
    r"(?://(?=[^\s/])|\bwww\.|\b(?:javascript|vbscript|data|mailto|file|msteams)\s*:(?=\S))\S*"
    rf"|{re.escape(LINK_LEFT_OUT)}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|(?:\b[\w-]+\.)+(?!ex\b|fl\b)[^\W\d_]{2,}\b", re.IGNORECASE
)
_CODE = re.compile(r"[{}`]|\]\(|\]:|\]\[(?!\d)|!\[|<[a-z/!]", re.IGNORECASE)
_BEFORE_STOP = re.compile(r" (?=[.,;:!?](?:\s|$))")


def visible(text: str) -> str:
    """The text without format, tag, direction and control characters; line breaks stay."""
    if text.isprintable() and max(text, default="") < _FIRST_SELECTOR:
        return text
    return "".join(
        " " if category == "Cc" and character not in "\n\t" else character
        for character in text
        if (category := unicodedata.category(character)) not in ("Cf", "Co", "Cn", "Cs")
        and not "\ufe00" <= character <= "\ufe0f"
    )


def plain(text: str) -> str:
    """One line of text, with the words of links and emphasis but nothing that they point at."""
    words = text if _UNMARKED.fullmatch(text) else _words(text)
    return _BEFORE_STOP.sub("", _WHITE_SPACE.sub(" ", words)).strip()


def has_link(text: str) -> bool:
    """Whether it holds a web address, or another that begins with how to open it, or held one."""
    return _LINK.search(_spelt_plainly(text)) is not None


def addresses(text: str) -> frozenset[str]:
    """Mail addresses and names of servers outside links, case-folded."""
    outside = _LINK.sub(" ", _spelt_plainly(text))
    return frozenset(found[0].casefold() for found in _ADDRESS.finditer(outside))


def without_addresses(text: str) -> str:
    """The text without the mail addresses and names of servers in it."""
    return _ADDRESS.sub(" ", text)


def looks_like_code(text: str) -> bool:
    """Whether something is left of markup or JSON, such as a card's."""
    return _CODE.search(text) is not None


def _spelt_plainly(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("。", ".")


def _words(text: str) -> str:
    tokens = _MARKDOWN.parse(html.unescape(visible(text)))
    words = html.unescape("".join(_text(tokens)))
    return visible(_MENTION.sub("", _TAG.sub("", words)))


def _text(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak", "inline"):
            yield " "
        if token.children and token.type != "image":
            yield from _text(token.children)
