"""What is said when nothing fits: what is in the way, and the least that would help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.skill import (
    STOCKHOLM,
    Action,
    Event,
    Language,
    Notice,
    Relaxation,
    Turn,
    presence_of,
    told_length,
    told_when,
)
from skills.meetings import booked_texts, texts
from skills.meetings.card import draft_of
from skills.meetings.plan import Plan
from skills.meetings.proposing import Proposal
from skills.meetings.wording import told_presence, told_span

_MOST = 4


def nothing_fits(proposal: Proposal, turn: Turn) -> Iterator[Event]:
    """Names the constraint, and offers each thing that would help as a button."""
    plan, language = proposal.plan, turn.language
    when = told_when(replace(proposal.when, minutes=plan.minutes), language)
    if plan.page:
        text = booked_texts.NO_MORE.in_language(language, when=when)
        yield Notice(text=text, outcome="clarify", asks_back=True)
        return
    why = _why(proposal, when, language)
    nothing = texts.NOTHING.in_language(language, why=why)
    options = list(_options(proposal.relaxed, plan, language))[:_MOST]
    if not options:
        more = texts.NOTHING_AT_ALL.in_language(language)
        yield Notice(text=f"{nothing} {more}", outcome="clarify", asks_back=True)
        return
    helps = texts.HELPS.in_language(language)
    listed = "\n".join(f"- {option.label}" for option in options)
    yield Notice(text=f"{nothing} {helps}\n\n{listed}", lead=True)
    yield draft_of(plan)
    yield Notice(text="", outcome="clarify", actions=tuple(options))


def _why(proposal: Proposal, when: str, language: Language) -> str:
    kinds = {one.kind: one for one in proposal.relaxed}
    names = {one.id: one.name for one in proposal.plan.people}
    alone = [one for one in proposal.relaxed if one.kind == "without" and one.without]
    if "other_time" in kinds:
        return _in_the_way_then(proposal, language)
    if len(alone) == 1 and alone[0].without in names:
        return texts.BLOCKED_BY.in_language(language, names=names[alone[0].without])
    return texts.BLOCKED_TOGETHER.in_language(language, when=when)


def _in_the_way_then(proposal: Proposal, language: Language) -> str:
    """Who cannot at the time of day that is wished for, where it is just one time."""
    request, days = proposal.request, proposal.when.days
    if request.start is None or len(days) != 1:
        return texts.BLOCKED_BY_TIME.in_language(language)
    start = datetime.combine(days[0], request.start, STOCKHOLM)
    end = start + timedelta(minutes=request.minutes)
    presence = {
        one: presence_of(schedule, start, end)
        for one, schedule in proposal.schedules.items()
        if presence_of(schedule, start, end) in ("busy", "away")
    }
    told = told_presence(presence, proposal.plan.people, asker=proposal.asker, language=language)
    return ", ".join(told) if presence else texts.BLOCKED_BY_TIME.in_language(language)


def _options(relaxed: tuple[Relaxation, ...], plan: Plan, language: Language) -> Iterator[Action]:
    names: Mapping[str, str] = {one.id: one.first_name for one in plan.people}
    for number, one in enumerate(relaxed, 1):
        slot = told_span(one.slot.start, one.slot.end, language)
        everybody = len(one.request.needed)
        label = texts.RELAXED[one.kind].in_language(
            language,
            slot=slot,
            length=told_length(one.request.minutes, language),
            name=names.get(one.without or "", ""),
            free=everybody - len(one.slot.missing),
            all=everybody,
        )
        values = {
            "start": one.slot.start.isoformat(),
            "minutes": str(one.request.minutes),
            "without": ",".join(one.slot.missing or filter(None, [one.without])),
            "room": "" if one.kind == "no_room" else "keep",
        }
        yield Action(id=f"help-{number}:{plan.id}", label=label, values=values)
