"""Chooses the skill by what is found, where the words of a message leave it open.

All skills that answer from documents search one index, so a doubt is settled by searching before
somebody is turned away or asked which skill is meant.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answering.extractive import best_of
from bot.answering.scoring import Candidate, candidates
from bot.consult.sources import FEW
from bot.language.analysis import words
from bot.routing.follow_up import names_a_subject
from bot.routing.router import Route, Router
from bot.services import Services
from bot.turn import Turn

_SURELY = 0.35
"""The confidence that brings back what seemed to be none of Kollega's business. It brings back
one of 75 such requests ("vad ska jag ha på mig på bröllop")."""
_SUBJECTS = 2
"""Words that name a subject. With fewer, asking back is the best that can be done."""


async def settled(route: Route, router: Router, turn: Turn, services: Services) -> Route:
    """The route itself if it leaves nothing open, else one that what is found decides.

    Raises `RetrievalUnavailable`.
    """
    if not route.options or route.small_talk or route.wish:
        return route
    best = await _best(route.question, turn, services)
    if route.kind == "out_of_scope" and (best is None or best.confidence < _SURELY):
        return route
    if best is not None:
        about = f"{best.passage.chunk.title} {best.passage.chunk.place}"
        return replace(route, kind="skill", skill=router.nearest(about, among=route.options))
    if route.kind == "clarify" and _names_enough(route.question):
        return replace(route, kind="skill", skill=route.options[0])
    return route


async def _best(question: str, turn: Turn, services: Services) -> Candidate | None:
    found = await services.retriever.search(
        question, reader=turn.user, audience=turn.audience, limit=FEW
    )
    return best_of(candidates(question, found))


def _names_enough(question: str) -> bool:
    return sum(names_a_subject(word) for word in words(question)) >= _SUBJECTS
