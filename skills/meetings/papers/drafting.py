"""From an order to the draft of a paper, its buttons and what must be said about it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.skill import (
    Event,
    Exchange,
    Language,
    Notice,
    Services,
    SubmittedAction,
    Turn,
)
from skills.meetings.papers import deadlines, texts
from skills.meetings.papers.from_notes import from_notes
from skills.meetings.papers.occasion import Occasion, planned
from skills.meetings.papers.ordered import (
    Order,
    intro,
    language_buttons,
    new_id,
    paper_of,
    read_order,
    warning,
)
from skills.meetings.papers.orders import FROM_NOTES, paper_ordered, parted
from skills.meetings.papers.planning import (
    DEFAULT_MINUTES,
    agenda_blocks,
    invitation_blocks,
    private_blocks,
    shared_minutes,
    summons_blocks,
)
from skills.meetings.papers.template import Template, template_for
from skills.meetings.resolving import resolve
from skills.meetings.sensitive import is_sensitive
from skills.meetings.wish import read_wish

_ENGLISH = re.compile(r"\bpå engelska\b|\bin english\b", re.IGNORECASE)
_SWEDISH = re.compile(r"\bpå svenska\b|\bin swedish\b", re.IGNORECASE)
_EASY = re.compile(r"\blättläst|\blätt svenska|\beasy[- ](?:to[- ])?read", re.IGNORECASE)


async def draft(text: str, turn: Turn, services: Services) -> AsyncIterator[Event]:
    """The paper that the text orders."""
    kind = paper_ordered(text)
    if kind is None:
        return
    head, _ = parted(text)
    language: Language = turn.language
    if _ENGLISH.search(head):
        language = "en"
    elif _SWEDISH.search(head):
        language = "sv"
    order = Order(kind=kind, text=text, language=language, is_easy=bool(_EASY.search(head)))
    async for event in _drafted(order, turn, services):
        yield event


async def press_paper(
    action: SubmittedAction, turn: Turn, services: Services
) -> AsyncIterator[Event]:
    """The same paper easy to read, in the other language, or another paper from the same notes."""
    name, _, draft_id = action.id.partition(":")
    order = read_order(turn.drafts.get(draft_id, ""))
    if order is None:
        yield Notice(text=texts.GONE.in_language(turn.language), outcome="chat")
        return
    match name:
        case "easy":
            order = replace(order, is_easy=True)
        case "sv" | "en":
            order = replace(order, language="en" if name == "en" else "sv")
        case "actions" | "summary":
            order = replace(order, kind="actions" if name == "actions" else "summary")
    order = replace(order, id=new_id())
    async for event in _drafted(order, turn, services):
        yield event


def is_paper(action: SubmittedAction, turn: Turn) -> bool:
    """Whether the button is one of a paper's."""
    state = turn.drafts.get(action.id.partition(":")[2], "")
    return read_order(state) is not None


def answers_with_notes(text: str, history: Sequence[Exchange], skill: str) -> str | None:
    """The order with the notes that were asked for, if the text is those."""
    last = history[-1] if history else None
    if last is None or last.skill != skill or not last.asked_back:
        return None
    kind = paper_ordered(last.question)
    if kind is None or paper_ordered(text) is not None:
        return None
    return f"{last.question}\n{text}"


async def _drafted(order: Order, turn: Turn, services: Services) -> AsyncIterator[Event]:
    making = from_notes if order.kind in FROM_NOTES else _planned
    async for event in making(order, turn, services):
        yield event


async def _planned(order: Order, turn: Turn, services: Services) -> AsyncIterator[Event]:
    occasion = planned(order.text, services, order.language)
    if is_sensitive(order.text):
        neutral = texts.NEUTRAL.in_language(order.language)
        private = replace(occasion, kind="meeting", name=neutral, points=())
        yield intro(turn)
        yield paper_of(order, private, private_blocks(private, order.language))
        yield warning(texts.PRIVATE.in_language(turn.language))
        return
    template = await _template(order, occasion, turn, services)
    occasion = replace(occasion, points=template.points) if template else occasion
    minutes = occasion.minutes or DEFAULT_MINUTES.get(occasion.kind, 60)
    points = shared_minutes(occasion, minutes, order.language)
    if not points or any(share < 1 for _, share in points):
        count = len(occasion.points or texts.POINTS[occasion.kind])
        text = texts.TOO_SHORT.in_language(turn.language, count=count, minutes=minutes)
        yield Notice(text=text, outcome="clarify")
        return
    yield intro(turn)
    if template:
        yield template.sentence
    if order.kind == "kallelse":
        async for event in _summoned(order, occasion, turn, services):
            yield event
    elif order.kind == "invitation":
        occasion = replace(occasion, invited=await _invited(order, turn, services))
        blocks = invitation_blocks(occasion, points, order.language, is_private=False)
        yield paper_of(order, occasion, blocks)
    else:
        yield paper_of(order, occasion, agenda_blocks(occasion, points, order.language))
        total = sum(share for _, share in points)
        if occasion.minutes is None:
            told = texts.ASSUMED_LENGTH.in_language(turn.language, minutes=minutes)
            yield Notice(text=told)
        elif total != minutes:
            told = texts.OVER_TIME.in_language(turn.language, total=total, minutes=minutes)
            yield warning(told)
    yield Notice(text="", actions=tuple(language_buttons(order, turn)))


async def _template(
    order: Order, occasion: Occasion, turn: Turn, services: Services
) -> Template | None:
    """For an agenda whose points nobody has told; a template is in Swedish."""
    if order.kind != "agenda" or occasion.points or order.language != "sv":
        return None
    return await template_for(occasion.kind, turn, services)


async def _invited(order: Order, turn: Turn, services: Services) -> tuple[str, ...]:
    """The full names of those who are named in the order and known; nobody is guessed."""
    wish = read_wish(order.text, now=services.now())
    own = [one for one in wish.mentions if one.by == "person"]
    resolved = await resolve(own, turn.user, services)
    return tuple(one.name for one in resolved.people)


async def _summoned(
    order: Order, occasion: Occasion, turn: Turn, services: Services
) -> AsyncIterator[Event]:
    last = None
    if occasion.day is not None and occasion.is_board:
        last = await deadlines.summons_by(occasion.day, turn, services)
    if last is not None:
        yield last.sentence
    yield paper_of(
        order, occasion, summons_blocks(occasion, last.day if last else None, order.language)
    )
    if last is None:
        yield warning(texts.NO_DEADLINE.in_language(turn.language))
    elif last.day < services.today():
        yield warning(texts.PASSED.in_language(turn.language))
