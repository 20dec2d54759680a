"""A form in an Adaptive Card: labelled inputs, and right above the button what must be known."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reply import Reply
from bot.teams.fields import Json, JsonObject
from bot.turn import Action, Field


def form_action(reply: Reply) -> Action | None:
    """The action that the reply's form belongs to, if it has a form."""
    return next((action for action in reply.actions if action.form is not None), None)


def form_elements(action: Action) -> list[Json]:
    """The inputs, filled in with the action's values, and the note."""
    if action.form is None:
        return []
    inputs: list[Json] = [_input(field, action.values) for field in action.form.fields]
    return [*inputs, {"type": "TextBlock", "text": action.form.note, "wrap": True}]


def spoken_form(action: Action) -> str:
    """What there is to fill in, and the note, to be read aloud."""
    if action.form is None:
        return ""
    filled = (
        f"{field.label}: {_spoken(field, action.values.get(field.name, ''))}".rstrip(" .")
        for field in action.form.fields
    )
    return f"{'. '.join(filled)}. {action.form.note}"


def _spoken(field: Field, value: str) -> str:
    """What is filled in, in the words that are seen."""
    if not field.options:
        return value
    chosen = value.split(",") if field.kind == "ticks" else [value]
    return ", ".join(option.label for option in field.options if option.value in chosen)


def _input(field: Field, values: Mapping[str, str]) -> JsonObject:
    element: JsonObject = {
        "id": field.name,
        "label": field.label,
        "value": values.get(field.name, ""),
        "isRequired": field.is_required,
        "errorMessage": field.error,
    }
    if field.options:
        return {**element, "type": "Input.ChoiceSet", **_choices(field)}
    element = {**element, "type": "Input.Text", "maxLength": field.limit}
    if field.kind == "lines":
        return {**element, "isMultiline": True}
    return {**element, "style": "Email"} if field.kind == "mail_address" else element


def _choices(field: Field) -> JsonObject:
    """All in sight, on lines that break: on a phone a list to unfold hides what is decided."""
    return {
        "style": "expanded",
        "wrap": True,
        "isMultiSelect": field.kind == "ticks",
        "choices": [{"title": option.label, "value": option.value} for option in field.options],
    }
