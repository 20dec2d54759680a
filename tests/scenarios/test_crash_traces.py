"""What a message held is not told by what went wrong with it: not in a log, a file or an answer."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import NoReturn

import pytest

from bot.telemetry import configure
from tests.fakes.connector import FakeConnector
from tests.fakes.teams_client import PERSONAL
from tests.scenarios.product import ANNA, Surroundings, finished, product

NUMBER = "19900101-9802"
WORD = "zkanariefrasz"
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."
UNSEEN = (NUMBER, "199001019802", WORD, TOKEN, "Traceback", 'File "')


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What is written in production, at its most talkative."""
    root, written = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    configure(logging.DEBUG, form=request.param, to=written)
    yield written
    logging.captureWarnings(capture=False)
    logging.raiseExceptions = True
    root.setLevel(level)
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
    for handler in handlers:
        if handler not in root.handlers:
            root.addHandler(handler)


def _kept(around: Surroundings) -> str:
    files = [path for path in (around.path / "data").rglob("*") if path.is_file()]
    return "".join(path.read_bytes().decode("latin-1") for path in files)


async def test_case_49_an_error_that_quotes_the_message_is_told_without_it(
    surroundings: Surroundings,
    connector: FakeConnector,
    log: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(text: str) -> NoReturn:
        raise ValueError(f"cannot read {text} {NUMBER} {WORD} Bearer {TOKEN}")

    monkeypatch.setattr("bot.copilot.courses.find_topic", fails)
    async with product(surroundings) as teams:
        await teams.say(f"Får jag flyga till {WORD}? {NUMBER}", by=ANNA)
        apology = (await finished(connector, PERSONAL))["text"]
    shown = f"{apology}{log.getvalue()}{_kept(surroundings)}"

    assert "Referens" in apology
    assert "ValueError" in log.getvalue()
    assert [secret for secret in UNSEEN if secret in shown] == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f'{{"text": "{WORD} {NUMBER}"'.encode(), id="cut off"),
        pytest.param(f'["{WORD} {NUMBER}"]'.encode(), id="a list"),
        pytest.param({"type": "message", "text": f"{WORD} {NUMBER}"}, id="nobody's message"),
        pytest.param(f"{WORD} {NUMBER} \xff".encode("latin-1"), id="not UTF-8"),
        pytest.param({"text": f"{WORD} {NUMBER} " * 20_000}, id="too large"),
    ],
)
async def test_case_50_a_refusal_does_not_repeat_what_it_refuses(
    surroundings: Surroundings, connector: FakeConnector, log: io.StringIO, body: object
) -> None:
    async with product(surroundings) as teams:
        refused = await teams.post(body)
        strange = await teams.post(body, token=f"{TOKEN}{WORD}")
    shown = f"{refused.text}{strange.text}{log.getvalue()}{_kept(surroundings)}"

    assert 400 <= refused.status < 500
    assert 400 <= strange.status < 500
    assert connector.arrivals == []
    assert [secret for secret in UNSEEN if secret in shown] == []
