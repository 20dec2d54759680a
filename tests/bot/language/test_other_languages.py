"""Questions in languages that Kollega does not answer in are told so; all others are left alone."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest

from bot import app
from bot.language.other_languages import other_language
from bot.settings import Settings
from tests.bot.approved.owner import ask

GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Montako lomapäivää minulla on?", "fi"),
        ("Saanko lentää Göteborgiin, vai onko juna pakollinen?", "fi"),
        ("كم عدد أيام الإجازة لدي؟", "ar"),
        ("Скільки днів відпустки я маю цього року, підкажіть?", "uk"),
        ("我有多少天假期？", ""),
        ("Сколько у меня дней отпуска?", ""),
    ],
)
def test_another_language_is_known(text: str, language: str) -> None:
    assert other_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Får jag flyga till Jyväskylä?",
        "Vad betyder الله i kursen om religioner?",
        "Hur många dagar?",
        "Ok",
        "Minä Nieminen undrar om lönen",
        "12345",
    ],
)
def test_swedish_with_foreign_words_in_it_is_left_alone(text: str) -> None:
    assert other_language(text) is None


def test_no_golden_question_is_taken_for_another_language() -> None:
    lines = (GOLDEN / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()]

    assert [one for one in questions if other_language(one)] == []


async def test_who_writes_finnish_is_told_in_finnish_whom_to_call(
    ingested_sample: Path, tmp_path: Path
) -> None:
    data = copytree(ingested_sample, tmp_path / "data")

    async with app.open_kollega(Settings(data=Path(data))) as kollega:
        reply = await ask(kollega, "Montako lomapäivää minulla on?")

    assert reply.text().startswith("Vastaan toistaiseksi vain ruotsiksi")
    assert "0980-319 200" in reply.text()
    assert "112" in reply.text()
    assert reply.citations == ()
