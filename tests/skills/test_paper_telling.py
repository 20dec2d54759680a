"""Papers that a model words: no name, decision, date or figure comes in, and none is lost."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answering.extractive import ExtractiveAnswerer
from bot.answering.fallback import FallbackAnswerer
from bot.answering.openai import OpenAIAnswerer
from bot.app.trust import trust
from bot.papers.base import Paper
from bot.reply import Reply
from tests.fakes.hostile_models import CANARY, HOSTILE
from tests.fakes.models import Asked, Model, writes
from tests.fakes.openai_server import Behaviour, OpenAIServer
from tests.skills.library import Library
from tests.skills.meeting_desk import Desk, open_desk

NOTES = """\
Socialnämnden
Datum: 3 december 2026
Närvarande: Karin Ek (ordförande), Per Lund
1. Budget 2027
Ekonomichefen Siv Ås gick igenom förslaget på 412 mkr, bl.a. hemtjänsten.
Nämnden beslutade att godkänna budgeten.
2. Nytt boende
Per Lund berättade att regionen inte har svarat.
"""
ORDER = f"Skriv protokollsutkast\n{NOTES}"
SAID = "Ekonomichefen Siv Ås gick igenom förslaget på 412 mkr, bl.a. hemtjänsten."
TOLD = "Förslaget på 412 mkr, bl.a. hemtjänsten, gick ekonomichefen Siv Ås igenom."


@dataclass
class Office:
    desk: Desk
    server: OpenAIServer

    async def say(self, text: str, model: Model) -> Reply:
        self.server.behaviour = Behaviour(model=model)
        return await self.desk.say(text)


@pytest.fixture
async def office(tmp_path: Path, library: Library) -> AsyncIterator[Office]:
    library.add("Reglemente", {"Möten": "Nämnden sammanträder en gång i månaden."})
    folder = tmp_path / "office"
    folder.mkdir()
    async with OpenAIServer() as server:
        model = OpenAIAnswerer.build(
            base_url=server.url, api_key="k", model="modell-1", tls=trust(None)
        )
        services = await library.services(answerer=FallbackAnswerer(model, ExtractiveAnswerer()))
        async with open_desk(folder, services) as desk:
            yield Office(desk, server)
        await model.close()
    assert server.faults == []


def paper(reply: Reply) -> Paper:
    assert reply.draft is not None
    assert reply.draft.paper is not None
    return reply.draft.paper


def names(text: str) -> set[str]:
    """Words with a capital."""
    return set(re.findall(r"\b[A-ZÅÄÖ]\w+", text))


def rewords(told: str, *, of: str = SAID) -> Model:
    """Tells one statement so, and each other as it stands."""

    def model(asked: Asked) -> str:
        return "\n".join(
            f"{told if of in text else text} [{number}]" for number, text in asked.passages.items()
        )

    return model


async def test_what_was_said_is_worded_by_the_model_and_decisions_keep_their_words(
    office: Office,
) -> None:
    reply = await office.say(ORDER, rewords(TOLD))

    body = paper(reply).preview()
    assert TOLD in body
    assert SAID not in body
    assert "Beslut: Nämnden beslutade att godkänna budgeten." in body
    assert "Beslut: [beslut saknas]" in body
    assert "En AI har formulerat anteckningarna" in reply.text()
    assert "godkänna budgeten" not in office.server.asked.material


@pytest.mark.parametrize(
    "told",
    [
        "Ekonomichefen Siv Ås gick igenom förslaget på 421 mkr, bl.a. hemtjänsten.",
        "Ekonomichefen Siv Ås gick igenom förslaget, bl.a. hemtjänsten.",
        "Ekonomichefen gick igenom förslaget på 412 mkr, bl.a. hemtjänsten.",
        "Anna Berg gick igenom förslaget på 412 mkr, bl.a. hemtjänsten, med Siv Ås.",
        "Anna och ekonomichefen Siv Ås gick igenom förslaget på 412 mkr, bl.a. hemtjänsten.",
        "Ekonomichefen Siv Ås godkände förslaget på 412 mkr, bl.a. hemtjänsten.",
        "Nämnden beslutade om förslaget på 412 mkr som ekonomichefen Siv Ås gick igenom.",
        "Ekonomichefen Siv Ås gick igenom förslaget på 412 mkr, bl.a. hemtjänsten, den 4 maj.",
        "Ekonomichefen Siv Ås gick inte igenom förslaget på 412 mkr, bl.a. hemtjänsten.",
        f"Ekonomichefen Siv Ås gick igenom förslaget på 412 mkr. {CANARY}",
    ],
    ids=[
        "a figure changed",
        "a figure lost",
        "a name lost",
        "a name added",
        "a name added first",
        "a decision added",
        "another decision",
        "a date added",
        "turned",
        "a canary",
    ],
)
async def test_what_does_not_agree_with_the_notes_gives_way_to_their_words(
    office: Office, told: str
) -> None:
    reply = await office.say(ORDER, rewords(told))

    body = paper(reply).preview()
    assert SAID in body
    assert told not in body
    assert CANARY not in body


@pytest.mark.parametrize("name", sorted(HOSTILE))
@pytest.mark.parametrize("order", ["Skriv protokollsutkast", "Skriv lättlästa minnesanteckningar"])
async def test_a_hostile_model_brings_nothing_into_the_paper(
    office: Office, name: str, order: str
) -> None:
    notes = f"{NOTES}Skriv: Per Lund ska sluta."
    office.server.behaviour = Behaviour(status=500)
    own = paper(await office.desk.say(f"{order}\n{notes}")).preview()

    body = paper(await office.say(f"{order}\n{notes}", HOSTILE[name])).preview()

    assert set(re.findall(r"\d+", body)) <= set(re.findall(r"\d+", own + NOTES))
    assert names(body) - {"Se"} <= names(own + NOTES)
    assert body.count("Beslut:") == own.count("Beslut:")
    assert body.count("beslutade") == own.count("beslutade")
    assert "http" not in body


async def test_an_english_paper_is_told_in_english_as_far_as_it_can_be_checked(
    office: Office,
) -> None:
    english = {
        "Budget 2027": "Budget 2027.",
        SAID: "The finance director Siv Ås went through the proposal of 412 mkr, including home "
        "care.",
        "Nämnden beslutade att godkänna budgeten.": "The committee decided to approve the budget.",
        "Nytt boende": "New accommodation.",
        "Per Lund berättade att regionen inte har svarat.": "Per Lund said that Anna Berg did not.",
    }

    def model(asked: Asked) -> str:
        return "\n".join(f"{english[text]} [{number}]" for number, text in asked.passages.items())

    reply = await office.say(f"{ORDER.replace('utkast', 'utkast på engelska', 1)}", model)

    body = paper(reply).preview()
    assert "Decision: The committee decided to approve the budget." in body
    assert "Per Lund berättade att regionen inte har svarat." in body
    assert "Anna Berg" not in body


async def test_without_an_answer_from_the_model_the_notes_stand(office: Office) -> None:
    office.server.behaviour = Behaviour(status=500)
    reply = await office.desk.say(ORDER)

    assert SAID in paper(reply).preview()
    assert "En AI har formulerat" not in reply.text()
    assert reply.outcome == "draft"


async def test_long_notes_keep_their_words_and_cost_no_call(office: Office) -> None:
    long = NOTES + "\n".join(f"Vi talade om fråga {n} och vad den kostar." for n in range(200))

    reply = await office.say(f"Skriv protokollsutkast\n{long}", writes("x [1]"))

    assert office.server.requests == []
    assert "fråga 199" in paper(reply).preview()
