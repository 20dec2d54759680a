"""The check that every card of the scenario tests passes: it must find what it is for."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.card_accessibility import inaccessible
from tests.fakes.specs import adaptive_card, faults

CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "lang": "sv",
    "speak": "Skriv din fråga och välj Skapa mejl.",
    "fallbackText": "Skriv din fråga och välj Skapa mejl.",
    "body": [
        {"type": "TextBlock", "text": "Fråga HR-service", "wrap": True, "style": "heading"},
        {"type": "Image", "url": "https://kommun.example/logo.png", "altText": "Kommunens vapen"},
        {
            "type": "Input.Text",
            "id": "recipient",
            "label": "Till",
            "isRequired": True,
            "errorMessage": "Skriv en mejladress.",
        },
        {
            "type": "Input.ChoiceSet",
            "id": "unit",
            "label": "Enhet",
            "choices": [{"title": "HR", "value": "hr"}, {"title": "Lön", "value": "pay"}],
        },
    ],
    "actions": [
        {"type": "Action.Submit", "title": "Skapa mejl"},
        {"type": "Action.OpenUrl", "title": "Öppna", "url": "https://kommun.example"},
    ],
}


def test_a_card_that_everybody_can_use_has_no_fault() -> None:
    assert faults(adaptive_card(), CARD) == []
    assert inaccessible(CARD) == []


def _without(*path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(card: dict[str, Any]) -> None:
        part: Any = card
        for step in path[:-1]:
            part = part[step]
        del part[path[-1]]

    return change


def _with(value: object, *path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(card: dict[str, Any]) -> None:
        part: Any = card
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value

    return change


BAD: dict[str, Callable[[dict[str, Any]], None]] = {
    "lang: ": _without("lang"),
    "speak: ": _without("speak"),
    "fallbackText: ": _with(" ", "fallbackText"),
    "does not wrap": _without("body", 0, "wrap"),
    "says nothing in words": _with("✅", "body", 0, "text"),
    "by colour alone": _with("attention", "body", 0, "color"),
    "Container: says something by colour alone": _with(
        {"type": "Container", "style": "attention", "items": []}, "body", 0
    ),
    "no altText": _without("body", 1, "altText"),
    "recipient: no label": _without("body", 2, "label"),
    "no errorMessage": _without("body", 2, "errorMessage"),
    "two inputs are called": _with("recipient", "body", 3, "id"),
    "two choices look the same": _with("HR", "body", 3, "choices", 1, "title"),
    "a choice without a title": _with([], "body", 3, "choices"),
    "title '👍'": _with("👍", "actions", 0, "title"),
    "is too long": _with("Skapa " * 12, "actions", 0, "title"),
    "two buttons are called": _with("Öppna", "actions", 0, "title"),
    "without a button to submit": _without("actions", 0),
    "after the button that submits": _with(
        {"type": "ActionSet", "actions": [{"type": "Action.Submit", "title": "Skicka"}]}, "body", 1
    ),
    "nothing below it": _with(
        [{"type": "TextBlock", "text": "Rubrik", "wrap": True, "style": "heading"}], "body"
    ),
    "more buttons than are shown": _with(
        [{"type": "Action.Submit", "title": f"Val {number}"} for number in range(7)], "actions"
    ),
    "backgroundImage": _with("https://kommun.example/bild.png", "backgroundImage"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_card_that_shuts_somebody_out_is_found(fault: str) -> None:
    card = copy.deepcopy(CARD)
    BAD[fault](card)

    assert any(fault in found for found in inaccessible(card)), inaccessible(card)


def test_a_card_within_a_card_is_looked_at_too() -> None:
    card = copy.deepcopy(CARD)
    more = {"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "Mer text"}]}
    card["actions"].append({"type": "Action.ShowCard", "title": "Mer", "card": more})

    assert any("does not wrap" in found for found in inaccessible(card))
