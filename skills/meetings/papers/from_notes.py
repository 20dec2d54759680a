"""The paper of a meeting that was, from the notes below the order."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

from bot.language.sentences import split_sentences
from bot.skill import QUOTES_VERBATIM, Action, Event, Notice, Progress, Services, Turn
from skills.meetings.papers import deadlines, texts
from skills.meetings.papers.notes import read_notes
from skills.meetings.papers.occasion import held
from skills.meetings.papers.ordered import Order, intro, language_buttons, paper_of, warning
from skills.meetings.papers.orders import parted
from skills.meetings.papers.reporting import Report
from skills.meetings.papers.telling import Told, told_by_model
from skills.meetings.sensitive import is_sensitive

_HEALTH = re.compile(
    r"\bsjuk(?:skriv\w*|dom\w*|anmäl\w*)|\b\w*diagnos\w*|\brehab\w*|läkarintyg|arbetsförmåga|"
    r"\butmatt\w*|\bdepress\w*|\bgravid\w*|\bcancer\w*|\bsick leave\b|\bdiagnos\w*",
    re.IGNORECASE,
)
_IN_GENERAL = re.compile(r"i stort|sjukfrånvaro|statistik|procent|%|rutin|policy", re.IGNORECASE)


async def from_notes(order: Order, turn: Turn, services: Services) -> AsyncIterator[Event]:
    """The paper, or what is missing for it. Raises `RetrievalUnavailable`."""
    head, pasted = _parted_notes(order.text)
    if is_sensitive(head):
        text = texts.NO_PRIVATE_NOTES.in_language(turn.language)
        yield Notice(text=text, outcome="refused")
        return
    if not pasted:
        text = texts.NEED_NOTES.in_language(turn.language)
        yield Notice(text=text, outcome="clarify", asks_back=True)
        return
    kept = _without_health(pasted)
    notes = read_notes(kept, lists_tasks=order.kind == "actions")
    if notes.is_empty:
        yield Notice(text=texts.CHAOS.in_language(turn.language), outcome="clarify", asks_back=True)
        return
    occasion = held(head, notes, services, order.language)
    missing = Report(notes, occasion, order.language, is_easy=False).without_decision()
    if services.answerer.name != QUOTES_VERBATIM:
        yield Progress(texts.TELLING.in_language(turn.language))
    told = await told_by_model(notes, order, turn, services)
    report = Report(told.notes, occasion, order.language, is_easy=order.is_easy)
    last = None
    if order.kind == "minutes" and occasion.is_board and occasion.day is not None:
        last = await deadlines.approved_by(occasion.day, turn, services)
    yield intro(turn)
    if last is not None:
        yield last.sentence
    blocks = report.blocks(order.kind, approved_by=last.day if last else None)
    yield paper_of(order, occasion, blocks)
    if notes.orders_dropped:
        yield warning(texts.ORDERS_DROPPED.in_language(turn.language))
    if kept.split() != pasted.split():
        yield warning(texts.HEALTH_DROPPED.in_language(turn.language))
    if order.kind in ("minutes", "notes") and missing:
        items = ", ".join(missing[:6]) + (" …" if len(missing) > 6 else "")
        yield Notice(text=texts.MISSING_DECISIONS.in_language(turn.language, items=items))
    yield Notice(text=_words(told, order, turn), actions=tuple(_note_buttons(order, turn)))


def _words(told: Told, order: Order, turn: Turn) -> str:
    """Whose words the paper has."""
    if told.told:
        said = texts.TOLD_IN_PART if told.kept else texts.TOLD
        return said.in_language(turn.language, kept=told.kept)
    verbatim = texts.NOT_TRANSLATED if order.language == "en" else texts.VERBATIM
    return verbatim.in_language(turn.language)


def _parted_notes(text: str) -> tuple[str, str]:
    """The order and the notes; those on the order's own line come after a colon."""
    head, pasted = parted(text)
    if not pasted and ":" in head:
        head, _, pasted = head.partition(":")
        pasted = "\n".join(split_sentences(pasted.strip()))
    return head, pasted


def _without_health(text: str) -> str:
    """Without the sentences about somebody's health. Absence in general is not about anybody."""
    return "\n".join(
        " ".join(
            one
            for one in split_sentences(line)
            if not _HEALTH.search(one) or _IN_GENERAL.search(one)
        )
        if _HEALTH.search(line)
        else line
        for line in text.splitlines()
    )


def _note_buttons(order: Order, turn: Turn) -> Iterator[Action]:
    for name, kind, text in (
        ("actions", "actions", texts.AS_ACTIONS),
        ("summary", "summary", texts.AS_SUMMARY),
    ):
        if order.kind != kind:
            yield Action(id=f"{name}:{order.id}", label=text.in_language(turn.language))
    if not order.is_easy:
        yield Action(id=f"easy:{order.id}", label=texts.EASY.in_language(turn.language))
    yield from language_buttons(order, turn)
