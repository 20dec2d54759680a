"""A source that no longer applies is warned of before anything is said from it, whoever answers."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot import app
from bot.app import Kollega
from bot.identity.base import Language
from bot.ingestion.sources.folder import FolderSource
from bot.reply import Reply
from bot.settings import Settings, read
from bot.teams.rendering.message import Rendering, growing_text
from bot.turn import SHOW_SOURCE, SubmittedAction, Turn
from tests.fakes import models
from tests.fakes.hostile_models import obeys_all
from tests.fakes.openai_server import Behaviour, OpenAIServer

TODAY = date(2026, 11, 25)
EXPIRED = "Källan Parkeringsregler gällde till 2020-12-31. Kontrollera vad som gäller nu."
REPLACED = "Källan Cykelregler har ersatts av Regler för lånecyklar."
DOCUMENTS = {
    "access.toml": 'readers = ["alla"]\n',
    "parkering.md": (
        "---\ntitel: Parkeringsregler\ngäller från: 2018-01-01\ngäller till: 2020-12-31\n---\n\n"
        "## Avgift\n\nParkering på personalparkeringen kostar 300 kronor i månaden. "
        "Avgiften för parkering dras på lönen.\n"
    ),
    "cykel-gammal.md": (
        "---\ntitel: Cykelregler\ndiarienummer: KS 2017/8\ngäller från: 2017-01-01\n---\n\n"
        "## Hjälm\n\nLånecykeln får användas utan hjälm på kommunens område.\n"
    ),
    "cykel-ny.md": (
        "---\ntitel: Regler för lånecyklar\ndiarienummer: KS 2024/9\ngäller från: 2024-01-01\n"
        "ersätter: Cykelregler, KS 2017/8\n---\n\n## Bokning\n\nBoka i portalen.\n"
    ),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply as it grew, as Teams shows it."""

    replies: Sequence[Reply]

    @property
    def reply(self) -> Reply:
        return self.replies[-1]

    @property
    def shown(self) -> str:
        return Rendering(lambda: TODAY).message(self.reply).text

    def is_warned_first(self, warning: str) -> bool:
        """Whether nothing grounded was ever to be seen without the warning above it."""
        texts = [growing_text(one) for one in self.replies if one.sentences] + [self.shown]
        first = self.reply.sentences[0].text.split()[0]
        return all(warning in text and text.index(warning) < text.rindex(first) for text in texts)


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, data = tmp_path_factory.mktemp("intranet"), tmp_path_factory.mktemp("data")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    asyncio.run(app.ingest(Settings(data=data), FolderSource(folder, name="intranet")))
    return data


@asynccontextmanager
async def _opened(data: Path, **environ: str) -> AsyncIterator[Kollega]:
    async with app.open_kollega(read(environ, data=data), today=lambda: TODAY) as kollega:
        yield kollega


async def _ask(
    kollega: Kollega,
    text: str,
    *,
    language: Language = "sv",
    action: SubmittedAction | None = None,
) -> Answered:
    turn = Turn(
        text=text,
        user=kollega.directory.person("anna"),
        conversation_id="1",
        language=language,
        audience="private",
        action=action,
    )
    return Answered([reply async for reply in kollega.copilot.handle(turn)])


async def test_it_stands_before_the_quoted_source(ingested: Path) -> None:
    async with _opened(ingested) as kollega:
        answered = await _ask(kollega, "Vad kostar personalparkeringen?")

    assert answered.is_warned_first(EXPIRED)
    assert answered.reply.text().startswith(EXPIRED)


async def test_it_stands_before_the_answer_in_english(ingested: Path) -> None:
    async with _opened(ingested) as kollega:
        answered = await _ask(kollega, "What does the parking cost?", language="en")

    assert answered.is_warned_first("The source Parkeringsregler applied until 2020-12-31.")


async def test_it_stands_before_the_answer_to_a_follow_up_too(ingested: Path) -> None:
    async with _opened(ingested) as kollega:
        await _ask(kollega, "Vad kostar personalparkeringen?")
        answered = await _ask(kollega, "Och hur betalas den?")

    assert answered.reply.sentences
    assert answered.is_warned_first(EXPIRED)


def _rephrases(asked: models.Asked) -> str:
    return "Det kostar 300 kronor i månaden att stå på personalparkeringen. [1]"


@pytest.mark.parametrize(
    "model", [_rephrases, obeys_all, models.lies], ids=["rephrases", "obeys all", "lies"]
)
async def test_it_stands_before_what_a_model_says(ingested: Path, model: models.Model) -> None:
    async with OpenAIServer(Behaviour(model=model, piece=3)) as server:
        model_settings = {
            "KOLLEGA_OPENAI_BASE_URL": server.url,
            "KOLLEGA_OPENAI_API_KEY": "k",
            "KOLLEGA_MODEL": "modell-1",
        }
        async with _opened(ingested, **model_settings) as kollega:
            answered = await _ask(kollega, "Vad kostar personalparkeringen?")

    assert answered.reply.sentences
    assert answered.is_warned_first(EXPIRED)


async def test_a_replaced_source_without_an_end_is_warned_of_first(ingested: Path) -> None:
    async with _opened(ingested) as kollega:
        answered = await _ask(kollega, "Får lånecykeln användas utan hjälm?")

    assert answered.is_warned_first(REPLACED)


@pytest.mark.parametrize(
    ("question", "warning"),
    [
        ("Vad kostar personalparkeringen?", EXPIRED),
        ("Får lånecykeln användas utan hjälm?", REPLACED),
    ],
)
async def test_the_source_in_its_context_is_marked_above_its_words(
    ingested: Path, question: str, warning: str
) -> None:
    async with _opened(ingested) as kollega:
        answer = await _ask(kollega, question)
        chunk_id = answer.reply.citations[0].passage.chunk.id
        pressed = SubmittedAction(id=f"{SHOW_SOURCE}:1", values={"chunk_id": chunk_id})
        source = await _ask(kollega, "", action=pressed)

    assert source.is_warned_first(warning)


async def test_an_approved_answer_that_has_run_out_lets_no_expired_source_pass_unmarked(
    ingested: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(ingested, tmp_path / "data")
    place = tmp_path / "godkanda"
    place.mkdir()
    (place / "parkering.md").write_text(
        "---\nfråga: Vad kostar personalparkeringen?\ngodkänt av: Fastighetschefen\n"
        "godkänt den: 2026-01-10\nför vem: alla\ngäller till: 2026-06-30\n---\n\nDen är gratis.\n",
        encoding="utf-8",
    )

    async with _opened(data, KOLLEGA_APPROVED_ANSWERS=str(place)) as kollega:
        answered = await _ask(kollega, "Vad kostar personalparkeringen?")

    assert "gratis" not in answered.shown
    assert answered.is_warned_first(EXPIRED)


async def test_an_approved_answer_of_today_is_not_given_for_another_year(
    ingested: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(ingested, tmp_path / "data")
    place = tmp_path / "godkanda"
    place.mkdir()
    (place / "parkering.md").write_text(
        "---\nfråga: Vad kostade personalparkeringen 2019?\n"
        "frågas också: Vad kostar personalparkeringen?\ngodkänt av: Fastighetschefen\n"
        "godkänt den: 2026-01-10\nför vem: alla\n---\n\nDen är gratis.\n",
        encoding="utf-8",
    )

    async with _opened(data, KOLLEGA_APPROVED_ANSWERS=str(place)) as kollega:
        today = await _ask(kollega, "Vad kostar personalparkeringen?")
        then = await _ask(kollega, "Vad kostade personalparkeringen 2019?")

    assert "gratis" in today.shown
    assert "gratis" not in then.shown
    assert "300 kronor" in then.shown


@pytest.mark.parametrize("when", ["2019", "i mars 2019", "den 1 mars 2019"])
async def test_a_question_of_the_past_is_routed_as_one_of_today(ingested: Path, when: str) -> None:
    async with _opened(ingested) as kollega:
        answered = await _ask(kollega, f"Vad fick personalparkeringen kosta {when}?")

    assert answered.reply.outcome == "answered"
    assert answered.is_warned_first(EXPIRED)
