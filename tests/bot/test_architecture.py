"""Rules of the house that import-linter cannot express."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.__main__ import COMMANDS
from bot.settings import NAMES, variable

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("skills/**/*.py")])
MAY_SERVE_HTTP = ("bot/teams/", "bot/app/")


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_only_the_channel_serves_http() -> None:
    serving = {
        _name(path)
        for path in SOURCES
        if any(name.startswith("aiohttp.web") for name in _imported(path))
    }
    assert serving
    assert {name for name in serving if not name.startswith(MAY_SERVE_HTTP)} == set()


def test_only_the_command_reads_the_environment() -> None:
    reads = re.compile(r"os\.environ|getenv")
    assert {_name(path) for path in SOURCES if reads.search(path.read_text("utf-8"))} == {
        "bot/__main__.py"
    }


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {command for command in COMMANDS if f"kollega {command}" not in readme} == set()


def test_every_setting_is_documented() -> None:
    settings = (ROOT / "infra" / "SETTINGS.md").read_text(encoding="utf-8")
    assert {name for name in NAMES if f"`{variable(name)}`" not in settings} == set()
