"""Papers of a meeting to come: agenda, summons and invitation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.skill import (
    Block,
    Heading,
    Language,
    Table,
    Text,
    told_length,
    weekday_and_day,
)
from skills.meetings import agenda
from skills.meetings.papers import texts
from skills.meetings.papers.occasion import Occasion

DEFAULT_MINUTES = {"apt": 60, "management": 90, "board": 120, "cooperation": 60, "review": 60}
_STEP = 5


def shared_minutes(occasion: Occasion, minutes: int, language: Language) -> list[tuple[str, int]]:
    """The points with minutes that add up to the meeting's; [] if there is not one for each."""
    if occasion.points:
        lines = agenda.proposed(occasion.points, "", minutes, language).splitlines()
        return [(agenda.title(line), agenda.total(line) or 0) for line in lines]
    points = texts.POINTS[occasion.kind]
    step = _STEP if minutes >= _STEP * len(points) else 1
    units, left = divmod(minutes, step)
    spare = units - len(points)
    if spare < 0:
        return []
    total = sum(weight for _, weight in points)
    exact = [spare * weight / total for _, weight in points]
    given = [1 + int(share) for share in exact]
    by_rest = sorted(range(len(points)), key=lambda n: int(exact[n]) - exact[n])
    for n in by_rest[: units - sum(given)]:
        given[n] += 1
    shares = [count * step for count in given]
    shares[max(range(len(points)), key=lambda n: points[n][1])] += left
    return [
        (text.in_language(language), share) for (text, _), share in zip(points, shares, strict=True)
    ]


def agenda_blocks(
    occasion: Occasion, points: Sequence[tuple[str, int]], language: Language
) -> list[Block]:
    """The facts, and the points with minutes."""
    said = _Saying(language)
    minutes = sum(share for _, share in points)
    return [
        Heading(said(texts.ABOUT)),
        said.facts(
            (texts.MEETING, occasion.name),
            (texts.WHEN, occasion.when or said.place("when")),
            (texts.LENGTH, told_length(minutes, language)),
            (texts.PLACE, occasion.place or said.place("place")),
            (texts.LEADER, said.place("name")),
        ),
        Heading(said(texts.AGENDA)),
        _listed(points, said),
    ]


def summons_blocks(occasion: Occasion, last: date | None, language: Language) -> list[Block]:
    """The facts, and the matters as the reglemente wants them listed."""
    said = _Saying(language)
    day = weekday_and_day(last, language) if last else said(texts.UNKNOWN_SUMMONS)
    return [
        Heading(said(texts.ABOUT)),
        said.facts(
            (texts.MEETING, occasion.name),
            (texts.WHEN, occasion.when or said.place("when")),
            (texts.PLACE, occasion.place or said.place("place")),
            (texts.CHAIR, said.place("name")),
            (texts.SEND_LAST, day),
            (texts.CANNOT, said.place("who_to_tell")),
            (texts.ACCESS, occasion.access or said(texts.ACCESS_ASKED)),
        ),
        Heading(said(texts.BUSINESS)),
        _business(occasion, said),
    ]


def invitation_blocks(
    occasion: Occasion, points: Sequence[tuple[str, int]], language: Language, *, is_private: bool
) -> list[Block]:
    """Purpose, decision wanted, preparation and access needs; of a private one only the frame."""
    said = _Saying(language)
    facts = [
        (texts.WHEN, occasion.when or said.place("when")),
        (texts.PLACE, occasion.place or said.place("place")),
    ]
    if not is_private:
        if occasion.invited:
            facts.append((texts.INVITED, ", ".join(occasion.invited)))
        facts += [
            (texts.PURPOSE, occasion.subject or said.place("purpose")),
            (texts.DECISION_WANTED, occasion.decision or said.place("decision")),
            (texts.PREPARATION, occasion.preparation or said.place("preparation")),
        ]
    facts.append((texts.ACCESS, occasion.access or said(texts.ACCESS_ASKED)))
    blocks: list[Block] = [Heading(said(texts.ABOUT)), said.facts(*facts)]
    if occasion.points and not is_private:
        blocks += [Heading(said(texts.AGENDA)), _listed(points, said)]
    return blocks


def private_blocks(occasion: Occasion, language: Language) -> list[Block]:
    """A meeting whose papers may not tell what it is about."""
    return invitation_blocks(occasion, (), language, is_private=True)


class _Saying:
    """Texts in the language of the paper."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, text: Text) -> str:
        return text.in_language(self._language)

    def place(self, name: str) -> str:
        """What stands where something is to be filled in."""
        return self(texts.PLACEHOLDERS[name])

    def facts(self, *facts: tuple[Text, str]) -> Table:
        """Names and values."""
        rows = tuple((self(name), value) for name, value in facts)
        return Table((self(texts.FIELD), self(texts.VALUE)), rows)


def _listed(points: Sequence[tuple[str, int]], said: _Saying) -> Table:
    header = (said(texts.NUMBER), said(texts.POINT), said(texts.MINUTES))
    rows = [(str(n), title, str(share)) for n, (title, share) in enumerate(points, 1)]
    rows.append(("", said(texts.TOTAL), str(sum(share for _, share in points))))
    return Table(header, tuple(rows))


def _business(occasion: Occasion, said: _Saying) -> Table:
    heads = (texts.NUMBER, texts.MATTER, texts.REFERENCE, texts.PRESENTER, texts.ENDS_IN)
    standard = [said(text) for text, _ in texts.POINTS["board" if occasion.is_board else "meeting"]]
    open_point = next(n for n, title in enumerate(standard) if title.startswith("["))
    own = [agenda.title(point) for point in occasion.points] or [standard[open_point]]
    titles = [*standard[:open_point], *own, *standard[open_point + 1 :]]
    rows = tuple(
        (
            str(n),
            title,
            *(
                (said.place("reference"), said.place("name"), said.place("kind"))
                if title in own
                else ("", "", "")
            ),
        )
        for n, title in enumerate(titles, 1)
    )
    return Table(tuple(said(head) for head in heads), rows)
