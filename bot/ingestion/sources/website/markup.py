"""What a crawl needs to know of a page: where it leads, what it asks for, and what is on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol, cast
from urllib.parse import urljoin

from lxml import etree

from bot.ingestion.sources.website.robots import AGENT

MAX_LINKS = 5000
"""Of one page; more come from no menu."""

_UNREAD = frozenset(("script", "noscript", "template"))
_PASSING = frozenset(("nonce", "integrity", "value"))
"""Attributes that may differ each time the page is asked for."""
_ONE_TIME = re.compile("csrf|nonce|token", re.IGNORECASE)
"""In the names of meta elements that hold the like."""
_LINKING = {"a": "href", "area": "href", "frame": "src", "iframe": "src"}
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Directions:
    """What robots are told about a page, in its head or in a header."""

    index: bool = True
    follow: bool = True

    @classmethod
    def of(cls, text: str) -> Directions:
        """From a comma-separated list; what is meant for another robot is passed over."""
        words: set[str] = set()
        for part in text.lower().split(","):
            agent, colon, rule = part.partition(":")
            if not colon or agent.strip() == AGENT:
                words.add((rule if colon else part).strip())
        nothing = "none" in words
        return cls(not nothing and "noindex" not in words, not nothing and "nofollow" not in words)

    def and_(self, other: Directions) -> Directions:
        """What both allow."""
        return Directions(self.index and other.index, self.follow and other.follow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """One page, seen by a crawl."""

    digest: str
    """Of everything that makes a difference to a reader: not of scripts or one-time tokens."""
    links: tuple[str, ...]
    """As they are written, against the page's base; those marked "nofollow" are left out."""
    canonical: str
    directions: Directions
    has_login: bool
    """Whether it asks for a password."""


def read_markup(text: str, address: str) -> Markup:
    """Look through a page. Nothing is kept of it but this, so that it may be as large as it is."""
    target = _Target(address)
    parser = etree.HTMLParser(target=cast(Any, target), no_network=True)
    try:
        for start in range(0, len(text), 2**16):
            parser.feed(text[start : start + 2**16])
        parser.close()
    except etree.LxmlError:
        # Not a single element: a page all the same, without links.
        pass
    return Markup(
        digest=target.seen.hexdigest(),
        links=tuple(target.links),
        canonical=target.canonical,
        directions=target.directions,
        has_login=target.has_login,
    )


class _Digest(Protocol):
    """A hash under way."""

    def update(self, data: bytes, /) -> None:
        """Take more."""

    def hexdigest(self) -> str:
        """Of everything taken."""
        ...


@dataclass(slots=True)
class _Target:
    """Takes the page as it is parsed, element by element."""

    base: str
    links: dict[str, None] = field(default_factory=dict)
    canonical: str = ""
    directions: Directions = Directions()
    has_login: bool = False
    seen: _Digest = field(default_factory=sha256)
    _unread: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _UNREAD:
            self._unread += 1
        if tag == "input":
            self.has_login |= attributes.get("type", "").lower() == "password"
            return
        if tag == "meta" and _ONE_TIME.search(attributes.get("name", "")):
            return
        shown = [f"{key}={value}" for key, value in attributes.items() if key not in _PASSING]
        self.seen.update(f"<{tag} {' '.join(shown)}>".encode("utf-8", "replace"))
        if link := attributes.get(_LINKING.get(tag, "")):
            self._link(link, attributes)
        elif tag == "base" and attributes.get("href"):
            self.base = self._joined(attributes["href"]) or self.base
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.canonical = self.canonical or self._joined(attributes.get("href", ""))
        elif tag == "meta":
            self._meta(attributes)

    def end(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)

    def data(self, text: str) -> None:
        if not self._unread:
            self.seen.update(text.encode("utf-8", "replace"))

    def close(self) -> None:
        """Called by the parser at the end."""

    def _link(self, link: str, attributes: dict[str, str]) -> None:
        is_wanted = "nofollow" not in attributes.get("rel", "").lower().split()
        if is_wanted and len(self.links) < MAX_LINKS:
            self.links[self._joined(link)] = None

    def _meta(self, attributes: dict[str, str]) -> None:
        content = attributes.get("content", "")
        if attributes.get("name", "").lower() in ("robots", AGENT):
            self.directions = self.directions.and_(Directions.of(content))
        elif attributes.get("http-equiv", "").lower() == "refresh" and (
            match := _REFRESH.match(content)
        ):
            self.links[self._joined(match[1])] = None

    def _joined(self, link: str) -> str:
        try:
            return urljoin(self.base, link.strip())
        except ValueError:
            return ""
