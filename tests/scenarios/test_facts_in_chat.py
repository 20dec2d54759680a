"""One question about a fact that decides the rule, answered in words and remembered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot import app
from bot.app import Kollega
from bot.identity.base import Language
from bot.ingestion.sources.folder import FolderSource
from bot.reply import Reply
from bot.settings import Settings
from bot.turn import Turn

DOCUMENTS = {
    "access.toml": 'readers = ["alla"]\n',
    "julgava.md": (
        "# Julgåva\n\n## Får jag julgåva?\n\nMånadsavlönade får en julgåva för 500 kronor. "
        "Timavlönade får en julgåva för 200 kronor.\n"
    ),
    "restid.md": (
        "# Restid\n\n## Vilken ersättning får jag för restid?\n\n"
        "Anställda på AB får 90 kronor i timmen för restid. "
        "Anställda på BEA får 60 kronor i timmen för restid. "
        "Anställda på PAN får 70 kronor i timmen för restid. "
        "Anställda enligt Sobona får 80 kronor i timmen för restid.\n"
    ),
    "cykel.md": (
        "# Förmånscykel\n\n## Hur mycket får cykeln kosta?\n\n"
        "I kommunens förvaltningar får cykeln kosta högst 30 000 kronor. "
        "I de kommunala bolagen får cykeln kosta högst 40 000 kronor.\n"
    ),
    "skor.md": (
        "# Arbetsskor\n\n## Hur mycket får jag för arbetsskor?\n\n"
        "I vård och omsorg får du 800 kronor för arbetsskor. "
        "I skola och förskola får du 600 kronor för arbetsskor.\n"
    ),
    "telefon.md": (
        "# Telefon\n\n## Vad får telefonen kosta?\n\n"
        "För chefer får telefonen kosta högst 12 000 kronor. "
        "För medarbetare som inte är chefer får telefonen kosta högst 6 000 kronor.\n"
    ),
    "semester.md": (
        "# Semester\n\n## Hur många semesterdagar har jag?\n\nDu har 25 semesterdagar per år. "
        "Från och med det kalenderår du fyller 40 har du 31 dagar, och från det år du fyller 50 "
        "har du 32 dagar.\n"
    ),
}
GIFT = "Får jag julgåva?"
TRAVEL = "Vilken ersättning får jag för restid?"
BICYCLE = "Hur mycket får min förmånscykel kosta?"
SHOES = "Hur mycket får jag för arbetsskor?"
TELEPHONE = "Vad får min telefon kosta?"
LEAVE = "Hur många semesterdagar har jag?"
QUESTIONS = (GIFT, TRAVEL, BICYCLE, SHOES, TELEPHONE, LEAVE)


@dataclass(frozen=True, slots=True)
class Chat:
    """One person, of whom the directory knows nothing, in one conversation."""

    kollega: Kollega

    async def say(self, text: str, language: Language = "sv") -> Reply:
        anna = self.kollega.directory.person("anna")
        return await self.kollega.copilot.reply(
            Turn(
                text=text,
                user=replace(anna, unit=None, is_manager=None),
                conversation_id="1",
                language=language,
                audience="private",
            )
        )


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, data = tmp_path_factory.mktemp("intranet"), tmp_path_factory.mktemp("data")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    asyncio.run(app.ingest(Settings(data=data), FolderSource(folder, name="intranet")))
    return data


@asynccontextmanager
async def _chat(data: Path, state: Path) -> AsyncIterator[Chat]:
    async with app.open_kollega(Settings(data=data), state=state) as kollega:
        yield Chat(kollega)


@pytest.mark.parametrize(
    ("question", "answer", "amount"),
    [
        (GIFT, "timmis", "200"),
        (GIFT, "jobbar på timmar", "200"),
        (GIFT, "tillsvidare", "500"),
        (GIFT, "jag har en fast tjänst", "500"),
        (GIFT, "vikarie", "500"),
        (GIFT, "I am paid by the hour", "200"),
        (GIFT, "permanent", "500"),
        (GIFT, "I'm on a monthly salary", "500"),
        (TRAVEL, "ab", "90"),
        (TRAVEL, "jag går på BEA", "60"),
        (TRAVEL, "the PAN agreement", "70"),
        (TRAVEL, "personlig assistent", "70"),
        (TRAVEL, "Sobona-avtalet", "80"),
        (BICYCLE, "i kommunen", "30 000"),
        (BICYCLE, "the municipality", "30 000"),
        (BICYCLE, "bolaget", "40 000"),
        (BICYCLE, "Exempelbostäder AB", "40 000"),
        (BICYCLE, "a municipal company", "40 000"),
        (SHOES, "hemtjänsten", "800"),
        (SHOES, "home care", "800"),
        (SHOES, "jag är lärare", "600"),
        (SHOES, "I work in a school", "600"),
        (TELEPHONE, "jo", "12 000"),
        (TELEPHONE, "enhetschef", "12 000"),
        (TELEPHONE, "yes I am", "12 000"),
        (TELEPHONE, "nej det är jag inte", "6 000"),
        (TELEPHONE, "inte chef", "6 000"),
        (TELEPHONE, "nope", "6 000"),
        (LEAVE, "44", "31"),
        (LEAVE, "fyrtiofyra", "31"),
        (LEAVE, "I am 52", "32"),
        (LEAVE, "under 40", "25"),
    ],
)
async def test_an_answer_in_one_s_own_words_chooses_the_rule_and_is_remembered(
    ingested: Path, tmp_path: Path, question: str, answer: str, amount: str
) -> None:
    async with _chat(ingested, tmp_path / "state") as chat:
        asked = await chat.say(question)
        answered = await chat.say(answer)
        again = await chat.say(question)

    assert asked.outcome == "clarify"
    assert asked.text().count("?") == 1
    for reply in (answered, again):
        assert reply.outcome == "answered"
        assert amount in reply.sentences[0].text


@pytest.mark.parametrize("answer", ["vet inte", "ingen aning", "I don't know", "not sure"])
@pytest.mark.parametrize("question", QUESTIONS)
async def test_who_does_not_know_is_told_every_rule_and_not_asked_again(
    ingested: Path, tmp_path: Path, question: str, answer: str
) -> None:
    async with _chat(ingested, tmp_path / "state") as chat:
        await chat.say(question)
        answered = await chat.say(answer)
        again = await chat.say(question)

    for reply in (answered, again):
        assert reply.outcome == "answered"
        assert len(reply.sentences) > 1


async def test_another_question_instead_of_an_answer_is_answered(
    ingested: Path, tmp_path: Path
) -> None:
    async with _chat(ingested, tmp_path / "state") as chat:
        await chat.say(TELEPHONE)
        reply = await chat.say("Vad får cykeln kosta i de kommunala bolagen?")

    assert "40 000" in reply.text()


@pytest.mark.parametrize("question", QUESTIONS)
async def test_every_choice_is_a_button(ingested: Path, tmp_path: Path, question: str) -> None:
    async with _chat(ingested, tmp_path / "state") as chat:
        reply = await chat.say(question)

    choices = [action for action in reply.actions if action.id.startswith("set_fact:")]
    assert len(choices) >= 3
    assert all(action.label and action.values["text"] == question for action in choices)
