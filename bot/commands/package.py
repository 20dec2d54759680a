"""Make the Teams app package of a municipality, ready for the Teams admin center."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.commands.options import chosen_language, show
from bot.errors import ConfigurationError, PackageError
from bot.language.texts import Language, Text
from bot.operations.package import package_files, review, zipped
from bot.operations.profile import Profile, find_profile, load_profile
from bot.settings import Settings

_UNFINISHED = Text(
    sv=(
        "{key} är inte ifylld, så apppaketet är bara att titta på: appen heter ”(ej klar)” i det. "
        "`kollega check --municipality {key}` säger vad som är kvar."
    ),
    en=(
        '{key} is not filled in, so the app package is for looking at only: its name says "(not '
        'ready)". `kollega check --municipality {key}` tells what is left.'
    ),
)
_NOT_DEPLOYABLE = Text(
    sv="{key} kan inte sättas upp i Azure än: fyll i {fields} och gör utgåvan på nytt.",
    en="{key} cannot be set up in Azure yet: fill in {fields} and make the release anew.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--municipality", metavar="NAME", help="one of infra/municipalities")
    whose.add_argument("--profile", type=Path, metavar="FILE", help="a profile elsewhere")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.zip", help="where to")


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write the package, if the admin center can take it."""
    language = chosen_language(options)
    path = options.profile or find_profile(options.municipality, language=language or "sv")
    profile = load_profile(path, language=language)
    files = package_files(profile)
    if faults := review(files):
        raise PackageError("; ".join(f"{fault.where}: {fault.what}" for fault in faults))
    content = zipped(files)
    _write(options.out, content)
    warn_if_unfinished(profile, language or "sv")
    result = {
        "package": str(options.out),
        "bytes": len(content),
        "teams_app_id": profile.app.teams_app_id,
        "version": profile.app.version,
        "placeholders": list(profile.placeholders),
    }
    show(options, result, f"{options.out}: {profile.app.name} {profile.app.version}")
    return 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"--out {path} cannot be written: {error.strerror}") from error


def warn_if_unfinished(profile: Profile, language: Language, *, fields: Sequence[str] = ()) -> None:
    """Say on the terminal that IT has not filled everything in, if so.

    `fields`: those that Azure is set up from.
    """
    if profile.placeholders:
        told = _UNFINISHED.in_language(language, key=profile.key)
        print(f"kollega: {told}", file=sys.stderr)
    if fields:
        told = _NOT_DEPLOYABLE.in_language(language, key=profile.key, fields=", ".join(fields))
        print(f"kollega: {told}", file=sys.stderr)
