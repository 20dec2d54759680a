"""Thumbs up and down as Teams sends them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from bot.storage.replies import Reaction
from bot.teams.fields import Json

MAX_COMMENT_CHARACTERS = 1000
_LIKED = ("like", "heart", "1f44d", "2764")
_DISLIKED = ("1f44e",)
"""Reactions are named, or begin with the code point of the emoji: "1f44e_thumbsdown"."""


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


def read_reactions(kinds: Iterable[str]) -> Reaction | None:
    """What reactions to an answer say of it: a thumb is one; a sad face may be about the rules."""
    for kind in kinds:
        if kind.partition("_")[0] in _LIKED:
            return "like"
        if kind.partition("_")[0] in _DISLIKED:
            return "dislike"
    return None


def _comment(feedback: Json) -> str:
    if not isinstance(feedback, str):
        return ""
    try:
        form = json.loads(feedback)
    except (ValueError, RecursionError):
        return feedback.strip()
    comment = form.get("feedbackText") if isinstance(form, dict) else None
    return comment.strip() if isinstance(comment, str) else ""
