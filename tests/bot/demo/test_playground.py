"""The Agents Playground is set up with the sample's people, started and stopped."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.demo import playground
from bot.demo.build import DEMO
from bot.errors import ConfigurationError, UnavailableError
from bot.identity.local import LocalDirectory

ENDPOINT = "http://127.0.0.1:3978/api/messages"
PEOPLE = LocalDirectory.load(DEMO / "people.toml").people()
LISTENS = """
import json, os, sys, time
with open("started.json", "w") as file:
    json.dump({"pid": os.getpid(), "arguments": sys.argv[1:], "browser":
        os.environ["TEAMSAPPTESTER_BROWSER"]}, file)
print("Listening on 56160", flush=True)
time.sleep(60)
"""
FAILS = "import sys; sys.exit(3)"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script with a shebang")


def _program(directory: Path, source: str) -> Path:
    program = directory / "agentsplayground"
    program.write_text(f"#!{sys.executable}\n{source}", encoding="utf-8")
    program.chmod(0o755)
    return program


def _running(directory: Path, program: Path) -> Any:
    return playground.running(
        directory, people=PEOPLE, endpoint=ENDPOINT, environment=os.environ, executable=program
    )


def _started(directory: Path) -> dict[str, Any]:
    started: dict[str, Any] = json.loads((directory / "started.json").read_text("utf-8"))
    return started


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_the_address_is_the_one_that_the_playground_listens_on(tmp_path: Path) -> None:
    async with _running(tmp_path, _program(tmp_path, LISTENS)) as address:
        assert address == "http://localhost:56160"


async def test_it_talks_to_the_bot_as_teams_and_opens_no_browser(tmp_path: Path) -> None:
    async with _running(tmp_path, _program(tmp_path, LISTENS)):
        started = _started(tmp_path)

    assert started["arguments"][:5] == ["start", "-e", ENDPOINT, "-c", "msteams"]
    assert "--disable-telemetry" in started["arguments"]
    assert started["browser"] == "none"


async def test_the_people_of_the_sample_chat_under_their_own_ids(tmp_path: Path) -> None:
    async with _running(tmp_path, _program(tmp_path, LISTENS)):
        written = json.loads((tmp_path / playground.CONFIGURATION).read_text("utf-8"))

    known = {user.id for user in PEOPLE.values()}
    assert written["bot"]["name"] == "Kollega"
    assert written["currentUser"]["aadObjectId"] == PEOPLE["anna"].id
    assert len(written["users"]) == 5
    assert {user["aadObjectId"] for user in written["users"]} < known - {PEOPLE["anna"].id}


async def test_it_is_stopped_afterwards(tmp_path: Path) -> None:
    async with _running(tmp_path, _program(tmp_path, LISTENS)):
        pid = _started(tmp_path)["pid"]
        assert _is_alive(pid)

    assert not _is_alive(pid)


async def test_a_playground_that_does_not_start_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="exit code 3"):
        async with _running(tmp_path, _program(tmp_path, FAILS)):
            pass


async def test_without_node_the_error_says_what_to_install(tmp_path: Path) -> None:
    without_node = {"PATH": str(tmp_path)}

    with pytest.raises(ConfigurationError, match="Node 20"):
        async with playground.running(
            tmp_path, people=PEOPLE, endpoint=ENDPOINT, environment=without_node
        ):
            pass


async def test_too_few_people_are_an_error(tmp_path: Path) -> None:
    few = dict(list(PEOPLE.items())[:5])

    with pytest.raises(ConfigurationError, match="at least 6"):
        async with playground.running(
            tmp_path,
            people=few,
            endpoint=ENDPOINT,
            environment=os.environ,
            executable=_program(tmp_path, LISTENS),
        ):
            pass


def test_a_person_is_told_of_licence_and_network_first() -> None:
    for language in ("sv", "en"):
        notice = playground.NOTICE.in_language(language, package=playground.PACKAGE)
        assert "m365agentsplayground" in notice
        assert ("nätverket" if language == "sv" else "network") in notice
