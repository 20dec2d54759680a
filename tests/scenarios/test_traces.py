"""What a person should not have written is found nowhere afterwards, whichever way it came in."""

from __future__ import annotations

import logging
import re
import shutil
from dataclasses import replace

import pytest

from tests.fakes.connector import FakeConnector
from tests.fakes.teams_client import GROUP, PERSONAL, TeamsClient
from tests.scenarios.product import ANNA, Surroundings, finished, product

NUMBER = "19900101-9802"
SPELLINGS = (NUMBER, "199001019802", "900101-9802", "9001019802", "9802")
SECRET_WORD = "zkanariefrasz"
DISCLOSURES = (
    f"min man slog mig igår {SECRET_WORD}",
    f"min chef tar emot mutor av {SECRET_WORD}",
    f"jag orkar inte leva längre {SECRET_WORD}",
)


async def _answered(teams: TeamsClient, connector: FakeConnector, count: int) -> None:
    """All that was said before has been dealt with once this greeting is answered."""
    await teams.deliver(teams.message(f"hej igen {count}", by=ANNA))
    await connector.until(lambda: len(connector.messages(PERSONAL)) > count, timeout_s=10)
    await finished(connector, PERSONAL, count + 1)


def _everywhere(
    around: Surroundings, connector: FakeConnector, caplog: pytest.LogCaptureFixture
) -> bytes:
    """Every byte of the data folder, of what was sent and of what was logged."""
    files = [
        path.read_bytes() for path in sorted((around.path / "data").rglob("*")) if path.is_file()
    ]
    sent = [str(arrival.body) for arrival in connector.arrivals]
    logged = [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
    return b"\n".join([*files, *(text.encode() for text in (*sent, *logged))])


async def test_case_47_a_person_number_leaves_no_trace_in_store_log_or_answer(
    surroundings: Surroundings, connector: FakeConnector, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with product(surroundings) as teams:
        question = teams.message(f"Får jag flyga? Mitt nummer är {NUMBER}", by=ANNA)
        await teams.deliver(question)
        answer = await finished(connector, PERSONAL)
        await teams.deliver(teams.message(f"och med tåg? {SPELLINGS[1]}", by=ANNA))
        await finished(connector, PERSONAL, 2)
        await teams.deliver(teams.edit(question, f"Får jag flyga? {SPELLINGS[2]}"))
        await teams.deliver(teams.mention(f"Får jag flyga? {SPELLINGS[3]}", by=ANNA))
        await finished(connector, GROUP)
        button = answer["attachments"][0]["content"]["actions"][0]
        filled = {**button, "data": {**button["data"], "text": f"Får jag flyga? {NUMBER}"}}
        await teams.deliver(teams.press(filled, by=ANNA))
        await _answered(teams, connector, len(connector.messages(PERSONAL)))
        running = _everywhere(surroundings, connector, caplog)
    stopped = _everywhere(surroundings, connector, caplog)

    assert b"flyga" in running
    for spelling in SPELLINGS[:4]:
        assert spelling.encode() not in running + stopped


@pytest.mark.parametrize("disclosure", DISCLOSURES, ids=("abuse", "whistleblowing", "suicide"))
async def test_case_50_a_disclosure_leaves_no_trace_in_store_log_or_answer(
    surroundings: Surroundings,
    connector: FakeConnector,
    caplog: pytest.LogCaptureFixture,
    disclosure: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with product(surroundings) as teams:
        question = teams.message("Får jag flyga?", by=ANNA)
        await teams.deliver(question)
        answer = await finished(connector, PERSONAL)
        await teams.deliver(teams.message(disclosure, by=ANNA))
        await finished(connector, PERSONAL, 2)
        await teams.deliver(teams.edit(question, disclosure))
        await teams.deliver(teams.mention(disclosure, by=ANNA))
        await connector.until(lambda: bool(connector.arrivals), timeout_s=10)
        button = answer["attachments"][0]["content"]["actions"][0]
        filled = {**button, "data": {**button["data"], "text": disclosure}}
        await teams.deliver(teams.press(filled, by=ANNA))
        await _answered(teams, connector, len(connector.messages(PERSONAL)))
        running = _everywhere(surroundings, connector, caplog)
    stopped = _everywhere(surroundings, connector, caplog)

    assert any("112" in text or "isselbl" in text for text in connector.texts(PERSONAL))
    assert SECRET_WORD.encode() not in running + stopped


async def test_what_kollega_says_it_keeps_is_what_the_municipality_has_decided(
    surroundings: Surroundings, connector: FakeConnector
) -> None:
    decided = surroundings.path / "decided"
    shutil.copytree(surroundings.ingested, decided)
    (decided / "retention.toml").write_text(
        'decision = "KS 2026/1"\n[days]\nhistory = 17\nreplies = 93\n', encoding="utf-8"
    )
    async with product(replace(surroundings, ingested=decided)) as teams:
        await teams.deliver(teams.message("Sparas det jag skriver?", by=ANNA))
        said = (await finished(connector, PERSONAL))["text"]

    assert re.findall(r"(\d+) dagar", said) == ["17", "93"], said
