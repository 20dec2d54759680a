"""Consults a library the way a skill does."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.consult import Matter, consult
from bot.language.texts import Text
from bot.reply import Reply
from bot.services import Services
from bot.turn import Event, Turn
from tests.skills.library import reply_to

MATTER = Matter(
    skill="policy",
    whom=Text(sv="din chef", en="your manager"),
    caveat=Text(sv="Det här är huvudregeln.", en="This is the general rule."),
)


async def consulted(asked: Turn, services: Services) -> Reply:
    """The finished reply."""

    def run(turn: Turn, services: Services) -> AsyncIterator[Event]:
        return consult(turn, services, MATTER)

    return await reply_to(asked, services, run)
