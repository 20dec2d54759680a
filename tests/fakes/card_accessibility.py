"""Whether everybody can read and use an Adaptive Card: WCAG 2.2 AA, as far as a card decides it.

The schema says what Teams can show; this says what a person with a screen reader, a small screen,
high contrast or no eye for colours can use. Colours, sizes of type and focus are the client's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = Any
LANGUAGES = ("sv", "en")
LONGEST_TITLE = 60
MOST_IN_ROW = 6
"""More buttons Teams hides."""
_COLOURS = frozenset({"good", "warning", "attention", "accent"})
"""Of texts and containers. Each means something, and nothing else would say it."""


def inaccessible(card: Json) -> list[str]:
    """What keeps somebody from reading or using the card, one line per fault."""
    parts = list(_parts(card))
    return [
        *_card(card),
        *(fault for part in parts for fault in _part(part)),
        *_controls(parts),
        *_order(card),
    ]


def _parts(element: Json) -> Iterator[dict[str, Json]]:
    """The card and everything in it, in the order in which it is read aloud."""
    if isinstance(element, list):
        for each in element:
            yield from _parts(each)
    elif isinstance(element, dict):
        if "type" in element:
            yield element
        for name, each in element.items():
            if name != "data":
                yield from _parts(each)


def _card(card: Json) -> Iterator[str]:
    if card.get("lang") not in LANGUAGES:
        yield "lang: a screen reader does not know which language to speak"
    for name in ("speak", "fallbackText"):
        if not _says_something(card.get(name)):
            yield f"{name}: there is nothing to read aloud"
    if "backgroundImage" in card:
        yield "backgroundImage: nobody knows its contrast"
    if _inputs(card) and not any(part["type"] == "Action.Submit" for part in _parts(card)):
        yield "a form without a button to submit it"


def _part(part: dict[str, Json]) -> Iterator[str]:
    kind = part["type"]
    if kind in ("TextBlock", "TextRun"):
        yield from _text(part)
    elif kind in ("Image", "Media") and not _says_something(part.get("altText")):
        yield f"{kind}: no altText"
    elif kind == "Container" and (part.get("style") in _COLOURS or "backgroundImage" in part):
        yield "Container: says something by colour alone"
    elif kind.startswith("Input."):
        yield from _input(part)
    elif kind.startswith("Action."):
        yield from _action(part)


def _text(part: dict[str, Json]) -> Iterator[str]:
    if not _says_something(part.get("text")):
        yield f"{part['type']}: {part.get('text')!r} says nothing in words"
    if part["type"] == "TextBlock" and part.get("wrap") is not True:
        yield f"TextBlock: {part.get('text')!r} does not wrap, and is cut off on a phone"
    if str(part.get("color", "default")).lower() in _COLOURS:
        yield f"{part['type']}: {part.get('text')!r} says something by colour alone"


def _input(part: dict[str, Json]) -> Iterator[str]:
    name = f"{part['type']} {part.get('id')}"
    if not _says_something(part.get("label")):
        yield f"{name}: no label"
    if part.get("isRequired") and not _says_something(part.get("errorMessage")):
        yield f"{name}: required, and no errorMessage says what is missing"
    titles = [choice.get("title") for choice in part.get("choices", [])]
    if part["type"] == "Input.ChoiceSet" and not (titles and all(map(_says_something, titles))):
        yield f"{name}: a choice without a title"
    if len(titles) != len(set(titles)):
        yield f"{name}: two choices look the same"


def _action(part: dict[str, Json]) -> Iterator[str]:
    title = part.get("title")
    if not _says_something(title):
        yield f"{part['type']}: the title {title!r} says nothing in words"
    elif len(str(title)) > LONGEST_TITLE:
        yield f"{part['type']}: the title {title!r} is too long"


def _controls(parts: list[dict[str, Json]]) -> Iterator[str]:
    """Two that are called the same cannot be told apart by ear."""
    titles = Counter(part.get("title") for part in parts if part["type"].startswith("Action."))
    yield from (f"two buttons are called {title!r}" for title, count in titles.items() if count > 1)
    names = Counter(part.get("id") for part in parts if part["type"].startswith("Input."))
    yield from (f"two inputs are called {name!r}" for name, count in names.items() if count > 1)
    for part in parts:
        if len(part.get("actions", ())) > MOST_IN_ROW:
            yield f"{part['type']}: more buttons than are shown"


def _order(card: Json) -> Iterator[str]:
    """What is filled in stands before the button that submits it; headings before what they head.

    The buttons of the card itself come after its body.
    """
    submitted = False
    for part in _parts(card.get("body", [])):
        if part["type"].startswith("Input.") and submitted:
            yield f"{part['type']} {part.get('id')}: stands after the button that submits it"
        submitted = submitted or part["type"] == "Action.Submit"
    body = card.get("body", [])
    if body and body[-1].get("style") == "heading":
        yield "a heading with nothing below it"


def _inputs(card: Json) -> list[dict[str, Json]]:
    return [part for part in _parts(card) if part["type"].startswith("Input.")]


def _says_something(text: Json) -> bool:
    """Whether it has words: a sign or an emoji alone is read aloud as anything or nothing."""
    return isinstance(text, str) and any(character.isalnum() for character in text)
