"""Everything that a technician without Python deploys, file by file."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.operations.package import package_files, review, zipped
from bot.operations.profile import Profile
from bot.operations.release.parameters import parameters

ROOT = Path(__file__).parents[3]
_APP = ("bot", "skills", "manifest", "infra/municipalities")
_LEFT_OUT = ("__pycache__", "screenshots")
_EXTRAS = ("telemetry", "vectors")


def release_files(profiles: Sequence[Profile], *, today: date) -> dict[str, bytes]:
    """By path: the app for App Service, a Teams package and parameters a profile, and the Bicep.

    A profile that the Teams admin center would refuse has no package.
    """
    files = {f"kollega-{_project()['version']}.zip": zipped(app_files())}
    for profile in profiles:
        if not review(package := package_files(profile)):
            files[f"{profile.key}/kollega-teams.zip"] = zipped(package)
        files[f"{profile.key}/main.parameters.json"] = parameters(profile, today=today)
    files |= {f"infra/{path}": content for path, content in _infra()}
    return files | {"SHA256SUMS": _sums(files)}


def app_files() -> dict[str, bytes]:
    """What App Service runs: the code, the profiles, and what it is to install."""
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in _APP
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and not any(part in _LEFT_OUT for part in path.parts)
    }
    for name in ("pyproject.toml", "constraints.txt", "LICENSE"):
        files[name] = (ROOT / name).read_bytes()
    return files | {"requirements.txt": _requirements(_project())}


def _requirements(project: Mapping[str, Any]) -> bytes:
    """Of the application and of what it needs in Azure, each at the version that is tested."""
    extras = project["optional-dependencies"]
    names = [*project["dependencies"], *(name for extra in _EXTRAS for name in extras[extra])]
    return "\n".join(("-c constraints.txt", *dict.fromkeys(names), "")).encode()


def _project() -> Mapping[str, Any]:
    told: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project: Mapping[str, Any] = told["project"]
    return project


def _infra() -> Iterator[tuple[str, bytes]]:
    folder = ROOT / "infra"
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith("municipalities/"):
            yield name, path.read_bytes()


def _sums(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items())
    return ("\n".join(lines) + "\n").encode()
