"""Write what a technician without Python deploys: the app, Teams packages, parameters and Bicep."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.commands.options import chosen_language, show
from bot.commands.package import warn_if_unfinished
from bot.errors import ConfigurationError
from bot.operations.profile import find_profile, load_profiles
from bot.operations.profile.reading import MUNICIPALITIES
from bot.operations.release import lacking, release_files
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--municipality", metavar="NAME", help="only this one (default: all)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="an empty folder")


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write the files, for every profile there is or for one."""
    language = chosen_language(options)
    paths = sorted(MUNICIPALITIES.glob("*.toml"))
    if options.municipality:
        paths = [find_profile(options.municipality, language=language or "sv")]
    profiles = load_profiles(paths, language=language)
    files = release_files(profiles, today=date.today())
    _write(options.out, files)
    for profile in profiles:
        warn_if_unfinished(profile, language or "sv", fields=lacking(profile))
    show(options, {"out": str(options.out), "files": list(files)}, "\n".join(files))
    return 0


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ConfigurationError(f"--out {out} is not an empty folder: put another")
    try:
        for name, content in files.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"--out {out} cannot be written: {error.strerror}") from error
