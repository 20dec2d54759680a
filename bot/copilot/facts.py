"""What a turn tells of the person who writes it, so that it need not be asked for."""

from __future__ import annotations

from collections.abc import Mapping

from bot.consult.facts import UNKNOWN, bare_age, told_of_oneself
from bot.reply import Reply
from bot.storage.base import Conversation
from bot.turn import SET_FACT


def facts_with(conversation: Conversation, text: str) -> Mapping[str, str]:
    """What is remembered, and what the text says anew: the later word counts."""
    told = told_of_oneself(text) or bare_age(text, conversation.actions)
    return {**conversation.facts, **told}


def asked_for(reply: Reply) -> Mapping[str, str]:
    """The facts that the reply asks for, as not told yet."""
    kinds = (one.id.partition(":")[0] for one in reply.actions)
    facts = (one.values.get("fact", "") for one in reply.actions)
    return {
        fact: UNKNOWN for kind, fact in zip(kinds, facts, strict=True) if kind == SET_FACT and fact
    }
