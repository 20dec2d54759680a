"""Many people at once, each with a secret of their own: nobody is shown another's.

With 500 people: `pytest -m soak tests/scenarios/test_crossings.py`.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import app
from bot.ingestion.sources.folder import FolderSource
from bot.settings import Settings, read
from tests.fakes.connector import Arrival, FakeConnector
from tests.fakes.identity_provider import IdentityProvider
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.teams_client import TENANT, Person, TeamsClient
from tests.scenarios.running_bot import APP_ID, FAST, SECRET

QUESTION = "Får jag flyga?"
FOLLOW_UP = "Och vem godkänner det?"
MEMBERS = 5
"""Of each group chat."""
CANARY = re.compile(r"zq\d{4}x")


@dataclass(frozen=True)
class Employee:
    """Somebody with a document that nobody else may read."""

    number: int

    @property
    def person(self) -> Person:
        return Person(f"29:p{self.number}", f"id-p{self.number}", f"Person {self.number}")

    @property
    def canary(self) -> str:
        return f"zq{self.number:04}x"

    @property
    def chat(self) -> str:
        return f"a:p{self.number}"

    @property
    def group(self) -> str:
        return f"19:grupp{self.number // MEMBERS}@thread.v2"


@pytest.mark.parametrize(
    "count", [25, pytest.param(500, marks=[pytest.mark.soak, pytest.mark.timeout(600)])]
)
async def test_case_33_of_many_at_once_each_is_shown_only_their_own(
    count: int,
    tmp_path: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
    session: aiohttp.ClientSession,
) -> None:
    staff = [Employee(number) for number in range(count)]
    settings = _settings(tmp_path, authority, identity_provider, connector)
    await _ingest(settings, staff, tmp_path / "intranet")
    connector.rosters.update(_rosters(staff))
    async with (
        app.open_kollega(settings) as kollega,
        app.serving(kollega, host="127.0.0.1", port=0, local=False, pace=FAST.pace) as port,
    ):
        teams = TeamsClient(
            f"http://127.0.0.1:{port}/api/messages",
            connector=connector,
            identity_provider=identity_provider,
            session=session,
        )
        await _all_say(teams, staff, QUESTION)
        await _all_answered(connector, staff, 1)
        await _all_say(teams, staff, FOLLOW_UP)
        await _all_answered(connector, staff, 2)

    owners = {each.canary: each for each in staff}
    assert [found for found in _seen(connector) if not _may_see(owners[found[0]], found[1])] == []
    told = Counter(
        arrival.conversation_id for _, arrival in _seen(connector) if _is_answer(arrival)
    )
    assert [each for each in staff if told[each.chat] < 2] == []
    remembered = set(_remembered(tmp_path / "state.sqlite3"))
    assert remembered == {(each.canary, each.chat, each.person.object_id) for each in staff}


async def _all_say(teams: TeamsClient, staff: Sequence[Employee], text: str) -> None:
    token = teams.token()
    asked = [
        activity
        for each in staff
        for activity in (
            teams.message(text, by=each.person, to=each.chat),
            teams.mention(text, by=each.person, to=each.group),
        )
    ]
    answers = await asyncio.gather(*(teams.post(activity, token=token) for activity in asked))
    assert {answer.status for answer in answers} == {200}


async def _all_answered(connector: FakeConnector, staff: Sequence[Employee], times: int) -> None:
    """Every person in their own chat, and as many in each group as asked there."""

    def is_so() -> bool:
        finals: dict[str, int] = defaultdict(int)
        for arrival in connector.arrivals:
            finals[arrival.conversation_id] += _is_answer(arrival)
        in_groups: dict[str, int] = defaultdict(int)
        for each in staff:
            in_groups[each.group] += times
        return all(finals[each.chat] >= times for each in staff) and all(
            finals[group] >= asked for group, asked in in_groups.items()
        )

    await connector.until(is_so, timeout_s=120)


def _is_answer(arrival: Arrival) -> bool:
    return arrival.kind in ("final", "put") or (
        arrival.kind == "message" and bool(arrival.text) and not arrival.text.endswith("…")
    )


def _seen(connector: FakeConnector) -> Iterator[tuple[str, Arrival]]:
    for arrival in connector.arrivals:
        for canary in set(CANARY.findall(str(arrival.body))):
            yield canary, arrival


def _may_see(owner: Employee, arrival: Arrival) -> bool:
    return arrival.conversation_id == owner.chat


def _remembered(database: Path) -> Iterator[tuple[str, str, str]]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT record, conversation_id, user_id FROM conversation"
        ).fetchall()
    for record, conversation_id, user_id in rows:
        for canary in CANARY.findall(record):
            yield canary, conversation_id, user_id


def _rosters(staff: Sequence[Employee]) -> dict[str, list[dict[str, Any]]]:
    rosters: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in staff:
        member = {
            "id": each.person.id,
            "name": each.person.name,
            "aadObjectId": each.person.object_id,
            "userRole": "user",
            "tenantId": TENANT,
        }
        rosters[each.group].append(member)
        rosters[each.chat].append(member)
    return rosters


def _settings(
    data: Path,
    authority: LocalAuthority,
    identity_provider: IdentityProvider,
    connector: FakeConnector,
) -> Settings:
    return read(
        {
            "KOLLEGA_DATA": str(data),
            "KOLLEGA_APP_ID": APP_ID,
            "KOLLEGA_APP_SECRET": SECRET,
            "KOLLEGA_TENANTS": TENANT,
            "KOLLEGA_OPENID_METADATA_URL": identity_provider.metadata_url,
            "KOLLEGA_AUTHORITY": identity_provider.server.url,
            "KOLLEGA_SERVICE_HOSTS": connector.server.host,
            "KOLLEGA_CA_FILE": str(authority.write_pem(data / "ca.pem")),
        }
    )


async def _ingest(settings: Settings, staff: Sequence[Employee], folder: Path) -> None:
    _write(staff, folder, settings.data)
    report = await app.ingest(settings, FolderSource(folder, name="intranet"))
    assert report.documents.added == len(staff)


def _write(staff: Sequence[Employee], folder: Path, data: Path) -> None:
    folder.mkdir()
    people, access = [], []
    for each in staff:
        person, key = each.person, f"p{each.number}"
        people.append(
            f'[{key}]\nname = "{person.name}"\nuser_id = "{person.object_id}"\n'
            f'groups = ["bara-{key}"]\nkind = "member"\n'
        )
        access.append(f'["{key}.md"]\nreaders = ["bara-{key}"]\n')
        (folder / f"{key}.md").write_text(
            f"# Resor\n\n## Resor med flyg\n\nFlyg får användas enligt beslut {each.canary}. "
            f"Närmaste chef godkänner flygresan enligt beslut {each.canary}.\n",
            encoding="utf-8",
        )
    (folder / "access.toml").write_text("".join(access), encoding="utf-8")
    (data / "people.toml").write_text("".join(people), encoding="utf-8")
