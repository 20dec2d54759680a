"""The card of a plan: its times, all that will be in the calendar, and the buttons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.skill import (
    Action,
    Draft,
    Event,
    Field,
    Form,
    Invited,
    Language,
    Notice,
    Option,
    Room,
    Text,
    Turn,
)
from skills.meetings import booked_texts, series_texts, texts
from skills.meetings.plan import Person, Plan
from skills.meetings.wording import told_offer, told_span

MOST_SUBJECT = 120
MOST_LINES = 4000
MOST_WISH = 200
KIND = "meeting"


def shown(plan: Plan, turn: Turn, rooms: Mapping[str, Room]) -> Iterator[Event]:
    """The times as text, the draft, and the form with its buttons."""
    yield Notice(text=_listed(plan, turn, rooms), lead=True)
    yield draft_of(plan)
    is_move = plan.stage == "booked"
    yield Notice(text="", actions=_move_actions(plan, turn) if is_move else _actions(plan, turn))


def draft_of(plan: Plan, *, file: str | None = None) -> Draft:
    """The plan as a draft; the chosen time is its time."""
    offer = plan.offer
    return Draft(
        id=plan.id,
        kind=KIND,
        subject=plan.subject,
        body=invitation(plan),
        start=offer.start.isoformat() if offer else None,
        end=offer.end.isoformat() if offer else None,
        attendees=tuple(
            Invited(user_id=one.id, name=one.name, required=one.is_required, suggested_by=one.by)
            for one in plan.people
        ),
        file=file,
        state=plan.as_state(),
    )


def invitation(plan: Plan) -> str:
    """What stands in the invitation: the text without its empty lines, then the agenda."""
    lines = (line.rstrip() for line in plan.body.splitlines())
    told = "\n".join(line for line in lines if not line.endswith(":"))
    return "\n\n".join(filter(None, (told.strip(), plan.agenda.strip())))


def _listed(plan: Plan, turn: Turn, rooms: Mapping[str, Room]) -> str:
    language = turn.language
    lines = []
    for number, offer in enumerate(plan.offers, 1):
        time = told_span(offer.start, offer.end, language)
        told = told_offer(offer, plan, rooms, asker=turn.user, language=language)
        lines.append(f"{number}. **{time}**: {told}")
    return "\n".join(lines)


def _actions(plan: Plan, turn: Turn) -> tuple[Action, ...]:
    fields = (*_time_fields(plan, turn), *_content_fields(plan, turn))
    values = {
        "slot": plan.chosen,
        "subject": plan.subject,
        "attendees": ",".join(one.id for one in plan.invited),
        "agenda": plan.agenda,
        "body": plan.body,
        "wish": "",
    }
    if not plan.people:
        del values["attendees"]
    form = Form(fields=fields, note=texts.NOTE.in_language(turn.language))
    return (
        button("create", texts.CREATE, plan, turn.language, values=values, form=form),
        button("retime", texts.CHANGE_TIME, plan, turn.language, sends_form=True),
        button("keep", texts.KEEP, plan, turn.language, sends_form=True),
        button("drop", texts.DROP, plan, turn.language),
    )


def _move_actions(plan: Plan, turn: Turn) -> tuple[Action, ...]:
    values = {"slot": plan.chosen, "wish": ""}
    note = texts.NOTE_MOVE.in_language(turn.language)
    form = Form(fields=tuple(_time_fields(plan, turn)), note=note)
    return (
        button("move_to", booked_texts.MOVE_TO, plan, turn.language, values=values, form=form),
        button("retime", texts.CHANGE_TIME, plan, turn.language, sends_form=True),
        button("stay", booked_texts.STAY, plan, turn.language),
    )


def booked_actions(plan: Plan, language: Language) -> tuple[Action, ...]:
    """What can be done with a meeting that is booked."""
    actions = (
        button("move", booked_texts.MOVE, plan, language),
        button("cancel", booked_texts.CANCEL, plan, language),
        button("add", booked_texts.ADD, plan, language),
    )
    if not plan.series:
        return actions
    return (*actions, button("cancel_series", series_texts.CANCEL_SERIES, plan, language))


def button(
    name: str,
    label: Text,
    plan: Plan,
    language: Language,
    *,
    values: Mapping[str, str] | None = None,
    form: Form | None = None,
    sends_form: bool = False,
) -> Action:
    """A button of the plan's, named `name:ID`."""
    return Action(
        id=f"{name}:{plan.id}",
        label=label.in_language(language),
        values=values or {},
        form=form,
        sends_form=sends_form,
    )


def _time_fields(plan: Plan, turn: Turn) -> Iterator[Field]:
    language = turn.language
    options = [
        Option(offer.value, told_span(offer.start, offer.end, language)) for offer in plan.offers
    ]
    yield Field(
        name="slot",
        label=texts.SLOT.in_language(language),
        error=texts.NO_SLOT.in_language(language),
        kind="choice",
        options=tuple(options),
    )
    yield Field(
        name="wish",
        label=texts.OTHER_TIME.in_language(language),
        error="",
        kind="line",
        limit=MOST_WISH,
        is_required=False,
    )


def _content_fields(plan: Plan, turn: Turn) -> Iterator[Field]:
    language = turn.language
    yield Field(
        name="subject",
        label=texts.SUBJECT.in_language(language),
        error=texts.NO_SUBJECT.in_language(language),
        kind="line",
        limit=MOST_SUBJECT,
    )
    if plan.people:
        yield Field(
            name="attendees",
            label=texts.ATTENDEES.in_language(language),
            error="",
            kind="ticks",
            options=tuple(Option(one.id, _label(one, language)) for one in plan.people),
            is_required=False,
        )
    for name, label in (("agenda", texts.AGENDA), ("body", texts.BODY)):
        yield Field(
            name=name,
            label=label.in_language(language),
            error="",
            kind="lines",
            limit=MOST_LINES,
            is_required=False,
        )


def _label(person: Person, language: Language) -> str:
    marks = {"document": texts.FROM_DOCUMENT, "model": texts.FROM_MODEL}
    if person.by in marks:
        return marks[person.by].in_language(language, name=person.name)
    if not person.is_required:
        return texts.OPTIONAL.in_language(language, name=person.name)
    return person.name
