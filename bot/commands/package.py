"""Make the Teams app package of a municipality, ready for the Teams admin center."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.commands.options import chosen_language, show
from bot.errors import ConfigurationError, PackageError
from bot.operations.package import package_files, review, zipped
from bot.operations.profile import Profile, find_profile, load_profile
from bot.settings import Settings


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
    warn_if_unfinished(profile)
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


def warn_if_unfinished(profile: Profile) -> None:
    """Say on the terminal that IT has not filled everything in, if so."""
    if profile.placeholders:
        print(
            f"kollega: {profile.key} is not filled in, so this package is for looking at only: "
            f"`kollega check --municipality {profile.key}` tells what is left",
            file=sys.stderr,
        )
