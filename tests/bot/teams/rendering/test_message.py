"""How a finished reply looks in Teams."""

from __future__ import annotations

from dataclasses import replace

from bot.reply import Reply
from bot.teams.rendering.message import Rendering
from tests.fakes.passages import sentence


def test_the_next_step_stands_in_a_paragraph_of_its_own() -> None:
    step = replace(sentence("Ring HR-service."), stands_alone=True)
    reply = Reply(language="sv", skill="hr")
    for each in (sentence("Du har 25 dagar."), step):
        reply = reply.with_event(each)
    assert Rendering().message(reply).text == "Du har 25 dagar. [1]\n\nRing HR-service. [1]"


def test_a_source_shown_as_it_stands_is_quoted_and_not_labelled_as_generated() -> None:
    shown = Rendering().message(Reply(language="sv").with_event(sentence("Hela stycket.")))
    assert shown.text == "> Hela stycket. [1]"
    assert "additionalType" not in shown.entities[0]


def test_an_owner_s_approved_answer_is_not_labelled_as_generated() -> None:
    reply = Reply(language="sv", skill="hr", model="approved").with_event(sentence("Nej."))
    assert "additionalType" not in Rendering().message(reply).entities[0]
