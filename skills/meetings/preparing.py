"""What to read before a meeting: what the asker may read about it, with sources."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence

from bot.skill import (
    Event,
    Meeting,
    Notice,
    Progress,
    Question,
    Sentence,
    Services,
    Turn,
    read_when,
)
from skills.meetings import texts
from skills.meetings.wording import told_span

_MOST_POINTS = 6
_MOST_SENTENCES = 2
"""Of each point of the agenda."""
_POINT = re.compile(r"^(?P<title>.+?), \d+ min$", re.MULTILINE)
_LOOKING = {"sv": "Söker i intranätet …", "en": "Searching the intranet …"}
_WORD = re.compile(r"\w{4,}")


async def prepare(text: str, turn: Turn, services: Services) -> AsyncIterator[Event]:
    """Passages about the subject and the points of the agenda, of the meeting that is meant."""
    calendar, language = services.calendar, turn.language
    if calendar is None:
        return
    coming = await calendar.upcoming(after=services.now(), asker=turn.user)
    meeting = _meant(text, coming, services)
    if meeting is None:
        none = texts.NONE_COMING.in_language(language)
        yield Notice(text=none, outcome="clarify", asks_back=False)
        return
    yield Progress(_LOOKING[language])
    found = [
        sentence
        for topic in _topics(meeting, turn)
        async for sentence in _about(topic, turn, services)
    ]
    time = told_span(meeting.start, meeting.end, language)
    if not found:
        yield Notice(
            text=texts.NOTHING_TO_READ.in_language(
                language, subject=meeting.subject, time=time, organiser=meeting.organiser.name
            ),
            outcome="not_found",
        )
        return
    lead = texts.READ_BEFORE.in_language(language, subject=meeting.subject, time=time)
    yield Notice(text=lead, lead=True)
    for sentence in dict.fromkeys(found):
        yield sentence


async def _about(topic: str, turn: Turn, services: Services) -> AsyncIterator[Sentence]:
    passages = await services.retriever.search(
        topic, reader=turn.user, audience=turn.audience, limit=4
    )
    question = Question(text=topic, language=turn.language)
    count = 0
    async for sentence in services.answerer.answer(question, passages, asker=turn.user):
        if isinstance(sentence, Sentence) and count < _MOST_SENTENCES:
            count += 1
            yield sentence


def _meant(text: str, coming: Sequence[Meeting], services: Services) -> Meeting | None:
    """The one on the day that is told, or with words of the question; else the next."""
    days = read_when(text, now=services.now()).days
    on_day = [one for one in coming if not days or one.start.date() in days]
    words = {word.casefold() for word in _WORD.findall(text)}
    named = (
        one for one in on_day if words & {word.casefold() for word in _WORD.findall(one.subject)}
    )
    return next(named, on_day[0] if on_day else None)


def _topics(meeting: Meeting, turn: Turn) -> Iterator[str]:
    if meeting.is_private:
        return
    points = [found["title"] for found in _POINT.finditer(meeting.body)]
    frame = {
        text.in_language(language)
        for text in (texts.OPENING, texts.NEXT_STEPS)
        for language in ("sv", "en")
    }
    yield from dict.fromkeys(
        topic for topic in (meeting.subject, *points[:_MOST_POINTS]) if topic not in frame
    )
