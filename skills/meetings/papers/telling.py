"""What the notes tell, told by the model where there is one: as prose, in easy words, in English.

What it writes is checked, each statement on its own (bot/papers/retelling.py): no name, decision,
date or figure comes in or is lost, else the notes' own words stand.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.language.detection import detect
from bot.language.texts import Text
from bot.skill import QUOTES_VERBATIM, Language, Services, Telling, Turn, retell
from skills.meetings.papers.notes import Item, Notes, all_sentences, states_decision
from skills.meetings.papers.ordered import Order

_QUESTION = Text(sv="Vad säger anteckningarna från mötet?", en="What do the meeting notes say?")
_LONGEST_GROUP = 600
Put = Callable[[tuple[str, ...]], None]


@dataclass(frozen=True, slots=True)
class Told:
    """The notes, and how many of their statements the model tells."""

    notes: Notes
    told: int
    kept: int
    """Those that stand in their own words though they were to be told otherwise."""


async def told_by_model(notes: Notes, order: Order, turn: Turn, services: Services) -> Told:
    """Raises `SignInRequired` where the model is asked in the asker's name."""
    if services.answerer.name == QUOTES_VERBATIM:
        return Told(notes, 0, 0)
    notes = copy.deepcopy(notes)
    places = list(_places(notes, order, _language(notes)))
    telling = Telling(
        question=_QUESTION.in_language(order.language),
        language=order.language,
        is_easy=order.is_easy,
        is_decision=states_decision,
        named=order.text.partition("\n")[0],
    )
    statements = [statement for statement, _ in places]
    told = await retell(statements, telling, answerer=services.answerer, asker=turn.user)
    # From the end, so that places before it stay where they are.
    for (_, put), sentences in reversed(list(zip(places, told, strict=True))):
        if sentences is not None:
            put(sentences)
    count = sum(one is not None for one in told)
    return Told(notes, count, len(places) - count)


def _language(notes: Notes) -> Language:
    return detect(" ".join(all_sentences(notes)) or " ".join(one.what for one in notes.tasks))


def _places(notes: Notes, order: Order, language: Language) -> Iterator[tuple[str, Put]]:
    """Each statement that is to be told, and where it is put then.

    In the notes' own language decisions and tasks keep their words, unless it is to be easy.
    """
    is_all = order.is_easy or order.language != language
    for item in notes.items:
        if order.kind in ("minutes", "notes") or not item.title:
            yield from _said(item)
        if is_all and order.kind != "actions":
            yield from (
                (decision, _in_list(item.decisions, place))
                for place, decision in enumerate(item.decisions)
            )
        if order.language != language and item.title:
            yield item.title, _title_of(item)
    if is_all:
        yield from ((task.what, _what_of(notes, n)) for n, task in enumerate(notes.tasks))


def _said(item: Item) -> Iterator[tuple[str, Put]]:
    start, length = 0, 0
    for end, sentence in enumerate(item.said):
        if end > start and length + len(sentence) > _LONGEST_GROUP:
            yield " ".join(item.said[start:end]), _in_said(item, start, end)
            start, length = end, 0
        length += len(sentence)
    if item.said:
        yield " ".join(item.said[start:]), _in_said(item, start, len(item.said))


def _in_said(item: Item, start: int, end: int) -> Put:
    def put(sentences: tuple[str, ...]) -> None:
        item.said[start:end] = sentences

    return put


def _in_list(texts: list[str], place: int) -> Put:
    def put(sentences: tuple[str, ...]) -> None:
        texts[place] = " ".join(sentences)

    return put


def _title_of(item: Item) -> Put:
    def put(sentences: tuple[str, ...]) -> None:
        item.title = " ".join(sentences).rstrip(".")

    return put


def _what_of(notes: Notes, place: int) -> Put:
    def put(sentences: tuple[str, ...]) -> None:
        what = " ".join(sentences).rstrip(".")
        notes.tasks[place] = replace(notes.tasks[place], what=what)

    return put
