"""Questions about the municipality's rules and routines, answered from its documents."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.skill import Event, Matter, Services, Skill, Turn, calculate
from skills.policy import texts
from skills.policy.examples import EXAMPLES
from skills.policy.minutes import MINUTES


async def run(turn: Turn, services: Services) -> AsyncIterator[Event]:
    """Look the rule up and answer from it, or count by it."""
    matter = Matter(skill=SKILL.name, whom=texts.WHOM)
    async for event in calculate(turn, services, matter, (MINUTES,)):
        yield event


SKILL = Skill(
    name="policy",
    title=texts.TITLE,
    description=(
        "Styrdokument, riktlinjer och rutiner: resor, inköp, representation, gåvor, AI, sociala "
        "medier, informationssäkerhet, IT, allmänna handlingar, arkiv, delegation, säkerhet."
    ),
    examples=EXAMPLES,
    starters=texts.STARTERS,
    run=run,
)
