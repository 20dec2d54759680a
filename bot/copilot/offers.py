"""What is offered below every answer, whichever skill gave it."""

from __future__ import annotations

from bot.copilot import texts
from bot.copilot.glossary import explaining
from bot.copilot.rewording import rewordings
from bot.reply import Reply
from bot.services import Services
from bot.turn import ASK_PERSON, Action, Notice, Outcome, Turn

_ASKED_FURTHER: frozenset[Outcome] = frozenset({"answered", "not_found", "clarify", "private_only"})
"""After these a person may know more. The last two look the same in a group, on purpose."""


def with_offers(reply: Reply, turn: Turn, services: Services) -> Reply:
    """The reply with its further buttons."""
    if reply.skill is None or reply.outcome not in _ASKED_FURTHER:
        return reply
    offered = (
        _ask_person(reply, reply.skill, turn),
        *rewordings(reply, turn, services),
        *explaining(reply, turn, services),
    )
    return reply.with_event(Notice(text="", actions=offered))


def _ask_person(reply: Reply, skill: str, turn: Turn) -> Action:
    return Action(
        id=ASK_PERSON,
        label=texts.ASK_PERSON.in_language(reply.language),
        values={"skill": skill, "text": turn.text},
        can_wait=bool(reply.sentences) or reply.outcome == "clarify",
    )
