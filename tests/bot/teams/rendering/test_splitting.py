"""Replies of any size: every message small enough, and together the whole reply."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.base import Citation, Sentence
from bot.reply import Reply
from bot.retrieval.base import Passage
from bot.teams.outgoing import MAX_BYTES, Address, Outgoing
from bot.teams.rendering.citations import MAX_CITATIONS
from bot.teams.rendering.message import Rendering, growing_text
from bot.teams.sending.streaming import MAX_STREAMED_BYTES
from bot.turn import Action, Draft, Event, Notice
from tests.fakes.passages import TRAVEL, chunk, sentence

TODAY = date(2026, 11, 24)
SMALL = 12 * 1024
"""Bytes of one message in most of these tests, so that dividing does not take megabytes."""
MARKER = re.compile(r"\[(\d+)\]")
NUMBERED = re.compile(r"\*Del (\d+) av (\d+)\*")
some = settings(max_examples=20, deadline=None)
ADDRESS = Address(
    service_url="https://smba.example/emea/",
    conversation_id="a:anna",
    bot_id="28:bot",
    bot_name="Kollega",
    user_id="29:anna",
    reply_to_id="1",
)

_text = st.text(
    st.sampled_from('abcåäö 🙂é.,?!\n"\\<*_[]()#>|~`\x07'), min_size=1, max_size=9
).flatmap(lambda text: st.integers(1, 400).map(lambda times: text * times))
_chunks = st.integers(1, 14).map(chunk)
_sentences = st.builds(
    lambda text, chunks, is_step: replace(sentence(text, *chunks), stands_alone=is_step),
    _text,
    st.lists(_chunks, min_size=1, max_size=3),
    st.booleans(),
)
_notices = st.builds(
    lambda text, warning, lead: Notice(text=text, warning=warning, lead=lead and not warning),
    _text,
    st.booleans(),
    st.booleans(),
)
_drafts = st.builds(lambda text: Draft(id="d", kind="minutes", subject="Möte", body=text), _text)
_actions = st.builds(
    lambda label, text: Action(id="ask", label=label, values={"text": text}), _text, _text
)
_events = st.lists(st.one_of(_sentences, _sentences, _notices, _drafts), min_size=1, max_size=12)


def _reply(events: list[Event], *actions: Action) -> Reply:
    reply = Reply(language="sv", skill="policy", actions=actions)
    for event in events:
        reply = reply.with_event(event)
    return reply


def _messages(reply: Reply, *, max_bytes: int = SMALL) -> list[Outgoing]:
    first = Rendering(lambda: TODAY, max_bytes=max_bytes).message(reply)
    return [first, *first.following]


def _claims(message: Outgoing) -> dict[int, str]:
    """Titles of the sources by number."""
    claims = {}
    for entity in message.entities:
        citation = entity.get("citation")
        for claim in citation if isinstance(citation, list) else []:
            assert isinstance(claim, dict)
            position, appearance = claim["position"], claim["appearance"]
            assert isinstance(position, int)
            assert isinstance(appearance, dict)
            claims[position] = str(appearance["name"]).partition(",")[0]
    return claims


def _letters(text: str) -> str:
    """What is said, without what rendering adds."""
    return re.sub(r"[^abcåäö🙂é?]", "", text.replace("&lt;", ""))


@some
@given(_events, st.lists(_actions, max_size=8))
def test_no_message_is_above_the_limit(events: list[Event], actions: list[Action]) -> None:
    for message in _messages(_reply(events, *actions)):
        assert len(ADDRESS.envelope(message).decode().encode("utf-16-le")) <= SMALL + 500


@some
@given(_events)
def test_the_markers_of_each_message_are_exactly_its_own_citations(events: list[Event]) -> None:
    for message in _messages(_reply([e for e in events if isinstance(e, Sentence)] or [_SAID])):
        text = message.text.replace("[]", "")
        numbers = {int(number) for number in MARKER.findall(text)}
        assert numbers == set(_claims(message)) == set(range(1, len(numbers) + 1))
        assert len(numbers) <= MAX_CITATIONS


@some
@given(_events)
def test_together_the_messages_say_the_whole_reply_in_its_order(events: list[Event]) -> None:
    reply = _reply(events)
    alone = _messages(reply, max_bytes=2**40)
    assert len(alone) == 1
    divided = "".join(
        NUMBERED.sub("", message.text).replace("**Obs!**", "") for message in _messages(reply)
    )
    whole = alone[0].text.replace("**Obs!**", "")
    assert _letters(MARKER.sub("", divided)) == _letters(MARKER.sub("", whole))


@some
@given(_events)
def test_what_is_generated_is_labelled_and_thumbs_come_once_at_the_end(
    events: list[Event],
) -> None:
    reply = _reply(events, Action(id="ask", label="Vidare"))
    *others, last = _messages(reply)
    said = [message for message in (*others, last) if message.text]
    for message in said:
        assert bool(MARKER.search(message.text.replace("[]", ""))) == bool(message.entities)
        assert all(entity["additionalType"] for entity in message.entities)
    assert [bool(message.channel_data) for message in said[:-1]] == [False] * (len(said) - 1)
    assert bool(said[-1].channel_data) == bool(reply.sentences)
    assert all(not message.cards for message in others)
    assert last.cards


@some
@given(st.lists(_sentences, min_size=1, max_size=8), st.data())
def test_the_first_message_begins_with_all_that_may_have_been_streamed(
    sentences: list[Sentence], data: st.DataObject
) -> None:
    answer: list[Event] = [replace(each, stands_alone=False) for each in sentences]
    shown = growing_text(_reply(answer[: data.draw(st.integers(1, len(answer)))]))
    if len(shown.encode("utf-16-le")) * 2 <= MAX_STREAMED_BYTES:
        first, *_ = _messages(_reply(answer), max_bytes=MAX_BYTES)
        assert first.text.startswith(shown)


def test_sentences_stay_whole_and_each_message_numbers_its_sources_from_one() -> None:
    said: list[Event] = [
        sentence(f"Mening {number} {'ord ' * 500}slut.", chunk(number)) for number in range(1, 9)
    ]

    messages = _messages(_reply(said))

    assert len(messages) > 2
    told = [list(NUMBERED.findall(message.text)) for message in messages]
    assert told == [[(f"{n}", f"{len(messages)}")] for n in range(1, len(messages) + 1)]
    for message in messages:
        found = re.findall(r"Mening (\d+) (?:ord )+slut\. \[(\d+)\]", message.text)
        assert [int(marker) for _, marker in found] == list(range(1, len(found) + 1))
        titles = [f"Dokument {number}" for number, _ in found]
        assert list(_claims(message).values()) == titles


def test_one_giant_sentence_is_cut_between_words() -> None:
    words = [f"ord{number}" for number in range(9000)]

    messages = _messages(_reply([sentence(" ".join(words))]), max_bytes=MAX_BYTES)

    shown = [NUMBERED.sub("", MARKER.sub("", message.text)).split() for message in messages]
    assert len(shown) > 1
    assert [word for part in shown for word in part] == words


def test_a_long_notice_is_cut_after_a_sentence() -> None:
    said = [f"Mening {number} är här." for number in range(3000)]

    messages = _messages(_reply([Notice(text=" ".join(said))]))

    shown = [NUMBERED.sub("", message.text).strip() for message in messages]
    assert len(shown) > 2
    assert all(text.endswith("är här.") for text in shown)
    assert " ".join(shown) == " ".join(said)


def test_buttons_too_large_for_any_message_are_fewer() -> None:
    many = [
        Action(id=f"ask:{number}", label=f"Val {number}", values={"text": "ord " * 700})
        for number in range(6)
    ]

    [message] = _messages(_reply([Notice(text="Vad gäller det?", outcome="clarify")], *many))

    shown = message.cards[0]["actions"]
    assert isinstance(shown, list)
    assert 0 < len(shown) < 6


def test_an_answer_that_just_fits_has_its_buttons_in_a_message_of_their_own() -> None:
    big = Action(id="ask", label="Vidare", values={"text": "ord " * 700})
    said = sentence("ord " * 700)

    answer, buttons = _messages(_reply([said], big))

    assert (bool(answer.text), answer.cards, answer.channel_data) == (
        True,
        (),
        {"feedbackLoop": {"type": "default"}},
    )
    assert (buttons.text, bool(buttons.cards)) == ("", True)
    assert buttons.summary == "Vad du kan göra nu: Vidare, Visa källan."


def test_a_source_address_of_any_length_leaves_room_for_the_answer() -> None:
    endless = replace(TRAVEL, url=f"https://intranat.example/{'x' * 100_000}")

    [message] = _messages(_reply([sentence("Ja.", endless)]))

    assert message.text == "Ja. [1]"


_SAID = Sentence(text="Ja.", citations=(Citation(Passage(TRAVEL, 1.0), TRAVEL.text),))
