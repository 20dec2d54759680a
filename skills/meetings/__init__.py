"""Meetings: from a sentence to one that fits everybody, and what to read before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from bot.errors import NoMailbox
from bot.skill import Event, Notice, Services, Skill, Turn, read_when
from skills.meetings import texts
from skills.meetings.amending import amend, draft_in, read_amendment
from skills.meetings.booking import book
from skills.meetings.claims import answers, claims, order_in, paper_in
from skills.meetings.finding import find_and_change, free_times
from skills.meetings.in_language import in_language, language_asked
from skills.meetings.names import NAME
from skills.meetings.papers import draft, is_paper, press_paper
from skills.meetings.preparing import prepare
from skills.meetings.pressing import pressed
from skills.meetings.spelling import spelt_out


async def run(turn: Turn, services: Services) -> AsyncIterator[Event]:
    """Do what the order says, or what the button does. In a group nothing of it is shown."""
    turn = replace(turn, text=spelt_out(turn.text))
    paper = None if turn.action or _is_about_draft(turn) else paper_in(turn.text, turn.history)
    if turn.audience == "group":
        said = texts.IN_PRIVATE if paper is None else texts.PAPERS_IN_PRIVATE
        yield Notice(text=said.in_language(turn.language), outcome="private_only")
        return
    if paper is not None or (turn.action and is_paper(turn.action, turn)):
        async for event in _of_a_paper(paper, turn, services):
            yield event
        return
    if services.calendar is None or services.people is None:
        yield Notice(text=texts.NO_CALENDAR.in_language(turn.language), outcome="unavailable")
        return
    try:
        async for event in _events(turn, services):
            yield event
    except NoMailbox:
        yield Notice(text=texts.NO_MAILBOX.in_language(turn.language), outcome="unavailable")


def _is_about_draft(turn: Turn) -> bool:
    """Whether the language of the booking shown last is to be changed, not a paper written."""
    last = turn.history[-1] if turn.history else None
    is_last = last is not None and last.skill == NAME and paper_in(last.question, ()) is None
    return is_last and language_asked(turn.text) is not None and draft_in(turn.drafts) is not None


def _of_a_paper(text: str | None, turn: Turn, services: Services) -> AsyncIterator[Event]:
    if text is not None or turn.action is None:
        return draft(text or "", turn, services)
    return press_paper(turn.action, turn, services)


def _events(turn: Turn, services: Services) -> AsyncIterator[Event]:
    if turn.action is not None:
        return pressed(turn.action, turn, services)
    change, plan = read_amendment(turn.text), draft_in(turn.drafts)
    if plan is not None and (language := language_asked(turn.text)) is not None:
        return in_language(plan, language, turn, services)
    is_order = order_in(turn.text) is not None
    if change is not None and plan is not None and (change.subject or not is_order):
        return amend(plan, change, turn, services)
    text = _whole(turn, services)
    match order_in(text):
        case "prepare":
            return prepare(text, turn, services)
        case "free":
            return free_times(text, turn, services)
        case "move" | "cancel" as order:
            return find_and_change(order, text, turn, services)
        case _:
            return book(text, turn, services)


def _whole(turn: Turn, services: Services) -> str:
    """The order with the answers to what was asked back about it."""
    if order_in(turn.text) is not None or not answers(turn.text, turn.history):
        return turn.text
    asked: list[str] = []
    for exchange in reversed(turn.history):
        if exchange.skill != NAME or not exchange.asked_back:
            break
        asked.insert(0, exchange.question)
        if order_in(exchange.question) is not None:
            break
    whole = asked[0] if asked else ""
    for answer in (*asked[1:], turn.text):
        whole = _with_answer(whole, answer, services)
    return whole


def _with_answer(order: str, answer: str, services: Services) -> str:
    """A time takes the place of the one before it; a name comes last."""
    now = services.now()
    told = read_when(answer, now=now)
    if told.says_days or told.start or told.window or told.minutes is not None:
        return f"{' '.join(read_when(order, now=now).rest.split())} {answer}"
    return f"{order.rstrip(' .')} med {answer}"


SKILL = Skill(
    name=NAME,
    title=texts.TITLE,
    description="Möten: hitta tid, boka, flytta, avboka, förbereda och skriva papper.",
    examples=(),
    starters=texts.STARTERS,
    run=run,
    claims=claims,
    reads_on=lambda text, history: paper_in(spelt_out(text), history) is not None,
)
