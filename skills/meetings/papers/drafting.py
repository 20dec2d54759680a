"""From an order to the draft of a paper, its buttons and what must be said about it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.language.sentences import split_sentences
from bot.skill import (
    Action,
    Block,
    Draft,
    Event,
    Exchange,
    Language,
    Notice,
    Paper,
    Services,
    SubmittedAction,
    Turn,
)
from skills.meetings.papers import deadlines, texts
from skills.meetings.papers.notes import read_notes
from skills.meetings.papers.occasion import Occasion, held, planned
from skills.meetings.papers.orders import FROM_NOTES, KINDS, Kind, paper_ordered, parted
from skills.meetings.papers.planning import (
    DEFAULT_MINUTES,
    agenda_blocks,
    invitation_blocks,
    private_blocks,
    shared_minutes,
    summons_blocks,
)
from skills.meetings.papers.reporting import Report
from skills.meetings.resolving import resolve
from skills.meetings.sensitive import is_sensitive
from skills.meetings.wish import read_wish

_ENGLISH = re.compile(r"\bpå engelska\b|\bin english\b", re.IGNORECASE)
_SWEDISH = re.compile(r"\bpå svenska\b|\bin swedish\b", re.IGNORECASE)
_EASY = re.compile(r"\blättläst|\blätt svenska|\beasy[- ](?:to[- ])?read", re.IGNORECASE)
_HEALTH = re.compile(
    r"\bsjuk(?:skriv\w*|dom\w*|anmäl\w*)|\b\w*diagnos\w*|\brehab\w*|läkarintyg|arbetsförmåga|"
    r"\butmatt\w*|\bdepress\w*|\bgravid\w*|\bcancer\w*|\bsick leave\b|\bdiagnos\w*",
    re.IGNORECASE,
)
_IN_GENERAL = re.compile(r"i stort|sjukfrånvaro|statistik|procent|%|rutin|policy", re.IGNORECASE)


def new_id() -> str:
    """Of a draft."""
    return f"paper-{secrets.token_hex(6)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A paper that was ordered."""

    kind: Kind
    text: str
    language: Language
    is_easy: bool
    id: str = field(default_factory=new_id)
    """New for each draft, so that an old button never shows a newer one."""

    def as_state(self) -> str:
        """As it is kept with the paper."""
        return json.dumps([self.kind, self.text, self.language, self.is_easy], ensure_ascii=False)


async def draft(text: str, turn: Turn, services: Services) -> AsyncIterator[Event]:
    """The paper that the text orders."""
    kind = paper_ordered(text)
    if kind is None:
        return
    head, _ = parted(text)
    language: Language = turn.language
    if _ENGLISH.search(head):
        language = "en"
    elif _SWEDISH.search(head):
        language = "sv"
    order = Order(kind=kind, text=text, language=language, is_easy=bool(_EASY.search(head)))
    async for event in _drafted(order, turn, services):
        yield event


async def press_paper(
    action: SubmittedAction, turn: Turn, services: Services
) -> AsyncIterator[Event]:
    """The same paper easy to read, in the other language, or another paper from the same notes."""
    name, _, draft_id = action.id.partition(":")
    order = _read_order(turn.drafts.get(draft_id, ""))
    if order is None:
        yield Notice(text=texts.GONE.in_language(turn.language), outcome="chat")
        return
    match name:
        case "easy":
            order = replace(order, is_easy=True)
        case "sv" | "en":
            order = replace(order, language="en" if name == "en" else "sv")
        case "actions" | "summary":
            order = replace(order, kind="actions" if name == "actions" else "summary")
    order = replace(order, id=new_id())
    async for event in _drafted(order, turn, services):
        yield event


def is_paper(action: SubmittedAction, turn: Turn) -> bool:
    """Whether the button is one of a paper's."""
    state = turn.drafts.get(action.id.partition(":")[2], "")
    return _read_order(state) is not None


def answers_with_notes(text: str, history: Sequence[Exchange], skill: str) -> str | None:
    """The order with the notes that were asked for, if the text is those."""
    last = history[-1] if history else None
    if last is None or last.skill != skill or not last.asked_back:
        return None
    kind = paper_ordered(last.question)
    if kind is None or paper_ordered(text) is not None:
        return None
    return f"{last.question}\n{text}"


async def _drafted(order: Order, turn: Turn, services: Services) -> AsyncIterator[Event]:
    making = _from_notes if order.kind in FROM_NOTES else _planned
    async for event in making(order, turn, services):
        yield event


async def _planned(order: Order, turn: Turn, services: Services) -> AsyncIterator[Event]:
    occasion = planned(order.text, services, order.language)
    if is_sensitive(order.text):
        neutral = texts.NEUTRAL.in_language(order.language)
        private = replace(occasion, kind="meeting", name=neutral, points=())
        yield _intro(turn)
        yield _paper(order, private, private_blocks(private, order.language))
        yield _warning(texts.PRIVATE.in_language(turn.language))
        return
    minutes = occasion.minutes or DEFAULT_MINUTES.get(occasion.kind, 60)
    points = shared_minutes(occasion, minutes, order.language)
    if not points or any(share < 1 for _, share in points):
        count = len(occasion.points or texts.POINTS[occasion.kind])
        text = texts.TOO_SHORT.in_language(turn.language, count=count, minutes=minutes)
        yield Notice(text=text, outcome="clarify")
        return
    yield _intro(turn)
    if order.kind == "kallelse":
        async for event in _summoned(order, occasion, turn, services):
            yield event
    elif order.kind == "invitation":
        occasion = replace(occasion, invited=await _invited(order, turn, services))
        blocks = invitation_blocks(occasion, points, order.language, is_private=False)
        yield _paper(order, occasion, blocks)
    else:
        yield _paper(order, occasion, agenda_blocks(occasion, points, order.language))
        total = sum(share for _, share in points)
        if occasion.minutes is None:
            told = texts.ASSUMED_LENGTH.in_language(turn.language, minutes=minutes)
            yield Notice(text=told)
        elif total != minutes:
            told = texts.OVER_TIME.in_language(turn.language, total=total, minutes=minutes)
            yield _warning(told)
    yield Notice(text="", actions=tuple(_language_buttons(order, turn)))


async def _invited(order: Order, turn: Turn, services: Services) -> tuple[str, ...]:
    """The full names of those who are named in the order and known; nobody is guessed."""
    wish = read_wish(order.text, now=services.now())
    own = [one for one in wish.mentions if one.by == "person"]
    resolved = await resolve(own, turn.user, services)
    return tuple(one.name for one in resolved.people)


async def _summoned(
    order: Order, occasion: Occasion, turn: Turn, services: Services
) -> AsyncIterator[Event]:
    last = None
    if occasion.day is not None and occasion.is_board:
        last = await deadlines.summons_by(occasion.day, turn, services)
    if last is not None:
        yield last.sentence
    yield _paper(
        order, occasion, summons_blocks(occasion, last.day if last else None, order.language)
    )
    if last is None:
        yield _warning(texts.NO_DEADLINE.in_language(turn.language))
    elif last.day < services.today():
        yield _warning(texts.PASSED.in_language(turn.language))


async def _from_notes(order: Order, turn: Turn, services: Services) -> AsyncIterator[Event]:
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
    notes = read_notes(kept)
    if notes.is_empty:
        yield Notice(text=texts.CHAOS.in_language(turn.language), outcome="clarify", asks_back=True)
        return
    occasion = held(head, notes, services, order.language)
    report = Report(notes, occasion, order.language, is_easy=order.is_easy)
    last = None
    if order.kind == "minutes" and occasion.is_board and occasion.day is not None:
        last = await deadlines.approved_by(occasion.day, turn, services)
    yield _intro(turn)
    if last is not None:
        yield last.sentence
    blocks = report.blocks(order.kind, approved_by=last.day if last else None)
    yield _paper(order, occasion, blocks)
    if notes.orders_dropped:
        yield _warning(texts.ORDERS_DROPPED.in_language(turn.language))
    if kept.split() != pasted.split():
        yield _warning(texts.HEALTH_DROPPED.in_language(turn.language))
    if order.kind in ("minutes", "notes") and (missing := report.without_decision()):
        items = ", ".join(missing[:6]) + (" …" if len(missing) > 6 else "")
        yield Notice(text=texts.MISSING_DECISIONS.in_language(turn.language, items=items))
    other = texts.NOT_TRANSLATED if order.language == "en" else texts.VERBATIM
    yield Notice(text=other.in_language(turn.language), actions=tuple(_note_buttons(order, turn)))


def _paper(order: Order, occasion: Occasion, blocks: Sequence[Block]) -> Draft:
    language = order.language
    title = texts.TITLES[order.kind].in_language(language)
    named = occasion.name if not occasion.name.startswith("[") else ""
    paper = Paper(
        kind=order.kind,
        title=" ".join(filter(None, (title, named, occasion.when))),
        language=language,
        mark=texts.MARK.in_language(language),
        blocks=tuple(blocks),
    )
    return Draft(
        id=order.id,
        kind=order.kind,
        subject=paper.title,
        body=paper.preview(),
        state=order.as_state(),
        paper=paper,
    )


def _read_order(state: str) -> Order | None:
    try:
        kind, text, language, is_easy = json.loads(state)
    except (ValueError, TypeError):
        return None
    if kind not in KINDS:
        return None
    return Order(kind=kind, text=text, language=language, is_easy=is_easy)


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


def _intro(turn: Turn) -> Notice:
    return Notice(text=texts.MADE.in_language(turn.language), lead=True)


def _warning(text: str) -> Notice:
    return Notice(text=text, warning=True)


def _note_buttons(order: Order, turn: Turn) -> Iterator[Action]:
    for name, kind, text in (
        ("actions", "actions", texts.AS_ACTIONS),
        ("summary", "summary", texts.AS_SUMMARY),
    ):
        if order.kind != kind:
            yield Action(id=f"{name}:{order.id}", label=text.in_language(turn.language))
    if not order.is_easy:
        yield Action(id=f"easy:{order.id}", label=texts.EASY.in_language(turn.language))
    yield from _language_buttons(order, turn)


def _language_buttons(order: Order, turn: Turn) -> Iterator[Action]:
    other, text = ("en", texts.ENGLISH) if order.language == "sv" else ("sv", texts.SWEDISH)
    yield Action(id=f"{other}:{order.id}", label=text.in_language(turn.language))
