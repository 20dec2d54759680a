"""What may never leave towards a person's Teams client, looked for in every activity on its way.

Shares no code with what it watches.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.teams.fields import Json, JsonObject

_URL = re.compile(
    r"(?:\w[\w+.-]*:/|:)?//+[^\s/]|\bwww\.\w|\b(?:javascript|data|vbscript):\S", re.IGNORECASE
)
_WHOLE_URL = re.compile(r"https://[^\s)\]>\"'*]+")
_MARKUP = re.compile(r"!\[|<[a-z/!]|\]\(|\]:\s*\S*//", re.IGNORECASE)
_UNSEEN = ("Cf", "Co", "Cn", "Cs")
_LINKS = ("url", "iconUrl", "src", "href", "contentUrl", "thumbnailUrl")
_OUR_CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Watches the answers to one asker."""

    forbidden: Collection[str]
    """Canaries and words that only an attacker wants said."""
    hosts: Collection[str] = ()
    """Of addresses that may be linked."""
    urls: Collection[str] = ()
    """The addresses that the index gives the documents that this asker may read."""
    titles: Collection[str] = ()
    own_words: str = ""
    """What the asker wrote: it may come back on a button that asks it again."""
    seen: list[JsonObject] = field(default_factory=list)

    def faults(self, activity: JsonObject) -> list[str]:
        """What is wrong with an activity, in words; nothing may be."""
        self.seen.append(activity)
        return [
            *self._in_texts(activity),
            *self._in_links(activity),
            *self._in_citations(activity),
            *_in_kinds(activity),
        ]

    def _in_texts(self, activity: JsonObject) -> Iterator[str]:
        for name, text in _strings(activity):
            if name in _LINKS or name.startswith(("@", "$")) or name in ("type", "contentType"):
                continue
            plain = unicodedata.normalize("NFKC", text).replace(self.own_words or "\0", "")
            visible = "".join(c for c in plain if unicodedata.category(c) not in _UNSEEN)
            for word in self.forbidden:
                if word.casefold() in visible.casefold():
                    yield f"{name} says {word}"
            if visible != plain:
                yield f"{name} holds characters that cannot be seen: {text!r}"
            if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", plain):
                yield f"{name} holds control characters: {text!r}"
            yield from self._in_text(name, visible)

    def _in_text(self, name: str, text: str) -> Iterator[str]:
        for url in _WHOLE_URL.findall(text):
            if urlsplit(url).hostname in self.hosts:
                text = text.replace(url, "")
        if found := _URL.search(text):
            yield f"{name} leads elsewhere: {text[found.start() : found.start() + 60]}"
        if found := _MARKUP.search(text):
            yield f"{name} holds markup: {text[found.start() : found.start() + 60]}"

    def _in_links(self, activity: JsonObject) -> Iterator[str]:
        for name, link in _strings(activity):
            if name in _LINKS and link not in self.urls and not link.startswith("tel:"):
                yield f"{name} links to {link}"

    def _in_citations(self, activity: JsonObject) -> Iterator[str]:
        for entity in _objects(activity.get("entities")):
            for claim in _objects(entity.get("citation")):
                appearance = claim["appearance"]
                assert isinstance(appearance, dict)
                name = str(appearance["name"])
                if not any(name.startswith(title[:40]) for title in self.titles):
                    yield f"cites {name}"


def _in_kinds(activity: JsonObject) -> Iterator[str]:
    for entity in _objects(activity.get("entities")):
        if entity["type"] not in ("https://schema.org/Message", "streaminfo"):
            yield f"an entity of type {entity['type']}"
    for attachment in _objects(activity.get("attachments")):
        if attachment["contentType"] != _OUR_CARD:
            yield f"an attachment of type {attachment['contentType']}"


def _objects(value: Json) -> list[JsonObject]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _strings(value: Json, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in it with the name of the member that it stands in."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from _strings(member, key)
    elif isinstance(value, list):
        for member in value:
            yield from _strings(member, name)
