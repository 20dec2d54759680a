"""The running bot, the Playground beside it and a browser in front: started once for all tests."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.demo import playground
from bot.identity.local import LocalDirectory
from bot.operations.profile import find_profile
from tests.e2e import tools
from tests.e2e.playground_page import PlaygroundPage
from tests.fakes.ports import free_port

START_TIMEOUT_S = 180.0
"""The first start ingests the sample."""
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The page would fetch fonts and scripts from Microsoft; tests use no network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
)
PEOPLE = Path(playground.__file__).parent / "people.toml"

OpenPlayground = Callable[[str], Awaitable[PlaygroundPage]]
"""Open the Playground as the person with this key in people.toml."""


@dataclass(frozen=True, slots=True)
class Bot:
    """The running bot."""

    endpoint: str
    data: Path


@pytest.fixture(scope="session", autouse=True)
def _tools() -> None:
    if (reason := tools.missing()) is not None:
        pytest.skip(reason)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bot]:
    """`kollega serve --local` with the sample municipality, in a process of its own."""
    data = tmp_path_factory.mktemp("data")
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve", "--local", "--data", str(data)),
        *("--port", str(port)),
        cwd=tools.ROOT,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("KOLLEGA_")},
            "KOLLEGA_PROFILE": str(find_profile("exempel")),
        },
        # Its log goes where pytest shows it when a test fails.
    )
    try:
        await _wait_until_listening(process, port)
        yield Bot(f"http://127.0.0.1:{port}/api/messages", data)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium with a profile of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=tools.chromium(), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def open_playground(
    bot: Bot, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[OpenPlayground]:
    """Opens the Playground in a fresh window; one Playground runs for each person."""
    addresses: dict[str, str] = {}
    async with AsyncExitStack() as stack:

        async def open_as(key: str) -> PlaygroundPage:
            if key not in addresses:
                directory = tmp_path_factory.mktemp(f"playground-{key}")
                addresses[key] = await stack.enter_async_context(_playground(bot, key, directory))
            context = await browser.new_context(
                viewport={"width": 1280, "height": 760},
                locale="sv-SE",
                timezone_id="Europe/Stockholm",
            )
            page = await context.new_page()
            return await PlaygroundPage.open(page, addresses[key], tools.screenshots())

        yield open_as


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def anna(open_playground: OpenPlayground) -> AsyncIterator[PlaygroundPage]:
    """The Playground in front of Anna, who works in finance. The window is open for a whole file:
    opening it takes as long as three questions."""
    window = await open_playground("anna")
    yield window
    await window.page.context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def newcomer(open_playground: OpenPlayground) -> AsyncIterator[PlaygroundPage]:
    """The Playground in front of Erik, who has just got the app and asked nothing yet."""
    window = await open_playground("erik")
    yield window
    await window.page.context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def fatima(open_playground: OpenPlayground) -> AsyncIterator[PlaygroundPage]:
    """The Playground in front of Fatima, who works in HR and reads what others may not."""
    window = await open_playground("fatima")
    yield window
    await window.page.context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def maja_with_guest(open_playground: OpenPlayground) -> AsyncIterator[PlaygroundPage]:
    """The Playground in front of Maja, where the consultant Greta is in the group chat too."""
    window = await open_playground("maja+greta")
    yield window
    await window.page.context.close()


def _playground(bot: Bot, key: str, directory: Path) -> AbstractAsyncContextManager[str]:
    people = LocalDirectory.load(PEOPLE).people()
    first = {each: people[each] for each in key.split("+")}
    return playground.running(
        directory,
        people=first | dict(people),
        endpoint=bot.endpoint,
        port=free_port(),
        environment=os.environ,
        executable=tools.playground(),
    )


async def _wait_until_listening(process: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(START_TIMEOUT_S):
        while process.returncode is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                await writer.wait_closed()
                return
    pytest.fail(f"kollega serve stopped with exit code {process.returncode}")
