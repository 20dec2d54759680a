"""Papers of a meeting that was: minutes, notes, actions and summary, in the notes' own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.skill import Block, Bullets, Heading, Language, Paragraph, Table, Text, weekday_and_day
from skills.meetings.papers import texts
from skills.meetings.papers.notes import Item, Notes, all_sentences
from skills.meetings.papers.occasion import Occasion
from skills.meetings.papers.orders import Kind

_SHORT = {
    "bl.a.": "bland annat", "t.ex.": "till exempel", "m.m.": "med mera", "dvs.": "det vill säga",
    "ca": "ungefär", "f.n.": "just nu", "p.g.a.": "på grund av", "fr.o.m.": "från och med",
    "t.o.m.": "till och med", "ev.": "kanske", "resp.": "respektive", "inkl.": "med",
    "exkl.": "utan", "mht": "med hänsyn till", "enl.": "enligt", "etc.": "och så vidare",
}  # fmt: skip
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(one) for one in _SHORT) + r")(?!\w)", re.IGNORECASE
)

_LEFT = re.compile(r"lämna|gick ut|deltog inte|left|did not take part", re.IGNORECASE)
_BACK = re.compile(r"kom tillbaka|återkom|åter(?:inträdde|vände)|came back|returned", re.IGNORECASE)


class Report:
    """What the notes tell, as the blocks of a paper."""

    def __init__(
        self, notes: Notes, occasion: Occasion, language: Language, *, is_easy: bool
    ) -> None:
        self._notes = notes
        self._occasion = occasion
        self._language = language
        self._is_easy = is_easy

    def blocks(self, kind: Kind, *, approved_by: date | None) -> list[Block]:
        """Of a paper of that kind."""
        match kind:
            case "actions":
                return [*self._actions()]
            case "summary":
                return [*self._summary()]
            case "minutes":
                return [
                    *self._facts(kind),
                    *self._conflicts(),
                    *self._items(kind),
                    *self._tasks(),
                    *self._next(),
                    *self._approval(approved_by),
                ]
            case _:
                return [
                    *self._facts(kind),
                    *self._conflicts(),
                    *self._items(kind),
                    *self._tasks(),
                    *self._next(),
                    Paragraph(self._said(texts.NOT_APPROVED)),
                ]

    def without_decision(self) -> list[str]:
        """Titles of the items that the notes state no decision for."""
        return [one.title for one in self._notes.items if one.title and not one.decisions]

    def _facts(self, kind: Kind) -> Iterator[Block]:
        notes, occasion, said = self._notes, self._occasion, self._said
        name = self._place("name")
        chair, writer = texts.CHAIR, texts.SECRETARY
        if kind != "minutes":
            chair, writer = texts.LEADER, texts.WRITER
        facts = [
            (texts.MEETING, occasion.name),
            (texts.WHEN, occasion.when or self._place("when")),
            (texts.PLACE, occasion.place or self._place("place")),
            (chair, notes.facts.get("chair") or name),
            (writer, notes.facts.get("secretary") or name),
        ]
        if kind == "minutes":
            approvers = ", ".join(notes.people.get("approver", []))
            facts.append((texts.APPROVER, approvers or name))
        header = (said(texts.FIELD), said(texts.VALUE))
        yield Heading(said(texts.ABOUT))
        yield Table(header, tuple((said(label), value) for label, value in facts))
        yield Heading(self._head(texts.ATTENDANCE, "ATTENDANCE"))
        rows = [(said(texts.PRESENT), self._people("present"))]
        rows.append((said(texts.ABSENT), self._people("absent")))
        yield Table(header, tuple(rows))

    def _people(self, which: str) -> str:
        return ", ".join(self._notes.people.get(which, [])) or self._place("names")

    def _conflicts(self) -> Iterator[Block]:
        if not (self._occasion.is_board or self._notes.conflicts or self._notes.no_conflict):
            return
        yield Heading(self._head(texts.CONFLICTS, "CONFLICTS"))
        if self._notes.conflicts:
            yield Bullets(tuple(map(self._conflict, self._notes.conflicts)))
        else:
            yield Paragraph(self._notes.no_conflict or self._said(texts.NO_CONFLICT_TOLD))

    def _conflict(self, told: tuple[str, str]) -> str:
        """Name, point, that the member left and came back; what is not told is asked for."""
        title, sentence = told
        parts = [f"{title}:" if title else self._said(texts.WHICH_MATTER), self._plain(sentence)]
        for pattern, missing in ((_LEFT, texts.DID_LEAVE), (_BACK, texts.CAME_BACK)):
            if not pattern.search(sentence):
                parts.append(self._said(missing))
        return " ".join(parts)

    def _items(self, kind: Kind) -> Iterator[Block]:
        for number, item in enumerate(self._notes.items, 1):
            title = item.title or self._said(texts.SAID)
            yield Heading(f"§ {number} {title}" if kind == "minutes" else title)
            yield from self._told(item)
            if item.decisions:
                for decision in item.decisions:
                    told = self._plain(decision)
                    yield Paragraph(texts.DECISION.in_language(self._language, told=told))
            elif kind == "minutes" or item.title:
                told = self._said(texts.NO_DECISION)
                yield Paragraph(texts.DECISION.in_language(self._language, told=told))

    def _told(self, item: Item) -> Iterator[Block]:
        if not item.said:
            return
        told = tuple(map(self._plain, item.said))
        yield Bullets(told) if self._is_easy else Paragraph(" ".join(told))

    def _tasks(self) -> Iterator[Block]:
        if self._notes.tasks:
            yield from self._actions()

    def _actions(self) -> Iterator[Block]:
        said = self._said
        yield Heading(self._head(texts.TASKS, "TASKS"))
        if not self._notes.tasks:
            yield Paragraph(said(texts.NO_TASKS))
            return
        header = (said(texts.NUMBER), said(texts.TASK), said(texts.OWNER), said(texts.DUE))
        yield Table(
            header,
            tuple(
                (
                    str(n),
                    self._plain(one.what),
                    one.who or self._place("owner"),
                    one.due or self._place("due"),
                )
                for n, one in enumerate(self._notes.tasks, 1)
            ),
        )

    def _summary(self) -> Iterator[Block]:
        said, notes = self._said, self._notes
        told = (self._occasion.name, self._occasion.when)
        if known := [one for one in told if one and not one.startswith("[")]:
            yield Paragraph(", ".join(known))
        yield Heading(said(texts.DECISIONS))
        decisions = [self._plain(told) for one in notes.items for told in one.decisions]
        yield Bullets(tuple(decisions)) if decisions else Paragraph(said(texts.NO_DECISIONS))
        if titles := tuple(one.title for one in notes.items if one.title):
            yield Heading(said(texts.DISCUSSED))
            yield Bullets(titles)
        elif not decisions:
            yield Heading(said(texts.DISCUSSED))
            yield Bullets(tuple(map(self._plain, list(all_sentences(notes))[:5])))
        yield from self._actions()
        yield from self._next()

    def _next(self) -> Iterator[Block]:
        if told := self._notes.facts.get("next"):
            yield Heading(self._said(texts.NEXT))
            yield Paragraph(told)

    def _approval(self, last: date | None) -> Iterator[Block]:
        yield Heading(self._said(texts.APPROVAL))
        if last is None:
            yield Paragraph(self._said(texts.APPROVAL_UNKNOWN))
        else:
            day = weekday_and_day(last, self._language)
            yield Paragraph(texts.APPROVAL_TOLD.in_language(self._language, day=day))
        yield Paragraph(self._said(texts.NOTICE))
        yield Paragraph(self._said(texts.SIGNATURES))

    def _plain(self, text: str) -> str:
        """In an easy paper without abbreviations; else as it stands."""
        if not self._is_easy:
            return text
        return _ABBREVIATION.sub(lambda found: _SHORT[found[0].lower()], text)

    def _head(self, text: Text, name: str) -> str:
        return self._said(texts.EASY_HEADINGS[name] if self._is_easy else text)

    def _said(self, text: Text) -> str:
        return text.in_language(self._language)

    def _place(self, name: str) -> str:
        return self._said(texts.PLACEHOLDERS[name])
