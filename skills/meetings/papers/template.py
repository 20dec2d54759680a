"""The municipality's own template for an agenda, from the intranet: its points in its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.skill import Citation, Passage, Sentence, Services, Turn
from skills.meetings.papers import texts
from skills.meetings.papers.occasion import kind_of

_TEMPLATE = re.compile(r"\bmall\b|\btemplate\b", re.IGNORECASE)
_ORDER = re.compile(r"dagordning|agenda|föredragningslista", re.IGNORECASE)
_POINT = re.compile(r"^(?:[-•*–]|\d{1,2}[.)])\s+(?P<point>\S.*)$", re.MULTILINE)
_FEWEST, _MOST = 3, 20


@dataclass(frozen=True, slots=True)
class Template:
    """What a template lists, and the sentence that says where it stands."""

    points: tuple[str, ...]
    sentence: Sentence


async def template_for(kind: str, turn: Turn, services: Services) -> Template | None:
    """The template for that kind of meeting; None where what the asker may read has none in force.

    Raises `RetrievalUnavailable`.
    """
    name = texts.MEETINGS[kind].sv
    passages = await services.retriever.search(
        f"Mall dagordning {name}", reader=turn.user, audience=turn.audience
    )
    for passage in passages:
        points = _points(passage)
        if _is_for(kind, passage, services) and _FEWEST <= len(points) <= _MOST:
            title = passage.chunk.title
            text = texts.FROM_TEMPLATE.in_language(turn.language, title=title)
            return Template(points, Sentence(text=text, citations=_cited(passage, points)))
    return None


def _is_for(kind: str, passage: Passage, services: Services) -> bool:
    chunk, today = passage.chunk, services.today()
    in_force = (chunk.metadata.valid_from or today) <= today <= (chunk.metadata.valid_to or today)
    is_order = _ORDER.search(chunk.place.rpartition(" · ")[2]) is not None
    is_template = _TEMPLATE.search(chunk.title) is not None
    return in_force and is_order and is_template and kind_of(chunk.title) == kind


def _points(passage: Passage) -> tuple[str, ...]:
    return tuple(found["point"].strip() for found in _POINT.finditer(passage.chunk.text))


def _cited(passage: Passage, points: tuple[str, ...]) -> tuple[Citation, ...]:
    return (Citation(passage, points[0]), Citation(passage, points[-1]))
