"""Reads notes from a meeting as people write them, in Swedish and English.

Every word that it gives stands in the notes: nothing is added, counted or concluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from bot.language.orders import without_orders
from bot.language.sentences import split_sentences
from skills.meetings.papers.tasks import Task, read_task

_LABELS: Mapping[str, str] = {
    "present": r"närvarande|närvaro|deltagare|deltog|medverkande|tjänstgörande|present|attendees|"
    r"participants|attending",
    "absent": r"frånvarande|ej närvarande|förhinder|anmält förhinder|saknades|absent|apologies|"
    r"regrets|not present",
    "chair": r"ordförande|ordf|mötesledare|mötesordförande|chair(?:person|man|woman)?",
    "secretary": r"sekreterare|sekr|antecknare|mötessekreterare|vid pennan|secretary|notes by|"
    r"minutes by",
    "approver": r"justerare|justeringsperson(?:er)?|att justera|justeras av|approver|to approve",
    "when": r"datum(?: och tid)?|tid(?: och datum)?|när|dag|date(?: and time)?|time|when",
    "place": r"plats|lokal|var|rum|place|venue|location|room|where",
    "meeting": r"möte|mötets namn|sammanträde|meeting|subject|ämne|rubrik",
    "next": r"nästa (?:möte|träff|apt|sammanträde)|next meeting",
}
_LABEL = re.compile(
    r"^(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()) + r")"
    r"\s*[:–-]\s*(?P<told>.*)$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-•*–]|\[[ xX]?\])\s+")
_TOPIC = re.compile(
    r"^(?:#+\s*(?P<hash>.+)|(?:punkt|ärende|item|§)\s*(?P<no>\d+)\s*[.:)–-]?\s*(?P<named>.+)|"
    r"(?P<number>\d{1,2})[.)]\s+(?P<title>.+)|(?P<colon>[^:.!?]{2,60}):)$",
    re.IGNORECASE,
)
_TASKS_HEADING = re.compile(
    r"^(?:#+\s*)?(?:\d{1,2}[.)]\s*)?(?:att göra|åtgärder|åtgärdslista|uppgifter|aktiviteter|"
    r"vem gör vad|todo|to[ -]do|actions?(?: items| points)?|next steps|nästa steg)\s*:?$",
    re.IGNORECASE,
)
_DECISION_LABEL = re.compile(
    r"^(?:beslut(?:ades|at)?|decision|decided)\s*[:–-]\s*(?P<told>.+)$", re.IGNORECASE
)
_DECIDED = re.compile(
    r"\b(?:beslutade|beslutar|beslutades|beslöt|beslöts|bestämde|bestämdes|enades om|"
    r"godkände|godkändes|fastställde|fastställdes|bordlade|bordlades|"
    r"(?:we|it was|was|committee|board) (?:decided|agreed|resolved|approved)|decided to|"
    r"agreed to)\b",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(
    r"\b(?:inget|inga|ej|inte|utan|no|not) (?:något )?(?:beslut\w*|decision|decided|bestämt)|"
    r"\b(?:beslut\w*|decision)\s*(?:saknas|:?\s*(?:nej|inget|saknas|none|-))|"
    r"\b(?:bestämde|beslutade|beslöt|godkände)s?\s+(?:inte|ej|inget|ingenting)\b|"
    r"\b(?:did not|didn't|was not|wasn't) (?:decide|agree|approve)|"
    r"\b(?:ska|bör|kan|måste|behöver|vill|should|will|must|to be) (?:beslutas?|bestämmas?|"
    r"godkännas?|be decided)|\?\s*$",
    re.IGNORECASE,
)
_CONFLICT = re.compile(r"\bjäv\w*|\bconflict of interest|\brecus", re.IGNORECASE)
_NO_CONFLICT = re.compile(
    r"\b(?:ingen|inget|inga|ej|inte) (?:\w+ ){0,2}jäv|jäv\w*\s*:?\s*(?:ingen|inget|inga|nej|-)|"
    r"no conflict",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:^|,|;|\boch\b|\band\b)\s*(?P<name>[^,;()]+?)\s*\((?:(?P<chair>ordf\w*|mötesledare|chair\w*)|"
    r"sekr\w*|antecknare|secretary)\.?\)",
    re.IGNORECASE,
)
_NAMES = re.compile(r"\s*(?:,|;|\boch\b|\bsamt\b|\band\b)\s*(?![^()]*\))")
_IS_MEETING = re.compile(
    r"möte|nämnd|apt\b|träff|grupp|samverkan|styrelse|fullmäktige|protokoll|anteckningar|råd\b|"
    r"utskott|meeting|team|board|committee|notes|minutes",
    re.IGNORECASE,
)
_POINT_NUMBER = re.compile(r"(?:punkt|§|ärende|item)\s*(\d{1,2})\b", re.IGNORECASE)
_LONGEST_NAME = 100
_LONGEST_LINE = 2000


@dataclass(slots=True)
class Item:
    """A point of the meeting: what was said, and what was decided if the notes tell."""

    title: str
    said: list[str] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Notes:
    """What the notes tell, in their own words."""

    facts: dict[str, str] = field(default_factory=dict)
    people: dict[str, list[str]] = field(default_factory=dict)
    """By "present", "absent", "approver"."""
    items: list[Item] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    """The point and the sentence."""
    no_conflict: str = ""
    """Where the notes say that nobody had any."""
    orders_dropped: bool = False
    """Whether something in them was an order to an AI, which nobody follows."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing of a meeting was told."""
        return not (self.items or self.tasks or self.people or self.conflicts)


def read_notes(text: str, *, lists_tasks: bool = False) -> Notes:
    """What the notes tell, line by line; `lists_tasks`: each item of a list is a task."""
    kept = without_orders(text)
    notes = Notes(orders_dropped=kept.split() != text.split())
    reader = _Reader(notes, lists_tasks=lists_tasks)
    for line in kept.splitlines():
        if clean := " ".join(line[:_LONGEST_LINE].replace("**", "").split()):
            reader.read(clean)
    notes.items = [one for one in notes.items if one.title or one.said or one.decisions]
    return notes


class _Reader:
    """Where in the notes the reading has come to."""

    def __init__(self, notes: Notes, *, lists_tasks: bool) -> None:
        self._notes = notes
        self._lists_tasks = lists_tasks
        self._in_tasks = False
        self._list_of = ""
        """Whose names stand in the lines that follow."""

    def read(self, line: str) -> None:
        is_bullet = _BULLET.match(line) is not None
        body = _BULLET.sub("", line)
        if _TASKS_HEADING.match(body):
            self._in_tasks, self._list_of = True, ""
        elif (label := _LABEL.match(body)) and self._labelled(label):
            self._in_tasks = False
        elif self._is_name_of_meeting(body, is_bullet=is_bullet):
            self._notes.facts["meeting"] = body.lstrip("# ").rstrip(" :")
        elif self._list_of and (is_bullet or _looks_like_names(body)):
            self._notes.people[self._list_of] += _names(body)
        elif not is_bullet and (topic := _title(body)) and not _DECISION_LABEL.match(body):
            self._in_tasks, self._list_of = False, ""
            self._notes.items.append(Item(topic))
            if said := _after_title(body):
                self._told(said, in_list=False)
        else:
            self._list_of = ""
            self._told(body, in_list=self._in_tasks or (is_bullet and self._lists_tasks))

    def _is_name_of_meeting(self, body: str, *, is_bullet: bool) -> bool:
        """Whether the line stands above everything else and tells of a meeting."""
        notes = self._notes
        begun = notes.facts or notes.people or notes.items or notes.tasks or self._in_tasks
        return (
            not begun
            and not is_bullet
            and len(body) <= _LONGEST_NAME
            and _IS_MEETING.search(body) is not None
            and _DECIDED.search(body) is None
            and not body.endswith((".", "?", "!"))
        )

    def _labelled(self, label: re.Match[str]) -> bool:
        name = next(one for one in _LABELS if label[one])
        told = label["told"].strip()
        if name in ("present", "absent", "approver"):
            self._notes.people.setdefault(name, []).extend(_names(told))
            self._note_roles(told)
            self._list_of = "" if told else name
            return True
        if told:
            self._notes.facts.setdefault(name, told)
        self._list_of = ""
        return bool(told)

    def _note_roles(self, told: str) -> None:
        """ "Karin Ek (ordförande)" among those present is who led the meeting."""
        for found in _ROLE.finditer(told):
            role = "chair" if found["chair"] else "secretary"
            self._notes.facts.setdefault(role, found["name"].strip())

    def _told(self, body: str, *, in_list: bool) -> None:
        people = [name for names in self._notes.people.values() for name in names]
        task = read_task(body, in_list=in_list, people=people)
        if task is not None:
            self._notes.tasks.append(task)
            if in_list:
                return
        item = self._item()
        decision = _DECISION_LABEL.match(body)
        if decision and not _UNDECIDED.search(body):
            item.decisions.append(decision["told"].strip())
            return
        for sentence in split_sentences(body):
            if _CONFLICT.search(sentence):
                self._conflict(sentence)
            if states_decision(sentence):
                item.decisions.append(sentence)
            elif task is None or sentence not in task.line:
                item.said.append(sentence)

    def _conflict(self, sentence: str) -> None:
        if _NO_CONFLICT.search(sentence):
            self._notes.no_conflict = sentence
        else:
            self._notes.conflicts.append((self._matter(sentence), sentence))

    def _matter(self, sentence: str) -> str:
        """The point that the sentence names by number, else the one it stands under."""
        named = _POINT_NUMBER.search(sentence)
        number = int(named[1]) if named else 0
        items = self._notes.items
        return items[number - 1].title if 0 < number <= len(items) else self._item().title

    def _item(self) -> Item:
        if not self._notes.items:
            self._notes.items.append(Item(""))
        return self._notes.items[-1]


def states_decision(text: str) -> bool:
    """Whether it says that something was decided."""
    return _DECIDED.search(text) is not None and _UNDECIDED.search(text) is None


def all_sentences(notes: Notes) -> Iterator[str]:
    """What was said and decided, in order."""
    return chain.from_iterable((*one.said, *one.decisions) for one in notes.items)


def _title(line: str) -> str:
    found = _TOPIC.match(line)
    if found is None:
        return ""
    words = found["hash"] or found["named"] or found["title"] or found["colon"] or ""
    title = words.partition(": ")[0].strip(" :.")
    return title if len(title) <= _LONGEST_NAME else ""


def _after_title(line: str) -> str:
    """ "§2 Budget: vi pratade om den" has a title and what was said."""
    found = _TOPIC.match(line)
    words = (found["hash"] or found["named"] or found["title"] or "") if found else ""
    return words.partition(": ")[2].strip()


def _names(text: str) -> list[str]:
    return [part.strip(" .") for part in _NAMES.split(text) if part.strip(" .")]


def _looks_like_names(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    return bool(words) and len(words) <= 6 and all(one[0].isupper() for one in words)
