"""The words of an answer are explained where no model can put it more simply."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copytree

import pytest

from bot import app
from bot.app.kollega import Kollega
from bot.language.glossary import glossary, terms_in
from bot.reply import Reply
from bot.settings import Settings
from bot.turn import EXPLAIN, SubmittedAction, Turn
from tests.bot.approved.owner import ask


@pytest.fixture
async def kollega(ingested_sample: Path, tmp_path: Path) -> AsyncIterator[Kollega]:
    data = copytree(ingested_sample, tmp_path / "data")
    async with app.open_kollega(Settings(data=Path(data))) as opened:
        yield opened


def test_no_explanation_holds_a_figure_and_each_says_where_the_word_comes_from() -> None:
    terms = glossary().values()

    assert len(terms) >= 40
    assert all(term.source and term.meaning.sv and term.meaning.en for term in terms)
    assert not any(
        character.isdigit() for one in terms for character in f"{one.meaning.sv}{one.meaning.en}"
    )


def test_a_word_is_known_in_its_other_forms_and_a_longer_name_before_its_part() -> None:
    assert [one.name for one in terms_in("Karensavdraget görs en gång.")] == ["karensavdrag"]
    assert [one.name for one in terms_in("tillfällig föräldrapenning")] == [
        "tillfällig föräldrapenning"
    ]


async def test_an_answer_offers_to_explain_its_words_and_the_button_does(kollega: Kollega) -> None:
    reply = await ask(kollega, "Hur stort är karensavdraget?")
    told = await _pressed(kollega, reply)

    assert "- **Karensavdrag**: det som dras av från sjuklönen" in told.text()
    assert "lagen om sjuklön" in told.text()


async def test_the_municipality_s_own_definition_is_quoted_with_its_source(
    kollega: Kollega,
) -> None:
    reply = await ask(kollega, "Får jag slänga dokumenten?")
    told = await _pressed(kollega, reply)

    assert any(one.text.startswith("Gallring betyder att") for one in told.sentences)
    assert "exempelkommun:arkiv/gallring.md" in {
        one.passage.chunk.document_id for one in told.citations
    }


async def test_nothing_is_explained_that_the_list_does_not_have(kollega: Kollega) -> None:
    reply = await ask(kollega, "Hur stort är karensavdraget?")
    told = await _pressed(kollega, reply, words="<b>hemligt</b>;karensavdrag")

    assert "hemligt" not in told.text()


async def _pressed(kollega: Kollega, reply: Reply, *, words: str | None = None) -> Reply:
    """The reply to the button of an answer; `words` is what a client puts into it."""
    button = next(action for action in reply.actions if action.id == EXPLAIN)
    values = button.values if words is None else {**button.values, "words": words}
    turn = Turn(
        text="",
        user=kollega.directory.person("anna"),
        conversation_id="glossary",
        language="sv",
        audience="private",
        action=SubmittedAction(id=EXPLAIN, values=values),
    )
    return await kollega.copilot.reply(turn)
