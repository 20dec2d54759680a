""" "Visa källan": the cited words among those beside them, for as long as they may be read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot import app
from bot.ingestion.sources.folder import FolderSource
from bot.settings import Settings
from tests.fakes.connector import FakeConnector
from tests.fakes.teams_client import PERSONAL, TeamsClient
from tests.scenarios.product import ANNA, DOCUMENTS, Surroundings, finished, product

GONE = "Källan finns inte kvar, eller så får den inte visas här."


@pytest.fixture
async def teams(surroundings: Surroundings) -> AsyncIterator[TeamsClient]:
    async with product(surroundings) as opened:
        yield opened


async def _source_button(teams: TeamsClient, connector: FakeConnector) -> dict[str, Any]:
    await teams.say("Får jag flyga?", by=ANNA)
    message = await finished(connector, PERSONAL)
    buttons: list[dict[str, Any]] = message["attachments"][0]["content"]["actions"]
    return next(button for button in buttons if button["title"].startswith("Visa källan"))


async def test_the_cited_words_are_bold_and_whose_rule_it_is_stands_above(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    button = await _source_button(teams, connector)
    button["data"]["kollega"]["values"]["quote"] = "0-4"

    await teams.deliver(teams.press(button, by=ANNA))
    shown = (await finished(connector, PERSONAL, 2))["text"]

    assert "> **Flyg** får användas" in shown
    assert "Kommunstyrelsen 2024-01-15" in shown
    assert "gäller från 2024-02-01" in shown


@pytest.mark.parametrize("quote", ["", "x", "9-2", "0-9999999", "-5", "0-4 9999-99999"])
async def test_a_place_that_is_none_shows_the_source_all_the_same(
    teams: TeamsClient, connector: FakeConnector, quote: str
) -> None:
    button = await _source_button(teams, connector)
    button["data"]["kollega"]["values"]["quote"] = quote

    await teams.deliver(teams.press(button, by=ANNA))

    assert "användas när tågresan" in (await finished(connector, PERSONAL, 2))["text"]


@pytest.mark.parametrize("readers", [None, "hr"])
async def test_case_36_a_deleted_document_is_said_to_be_gone_as_one_no_longer_readable_is(
    teams: TeamsClient, connector: FakeConnector, surroundings: Surroundings, readers: str | None
) -> None:
    button = await _source_button(teams, connector)
    folder = surroundings.path / "changed"
    folder.mkdir()
    (folder / "annat.md").write_text("# Annat\n\nNågot helt annat står här.\n", encoding="utf-8")
    if readers is not None:
        (folder / "resepolicy.md").write_text(DOCUMENTS["resepolicy.md"], encoding="utf-8")
    (folder / "access.toml").write_text(f'readers = ["{readers or "alla"}"]\n', encoding="utf-8")
    source = FolderSource(folder, name="intranet")
    await app.ingest(Settings(data=surroundings.path / "data"), source)

    await teams.deliver(teams.press(button, by=ANNA))
    shown = (await finished(connector, PERSONAL, 2))["text"]

    assert GONE in shown
    assert "Flyg" not in shown
