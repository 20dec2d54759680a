"""Run the bot: the endpoint that Teams posts to.

With --local it needs no app id and takes messages from this machine only, for trying it.
"""

from __future__ import annotations

import argparse
import gc
import sys

from bot import app
from bot.commands.options import port_number
from bot.commands.sample import fill_if_empty
from bot.commands.signals import asked_to_stop
from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.teams.service_hosts import LOOPBACK_HOSTS

LOCAL_MODE = (
    "kollega: LOCAL MODE. Nobody is authenticated: whoever can reach http://{host}:{port} on this "
    "machine is answered as the person they say they are. Never serve Teams like this."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--local", action="store_true", help="no tokens; loopback only")
    parser.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=port_number, help="port (default: 3978, or PORT)")


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Serve until asked to stop (SIGTERM or Ctrl-C), then let running answers end."""
    host, port = options.host or settings.host, options.port or settings.port
    if options.local:
        if host not in LOOPBACK_HOSTS:
            raise ConfigurationError(f"--local listens on this machine only, not on {host}")
        await fill_if_empty(settings)
        print(LOCAL_MODE.format(host=host, port=port), file=sys.stderr)
    async with (
        app.open_kollega(settings) as kollega,
        app.serving(kollega, host=host, port=port, local=options.local),
    ):
        print(f"kollega: listening on http://{host}:{port}/api/messages", file=sys.stderr)
        if settings.metrics_port is not None:
            shown = f"http://{settings.metrics_host}:{settings.metrics_port}/metrics"
            print(f"kollega: metrics on {shown}", file=sys.stderr)
        # What has been loaded stays to the end: nobody need look for garbage in it at every turn.
        gc.freeze()
        await asked_to_stop()
    return 0
