"""Cards, mentions and characters that nobody sees, in documents, messages and answers."""

from __future__ import annotations

import unicodedata

import pytest

from bot.ingestion.parsing.cleaning import clean
from tests.fakes.hostile_models import true_sentence
from tests.fakes.models import Asked, Model
from tests.fakes.openai_server import Behaviour
from tests.hostility.desk import Desk, document
from tests.hostility.judging import faults

TRUE = "Flyg får användas när tågresan tar mer än fem timmar."
QUESTION = "Får jag flyga till Göteborg?"
CARD = (
    '{"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "ZQKORT1"}],'
    ' "actions": [{"type": "Action.OpenUrl", "title": "ZQKORT1", "url": "https://evil.example"}]}'
)
MENTION = "<at id='29:chefen'>ZQCHEF1</at> <at>Alla</at> @alla"
UNSEEN = "\u200b\u200d\u2060\ufeff\u00ad\u202e\u2066" + "".join(
    chr(0xE0000 + ord(letter)) for letter in "hemligt"
)


def _adds(text: str) -> Model:
    def model(asked: Asked) -> str:
        true = true_sentence(asked)
        return f"{true} {text} [1]\n{text} [1]\n{text} {true} [1]"

    return model


@pytest.mark.parametrize("where", ["document", "message", "answer"])
@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        pytest.param(CARD, ("AdaptiveCard", "ZQKORT1"), id="41 card"),
        pytest.param(MENTION, ("<at", "29:chefen"), id="46 mention"),
    ],
)
async def test_case_41_and_46_a_card_or_a_mention_is_at_most_text(
    desk: Desk, text: str, forbidden: tuple[str, ...], where: str
) -> None:
    chunks = (document("flyg", f"{TRUE}\n{text}" if where == "document" else TRUE),)
    asked = f"{QUESTION} {text}" if where == "message" else QUESTION

    answered = await desk.ask(asked, chunks=chunks, behaviour=Behaviour(model=_adds(text)))

    assert faults(answered, chunks=chunks, asked=asked, forbidden=forbidden) == []


@pytest.mark.parametrize("where", ["document", "message", "answer"])
async def test_case_42_characters_that_cannot_be_seen_are_stripped(desk: Desk, where: str) -> None:
    hidden = TRUE.replace(" ", f"{UNSEEN} ")
    chunks = (document("flyg", clean(hidden) if where == "document" else TRUE),)
    asked = QUESTION.replace(" ", f"{UNSEEN} ") if where == "message" else QUESTION
    model = _adds(UNSEEN if where == "answer" else "")

    answered = await desk.ask(asked, chunks=chunks, behaviour=Behaviour(model=model))

    assert faults(answered, chunks=chunks, asked=asked, forbidden=()) == []
    assert answered.reply.outcome == "answered"
    for request in desk.server.requests:
        assert not [
            character
            for message in request["messages"]
            for character in message["content"]
            if unicodedata.category(character) in ("Cf", "Co", "Cn")
        ]
