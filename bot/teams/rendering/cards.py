"""Buttons and forms under a reply, as an Adaptive Card (schema 1.5, which all of Teams shows)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from bot.copilot.quoted import quoted_places
from bot.identity.base import Language
from bot.reply import Reply
from bot.teams import texts
from bot.teams.fields import Json, JsonObject
from bot.teams.rendering.citations import MAX_CITATIONS
from bot.teams.rendering.forms import form_action, form_elements, spoken_form
from bot.teams.rendering.markdown import shortened
from bot.teams.wire import BUTTON_KEY
from bot.turn import SHOW_SOURCE, Action, SubmittedAction

ALONE = "alone"
"""In that: the button stands in a message that only one person in the group sees."""
MAX_BUTTONS = 6
"""More Teams does not show in one row of actions."""
MAX_TITLE = 60
URL_SCHEMES = ("https://", "tel:", "mailto:")
ALL_SHOWN = frozenset({"clarify", "chat", "safe_exit", "draft"})
"""Outcomes whose actions are the point of the reply; after others one action is enough."""


WITH_REFERENCE = frozenset({"answered", "clarify", "not_found", "refused", "draft", "private_only"})
"""Outcomes that show their code. Not small talk, not the words for somebody in distress, which
stand alone, and not an error, whose words tell it."""


def reference_line(reply: Reply) -> str:
    """What to read out to support about this reply; empty where it is not shown."""
    if not reply.reference or reply.outcome not in WITH_REFERENCE:
        return ""
    return texts.REFERENCE.in_language(reply.language, reference=reply.reference)


def action_card(reply: Reply) -> JsonObject | None:
    """The reply's form and buttons: one next step and the source, the rest under "Mer".

    A phone is small: two buttons and "Mer" fit one row.
    """
    make = partial(_button, language=reply.language)
    at_once, under_more = _arranged(reply)
    buttons: list[Json] = [make(action) for action in at_once]
    if under_more:
        more: list[Json] = [make(action) for action in under_more[:MAX_BUTTONS]]
        buttons.append(_show_card(texts.MORE.in_language(reply.language), more))
    if not buttons:
        return None
    shown = (*at_once, *under_more[:MAX_BUTTONS])
    labels = ", ".join(shortened(action.label, MAX_TITLE) for action in shown)
    spoken = texts.ACTIONS.in_language(reply.language, labels=labels)
    form = form_action(reply)
    if form is not None:
        spoken = f"{spoken_form(form)} {spoken}"
    body = [*(form_elements(form) if form else ()), *_small_print(reference_line(reply))]
    card = _card(reply.language, body=body, actions=buttons)
    return {**card, "speak": spoken, "fallbackText": spoken}


def _arranged(reply: Reply) -> tuple[list[Action], list[Action]]:
    """What is shown at once, and what under "Mer": most likely wanted first."""
    urgent = [action for action in reply.actions if not action.can_wait]
    waiting = [action for action in reply.actions if action.can_wait]
    sources = _source_actions(reply)
    few = 1 if sources else 2
    count = MAX_BUTTONS if reply.outcome in ALL_SHOWN else few
    at_once = [*urgent[:count], *sources[:1]]
    return at_once, [*urgent[count:], *waiting, *sources[1:]]


def submitted_action(value: Json) -> tuple[SubmittedAction, Language] | None:
    """What a pressed button stood for, with the fields of its card; None if it is none of ours.

    What comes back is the client's word: the application checks it against what it offered.
    """
    if not isinstance(value, dict):
        return None
    envelope = value.get(BUTTON_KEY)
    if not isinstance(envelope, dict) or not isinstance(envelope.get("id"), str):
        return None
    offered = envelope.get("values")
    values = _strings(offered if isinstance(offered, dict) else {})
    typed = _strings({name: item for name, item in value.items() if name != BUTTON_KEY})
    language: Language = "en" if envelope.get("language") == "en" else "sv"
    return SubmittedAction(id=str(envelope["id"]), values={**typed, **values}), language


def is_pressed_alone(value: Json) -> bool:
    """Whether the button stood where only the person saw it; only then they see what it does.

    The client's word, as all of it is: whoever makes it up is answered alone.
    """
    envelope = value.get(BUTTON_KEY) if isinstance(value, dict) else None
    return isinstance(envelope, dict) and envelope.get(ALONE) is True


def with_buttons_alone(card: JsonObject) -> JsonObject:
    """The card, for a message that only one person in the group sees."""
    marked = _marked_alone(card)
    return marked if isinstance(marked, dict) else card


def _marked_alone(part: Json) -> Json:
    if isinstance(part, list):
        return [_marked_alone(each) for each in part]
    if not isinstance(part, dict):
        return part
    marked = {name: _marked_alone(each) for name, each in part.items()}
    envelope = marked.get(BUTTON_KEY)
    return (
        {**marked, BUTTON_KEY: {**envelope, ALONE: True}} if isinstance(envelope, dict) else marked
    )


def _source_actions(reply: Reply) -> list[Action]:
    if reply.skill is None:  # what is shown is a source already
        return []
    citations = reply.citations[:MAX_CITATIONS]
    label = texts.SHOW_SOURCE.in_language(reply.language)
    return [
        Action(
            id=f"{SHOW_SOURCE}:{number}",
            label=label if len(citations) == 1 else f"{label} [{number}]",
            values={"chunk_id": citation.passage.chunk.id, "quote": quoted_places(citation)},
        )
        for number, citation in enumerate(citations, 1)
    ]


def _button(action: Action, *, language: Language) -> JsonObject:
    title = shortened(action.label, MAX_TITLE)
    if action.url is not None and action.url.startswith(URL_SCHEMES):
        return {"type": "Action.OpenUrl", "title": title, "url": action.url}
    filled_in = {field.name for field in action.form.fields} if action.form else set()
    values: JsonObject = {
        name: value for name, value in action.values.items() if name not in filled_in
    }
    envelope: JsonObject = {"id": action.id, "values": values, "language": language}
    button: JsonObject = {"type": "Action.Submit", "title": title, "data": {BUTTON_KEY: envelope}}
    if action.form is None and not action.sends_form:
        button["associatedInputs"] = "none"
    return button


def _small_print(text: str) -> list[Json]:
    if not text:
        return []
    return [{"type": "TextBlock", "text": text, "size": "Small", "isSubtle": True, "wrap": True}]


def _show_card(title: str, actions: list[Json]) -> JsonObject:
    card: JsonObject = {"type": "AdaptiveCard", "actions": actions}
    return {"type": "Action.ShowCard", "title": title, "card": card}


def _card(language: Language, *, body: list[Json], actions: list[Json]) -> JsonObject:
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": language,
        "body": body,
        "actions": actions,
    }


def _strings(fields: Mapping[str, Json]) -> dict[str, str]:
    return {name: item for name, item in fields.items() if isinstance(item, str)}
