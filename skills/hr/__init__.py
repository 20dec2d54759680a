"""Questions about one's own employment, answered from HR's pages and the agreements."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from bot.skill import (
    SET_FACT,
    Action,
    Clarify,
    Event,
    Matter,
    Notice,
    Passage,
    Sentence,
    Services,
    Skill,
    Text,
    Turn,
    calculate,
)
from skills.hr import texts
from skills.hr.annual_leave import ANNUAL_LEAVE
from skills.hr.examples import EXAMPLES
from skills.hr.exceptions import EXCEPTIONS, employment_form, find_exception
from skills.hr.fixed_term import FIXED_TERM
from skills.hr.holidays import (
    AGE_BRACKET,
    ENTITLEMENT,
    Step,
    asks_for_entitlement,
    find_steps,
    known_age,
    legal_basis,
    step_for,
)
from skills.hr.others import asks_about_others
from skills.hr.parental_leave import PARENTAL_LEAVE
from skills.hr.sick_pay import SICK_PAY

CALCULATORS = (PARENTAL_LEAVE, SICK_PAY, FIXED_TERM, ANNUAL_LEAVE)
"""In the order in which they are asked whether a question is theirs."""


async def run(turn: Turn, services: Services) -> AsyncIterator[Event]:
    """Answer about the asker's own employment; about nobody else's."""
    if asks_about_others(turn.text):
        yield Notice(text=texts.OTHERS.in_language(turn.language), outcome="refused")
        return
    matter = Matter(skill=SKILL.name, whom=texts.WHOM, caveat=texts.CAVEAT)
    if form := employment_form(turn.text):
        matter = replace(matter, query=EXCEPTIONS, read=partial(find_exception, form))
    elif asks_for_entitlement(turn.text):
        matter = replace(matter, query=ENTITLEMENT, read=partial(_annual_leave, turn))
    async for event in calculate(turn, services, matter, CALCULATORS):
        yield event


def _annual_leave(turn: Turn, passages: Sequence[Passage]) -> list[Sentence | Clarify]:
    """The days a year that the sources give the asker, or how old that is.

    Nobody is asked for their age before a group, or asked twice: then the whole rule is told.
    """
    steps = find_steps(passages)
    age = known_age(turn.text, turn.facts)
    if not steps:
        return []
    if age is None and (turn.audience == "group" or AGE_BRACKET in turn.facts):
        citations = dict.fromkeys(step.citation for step in steps)
        return [Sentence(text=one.quote, citations=(one,)) for one in citations]
    if age is None:
        question = texts.AGE.in_language(turn.language)
        return [Clarify(text=question, options=_brackets(turn, steps))]
    step = step_for(age, steps)
    basis = legal_basis(step)
    return [_days(turn, step, steps), *([basis] if basis else [])]


def _days(turn: Turn, step: Step, steps: Sequence[Step]) -> Sentence:
    if step.age:
        text = texts.DAYS.in_language(turn.language, days=step.days, age=step.age)
        return Sentence(text=text, citations=(step.citation,))
    following = steps[1]
    text = texts.DAYS_UNTIL.in_language(turn.language, days=step.days, age=following.age)
    return Sentence(text=text, citations=(step.citation, following.citation))


def _brackets(turn: Turn, steps: Sequence[Step]) -> tuple[Action, ...]:
    """One button for each step that the source gives: under 40, 40–49, 50 or older; and one for
    who will not tell."""
    ages = [step.age for step in steps[1:]]
    first = _bracket(turn, f"under {ages[0]}", texts.UNDER, age=ages[0])
    between = [
        _bracket(turn, f"{low}-{high - 1}", texts.BETWEEN, lowest=low, highest=high - 1)
        for low, high in pairwise(ages)
    ]
    last = _bracket(turn, f"{ages[-1]}+", texts.FROM, age=ages[-1])
    return (first, *between, last, _bracket(turn, "", texts.NOT_TOLD))


def _bracket(turn: Turn, value: str, label: Text, **ages: int) -> Action:
    return Action(
        id=f"{SET_FACT}:{value.replace(' ', '-') or 'unknown'}",
        label=label.in_language(turn.language, **ages),
        values={"skill": SKILL.name, "text": turn.text, "fact": AGE_BRACKET, "value": value},
    )


SKILL = Skill(
    name="hr",
    title=texts.TITLE,
    description=(
        "Anställning: semester, lön, sjukdom, vab, föräldraledighet, ledighet, arbetstid, övertid, "
        "friskvård, bisyssla, vikariat, uppsägning, rehabilitering, arbetsmiljö."
    ),
    examples=EXAMPLES,
    starters=texts.STARTERS,
    run=run,
)
