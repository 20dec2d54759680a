"""Changes to the draft of the turn before, as people write them: "ta en timme i stället"."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.skill import Event, Exchange, Language, Notice, Services, Turn, read_when
from skills.meetings import texts
from skills.meetings.booking import question_about
from skills.meetings.card import MOST_SUBJECT
from skills.meetings.edits import Edited, edited
from skills.meetings.in_language import language_asked
from skills.meetings.names import NAME
from skills.meetings.plan import Person, Plan, read_plan
from skills.meetings.resolving import resolve
from skills.meetings.retiming import retimed
from skills.meetings.wish import Mention, names_in, read_wish

_MOST_WORDS = 14
_NAMES = (
    r"(?P<names>[^.;!?\n]+?)"
    r"(?=\s+(?:i stället|istället|också|med|instead|too|as well)\b|[.;!?\n]|$)"
)
_ADD = re.compile(
    rf"\b(?:lägg (?:också |även )?till|bjud (?:också |även )?in|ta (?:också |även )?med|"
    rf"add|include|invite)\s+{_NAMES}",
    re.IGNORECASE,
)
_REMOVE = re.compile(
    rf"\b(?:ta bort|stryk|utan|skippa|remove|drop|without)\s+{_NAMES}", re.IGNORECASE
)
_OPTIONAL = re.compile(
    r"^\W*(?P<names>[A-ZÅÄÖ]\S*(?: [A-ZÅÄÖ]\S*)?) (?:är valfri|behöver inte (?:vara med|komma)|"
    r"kan vara valfri|is optional)\b"
)
_CALL = re.compile(
    r"\b(?:kalla (?:det|mötet|den)|(?:ändra|byt) rubrik(?:en)? till|rubrik(?:en)?:|call it|"
    r"change the subject to)\s+[\"”“]?(?P<subject>[^\"”“\n]+)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?\b|\b(?:mon|tues|wednes|thurs|fri)day\b",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(
    r"\b(?:nästa|denna|den|om|v\.?|veck\w*|next|this|week\w*|in)\b|\d+/\d|\d{4}", re.IGNORECASE
)
_CHANGES = re.compile(
    r"\b(?:i stället|istället|instead|byt till|ändra till|ändra (?:tiden|längden|dagen)|"
    r"(?:gör|ta) (?:det|mötet) (?:till|i|på)|hellre|förläng|korta|change (?:it )?to|make it)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What is to be otherwise."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    subject: str = ""
    rest: str = ""
    """What is left: when, how long, and where."""


def read_amendment(text: str) -> Amendment | None:
    """What the text changes; None if it does not read like a change."""
    if len(text.split()) > _MOST_WORDS or text.rstrip().endswith("?"):
        return None
    if found := _CALL.search(text):
        subject = " ".join(found["subject"].split()).strip(" .")[:MOST_SUBJECT]
        return Amendment(subject=subject)
    found_any, rest = bool(_CHANGES.search(text)), text
    named: dict[re.Pattern[str], tuple[str, ...]] = {}
    for pattern in (_ADD, _REMOVE, _OPTIONAL):
        names = [name for found in pattern.finditer(rest) for name in names_in(found["names"])]
        named[pattern] = tuple(names)
        rest = pattern.sub(" ", rest)
    if not found_any and not any(named.values()):
        return None
    return Amendment(
        added=named[_ADD], removed=named[_REMOVE], optional=named[_OPTIONAL], rest=rest
    )


def amends(text: str, history: Sequence[Exchange]) -> bool:
    """Whether the text changes what this skill showed last."""
    last = history[-1] if history else None
    is_change = read_amendment(text) is not None or language_asked(text) is not None
    return last is not None and last.skill == NAME and is_change


def draft_in(drafts: Mapping[str, str]) -> Plan | None:
    """The latest draft that is not booked or dropped."""
    plans = (read_plan(state) for state in reversed(list(drafts.values())))
    return next((plan for plan in plans if plan is not None and plan.stage == "draft"), None)


async def amend(
    plan: Plan, change: Amendment, turn: Turn, services: Services
) -> AsyncIterator[Event]:
    """The card again, as it is now to be; or one question about what is not plain."""
    language = turn.language
    mentions = [Mention(name) for name in change.added]
    resolved = await resolve(mentions, turn.user, services)
    if change.added and (question := question_about(turn.text, resolved, language)):
        yield question
        return
    people = (*plan.people, *(one for one in resolved.people if one not in plan.people))
    gone = [one for one in people if _is_one_of(one, change.removed)]
    if change.removed and not gone:
        unknown = texts.NOT_IN_DRAFT.in_language(language, name=change.removed[0])
        yield Notice(text=unknown, outcome="clarify")
        return
    wish = read_wish(change.rest, now=services.now())
    changed = replace(
        plan,
        people=tuple(
            replace(one, is_required=one.is_required and not _is_one_of(one, change.optional))
            for one in people
            if one not in gone
        ),
        page=0,
    )
    if wish.is_online:
        changed = replace(changed, is_online=True, needs_room=False, room_words="")
    elif wish.needs_room:
        changed = replace(changed, is_online=False, needs_room=True, room_words=wish.room_words)
    checked = _renamed(changed, change.subject, language)
    if checked.fault is texts.SENSITIVE_EDIT:
        yield Notice(text=texts.SENSITIVE_EDIT.in_language(language), warning=True)
    when = read_when(change.rest, now=services.now())
    says_time = when.says_days or when.start or when.window or when.minutes is not None
    told = _in_its_week(change.rest, plan) if says_time or when.troubles else ""
    async for event in retimed(replace(checked, wish=told), turn, services, next_page=False):
        yield event


def _in_its_week(text: str, plan: Plan) -> str:
    """ "Byt till torsdag" means the Thursday of the week that was proposed."""
    offer = plan.offer
    if offer is None or not _WEEKDAY.search(text) or _OTHER_DAY.search(text):
        return text
    year, week, _ = offer.start.isocalendar()
    return f"{text.rstrip(' .')} v. {week} {year}"


def _renamed(plan: Plan, subject: str, language: Language) -> Edited:
    return edited(plan, {"subject": subject} if subject else {}, language)


def _is_one_of(person: Person, names: Sequence[str]) -> bool:
    own = person.name.casefold().split()
    return any(
        all(any(part.startswith(word) for part in own) for word in name.casefold().split())
        for name in names
        if name.strip()
    )
