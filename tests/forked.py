"""Processes forked by a server that has imported everything: a start costs a tenth of a shell's."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess

_PRELOADED = [
    "tests.bot.commands.shell",
    "tests.scenarios.bot_process",
    "tests.warmed",
    "bot.__main__",
    "bot.answering.fallback",
    "bot.answering.openai",
    "bot.commands.ask",
    "bot.commands.evaluate",
    "bot.app.website",
    "bot.commands.ingest",
    "bot.commands.search",
    "bot.commands.serve",
    "bot.ingestion.approvals.files",
    "bot.ingestion.sources.folder",
    "bot.ingestion.sync.run",
    "bot.retrieval.local",
    "bot.storage.sqlite",
    "bot.storage.sqlite_erasure",
    "bot.teams.channel",
    "bot.teams.sending.connector_token",
    "bot.teams.reception.server",
]
"""One list for all: the server is started once, by the test that comes first."""


def fork(target: Callable[..., object], *arguments: object) -> ForkServerProcess:
    """A process that runs `target`, started; it dies with the test run."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(_PRELOADED)
    process = forks.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process
