"""What the person has changed in the card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.skill import Language, Text
from skills.meetings import agenda, booked_texts, texts
from skills.meetings.card import MOST_LINES, MOST_SUBJECT, MOST_WISH
from skills.meetings.plan import Person, Plan
from skills.meetings.sensitive import is_sensitive


@dataclass(frozen=True, slots=True)
class Edited:
    """The plan as the card stands now."""

    plan: Plan
    wish: str
    """Another time, in words; empty: none."""
    fault: Text | None = None
    """Why it cannot be booked as it stands."""


def edited(plan: Plan, values: Mapping[str, str], language: Language) -> Edited:
    """The plan with the fields of the card; what is not among them stays."""
    wish = values.get("wish", "").strip()[:MOST_WISH]
    subject = " ".join(values.get("subject", plan.subject).split())[:MOST_SUBJECT]
    changed = replace(
        plan,
        chosen=values.get("slot", plan.chosen),
        subject=subject,
        people=_ticked(plan, values),
        agenda=values.get("agenda", plan.agenda).strip()[:MOST_LINES],
        body=values.get("body", plan.body).strip()[:MOST_LINES],
    )
    told = "\n".join((changed.subject, changed.agenda, changed.body))
    if is_sensitive(told):
        return Edited(_neutral(changed, plan, language), wish, texts.SENSITIVE_EDIT)
    return Edited(changed, wish, _fault(changed))


def _ticked(plan: Plan, values: Mapping[str, str]) -> tuple[Person, ...]:
    if "attendees" not in values:
        return plan.people
    ticked = {one.strip() for one in values["attendees"].split(",")}
    return tuple(replace(one, is_ticked=one.id in ticked) for one in plan.people)


def _neutral(changed: Plan, before: Plan, language: Language) -> Plan:
    """Each part that tells it, as it was before or empty."""
    subject = changed.subject
    if is_sensitive(subject):
        subject = texts.NEUTRAL.in_language(language)
    return replace(
        changed,
        subject=subject,
        agenda="" if is_sensitive(changed.agenda) else changed.agenda,
        body=(
            ("" if is_sensitive(before.body) else before.body)
            if is_sensitive(changed.body)
            else changed.body
        ),
        is_private=True,
    )


def _fault(plan: Plan) -> Text | None:
    if not plan.subject:
        return texts.NO_SUBJECT
    if plan.offer is None:
        return booked_texts.CHOOSE_OFFERED
    total = agenda.total(plan.agenda)
    if total is not None and total != plan.minutes:
        return booked_texts.ADDS_UP
    return None
