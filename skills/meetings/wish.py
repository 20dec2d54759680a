"""Reads an order for a meeting: with whom, about what, where, and whatever else it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Literal

from bot.skill import NUMBER, When, number_in, read_when

MOST_MENTIONS = 50
_MOST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who is to be there, as the text calls them."""

    name: str
    is_optional: bool = False
    is_sure: bool = True
    """Whether the text says that it is a person; else whoever has that name is meant, if any."""
    by: Literal["person", "document"] = "person"
    """ "document": not in the person's own words, but in what they pasted below them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wished for."""

    text: str
    """The order, without what was pasted below it."""
    when: When
    mentions: tuple[Mention, ...]
    subject: str
    """As the text says it; empty if it does not."""
    is_online: bool
    needs_room: bool
    room_words: str
    decision: str
    preparation: str
    access: str
    quorum: int | None
    """How many of those needed are enough."""
    agenda: tuple[str, ...]
    """Points as they are written, with or without minutes."""


_ONLINE = re.compile(
    r"\b(?:(?:i|på|via|över|in|on|via) teams|teamsmöte|digitalt|online|på distans|videomöte|"
    r"via video|as a teams meeting)\b",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"\b(?:(?:i|på|boka|med|in|book)\s+)?(?:ett |en |a )?(?:mötesrum(?:met)?|"
    r"(?:konferens)?rum(?:met)?|"
    r"lokal(?:en)?|sal(?:en)?|room|fysiskt|på plats|in person)\b(?:\s+(?P<name>[A-ZÅÄÖ][\w-]+))?",
)
_STOP = (
    r"(?=\s{2,}|\s*(?:[.;!?\n]|$)|\s+(?:till|ska|skall|kan|måste|behöver|should|"
    r"ses|träffas|mötas|meet|om|angående|ang\.?|gällande|kring|rörande|för att|för|i|"
    r"på|via|"
    r"about|regarding|to discuss|to|in|on|inför|med anledning|innan|efter|helst|någon|nån|"
    r"gärna (?:på|i))\b|"
    r",\s+(?:helst|inte|i|på|gärna (?:på|i)|om|ämne|agenda|punkter|beslut)\b)"
)
_WITH = re.compile(
    rf"\b(?:med|with|bjud in|kalla|invite|träffa|jag och|och)\s+(?P<names>\S.*?){_STOP}",
    re.IGNORECASE,
)
_UNIT = r"[\w-]+(?:avdelningen|enheten|skolan|gruppen|kontoret|kansliet|teamet|laget)"
_EVERYBODY = re.compile(
    rf"\balla (?:på|i|vid|inom|från) (?P<names>[A-ZÅÄÖ][\w-]+|{_UNIT})\b|"
    rf"\bför (?:hela )?(?P<unit>{_UNIT})\b"
)
_OF_A_UNIT = re.compile(
    rf"\b(?:apt|arbetsplatsträff\w*)\s+(?:för|med)\s+(?P<names>\S.*?){_STOP}", re.IGNORECASE
)
_WHEN = re.compile(
    r"\bnär (?:har |kan )?(?P<names>(?!jag\b|vi\b|man\b|du\b)[^.;!?\n]{1,80}?) (?:kan|har tid|tid|"
    r"är lediga?|ses|träffas)\b",
    re.IGNORECASE,
)
_BOOKS = re.compile(
    r"^\W*(?:hej[,! ]+)?(?:boka|möte) (?:in )?"
    rf"(?P<names>(?![^.;!?\n]*\b(?:med|with)\b)\S.*?){_STOP}",
    re.IGNORECASE,
)
"""Whom, without a "med": "boka lars och fatima 30 min". What is nobody's name is left out."""
_OPTIONAL_WITH = re.compile(
    r"\b(?:gärna(?: också| även)?(?: med)?|valfritt(?: för)?|frivilligt(?: för)?|eventuellt|"
    r"ev\.?|"
    r"optional(?:ly)?(?: for)?)\s+(?P<names>[A-ZÅÄÖ]\S*(?:\s+(?:och\s+)?[A-ZÅÄÖ]\S*)*)",
)
_SEPARATOR = re.compile(r"\s*(?:,|;|\boch\b|\bsamt\b|\band\b|&|\+|/)\s*", re.IGNORECASE)
_IS_OPTIONAL = re.compile(
    r"\(?\b(?:valfri|frivillig|om (?:hon|han|hen) kan|om möjligt|gärna|eventuellt|ev\.?|"
    r"optional)\b\)?",
    re.IGNORECASE,
)
_ABOUT = (
    r"\b(?:om|angående|ang\.?|gällande|kring|rörande|ämne:|about|regarding|for|"
    r"för att (?:prata|diskutera|gå igenom|planera|följa upp|besluta)(?: om)?|"
    r"to (?:discuss|talk about|plan|decide on))\s+(?P<subject>\S.*?)"
    r"(?=\s{2,}|\s*(?:[,.;!?\n]|$)|\s+(?:i|in|på|on|via)\s"
)
_SUBJECT = re.compile(rf"{_ABOUT}|\s+(?:med|with)\s)", re.IGNORECASE)
_SUBJECT_AFTER_PEOPLE = re.compile(rf"{_ABOUT}|\s+(?:med|with)\s+(?-i:[A-ZÅÄÖ]))", re.IGNORECASE)
"""When it is told with whom already, "resor med flyg" is all of the subject."""
_KIND = re.compile(
    r"\b(?:ett|en|nytt|ny|kort|vårt|vår|a|an|our)\s+(?P<kind>[\w-]*(?:möte|samtal|avstämning|"
    r"workshop|genomgång|uppföljning|planering|träff|fika|lunch)|apt|arbetsplatsträff|lunch|fika|"
    r"[\w-]+ meeting)\b",
    re.IGNORECASE,
)
_PLAIN_KINDS = {"möte", "a meeting", "teamsmöte", "tid", "teams meeting", "short meeting"}
_DECISION = re.compile(r"\bbeslut(?: som önskas)?:\s*(?P<told>[^\n;]+)", re.IGNORECASE)
_TO_DECIDE = re.compile(r"\bför att besluta(?: om)?\s+(?P<told>[^\n,;.]+)", re.IGNORECASE)
_PREPARATION = re.compile(
    r"\b(?:förberedelser?|läs (?:på|gärna|igenom)?|ta med|preparation)\s*:?\s+(?P<told>[^\n;.]+)",
    re.IGNORECASE,
)
_ACCESS = re.compile(
    r"\b(?:teckenspråkstolk\w*|skrivtolk\w*|tolk\b|tolkning|hörslinga\w*|hörselslinga\w*|"
    r"textning\w*|"
    r"undertext\w*|rullstol\w*|hiss\b|punktskrift|lättläst|pauser?|interpreter|captions|"
    r"wheelchair|"
    r"hearing loop)",
    re.IGNORECASE,
)
_ACCESS_LIST = re.compile(
    rf"(?:\b(?:med|with)\s+)?(?:{_ACCESS.pattern})(?:\s*(?:,|och|and)\s*(?:{_ACCESS.pattern}))*",
    re.IGNORECASE,
)
_QUORUM = re.compile(
    r",?\s*(?:\b(?:men |and )?(?:minst|åtminstone|det räcker (?:att|om|med)|at least)\s+)"
    rf"(?P<least>{NUMBER})(?:\s+(?:av|of)\s+(?:{NUMBER}))?"
    r"(?:\s+(?:personer|stycken|deltagare|people))?\s+(?:måste|ska|skall|behöver|av oss|av dem|"
    r"kan\b|must|have to|can)(?:\s+(?:kunna|vara med|komma|delta|be there|attend|come))?",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r"\b(?:agenda|dagordning|punkter|points)\s*:\s*(?P<points>.+?)(?=\n\s*\n|$)",
    re.IGNORECASE | re.DOTALL,
)
_POINT = re.compile(r"\s*(?:\n\s*(?:[-•*]|\d+[.)])?|;|,(?!\s*\d+\s*min))\s*")
_PASTED = re.compile(r"\n|[\"”“»](?=\S)")


def read_wish(text: str, *, now: datetime) -> Wish:
    """What the text orders."""
    own, pasted = _parted(text)
    agenda = _AGENDA.search(own)
    spoken = own if agenda is None else own[: agenda.start()]
    spoken, enough = _without(_QUORUM, spoken)
    when = read_when(spoken, now=now)
    rest, online = _without(_ONLINE, when.rest)
    rest, room = _without(_ROOM, rest)
    rest = _ACCESS_LIST.sub(lambda found: " " * len(found[0]), rest)
    subject, rest = _subject(rest)
    return Wish(
        text=own,
        when=when,
        mentions=tuple(_mentions(rest, pasted))[: MOST_MENTIONS + 1],
        subject=subject[:_MOST_SUBJECT],
        is_online=bool(online),
        needs_room=bool(room),
        room_words=(room["name"] or "") if room else "",
        decision=_told(_DECISION, own) or _told(_TO_DECIDE, own),
        preparation=_told(_PREPARATION, own),
        access=", ".join(dict.fromkeys(each[0].lower() for each in _ACCESS.finditer(own))),
        quorum=number_in(enough["least"].lower()) if enough else None,
        agenda=tuple(_points(agenda["points"])) if agenda else (),
    )


def _parted(text: str) -> tuple[str, str]:
    """The person's own words, and what was pasted below or in quotes; an agenda is their own."""
    text = text.strip()
    agenda = _AGENDA.search(text)
    cut = _PASTED.search(text)
    if cut is None or (agenda is not None and agenda.start() <= cut.end() + 2):
        return text, ""
    return text[: cut.start()], text[cut.start() :]


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, re.Match[str] | None]:
    found = pattern.search(text)
    if found is None:
        return text, None
    return f"{text[: found.start()]}{' ' * len(found[0])}{text[found.end() :]}", found


def _subject(rest: str) -> tuple[str, str]:
    found = _SUBJECT.search(rest)
    people = _WITH.search(rest)
    if found is not None and people is not None and people.start() < found.start():
        found = _SUBJECT_AFTER_PEOPLE.search(rest, found.start())
    if found is not None:
        blank = " " * len(found[0])
        remaining = f"{rest[: found.start()]}{blank}{rest[found.end() :]}"
        return _sentence(found["subject"]), remaining
    kind = _KIND.search(rest)
    if kind is not None and kind["kind"].lower() not in _PLAIN_KINDS:
        return _sentence(kind["kind"]), rest
    return "", rest


def _sentence(words: str) -> str:
    words = " ".join(words.split()).strip(" ,.:;–-")
    return words[:1].upper() + words[1:]


def _mentions(rest: str, pasted: str) -> Iterator[Mention]:
    """Each of those named, once."""
    seen: set[str] = set()
    for mention in _all_mentions(rest, pasted):
        name = mention.name.lower()
        is_part = not mention.is_sure and mention.by == "person"
        if name not in seen and not (is_part and any(name in one for one in seen)):
            seen.add(name)
            yield mention


def _all_mentions(rest: str, pasted: str) -> Iterator[Mention]:
    """The surest first."""
    optional = [names_in(found["names"]) for found in _OPTIONAL_WITH.finditer(rest)]
    rest = _OPTIONAL_WITH.sub(lambda match: " " * len(match[0]), rest)
    for unit in chain(_EVERYBODY.finditer(rest), _OF_A_UNIT.finditer(rest)):
        yield Mention((unit["names"] or unit["unit"]).strip())
    for found in filter(None, (_BOOKS.search(rest), _WHEN.search(rest))):
        yield from (Mention(name, is_sure=False) for name in names_in(found["names"]))
    for name in (name for found in _WITH.finditer(rest) for name in names_in(found["names"])):
        plain = _IS_OPTIONAL.sub("", name).strip(" ()")
        if plain:
            yield Mention(plain, is_optional=plain != name.strip(" ()"))
    for name in chain.from_iterable(optional):
        yield Mention(name, is_optional=True)
    for name in _capitalised(rest):
        yield Mention(name, is_sure=False)
    for name in _capitalised(pasted):
        yield Mention(name, is_sure=False, by="document")


def names_in(text: str) -> list[str]:
    """The names that are listed in it."""
    parts = (_LEAD.sub("", part.strip(" .,:;!?")) for part in _SEPARATOR.split(text))
    return [part for part in parts if part and part.lower() not in _NOBODY]


_LEAD = re.compile(
    r"^(?:min |mina |vår |our |my )?(?:kollega|kollegan|kollegor|colleague|med|with|även|också|"
    r"både|hela)\s+",
    re.IGNORECASE,
)
_NOBODY = {
    "mig", "jag", "me", "i", "oss", "vi", "us", "dem", "honom", "henne", "någon", "ett", "en",
    "möte", "ett möte", "alla", "båda", "everyone", "alla tre", "alla sju", "varandra", "dig",
    "mig själv", "själv", "bara jag", "bara mig", "myself", "just me",
}  # fmt: skip
_CAPITALISED = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+(?:[ -][A-ZÅÄÖ][a-zåäöé]+)?\b")


def _capitalised(pasted: str) -> list[str]:
    return list(dict.fromkeys(_CAPITALISED.findall(pasted)))


def _told(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return _sentence(found["told"]) if found else ""


def _points(text: str) -> Iterator[str]:
    for point in _POINT.split(text):
        if words := point.strip(" .-•*"):
            yield words
