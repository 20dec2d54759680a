"""Personal numbers in whatever a person can put them in: none is written down, logged or answered.

Each spelling in another part of an activity in every run; each in all of them with
`pytest -m soak tests/scenarios/test_personal_numbers.py`.
"""

from __future__ import annotations

import io
import itertools
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.fakes.connector import FakeConnector
from tests.fakes.teams_client import Activity, TeamsClient
from tests.personal_numbers import SPELLINGS, personal_number
from tests.scenarios.logging_everything import everything_logged
from tests.scenarios.product import ANNA, Surroundings, product

CHAT = "a:anna"
FILE = "application/vnd.microsoft.teams.file.download.info"
Put = Callable[[TeamsClient, str], Activity]


def _message(teams: TeamsClient, text: str = "Hej igen", **fields: object) -> Activity:
    return teams.message(text, by=ANNA, to=CHAT, **fields)


def _card(teams: TeamsClient, value: object) -> Activity:
    return teams.activity("message", by=ANNA, to=CHAT, value=value, replyToId="card")


def _file(name: str) -> Activity:
    content = {"downloadUrl": "https://files.example/1", "fileType": "txt"}
    return {"contentType": FILE, "name": name, "content": content}


def _quoting(text: str) -> Activity:
    quoted = f'<blockquote itemtype="http://schema.skype.com/Reply"><p>{text}</p></blockquote>'
    return {"contentType": "text/html", "content": f"{quoted}<p>Stämmer det?</p>"}


def _mentioning(text: str) -> Activity:
    at = f"<at>{text}</at>"
    return {"type": "mention", "mentioned": {"id": "29:erik", "name": text}, "text": at}


def _named(teams: TeamsClient, name: str) -> Activity:
    said = _message(teams)
    return {**said, "from": {**said["from"], "name": name}}


def _in_channel(teams: TeamsClient, name: str) -> Activity:
    said = _message(teams)
    return {**said, "channelData": {**said["channelData"], "channel": {"id": "1", "name": name}}}


def _as_number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() else text


PARTS: Mapping[str, Put] = MappingProxyType(
    {
        "text": lambda teams, said: _message(teams, f"Jag har {said}, vad gör jag?"),
        "edit": lambda teams, said: teams.edit(_message(teams), f"Nu: {said}"),
        "field of a card": lambda teams, said: _card(teams, {"kollega": {}, "note": said}),
        "list in a card": lambda teams, said: _card(teams, {"a": [{"b": [f"pnr {said}"]}]}),
        "name of a field": lambda teams, said: _card(teams, {said: "x", "a": {said: 1}}),
        "number in a card": lambda teams, said: _card(teams, {"a": _as_number(said)}),
        "our own part": lambda teams, said: _card(teams, {"kollega": {"action": said, "q": said}}),
        "file name": lambda teams, said: _message(teams, attachments=[_file(f"{said}.txt")]),
        "quoted reply": lambda teams, said: _message(teams, attachments=[_quoting(said)]),
        "mention": lambda teams, said: _message(
            teams, f"<at>{said}</at> hej", entities=[_mentioning(said)]
        ),
        "thumb": lambda teams, said: teams.thumb("dislike", f"Fel om {said}", by=ANNA, to=CHAT),
        "reaction": lambda teams, said: teams.react(said, on="1", by=ANNA, to=CHAT),
        "invoke": lambda teams, said: teams.invoke("x", {"a": said, said: said}, by=ANNA, to=CHAT),
        "name of a person": _named,
        "name of a channel": _in_channel,
        "quoted text": lambda teams, said: _message(teams, f"> Erik: {said}\n\nstämmer det?"),
    }
)
ALL = tuple(itertools.product(SPELLINGS, PARTS))
SAMPLE = (
    *zip(SPELLINGS, itertools.cycle(PARTS), strict=False),
    ("twelve digits", "number in a card"),
)
"""Each spelling, in the next part each time."""


def _tells(number: str, spelled: str) -> Iterator[bytes]:
    """What would tell the number, however it was written down."""
    short = f"{number[2:8]}-{number[8:]}"
    yield from (one.encode() for one in (spelled, number, number[2:], short))
    yield json.dumps(spelled)[1:-1].encode()


def _written(folder: Path) -> bytes:
    """Every byte of the state: the file, its log and its index."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("state.sqlite3*")))


async def _kept(
    tried: Iterable[tuple[str, str]], around: Surroundings, connector: FakeConnector
) -> list[str]:
    chance, found, told = random.Random(7), [], list[bytes]()
    log = io.StringIO()
    with everything_logged(log):
        async with product(around, KOLLEGA_MESSAGES_PER_MINUTE="100000") as teams:
            for spelling, part in tried:
                number = personal_number(chance)
                spelled = SPELLINGS[spelling](number)
                answer = await teams.post(PARTS[part](teams, spelled))
                assert answer.status in (200, 202, 501), (answer, part)
                state = _written(around.path / "data")
                tells = list(_tells(number, spelled))
                told += tells
                found += [f"{part}, {spelling}: {one!r}" for one in tells if one in state]
            await teams.deliver(_message(teams, "Får jag flyga?"))
            await connector.until(lambda: "tågresan" in str(connector.messages(CHAT)), timeout_s=60)
        state = _written(around.path / "data")
        sent = str([arrival.body for arrival in connector.arrivals]).encode()
    places = {"the state": state, "the log": log.getvalue().encode(), "what was sent": sent}
    return found + [f"{one!r} in {name}" for one in told for name in places if one in places[name]]


async def test_case_47_a_personal_number_is_kept_nowhere_whatever_part_it_comes_in(
    surroundings: Surroundings, connector: FakeConnector
) -> None:
    assert await _kept(SAMPLE, surroundings, connector) == []


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_case_47_nor_in_any_spelling(
    surroundings: Surroundings, connector: FakeConnector
) -> None:
    assert await _kept(ALL, surroundings, connector) == []
