"""Starts Microsoft's Agents Playground, where one chats with the bot as in Teams, in a browser."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from bot.errors import ConfigurationError, UnavailableError
from bot.identity.base import User
from bot.language.texts import Text

PACKAGE = "@microsoft/m365agentsplayground@0.2.28"
EXECUTABLE = "agentsplayground"
CONFIGURATION = ".m365agentsplayground.yml"
PORT = 56150
START_TIMEOUT_S = 180.0
"""The first start downloads the package."""
STOP_TIMEOUT_S = 5.0
COLLEAGUES = 5
"""Neither more nor fewer: the Playground's schema says so."""

NOTICE = Text(
    sv=(
        "Microsoft 365 Agents Playground är ett eget program från Microsoft, {package}, med licens "
        "bara för utvärdering. Det ingår inte i Kollega utan hämtas med npx. Det tar emot "
        "anslutningar från hela nätverket, inte bara från den här datorn. Avsluta det efteråt."
    ),
    en=(
        "The Microsoft 365 Agents Playground is a separate program from Microsoft, {package}, "
        "licensed for evaluation only. It is not part of Kollega: npx fetches it. It accepts "
        "connections from the whole network, not just from this computer. Stop it afterwards."
    ),
)
"""What a person must know before it is started."""

_LISTENING = re.compile(rb"Listening on (\d+)")
_DOMAIN = "exempelkommun.example"


@asynccontextmanager
async def running(
    directory: Path,
    *,
    people: Mapping[str, User],
    endpoint: str,
    environment: Mapping[str, str],
    port: int = PORT,
    executable: Path | None = None,
) -> AsyncIterator[str]:
    """Start it in `directory`, yield the address to open, and stop it afterwards.

    `endpoint` is where the bot takes messages. The first of the people chats, the next five are
    in the group chat and the team. Takes another port if `port` is occupied. `executable` is an
    installed Playground; without it, one on PATH or else through npx.

    Raises `ConfigurationError` without Node, `UnavailableError` if it does not start.
    """
    program = [str(executable)] if executable else list(_program(environment))
    _write_configuration(directory, people)
    arguments = ["start", "-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry"]
    process = await asyncio.create_subprocess_exec(
        *program,
        *arguments,
        cwd=directory,
        env={**environment, "TEAMSAPPTESTER_BROWSER": "none"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        # npx starts a shell that starts Node: as a group they can be stopped together.
        start_new_session=True,
    )
    try:
        yield f"http://localhost:{await _port(process)}"
    finally:
        await _stop(process)


def _program(environment: Mapping[str, str]) -> tuple[str, ...]:
    path = environment.get("PATH")
    if installed := shutil.which(EXECUTABLE, path=path):
        return (installed,)
    if npx := shutil.which("npx", path=path):
        return (npx, "--yes", "--package", PACKAGE, EXECUTABLE)
    raise ConfigurationError(
        "the Agents Playground needs Node.js: install Node 20 or later (npx comes with it), or "
        "leave out --playground"
    )


def _write_configuration(directory: Path, people: Mapping[str, User]) -> None:
    """Write the file that the Playground reads. It is YAML, and so JSON will do."""
    if len(people) <= COLLEAGUES:
        raise ConfigurationError(
            f"the Agents Playground needs at least {COLLEAGUES + 1} people in people.toml"
        )
    first, *others = (_account(key, user) for key, user in people.items())
    configuration = {
        "version": "0.1.1",
        "tenantId": "c0ffee00-0000-4000-8000-000000000001",
        "bot": {"id": "28:kollega", "name": "Kollega"},
        "currentUser": first,
        "users": others[:COLLEAGUES],
        "personalChat": {"id": f"personal-{first['id']}"},
        "groupChat": {"id": "group-chat", "name": "Gruppchatt"},
        "team": {
            "id": "team",
            "name": "Exempelkommun",
            "aadGroupId": "c0ffee00-0000-4000-8000-000000000002",
            "channels": [{"id": "channel", "name": "Frågor och svar"}],
        },
    }
    directory.mkdir(parents=True, exist_ok=True)
    text = json.dumps(configuration, ensure_ascii=False, indent=2)
    (directory / CONFIGURATION).write_text(text, encoding="utf-8")


def _account(key: str, user: User) -> dict[str, str]:
    given_name, _, surname = user.name.partition(" ")
    address = f"{key}@{_DOMAIN}"
    return {
        "id": f"29:{key}",
        "name": user.name,
        "userPrincipleName": address,  # the Playground's spelling
        "aadObjectId": user.id,
        "givenName": given_name,
        "surname": surname,
        "email": address,
    }


async def _port(process: asyncio.subprocess.Process) -> int:
    """The port that the Playground says it listens on, which it does when stdout is no terminal."""
    output = cast("asyncio.StreamReader", process.stdout)  # a pipe, as it was started
    try:
        async with asyncio.timeout(START_TIMEOUT_S):
            async for line in output:
                if found := _LISTENING.search(line):
                    return int(found[1])
    except TimeoutError:
        reason = f"said nothing for {START_TIMEOUT_S:.0f} s"
    else:
        reason = f"stopped with exit code {await process.wait()}"
    raise UnavailableError(f"the Agents Playground {reason}; is there a network for npx?")


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        _send(process, signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), STOP_TIMEOUT_S)
    except TimeoutError:
        _send(process, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        await process.wait()


def _send(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Signal the whole group; on Windows, which has none, the process alone."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, number)
        else:
            process.terminate()
    except ProcessLookupError:
        pass
