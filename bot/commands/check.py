"""Check everything that must be right before staff are let in; tells what to do about the rest."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bot.app.checking import check
from bot.commands.options import chosen_language, show
from bot.operations.check import Finding, worst
from bot.operations.profile import find_profile
from bot.settings import NAMES, Settings, variable

_MARKS = {"green": "✓", "yellow": "!", "red": "✗"}
_WORDS = {
    "sv": {"green": "grönt", "yellow": "gult", "red": "rött"},
    "en": {"green": "green", "yellow": "yellow", "red": "red"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--profile", type=Path, metavar="FILE", help="a municipality's profile")
    whose.add_argument("--municipality", metavar="NAME", help="one of infra/municipalities")


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Look, and print each finding; 1 if anything is red."""
    language = chosen_language(options) or "sv"
    profile = options.profile
    if options.municipality:
        profile = find_profile(options.municipality, language=language)
    findings = await check(settings, profile, language)
    status = worst(findings)
    result = {
        "status": status,
        "checks": [
            {
                "name": finding.name,
                "status": finding.status,
                "title": finding.title,
                "remedy": finding.remedy,
            }
            for finding in findings
        ],
        "settings": {variable(name): settings.sources[name] for name in NAMES},
    }
    show(options, result, _readable(findings, _WORDS[language]) + _sources(settings))
    return 1 if status == "red" else 0


def _readable(findings: Sequence[Finding], words: dict[str, str]) -> str:
    lines = []
    for finding in findings:
        title, *more = finding.title.splitlines()
        lines.append(f"{_MARKS[finding.status]} {words[finding.status]:<6} {title}")
        lines += [f"           {line}" for line in more]
        if finding.remedy:
            lines.append(f"           {finding.remedy}")
    return "\n".join(lines)


def _sources(settings: Settings) -> str:
    """Where each setting came from that somebody has set; never what it holds."""
    given = [name for name in NAMES if settings.sources[name] != "default"]
    if not given:
        return ""
    return "\n\n" + "\n".join(f"{variable(name)} ({settings.sources[name]})" for name in given)
