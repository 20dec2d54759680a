"""`python -m tests.fakes`: everything of Microsoft's that Kollega uses in Azure, on this machine.

Prints the settings that lead to it, and then is Teams: each line is written to the bot, whose
answers are shown. Serves until it is interrupted.
"""

from __future__ import annotations

import argparse
import asyncio
import shlex
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fakes.azure import faked
from tests.fakes.teams_terminal import BECOME, PRESS, chat

_INTRODUCTION = """# Entra, Graph, Azure AI Search, Blob Storage, Azure OpenAI, the Bot Framework's
# sign-in service and Teams, faked here until Ctrl+C. In another shell, with these settings:
#   kollega ingest bot/demo/intranet --name intranet
#   kollega serve
# Then write questions here, as Anna Lindqvist in Teams. {become}erik: as somebody else.
# {press}: presses the button to sign in, where Teams cannot do it silently."""


async def _serve(endpoint: str) -> None:
    with TemporaryDirectory() as folder:
        async with faked(Path(folder)) as azure:
            print(_INTRODUCTION.format(become=BECOME, press=PRESS))
            for name, value in azure.settings.items():
                print(f"export {name}={shlex.quote(value)}")
            print(flush=True)
            await chat(azure, endpoint, sys.stdin)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.fakes", description=__doc__)
    parser.add_argument(
        "--bot", default="http://127.0.0.1:3978/api/messages", help="where Teams finds the bot"
    )
    try:
        asyncio.run(_serve(parser.parse_args().bot))
    except KeyboardInterrupt:
        print()
