"""Which messages are orders for meetings; questions about the rules of meetings are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from bot.skill import Exchange
from skills.meetings.amending import amends
from skills.meetings.names import NAME
from skills.meetings.papers import answers_with_notes, paper_ordered
from skills.meetings.spelling import spelt_out

Order = Literal["book", "free", "move", "cancel", "prepare"]

_ASKS_HOW = re.compile(
    r"^\W*(?:hur|får|var|vem|vilk\w+|vad (?:gäller|kostar|är)|varför|måste|ska jag|bör|"
    r"kan (?:jag|man)|"
    r"behöver jag boka|how|may|can i|where|who|why|must|should)\b",
    re.IGNORECASE,
)
_MEETING = (
    r"(?:\w*möten?\w*|\w*samtal\w*|\w*avstämning\w*|apt\w*|arbetsplatsträff\w*|\w*träff\w*|"
    r"workshop\w*|tider\b|"
    r"\w*genomgång\w*|\w*uppföljning\w*|fika\w*|lunch\w*|styrgrupp\w*|ledningsgrupp\w*|en tid|"
    r"tid\b|"
    r"\d+ ?min\w*|halvtimme\w*|timm?e?\w*|kvart\b|meetings?|calls?|time\b|minutes|hour)"
)
_BOOK = re.compile(
    rf"\b(?:boka(?: in)?|fixa(?: till)?|planera(?: in)?|lägg in|lägg upp|sätt upp|schemalägg|ordna|"
    rf"kalla(?: till)?|bjud in|"
    rf"bjud in till|hitta|föreslå|ge (?:mig|oss)|book|schedule|set up|arrange|find|plan)\b"
    rf".{{0,60}}?\b{_MEETING}",
    re.IGNORECASE,
)
_BOOK_WITH = re.compile(
    r"\b(?:boka|planera|schemalägg|book|schedule|få till|fixa|klämma? in|trycka? in)\b"
    r"[^.?!]{0,40}\b(?:med|with)\b|"
    r"\b(?:behöver|vill ha|önskar|need)\b[^.?!]{0,20}\b(?:timme|halvtimme|kvart|tid|stund|lucka|"
    r"samtal|möte|hour|minutes|\d+ ?min\w*)\b[^.?!]{0,20}\b(?:med|with)\b|"
    r"\b(?:hitta|find)\b[^.?!]{0,20}\b(?:lucka|slot)\b",
    re.IGNORECASE,
)
_BOOK_SOMEBODY = re.compile(
    r"\bboka (?:in )?[^\W\d_]+\b.*\b(?:kl\.?|klockan|idag|ikväll|imorgon|i (?:dag|kväll|morgon)|"
    r"\w+dag(?:en)?|vecka|v\.?|\d+ ?min\w*|timm?e|halvtimme|kvart)\b",
    re.IGNORECASE,
)
"""Whom, without a "med": "boka johan på torsdag"."""
_MEETING_ALONE = re.compile(
    r"^\W*(?:(?:ett |en )?(?:kort |snabbt? )?(?:teams|morgon)?(?:möte|avstämning|fika|lunch|"
    r"stand-?up)|"
    r"(?:a )?(?:quick )?(?:meeting|call)) (?:med |with )?(?!om\b|i\b|på\b|about\b)[^\W\d_]+\b.*"
    r"\b(?:kl\.?|idag|imorgon|i (?:dag|morgon)|\w*dag(?:en)?|nästa vecka|today|tomorrow|\w*day|"
    r"next week)\b",
    re.IGNORECASE,
)
"""No verb at all: "möte johan torsdag 10"; of few words."""
_LONGEST_ORDER = 1000
"""Characters that are looked at: what is pasted below is no order."""
_FEW_WORDS = 10
_MEET = re.compile(
    r"\b(?:när|vilken tid|when) (?:kan|passar|can|could)\b.*\b(?:ses|träffas|mötas|möte|meet)\b"
    r"|\b(?:kolla|se|hör|check) (?:när|when) .{1,60}\b(?:kan|can|har tid|är lediga?)\b"
    r"|\bnär har (?!jag\b|vi\b|man\b|du\b)[^\W\d_]+(?: (?:och|,) [^\W\d_]+)* (?:tid|en lucka)\b"
    r"|\b(?:vem|vilka|who) (?:kan|can)\b.{1,60}\bav (?-i:[A-ZÅÄÖ])\w+(?:,| och )"
    r"|\bvi (?:behöver|måste|ska) (?:ses|träffas|mötas)\b|\bjag (?:vill|behöver) träffa\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\bnär är (?:jag|vi|\w+) ledig|\blediga tider\b|\btider är lediga\b|"
    r"\bwhen (?:am i|are we|is \w+) (?:free|available)",
    re.IGNORECASE,
)
_MOVE = re.compile(
    r"\b(?:flytta|boka om|senarelägg|tidigarelägg|skjut(?:a)? (?:upp|på)|move|reschedule|"
    r"postpone)\b"
    r".{0,40}\b(?:\w*mötena?|\w*mötet?|samtalet|avstämningen|apt|\w*serien|meetings?|series)\b",
    re.IGNORECASE,
)
_CANCEL = re.compile(
    r"\b(?:avboka|ställ(?:a)? in|cancel|call off)\b.{0,40}\b(?:\w*mötena?|\w*mötet?|samtalet|"
    r"avstämningen|apt|\w*serien|meetings?|series)\b",
    re.IGNORECASE,
)
_PREPARE = re.compile(
    r"\b(?:läsa?|förbereda?|förbereder|läsa på|read|prepare)\b.*"
    r"\b(?:inför|till|innan|before|for)\b.*"
    r"\b(?:\w*möte\w*|\w*samtal\w*|apt|avstämning\w*|sammanträde\w*|meeting)\b",
    re.IGNORECASE,
)
_MEETING_FIRST = re.compile(r"\b(?:\w*möte\w*|\w*samtal|\w*avstämning|meeting)\b", re.IGNORECASE)
_NOT_MEETINGS = re.compile(
    r"\bboka (?:ett |in )?\w*rum\b(?!.*\bmed\b)|\b(?:hotell\w*|tåg\w*|flyg\w*|resa|resan|resor|"
    r"tjänstebil\w*|poolbil\w*|bil|cykel\w*|biljett\w*|taxi|kurs\w*|utbildning\w*|konferens\w*|"
    r"läkar\w*|vaccin\w*|tvättid|massage|semester\w*|hotels?|flights?|trains?|car|trip)\b",
    re.IGNORECASE,
)


def order_in(text: str) -> Order | None:
    """What is to be done about a meeting, if the text is an order."""
    text = text[:_LONGEST_ORDER]
    if _PREPARE.search(text):
        return "prepare"
    if _CANCEL.search(text) and not _ASKS_HOW.search(text):
        return "cancel"
    if _MOVE.search(text) and not _ASKS_HOW.search(text):
        return "move"
    if _FREE.search(text) or _MEET.search(text):
        return "free" if _FREE.search(text) else "book"
    if _ASKS_HOW.search(text) or _books_something_else(text):
        return None
    if len(text.split()) <= _FEW_WORDS and _MEETING_ALONE.search(text):
        return "book"
    books = (_BOOK, _BOOK_WITH, _BOOK_SOMEBODY)
    return "book" if any(pattern.search(text) for pattern in books) else None


def _books_something_else(text: str) -> bool:
    """A train, a course, a doctor's time; but a meeting about trains is a meeting."""
    other, meeting = _NOT_MEETINGS.search(text), _MEETING_FIRST.search(text)
    return other is not None and not (meeting is not None and meeting.end() <= other.start())


def claims(text: str, history: Sequence[Exchange]) -> bool:
    """Whether the text is such an order, or tells what was just asked for."""
    text = spelt_out(text)
    if order_in(text) is not None or paper_in(text, history) is not None:
        return True
    return answers(text, history) or amends(text, history)


def paper_in(text: str, history: Sequence[Exchange]) -> str | None:
    """The order of a paper, with the notes if they come in answer to what was asked back."""
    kind = paper_ordered(text)
    if kind is not None:
        return None if kind == "summary" and _PREPARE.search(text.partition("\n")[0]) else text
    return answers_with_notes(text, history, NAME)


def answers(text: str, history: Sequence[Exchange]) -> bool:
    """Whether the text tells what this skill has just asked for."""
    last = history[-1] if history else None
    was_asked = last is not None and last.skill == NAME and last.asked_back
    return was_asked and not text.rstrip().endswith("?")
