"""Cards: valid, readable aloud, and robust against what a client sends back."""

from __future__ import annotations

from typing import cast

import pytest

from bot.reply import Reply
from bot.teams.fields import JsonObject
from bot.teams.rendering.cards import MAX_BUTTONS, action_card, submitted_action
from bot.turn import Action, Notice, Outcome
from tests.fakes.passages import chunk, sentence
from tests.fakes.specs import adaptive_card, faults


def _reply(*actions: Action, sources: int = 0) -> Reply:
    hello = Notice(text="Hej.", actions=actions)
    reply = Reply(language="sv", skill="policy").with_event(hello)
    for number in range(sources):
        reply = reply.with_event(sentence(f"Mening {number}.", chunk(number)))
    return reply


def _actions(count: int) -> list[Action]:
    return [Action(id=f"a:{n}", label=f"Gör {n}") for n in range(count)]


def test_a_reply_with_nothing_to_do_has_no_card() -> None:
    assert action_card(_reply()) is None


def test_a_card_keeps_to_the_schema_however_much_there_is_to_do() -> None:
    for actions in (1, 2, 5, 20):
        for sources in (0, 1, 3, 15):
            card = action_card(_reply(*_actions(actions), sources=sources))
            assert faults(adaptive_card(), card) == []


def test_no_row_has_more_buttons_than_teams_shows() -> None:
    card = action_card(_reply(*_actions(20), sources=15))
    assert card is not None

    buttons = card["actions"]
    assert isinstance(buttons, list)
    assert len(buttons) <= 3
    more = buttons[-1]
    assert isinstance(more, dict)
    assert isinstance(more["card"], dict)
    under_more = more["card"]["actions"]
    assert isinstance(under_more, list)
    assert len(under_more) <= MAX_BUTTONS


def test_a_card_says_aloud_what_can_be_done() -> None:
    card = action_card(_reply(*_actions(2), sources=1))

    assert card is not None
    assert card["speak"] == "Vad du kan göra nu: Gör 0, Visa källan, Gör 1."
    assert card["fallbackText"] == card["speak"]
    assert card["lang"] == "sv"


def test_an_address_that_could_run_something_becomes_no_link() -> None:
    card = action_card(_reply(Action(id="x", label="Öppna", url="javascript:alert(1)")))

    assert card is not None
    assert "javascript" not in str(card)


def test_what_a_person_filled_in_comes_with_the_action_but_cannot_replace_what_was_offered() -> (
    None
):
    value: JsonObject = {
        "kollega": {"id": "send", "values": {"draft_id": "d1"}, "language": "en"},
        "subject": "Möte",
        "draft_id": "d2",
        "number": 5,
    }

    submitted = submitted_action(value)

    assert submitted is not None
    action, language = submitted
    assert action.id == "send"
    assert action.values == {"draft_id": "d1", "subject": "Möte"}
    assert language == "en"


def test_a_source_that_is_shown_offers_no_button_to_show_it() -> None:
    shown = Reply(language="sv").with_event(sentence("Hela stycket.", chunk(1)))
    assert action_card(shown) is None


def _answered(reference: str = "K7M4QX") -> Reply:
    return Reply(language="sv", skill="policy", reference=reference).with_event(
        sentence("Ja.", chunk(1))
    )


def test_the_reference_stands_in_small_print_above_the_buttons() -> None:
    card = action_card(_answered())

    assert card is not None
    assert faults(adaptive_card(), card) == []
    [line] = cast(list[JsonObject], card["body"])
    assert (line["text"], line["size"], line["isSubtle"]) == ("Referens: K7M4QX", "Small", True)


@pytest.mark.parametrize("outcome", ["chat", "safe_exit", "unavailable"])
def test_talk_words_of_comfort_and_errors_show_no_reference_of_their_own(outcome: Outcome) -> None:
    told = Notice(text="Hej.", outcome=outcome, actions=(Action(id="a", label="Fråga"),))

    assert "K7M4QX" not in str(
        action_card(Reply(language="sv", reference="K7M4QX").with_event(told))
    )
