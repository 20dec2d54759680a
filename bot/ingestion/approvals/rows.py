"""Rows as people write them, made into approved answers, stopped documents and announcements.

A row that lacks anything that an approved answer must have is no answer: it is told of and left
out. What a row is, its columns say: one with a question is an answer, one with a document a stop,
one with "vad" an announcement.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from bot.approved.base import (
    Announcement,
    AnnouncementKind,
    Approvals,
    ApprovedAnswer,
    StoppedDocument,
)
from bot.ingestion.documents.dates import parse_date
from bot.language.texts import Text

_COLUMNS: Mapping[str, str] = {
    label: name
    for name, labels in {
        "question": "fråga|question",
        "also": "andra sätt att fråga|frågas också|andra formuleringar|also asked as",
        "answer": "svar|godkänt svar|answer",
        "approved_by": "godkänt av|godkänd av|approved by",
        "approved_on": "godkänt den|godkänd den|godkänt|approved on",
        "valid_from": "gäller från|gäller från och med|valid from",
        "valid_to": "gäller till|gäller till och med|valid to",
        "readers": "för vem|läsare|for whom|readers",
        "url": "länk|källa|link|source",
        "withdrawn": "återkallat|återkallad|upphävt|withdrawn",
        "document": "dokument|stoppat dokument|document",
        "what": "vad|what",
        "area": "område|area",
        "text": "text|på svenska|in swedish",
        "english": "på engelska|in english",
    }.items()
    for label in labels.split("|")
}
_KINDS: Mapping[str, AnnouncementKind] = {
    "driftmeddelande": "banner",
    "krismeddelande": "banner",
    "banner": "banner",
    "välkomsttext": "welcome",
    "welcome text": "welcome",
    "villkor": "terms",
    "terms": "terms",
    "paus": "pause",
    "pause": "pause",
}
_PAUSED = Text(
    sv="Kollega är pausad just nu. Försök igen senare.",
    en="Kollega is paused right now. Please try again later.",
)
_NEEDED = ("answer", "approved_by", "approved_on", "readers")
_DATES = ("approved_on", "valid_from", "valid_to")
_NO = frozenset(("", "nej", "no", "false", "0"))
_BETWEEN_QUESTIONS = re.compile(r"\n|(?<=[?;])\s+|;")
_log = logging.getLogger(__name__)
_BETWEEN_GROUPS = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row, or one document, with its cells by the column's label."""

    where: str
    """For whoever mends it: "godkanda-svar.xlsx, Blad1, rad 4"."""
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a row is not used. Holds nothing of what it says."""

    where: str
    column: str
    """The label in Swedish."""
    kind: str
    """missing: there is nothing; date: it is no date; unreadable: the file cannot be read."""


def column_of(label: str) -> str | None:
    """What a column's label stands for; None if it is none of ours."""
    return _COLUMNS.get(" ".join(label.casefold().split()).rstrip(":*? "))


class Told:
    """Logs what is wrong, once for each state of what owners write."""

    def __init__(self) -> None:
        self._latest: tuple[Flaw, ...] = ()

    def without_flaws(self, read: tuple[Approvals, tuple[Flaw, ...]], *more: Flaw) -> Approvals:
        """What was decided; what could not be used is logged."""
        approvals, flaws = read
        latest = (*flaws, *more)
        for flaw in latest if latest != self._latest else ():
            facts = {"where": flaw.where, "column": flaw.column, "flaw": flaw.kind}
            _log.warning("what an owner wrote is not used", extra=facts)
        self._latest = latest
        return approvals


def read_rows(rows: Iterable[Row]) -> tuple[Approvals, tuple[Flaw, ...]]:
    """What the rows decide, and what is wrong with those that decide nothing."""
    answers: list[ApprovedAnswer] = []
    stopped: list[StoppedDocument] = []
    announcements: list[Announcement] = []
    flaws: list[Flaw] = []
    for row in rows:
        fields = {
            name: text.strip() for label, text in row.cells.items() if (name := column_of(label))
        }
        if fields.get("withdrawn", "").casefold() not in _NO:
            continue
        if named := fields.get("document"):
            stopped.append(StoppedDocument(named))
        if fields.get("what"):
            announcement = _announcement(fields)
            if announcement is None:
                flaws.append(Flaw(row.where, _label("what"), "missing"))
            else:
                announcements.append(announcement)
            continue
        if not fields.get("question"):
            continue
        wrong = list(_flaws(row, fields))
        flaws += wrong
        if not wrong:
            answers.append(_answer(fields))
    return Approvals(tuple(answers), tuple(stopped), tuple(announcements)), tuple(flaws)


def _flaws(row: Row, fields: Mapping[str, str]) -> Iterator[Flaw]:
    for name in _NEEDED:
        if not fields.get(name):
            yield Flaw(row.where, _label(name), "missing")
    for name in _DATES:
        if fields.get(name) and _date(fields, name) is None:
            yield Flaw(row.where, _label(name), "date")


def _announcement(fields: Mapping[str, str]) -> Announcement | None:
    """None if it is no kind that is known, or says nothing where something must be said."""
    kind = _KINDS.get(fields["what"].casefold())
    swedish = fields.get("text") or fields.get("answer", "")
    english = fields.get("english", "")
    if kind is None or (kind != "pause" and not swedish):
        return None
    return Announcement(
        kind=kind,
        text=Text(sv=swedish, en=english or swedish) if swedish else _PAUSED,
        area=fields.get("area", ""),
        valid_from=_date(fields, "valid_from"),
        valid_to=_date(fields, "valid_to"),
    )


def _answer(fields: Mapping[str, str]) -> ApprovedAnswer:
    questions = [fields["question"], *_BETWEEN_QUESTIONS.split(fields.get("also", ""))]
    approved_on = _date(fields, "approved_on")
    if approved_on is None:
        raise ValueError("an answer without a day of approval is a flaw")
    return ApprovedAnswer(
        id=sha256(fields["question"].casefold().encode()).hexdigest()[:16],
        questions=tuple(one.strip() for one in questions if one.strip()),
        text=fields["answer"],
        approved_by=fields["approved_by"],
        approved_on=approved_on,
        readers=frozenset(
            group.strip() for group in _BETWEEN_GROUPS.split(fields["readers"]) if group.strip()
        ),
        valid_from=_date(fields, "valid_from"),
        valid_to=_date(fields, "valid_to"),
        url=fields.get("url", ""),
    )


def _date(fields: Mapping[str, str], name: str) -> date | None:
    return parse_date(fields.get(name, ""), last=name == "valid_to", whole=name == "approved_on")


def _label(name: str) -> str:
    return next(label for label, known in _COLUMNS.items() if known == name).capitalize()
