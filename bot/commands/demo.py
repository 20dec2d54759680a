"""Show Kollega at work: a sample municipality, three people with a question each, then a chat.

Everything runs on this machine, through the same HTTP endpoint that Teams would use.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import textwrap
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace

from bot import app
from bot.commands.options import chosen_language, port_number
from bot.commands.sample import fill_if_empty
from bot.commands.signals import asked_to_stop
from bot.demo import playground
from bot.errors import ConfigurationError, SendError
from bot.identity.base import Language, User
from bot.language.texts import Text
from bot.settings import Settings
from bot.teams.terminal import Answer, TerminalClient, terminal_client

QUESTIONS = (
    ("anna", Text(sv="Får jag flyga till Göteborg?", en="Can I fly to Gothenburg?")),
    ("erik", Text(sv="Jag är sjuk, vad gör jag?", en="I am ill, what do I do?")),
    ("maja", Text(sv="Hur många dagar får jag spara?", en="How many vacation days can I save?")),
)
WIDTH = 88
OPENING = Text(
    sv=(
        "Kollega svarar i Exempelkommun, en påhittad kommun. Allt körs på den här datorn: "
        "inget konto, ingen språkmodell, inget nät."
    ),
    en=(
        "Kollega answers in Exempelkommun, an invented municipality. Everything runs on this "
        "machine: no account, no language model, no network."
    ),
)
ASKS = Text(sv="{name} frågar: {question}", en="{name} asks: {question}")
CHAT = Text(
    sv="Skriv en egen fråga som {name}. En tom rad avslutar.",
    en="Ask a question of your own as {name}. An empty line ends.",
)
OPEN = Text(
    sv="Öppna {address} i webbläsaren. Ctrl-C avslutar.",
    en="Open {address} in a browser. Ctrl-C ends.",
)
NO_ANSWER = Text(sv="Kollega svarade inte: {cause}.", en="Kollega did not answer: {cause}.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--once", action="store_true", help="stop after the three answers")
    parser.add_argument("--port", type=port_number, help="port of the bot (default: 3978)")
    parser.add_argument(
        "--playground",
        action="store_true",
        help="also start Microsoft's Agents Playground (needs Node), a Teams-like client",
    )


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Show three answers, then chat if somebody is there to write."""
    # A folder of its own: the demo never touches what has been ingested in earnest.
    settings = replace(settings, data=settings.data / "demo")
    language = chosen_language(options) or "sv"
    await fill_if_empty(settings)
    _say(OPENING.in_language(language))
    async with AsyncExitStack() as stack:
        kollega = await stack.enter_async_context(app.open_kollega(settings))
        people = kollega.directory.people()
        port = await _serve(stack, kollega, options.port)
        endpoint = f"http://127.0.0.1:{port}/api/messages"
        client = await stack.enter_async_context(terminal_client(endpoint))
        for key, question in QUESTIONS:
            await _show(client, people[key], question.in_language(language), language)
        if options.playground:
            await _open_playground(stack, settings, people, endpoint, options, language)
        elif not options.once and sys.stdin.isatty():
            await _chat(client, people[QUESTIONS[0][0]], language)
    return 0


async def _serve(stack: AsyncExitStack, kollega: app.Kollega, port: int | None) -> int:
    """Serve on the port asked for; on any free one if none was and the usual one is taken."""

    def serving(port: int) -> AbstractAsyncContextManager[int]:
        return app.serving(kollega, host="127.0.0.1", port=port, local=True)

    if port is not None:
        return await stack.enter_async_context(serving(port))
    try:
        return await stack.enter_async_context(serving(kollega.settings.port))
    except ConfigurationError:
        return await stack.enter_async_context(serving(0))


async def _show(client: TerminalClient, user: User, question: str, language: Language) -> None:
    _say(f"\n{ASKS.in_language(language, name=user.name, question=question)}")
    try:
        answer = await client.ask(question, user, on_progress=_progress)
    except SendError as error:
        _say(NO_ANSWER.in_language(language, cause=error))
        raise
    _clear_progress()
    _say(_readable(answer))


async def _chat(client: TerminalClient, user: User, language: Language) -> None:
    _say(f"\n{CHAT.in_language(language, name=user.name)}")
    while question := (await asyncio.to_thread(_line)).strip():
        answer = await client.ask(question, user, on_progress=_progress)
        _clear_progress()
        _say(_readable(answer))


async def _open_playground(
    stack: AsyncExitStack,
    settings: Settings,
    people: Mapping[str, User],
    endpoint: str,
    options: argparse.Namespace,
    language: Language,
) -> None:
    _say(f"\n{playground.NOTICE.in_language(language, package=playground.PACKAGE)}")
    address = await stack.enter_async_context(
        playground.running(
            settings.data / "playground",
            people=people,
            endpoint=endpoint,
            environment=options.environment,
        )
    )
    _say(OPEN.in_language(language, address=address))
    await asked_to_stop()


def _line() -> str:
    try:
        return input("> ")
    except EOFError:
        return ""


def _readable(answer: Answer) -> str:
    paragraphs = [
        textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="  ")
        for line in answer.text.splitlines()
    ]
    sources = [
        f"  [{source.number}] {' · '.join((source.title, *source.keywords))}"
        for source in answer.sources
    ]
    return "\n".join((*paragraphs, *sources))


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r  {text[:WIDTH]}\033[K", end="", file=sys.stderr, flush=True)


def _clear_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _say(text: str) -> None:
    print(text, flush=True)
