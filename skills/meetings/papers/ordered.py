"""A paper that was ordered: what is kept of it, and what every reply with one has."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.skill import Action, Block, Draft, Language, Notice, Paper, Turn
from skills.meetings.papers import texts
from skills.meetings.papers.occasion import Occasion
from skills.meetings.papers.orders import KINDS, Kind


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


def read_order(state: str) -> Order | None:
    """The order that was kept; None if the text is none."""
    try:
        kind, text, language, is_easy = json.loads(state)
    except (ValueError, TypeError):
        return None
    if kind not in KINDS:
        return None
    return Order(kind=kind, text=text, language=language, is_easy=is_easy)


def paper_of(order: Order, occasion: Occasion, blocks: Sequence[Block]) -> Draft:
    """The draft that shows it."""
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


def intro(turn: Turn) -> Notice:
    """That it is a draft, and what is left to fill in."""
    return Notice(text=texts.MADE.in_language(turn.language), lead=True)


def warning(text: str) -> Notice:
    """Shown apart from the draft."""
    return Notice(text=text, warning=True)


def language_buttons(order: Order, turn: Turn) -> Iterator[Action]:
    """The same paper in the other language."""
    other, text = ("en", texts.ENGLISH) if order.language == "sv" else ("sv", texts.SWEDISH)
    yield Action(id=f"{other}:{order.id}", label=text.in_language(turn.language))
