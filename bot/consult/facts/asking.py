"""Chooses the rule that is the asker's, or asks the one thing that decides it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.base import Sentence
from bot.consult.facts import texts
from bot.consult.facts.kinds import UNKNOWN, Kind, label_of
from bot.consult.facts.profile import known_of
from bot.consult.facts.told import told_of_oneself
from bot.consult.facts.variants import Variant, Variants, find_variants
from bot.consult.wording import is_about_oneself
from bot.retrieval.base import Passage
from bot.turn import SET_FACT, Action, Clarify, Notice, Turn

_FOR_WHOM = re.compile(
    r"\b(?:vem|för vilka|vilka (?:får|har|kan|ska|måste|omfattas|medarbetare|anställda|grupper)|"
    r"vilken (?:personal|grupp|yrkesgrupp)|gäller det alla|who|(?:for|to) whom|"
    r"which (?:staff|employees|groups)|skillnad\w*|difference)\b",
    re.IGNORECASE,
)
"""Asks for all of them."""


def by_facts(
    question: str, passages: Sequence[Passage], turn: Turn, *, skill: str
) -> list[Sentence | Notice | Clarify]:
    """The answer, where it depends on who asks; empty where it does not.

    Nobody is asked in a group, asked twice, or asked for themselves when they ask of people in
    general: then every rule is told.
    """
    variants = find_variants(_without_what_is_told(question), passages)
    if variants is None or _FOR_WHOM.search(turn.text):
        return []
    kind = variants.kind
    if named := kind.said_in(question):
        return _sentences(_fitting(variants, named), question)
    if turn.audience == "group":
        return _every(variants, turn, question)
    if told := turn.facts.get(kind.name):
        chosen = _fitting(variants, frozenset({told}))
        return _sentences(chosen, question) if chosen else _every(variants, turn, question)
    known = known_of(turn.user).get(kind.name, frozenset())
    if chosen := _fitting(variants, known):
        return [*_sentences(chosen, question), _supposed(kind, chosen, turn)]
    if known or kind.name in turn.facts or not is_about_oneself(turn.text):
        return _every(variants, turn, question)
    return [_clarify(variants, turn, skill)]


def _without_what_is_told(question: str) -> str:
    """The question alone, of "Får jag julgåva? Jag är timanställd"."""
    asked, mark, rest = question.partition("? ")
    return f"{asked}?" if mark and told_of_oneself(rest) else question


def _fitting(variants: Variants, known: frozenset[str]) -> list[Variant]:
    fits = variants.kind.fits
    return [each for each in variants.all if any(fits(each.value, one) for one in known)]


def _sentences(chosen: Sequence[Variant], question: str) -> list[Sentence | Notice | Clarify]:
    return [each.sentence(question) for each in chosen]


def _every(variants: Variants, turn: Turn, question: str) -> list[Sentence | Notice | Clarify]:
    what = variants.kind.depends.in_language(turn.language)
    return [
        *_sentences(variants.all, question),
        Notice(text=texts.FOR_ALL.in_language(turn.language, what=what)),
    ]


def _supposed(kind: Kind, chosen: Sequence[Variant], turn: Turn) -> Notice:
    label = label_of(kind.name, chosen[0].value, turn.language)
    what = kind.title.in_language(turn.language)
    return Notice(text=texts.SUPPOSED.in_language(turn.language, what=what, value=label))


def _clarify(variants: Variants, turn: Turn, skill: str) -> Clarify:
    kind, language = variants.kind, turn.language
    what, question = kind.depends.in_language(language), kind.question.in_language(language)
    options = [(each.value, kind.find(each.value)) for each in variants.all]
    buttons = [
        _button(code, value.label.in_language(language), kind, turn, skill)
        for code, value in options
        if value is not None
    ]
    other = _button(UNKNOWN, texts.DO_NOT_KNOW.in_language(language), kind, turn, skill)
    return Clarify(
        text=texts.ASK.in_language(language, what=what, question=question),
        options=(*buttons, other),
    )


def _button(code: str, label: str, kind: Kind, turn: Turn, skill: str) -> Action:
    return Action(
        id=f"{SET_FACT}:{code.replace(' ', '-') or 'unknown'}",
        label=label,
        values={"skill": skill, "text": turn.text, "fact": kind.name, "value": code},
    )
