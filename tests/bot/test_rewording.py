"""An answer told again in easier words or in English: the same figures, the same access."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.extractive import ExtractiveAnswerer
from bot.identity.base import Audience, User
from bot.language.readability import readability
from bot.reply import Reply
from bot.retrieval.base import Chunk, DocumentMetadata
from bot.turn import REWORD, SubmittedAction
from tests.fakes.models import Asked, writes
from tests.fakes.openai_server import Behaviour
from tests.hostility.desk import Desk, document, open_desk
from tests.skills.library import ANNA, FATIMA

ALLOWANCE = document(
    "friskvard",
    "Friskvårdsbidraget uppgår till högst 3 000 kronor per kalenderår. Bidraget utbetalas till "
    "tillsvidareanställda medarbetare senast den 30 november.",
    title="Friskvårdsbidrag",
)
QUESTION = "Hur stort är friskvårdsbidraget?"
EASY = "Friskvårdsbidraget är högst 3 000 kronor om året. [1]"
ENGLISH = "The wellness allowance is at most SEK 3,000 per calendar year. [1]"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def first_answer(desk: Desk, chunk: Chunk = ALLOWANCE, question: str = QUESTION) -> Reply:
    return (await desk.ask(question, chunks=[chunk])).reply


def values_of(reply: Reply, form: str) -> Mapping[str, str]:
    return next(one.values for one in reply.actions if one.id == f"{REWORD}:{form}")


async def told_again(
    desk: Desk,
    form: str,
    written: str,
    *,
    values: Mapping[str, str] | None = None,
    chunk: Chunk = ALLOWANCE,
    user: User = ANNA,
    audience: Audience = "private",
) -> Reply:
    if values is None:
        values = values_of(await first_answer(desk, chunk), form)
    answered = await desk.ask(
        "",
        chunks=[chunk],
        behaviour=Behaviour(model=writes(written)),
        user=user,
        audience=audience,
        action=SubmittedAction(id=f"{REWORD}:{form}", values=values),
    )
    return answered.reply


def said(reply: Reply) -> list[str]:
    return [sentence.text for sentence in reply.sentences]


async def test_an_answer_offers_easier_words_and_english_and_carries_none_of_its_words(
    desk: Desk,
) -> None:
    reply = await first_answer(desk)
    labels = [action.label for action in reply.actions]
    assert labels == ["Fråga en människa", "Förklara enklare", "In English"]
    assert values_of(reply, "en")["cited"] == f"0-65|{ALLOWANCE.id}"
    assert "3 000" not in str([action.values for action in reply.actions])


async def test_easier_words_come_with_the_same_figure_the_same_source_and_that_an_ai_wrote_them(
    desk: Desk,
) -> None:
    reply = await told_again(desk, "easy", EASY)
    assert said(reply) == ["Friskvårdsbidraget är högst 3 000 kronor om året."]
    assert [one.passage.chunk for one in reply.citations] == [ALLOWANCE]
    assert "skrivet av en AI" in reply.text()
    assert reply.model == "modell-1"


async def test_the_english_form_is_in_english_with_its_buttons_and_notices(desk: Desk) -> None:
    reply = await told_again(desk, "en", ENGLISH)
    assert said(reply) == ["The wellness allowance is at most SEK 3,000 per calendar year."]
    assert reply.language == "en"
    assert [action.label for action in reply.actions] == ["Ask a person"]


async def test_the_model_is_given_the_cited_words_and_no_others(desk: Desk) -> None:
    seen: list[Asked] = []

    def remembers(asked: Asked) -> str:
        seen.append(asked)
        return EASY

    values = values_of(await first_answer(desk), "easy")
    await desk.ask(
        "",
        chunks=[ALLOWANCE],
        behaviour=Behaviour(model=remembers),
        action=SubmittedAction(id=f"{REWORD}:easy", values=values),
    )
    assert "3 000 kronor" in seen[-1].material
    assert "30 november" not in seen[-1].material


@pytest.mark.parametrize(
    "written",
    [
        "Friskvårdsbidraget är högst 4 000 kronor om året. [1]",
        "Friskvårdsbidraget är inte högst 3 000 kronor om året. [1]",
        "You get 3 000 kronor each year for your health. [1]",
        "Friskvårdsbidraget uppgår till högst 3 000 kronor per kalenderår. [1]",
        "INGET SVAR",
        "",
    ],
    ids=["other figure", "turned", "other language", "no easier", "declines", "nothing"],
)
async def test_what_is_not_the_same_answer_in_easier_words_is_not_shown(
    desk: Desk, written: str
) -> None:
    reply = await told_again(desk, "easy", written)
    assert said(reply) == []
    assert reply.outcome == "unavailable"
    assert "Svaret du fick gäller som det står" in reply.text()


async def test_a_figure_that_the_first_answer_did_not_cite_is_dropped_with_its_sentence(
    desk: Desk,
) -> None:
    reply = await told_again(desk, "easy", f"{EASY} Du får den senast den 30 november. [1]")
    assert said(reply) == ["Friskvårdsbidraget är högst 3 000 kronor om året."]


async def test_a_figure_that_the_model_leaves_out_is_put_back_by_the_quote(desk: Desk) -> None:
    text = (
        "Friskvårdsbidraget är högst 3 000 kronor per år. "
        "Friskvårdsbidraget söks senast 30 november."
    )
    chunk = document("friskvard", text, title="Friskvårdsbidrag")
    values = {"skill": "hr", "text": QUESTION, "form": "en", "cited": f"0-{len(text)}|{chunk.id}"}
    reply = await told_again(desk, "en", ENGLISH, values=values, chunk=chunk)
    assert said(reply)[1:] == ["Friskvårdsbidraget söks senast 30 november."]
    assert "What is in Swedish is quoted from the source" in reply.text()


async def test_swedish_is_not_shown_as_english(desk: Desk) -> None:
    reply = await told_again(desk, "en", EASY)
    assert said(reply) == []
    assert reply.text().startswith("I could not put the answer into English right now.")


@pytest.mark.parametrize(("user", "audience"), [(ANNA, "private"), (FATIMA, "group")])
async def test_a_button_tells_nothing_that_may_not_be_read_where_it_is_pressed(
    desk: Desk, user: User, audience: Audience
) -> None:
    secret = replace(ALLOWANCE, readers=frozenset({"hr"}))
    values = {"skill": "hr", "text": QUESTION, "form": "easy", "cited": f"0-65|{secret.id}"}
    asked = len(desk.server.requests)
    reply = await told_again(
        desk, "easy", EASY, values=values, chunk=secret, user=user, audience=audience
    )
    assert said(reply) == []
    assert reply.outcome == "not_found"
    assert len(desk.server.requests) == asked


@pytest.mark.parametrize(
    "cited", ["", "0-65", "|", "a-b|x", "9-3|{id}", "0-99999|{id}", "0-65|{id}\n0-65|gone"]
)
async def test_a_button_with_places_that_are_not_there_is_answered_kindly(
    desk: Desk, cited: str
) -> None:
    cited = cited.replace("{id}", ALLOWANCE.id)
    values = {"skill": "hr", "text": QUESTION, "form": "easy", "cited": cited}
    reply = await told_again(desk, "easy", EASY, values=values)
    assert reply.text() == "Källan finns inte kvar, eller så får den inte visas här."


async def test_an_owners_own_words_told_again_are_said_not_to_be_approved(desk: Desk) -> None:
    approved = replace(
        ALLOWANCE,
        id="godkanda-svar:a#1",
        document_id="godkanda-svar:a#1",
        metadata=DocumentMetadata(owner="HR-avdelningen"),
    )
    values = {"skill": "hr", "text": QUESTION, "form": "easy", "cited": f"0-65|{approved.id}"}
    reply = await told_again(desk, "easy", EASY, values=values, chunk=approved)
    assert "HR-avdelningen har godkänt det första svaret, men inte den här" in reply.text()


async def test_the_first_answer_stays_the_remembered_one_when_it_cannot_be_told_again(
    desk: Desk,
) -> None:
    values = values_of(await first_answer(desk), "easy")
    answered = await desk.ask(
        "",
        chunks=[ALLOWANCE],
        behaviour=Behaviour(status=500),
        action=SubmittedAction(id=f"{REWORD}:easy", values=values),
    )
    assert answered.reply.outcome == "unavailable"
    assert answered.remembered.exchanges == ()


async def test_a_safe_exit_is_never_offered_in_other_words(desk: Desk) -> None:
    reply = await first_answer(desk, question="Jag blir trakasserad av min chef")
    assert reply.outcome == "safe_exit"
    assert not any(action.id.startswith(REWORD) for action in reply.actions)


async def test_without_a_model_no_other_form_is_offered(tmp_path: Path) -> None:
    async with open_desk(tmp_path, answerer=ExtractiveAnswerer()) as desk:
        reply = await first_answer(desk)
    assert reply.outcome == "answered"
    assert [action.label for action in reply.actions] == ["Fråga en människa", "Förklara ord"]


def test_short_sentences_of_short_words_are_easier_to_read() -> None:
    easy = readability("Du får pengar. Du ska visa ditt kvitto.")
    hard = readability("Friskvårdsbidraget utbetalas till tillsvidareanställda mot kvitto.")
    assert easy.lix == pytest.approx(4.0)
    assert (easy.longest_sentence, readability("").lix) == (5, 0.0)
    assert easy.is_easier_than(hard)
    assert not hard.is_easier_than(easy)
