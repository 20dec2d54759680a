"""Thumbs up and down as Teams sends them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.storage.base import Reaction
from bot.teams.wire import Json

MAX_COMMENT_CHARACTERS = 1000


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of an answer."""

    reaction: Reaction
    comment: str


def read_feedback(value: Json) -> Feedback | None:
    """The feedback in a `message/submitAction`; None if it is something else.

    The comment comes as JSON in a string, `{"feedbackText": "…"}`; from the Agents Playground as
    it was written.
    """
    if not isinstance(value, dict) or value.get("actionName") != "feedback":
        return None
    given = value.get("actionValue")
    reaction = given.get("reaction") if isinstance(given, dict) else None
    if not isinstance(given, dict) or reaction not in ("like", "dislike"):
        return None
    comment = _comment(given.get("feedback"))[:MAX_COMMENT_CHARACTERS]
    return Feedback("like" if reaction == "like" else "dislike", comment)


def _comment(feedback: Json) -> str:
    if not isinstance(feedback, str):
        return ""
    try:
        form = json.loads(feedback)
    except (ValueError, RecursionError):
        return feedback.strip()
    comment = form.get("feedbackText") if isinstance(form, dict) else None
    return comment.strip() if isinstance(comment, str) else ""
