"""From an order to a card: who, when and what, or the one question that is missing."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import time

from bot.language.texts import enumerated
from bot.skill import (
    CHOOSE_SKILL,
    Action,
    Clarify,
    Event,
    Language,
    Notice,
    Services,
    Turn,
    User,
    When,
    is_working_day,
    short_day,
    told_clock,
    told_length,
    told_when,
)
from skills.meetings import agenda, booked_texts, series_texts, texts
from skills.meetings.card import shown
from skills.meetings.helping import nothing_fits
from skills.meetings.names import NAME
from skills.meetings.plan import Person, Plan
from skills.meetings.proposing import Proposal, propose
from skills.meetings.recurring import lacking, offer_series
from skills.meetings.resolving import Resolved, resolve
from skills.meetings.sensitive import is_sensitive
from skills.meetings.series import read_series
from skills.meetings.wish import MOST_MENTIONS, Mention, Wish, read_wish
from skills.meetings.wording import told_names

DEFAULT_MINUTES = 30
LEAST_MINUTES = 5
MOST_MINUTES = 540
_PLACE = re.compile(r"\b[Ii] (?:rum(?:met)? |sal(?:en)? )?(?P<name>[A-ZÅÄÖ][\w-]+)")
_LUNCH = re.compile(
    r"\b(?:boka|äta|ta|book|have) (?:in )?(?:en |a )?lunch\b|^\W*lunch\b", re.IGNORECASE
)
_LUNCH_TIME = time(11, 30)
_ALONE = re.compile(
    r"\b(?:mig själv|bara (?:jag|mig)|egen tid|fokustid|myself|just me|focus time)\b", re.IGNORECASE
)
_BELOW_NOTHING = re.compile(r"(?:^|\s)[-−–]\d+\s*(?:min|tim|h\b)", re.IGNORECASE)
_NIGHT_ENDS, _NIGHT_BEGINS = time(6), time(22)


async def book(text: str, turn: Turn, services: Services) -> AsyncIterator[Event]:
    """Propose times for what the text orders, or ask for what it does not say."""
    series = read_series(text, today=services.now().date(), school=services.school)
    if series is not None and (lack := lacking(series, turn.language)):
        yield lack
        return
    wish = read_wish(series.rest if series else text, now=services.now())
    if series is not None and wish.when.start is None and not wish.when.troubles:
        yield _ask(series_texts.SERIES_TIME.in_language(turn.language))
        return
    if calm := _cannot(wish, turn.language):
        yield calm
        return
    resolved = await resolve(wish.mentions, turn.user, services)
    if question := question_about(text, resolved, turn.language):
        yield question
        return
    plan = await _in_named_room(_plan(wish, resolved, turn), wish, turn, services)
    for notice in about_plan(plan, turn.language):
        yield notice
    if series is not None and wish.when.start is not None:
        plan = replace(plan, wish=text)
        async for event in offer_series(plan, series, wish.when.start, turn, services):
            yield event
        return
    async for event in offered(plan, _at_lunch(wish), turn, services):
        yield event


async def _in_named_room(plan: Plan, wish: Wish, turn: Turn, services: Services) -> Plan:
    """ "i Linden" is a room, if one is called so."""
    if plan.needs_room or services.calendar is None or not _PLACE.search(wish.text):
        return plan
    words = {found["name"].casefold() for found in _PLACE.finditer(wish.text)}
    for room in await services.calendar.rooms(asker=turn.user):
        if room.name.casefold() in words:
            return replace(plan, needs_room=True, room_words=room.name, is_online=wish.is_online)
    return plan


def _at_lunch(wish: Wish) -> When:
    """A lunch is at lunch, where no other time is told."""
    when = wish.when
    if not _LUNCH.search(wish.text) or when.start or when.window or when.preferred:
        return when
    return replace(when, start=_LUNCH_TIME)


async def offered(plan: Plan, when: When, turn: Turn, services: Services) -> AsyncIterator[Event]:
    """The card with times for a plan, or what would help."""
    if services.calendar is None:
        yield Notice(text=texts.NO_CALENDAR.in_language(turn.language), outcome="unavailable")
        return
    if plan.series:
        async for event in _series_again(plan, when, turn, services):
            yield event
        return
    proposal = await propose(
        plan, when, asker=turn.user, calendar=services.calendar, now=services.now()
    )
    for event in _told(proposal, turn):
        yield event


async def _series_again(
    plan: Plan, when: When, turn: Turn, services: Services
) -> AsyncIterator[Event]:
    """With other people, another length or another time of day; other days are another series."""
    series = read_series(plan.wish, today=services.now().date(), school=services.school)
    start = when.start or (plan.offers[0].start.time() if plan.offers else None)
    if series is None or series.lack or start is None:
        yield Notice(text=series_texts.SERIES_ANEW.in_language(turn.language), outcome="clarify")
        return
    async for event in offer_series(plan, series, start, turn, services):
        yield event


def trouble_with(when: When, language: Language) -> Notice | None:
    """A question back about a time that there is none of."""
    for trouble in when.troubles:
        written = f" ({trouble.written})" if trouble.written else ""
        text = texts.TROUBLES[trouble.kind].in_language(language, written=written)
        return _ask(text)
    if when.minutes is not None and when.minutes < LEAST_MINUTES:
        return _ask(texts.NO_LENGTH.in_language(language))
    if when.minutes is not None and when.minutes > MOST_MINUTES:
        length = told_length(when.minutes, language)
        return _ask(texts.TOO_LONG.in_language(language, length=length))
    if when.start and not _NIGHT_ENDS <= when.start < _NIGHT_BEGINS:
        start = told_clock(when.start, language)
        return _ask(texts.AT_NIGHT.in_language(language, start=start))
    return None


def about_plan(plan: Plan, language: Language) -> Iterator[Notice]:
    """What must be known about it before its times are."""
    if plan.is_private:
        yield Notice(text=texts.SENSITIVE.in_language(language), warning=True)
    suggested = [one for one in plan.people if one.by != "person" and not one.is_ticked]
    if suggested:
        names = told_names(suggested, language)
        yield Notice(text=texts.SUGGESTED.in_language(language, names=names), warning=True)


def _cannot(wish: Wish, language: Language) -> Notice | None:
    if len(wish.mentions) > MOST_MENTIONS:
        text = texts.TOO_MANY.in_language(language, most=MOST_MENTIONS)
        return Notice(text=text, outcome="clarify")
    if _BELOW_NOTHING.search(wish.text):
        return _ask(texts.NO_LENGTH.in_language(language))
    return trouble_with(wish.when, language)


def question_about(text: str, resolved: Resolved, language: Language) -> Event | None:
    """Who is meant, where that is not plain."""
    for mention, users in resolved.ambiguous:
        name = mention.name
        which = texts.WHICH_PERSON.in_language(language, name=name)
        return Clarify(text=which, options=_options(text, mention, users))
    for mention, users in resolved.unknown:
        if users:
            asked = texts.NOBODY_BUT.in_language(language, name=mention.name)
            return Clarify(text=asked, options=_options(text, mention, users))
        return _ask(texts.NOBODY.in_language(language, name=mention.name))
    is_alone = _ALONE.search(text) is not None
    if not is_alone and not any(person.by == "person" for person in resolved.people):
        missing = texts.NO_MANAGER if resolved.no_manager else texts.WHO
        if resolved.only_asker:
            missing = texts.NOBODY_ELSE
        return _ask(missing.in_language(language, name=resolved.only_asker))
    if resolved.no_manager:
        return _ask(texts.NO_MANAGER.in_language(language))
    if len(resolved.people) > MOST_MENTIONS:
        too_many = texts.TOO_MANY.in_language(language, most=MOST_MENTIONS)
        return Notice(text=too_many, outcome="clarify")
    return None


def _options(text: str, mention: Mention, users: Sequence[User]) -> tuple[Action, ...]:
    """One button each, which asks the same of that person."""
    return tuple(
        Action(
            id=f"{CHOOSE_SKILL}:{number}",
            label=", ".join(filter(None, (user.name, user.unit))),
            values={"skill": NAME, "text": text.replace(mention.name, user.name, 1)},
        )
        for number, user in enumerate(users, 1)
    )


def _ask(text: str) -> Notice:
    return Notice(text=text, outcome="clarify", asks_back=True)


def _plan(wish: Wish, resolved: Resolved, turn: Turn) -> Plan:
    language, people = turn.language, tuple(resolved.people)
    minutes = wish.when.minutes or DEFAULT_MINUTES
    is_private = is_sensitive(wish.text)
    topic = "" if is_private else wish.subject
    order = "" if is_private else agenda.proposed(wish.agenda, topic, minutes, language)
    return Plan(
        id=f"kollega-{secrets.token_hex(6)}",
        wish=wish.text,
        subject=_subject(topic, people, language, is_private=is_private),
        minutes=minutes,
        people=people,
        agenda=order,
        body=_body(wish, topic, language),
        is_online=wish.is_online or not wish.needs_room,
        needs_room=wish.needs_room,
        room_words=wish.room_words,
        is_private=is_private,
        quorum=wish.quorum,
    )


def _subject(topic: str, people: Sequence[Person], language: Language, *, is_private: bool) -> str:
    if is_private:
        return texts.NEUTRAL.in_language(language)
    if topic:
        return topic
    names = enumerated([one.first_name for one in people if one.is_ticked], language)
    if not names:
        return texts.OWN_TIME.in_language(language)
    return texts.MEETING_WITH.in_language(language, names=names)


def _body(wish: Wish, topic: str, language: Language) -> str:
    access = wish.access or texts.ACCESS_DEFAULT.in_language(language)
    told = [(texts.ACCESS, access)]
    if not is_sensitive(wish.text):
        told = [
            (texts.PURPOSE, topic),
            (texts.DECISION, wish.decision),
            (texts.PREPARATION, wish.preparation),
            *told,
        ]
    return "\n".join(text.in_language(language, told=words).rstrip() for text, words in told)


def _told(proposal: Proposal, turn: Turn) -> Iterator[Event]:
    plan, language = proposal.plan, turn.language
    when = told_when(replace(proposal.when, minutes=plan.minutes), language)
    if not plan.offers:
        yield from nothing_fits(proposal, turn)
        return
    if plan.stage == "booked":
        said = texts.UNDERSTOOD_MOVE.in_language(language, when=when)
    else:
        people = told_names(plan.invited, language) or texts.YOU.in_language(language)
        said = texts.UNDERSTOOD.in_language(language, when=when, people=people)
    yield Notice(text=said, lead=True)
    yield from _observations(proposal, turn)
    yield from shown(plan, turn, proposal.rooms)


def _observations(proposal: Proposal, turn: Turn) -> Iterator[Notice]:
    plan, language = proposal.plan, turn.language
    if plan.quorum and plan.quorum < plan.needed:
        enough = texts.QUORUM.in_language(language, least=plan.quorum, all=plan.needed)
        yield Notice(text=enough, lead=True)
    if proposal.has_no_room:
        words = f" ({plan.room_words})" if plan.room_words else ""
        count = len(plan.invited) + 1
        text = texts.NO_ROOM.in_language(language, count=count, words=words)
        yield Notice(text=text, warning=True)
    total = agenda.total(plan.agenda)
    if total is not None and total != plan.minutes:
        text = booked_texts.ADDS_UP.in_language(language, total=total, minutes=plan.minutes)
        yield Notice(text=text, warning=True)
    unknown = [one for one in plan.invited if plan.offers[0].presence.get(one.id) == "unknown"]
    if unknown:
        names = told_names(unknown, language)
        yield Notice(text=texts.UNKNOWN.in_language(language, names=names), warning=True)
    for offer in plan.offers:
        if not is_working_day(offer.start.date()):
            day = short_day(offer.start.date(), language)
            yield Notice(text=texts.IS_DAY_OFF.in_language(language, day=day), warning=True)
            break
