"""What a communicator or IT announces, where they write it: banner, welcome, terms and pauses."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.municipality import open_pages
from bot.app.sample import SAMPLE
from bot.approved.current import EVERY_S, OLDEST_S
from bot.operations.profile import find_profile
from bot.settings import Settings
from tests.bot.approved.owner import TODAY, Owner, ask
from tests.bot.operations.profiles import written

FLIGHT, LEAVE = "Får jag flyga till Göteborg?", "Vad är friskvårdsbidraget?"
FLOOD = "Översvämning i kommunhuset. Arbeta hemifrån i dag."
CRISIS = "Jag vill inte leva längre"


async def test_a_banner_stands_first_in_every_answer_in_the_language_of_the_question(
    owner: Owner,
) -> None:
    owner.write_workbook({"Vad": "Driftmeddelande", "Text": FLOOD, "På engelska": "Flood."})

    async with owner.bot() as kollega:
        swedish = await ask(kollega, FLIGHT)
        english = await ask(kollega, "May I fly to Gothenburg?", language="en")

    assert swedish.text().startswith(FLOOD)
    assert swedish.outcome == "answered"
    assert english.text().startswith("Flood.")


async def test_a_banner_is_shown_on_its_days_only(owner: Owner) -> None:
    row = {"Vad": "Driftmeddelande", "Text": FLOOD, "Gäller till": TODAY}
    owner.write_workbook(row)

    async with owner.bot() as kollega:
        assert FLOOD in (await ask(kollega, FLIGHT)).text()
    async with owner.bot(today=lambda: TODAY + timedelta(days=1)) as kollega:
        assert FLOOD not in (await ask(kollega, FLIGHT)).text()


async def test_the_municipality_s_welcome_adds_to_what_must_be_said(owner: Owner) -> None:
    owner.write({"Vad": "Välkomsttext", "Svar": "Fråga mig om den nya resepolicyn!"})

    async with owner.bot() as kollega:
        user = await kollega.directory.find(kollega.directory.person("anna").id)
        welcome = kollega.copilot.welcome(user, "sv", "private").text()

    assert "Fråga mig om den nya resepolicyn!" in welcome
    assert "AI-assistent" in welcome
    assert "30 dagar" in welcome


async def test_a_skill_that_is_paused_says_so_and_the_others_answer(owner: Owner) -> None:
    owner.write_workbook({"Vad": "Paus", "Område": "hr", "Text": "Pausat till i morgon."})

    async with owner.bot() as kollega:
        paused, other = await ask(kollega, LEAVE), await ask(kollega, FLIGHT)

    assert (paused.text(), paused.outcome) == ("Pausat till i morgon.", "unavailable")
    assert other.outcome == "answered"


@pytest.mark.parametrize("area", ["", "något som inte finns"])
async def test_a_pause_of_nothing_in_particular_pauses_everything(owner: Owner, area: str) -> None:
    owner.write_workbook({"Vad": "Paus", "Område": area, "Text": ""})

    async with owner.bot() as kollega:
        reply = await ask(kollega, FLIGHT)

    assert "pausad" in reply.text()
    assert reply.citations == ()


async def test_what_needs_a_person_is_answered_while_everything_is_paused(owner: Owner) -> None:
    owner.write_workbook({"Vad": "Paus"})

    async with owner.bot() as kollega:
        reply = await ask(kollega, CRISIS)

    assert reply.outcome == "safe_exit"
    assert "112" in reply.text()


async def test_a_pause_holds_while_the_place_cannot_be_read(owner: Owner) -> None:
    owner.write_workbook({"Vad": "Paus"})
    async with owner.bot():
        pass
    owner.book.unlink()
    owner.place.rmdir()

    async with owner.bot() as kollega:
        reply = await ask(kollega, FLIGHT)

    assert reply.outcome == "unavailable"


def test_a_pause_is_read_within_a_minute() -> None:
    assert EVERY_S <= 60 < OLDEST_S


async def test_an_announcement_of_an_unknown_kind_is_not_used(
    owner: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    owner.write_workbook({"Vad": "Reklam", "Text": FLOOD})

    async with owner.bot() as kollega:
        reply = await ask(kollega, FLIGHT)

    assert FLOOD not in reply.text()
    assert "what an owner wrote is not used" in caplog.text


async def test_terms_of_the_communicator_stand_on_the_page(owner: Owner) -> None:
    owner.write_workbook({"Vad": "Villkor", "Text": "# Våra villkor\n\nVar snäll."})
    settings = Settings(profile=find_profile("exempel"))

    async with owner.bot() as kollega:
        html = open_pages(settings, kollega.approvals)["/villkor"]()

    assert "<h1>Våra villkor</h1>" in html


GROUP = "b07a1d2c-0000-4a5b-8c6d-7e8f9a0b1c2d"


def _pilot(owner: Owner, tmp_path: Path) -> None:
    """A pilot that Fatima is in and Anna is not."""
    owner.profile = written(tmp_path, ("pilot_groups = []", f'pilot_groups = ["{GROUP}"]'))
    people = (SAMPLE / "people.toml").read_text(encoding="utf-8")
    assert 'groups = ["hr"]' in people
    (owner.data / "people.toml").write_text(
        people.replace('groups = ["hr"]', f'groups = ["hr", "{GROUP}"]', 1), encoding="utf-8"
    )


async def test_who_is_outside_the_pilot_is_told_kindly_and_helped_when_in_need(
    owner: Owner, tmp_path: Path
) -> None:
    _pilot(owner, tmp_path)

    async with owner.bot() as kollega:
        outside, in_need = await ask(kollega, FLIGHT), await ask(kollega, CRISIS)

    assert outside.outcome == "refused"
    assert "IT-servicedesk, 0980-319 220" in outside.text()
    assert in_need.outcome == "safe_exit"


async def test_who_is_in_the_pilot_is_answered(owner: Owner, tmp_path: Path) -> None:
    _pilot(owner, tmp_path)

    async with owner.bot() as kollega:
        reply = await ask(kollega, FLIGHT, person="fatima")

    assert reply.outcome == "answered"
