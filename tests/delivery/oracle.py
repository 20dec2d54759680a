"""What must hold whatever happens, told from what people did and saw; knows none of the bot's code.

A message that was on its way when a process was killed may have been seen or not, and nobody can
find out. Then, and only then, one apology is due besides the answer that may be there; and after
a second such moment, that of the apology itself, silence is better than a second one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.delivery.chat import Chat, Sent, Shown

PUTS = 3
"""How often replacing a message is tried."""
SENDS = 4
"""How often a throttled message is tried."""
ATTEMPTS = 6
"""How many beginnings one activity gets before it is apologised for."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person wrote."""

    id: str
    conversation_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Which process acknowledged an activity, and in which delivery: of several at once, none
    comes before another."""

    activity_id: str
    process: int
    delivery: int


@dataclass(slots=True)
class History:
    """What happened, in the order in which it did."""

    delivered: dict[str, Question] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    line: list[Place] = field(default_factory=list)
    """Those that were acknowledged at their first delivery."""
    killed_unknown: Counter[str] = field(default_factory=Counter)
    """How often a process was killed that did not know what people had seen of an answer."""
    attempts: Counter[str] = field(default_factory=Counter)


def wrong_now(history: History, chat: Chat) -> list[str]:
    """What must never be seen, however briefly."""
    return [
        *_unasked(history, chat),
        *(
            fault
            for question in history.delivered.values()
            for fault in _too_much(question, history, chat)
        ),
        *_out_of_order(history, chat),
        *_sent_again(chat),
    ]


def wrong_in_the_end(history: History, chat: Chat) -> list[str]:
    """What must not be left, once every process has had a minute to put things right."""
    return [
        fault
        for question in history.delivered.values()
        if question.id in history.acknowledged
        for fault in _too_little(question, history, chat)
    ]


def _unasked(history: History, chat: Chat) -> Iterator[str]:
    for conversation_id, messages in chat.shown.items():
        for message in messages.values():
            question = history.delivered.get(message.answers or "")
            if question is None or question.conversation_id != conversation_id:
                yield f"{message.id} answers nothing that was asked there"


def _too_much(question: Question, history: History, chat: Chat) -> Iterator[str]:
    finals = _finals(question, chat)
    answers = [message for message in finals if _is_answer(message, question)]
    apologies = len(finals) - len(answers)
    is_doubtful = history.killed_unknown[question.id] > 0
    if len(answers) > 1:
        yield f"{question.id} is answered {len(answers)} times"
    if apologies > 1:
        yield f"{question.id} is apologised for {apologies} times"
    if apologies and not is_doubtful and history.attempts[question.id] < ATTEMPTS:
        yield f"{question.id} is apologised for without need"
    if apologies and answers and not is_doubtful:
        yield f"{question.id} is both answered and apologised for"


def _too_little(question: Question, history: History, chat: Chat) -> Iterator[str]:
    sent = [each for each in chat.sent if each.answers == question.id]
    doubts = history.killed_unknown[question.id]
    if not _finals(question, chat) and doubts < 2 and not _was_refused(sent):
        yield f"{question.id} is neither answered nor apologised for"
    if _is_waiting(question, chat) and not doubts and not any(each.trouble for each in sent):
        yield f"{question.id} still seems to be worked on"


def _out_of_order(history: History, chat: Chat) -> Iterator[str]:
    """What one process acknowledged one after the other is answered so in a conversation."""
    before: dict[tuple[str, int], tuple[int, float]] = {}
    for place in history.line:
        question = history.delivered[place.activity_id]
        seen = [at for each in _finals(question, chat) if (at := each.final_at) is not None]
        if not seen or history.killed_unknown[question.id]:
            continue
        key = (question.conversation_id, place.process)
        delivery, latest = before.get(key, (place.delivery, 0.0))
        if delivery != place.delivery and min(seen) < latest:
            yield f"{question.id} is answered before what was asked before it"
        before[key] = place.delivery, max(latest, min(seen))


def _sent_again(chat: Chat) -> Iterator[str]:
    """Only what was certainly not taken may be posted anew."""
    posts = Counter(
        (each.answers, each.text)
        for each in chat.sent
        if each.kind in ("post", "start") and each.text and each.trouble != "429"
    )
    for (activity_id, _), count in posts.items():
        if count > 1:
            yield f"for {activity_id} the same is sent {count} times"


def _finals(question: Question, chat: Chat) -> list[Shown]:
    messages = chat.shown.get(question.conversation_id, {}).values()
    return [each for each in messages if each.answers == question.id and each.is_final]


def _is_waiting(question: Question, chat: Chat) -> bool:
    messages = chat.shown.get(question.conversation_id, {}).values()
    return any(each.answers == question.id and each.text and not each.is_final for each in messages)


def _is_answer(message: Shown, question: Question) -> bool:
    return f"Svar på {question.text}." in message.text


def _was_refused(sent: Iterable[Sent]) -> bool:
    lost = Counter(each.kind for each in sent if each.trouble in ("500", "reset"))
    throttled = Counter(each.kind for each in sent if each.trouble == "429")
    return lost["post"] > 0 or lost["put"] >= PUTS or max(throttled.values(), default=0) >= SENDS
