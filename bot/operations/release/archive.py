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
from bot.operations.release.parameters import lacking, parameters

ROOT = Path(__file__).parents[3]
SAMPLE = "exempel"
UNFINISHED = "-EJ-KLAR"
"""In the name of a file that must not be deployed yet: the profile still has placeholders."""
_APP = ("bot", "skills", "manifest")
_PROFILES = "infra/municipalities"
_LEFT_OUT = ("__pycache__", "screenshots")
_EXTRAS = ("telemetry", "vectors")


def release_files(profiles: Sequence[Profile], *, today: date) -> dict[str, bytes]:
    """By path: the app for App Service, a Teams package and parameters a profile, and the Bicep.

    A profile that the Teams admin center would refuse has no package. What is made of one that is
    not filled in says so in its name.
    """
    app = app_files([profile.key for profile in profiles])
    files = {f"kollega-{_project()['version']}.zip": zipped(app)}
    for profile in profiles:
        if not review(package := package_files(profile)):
            mark = UNFINISHED if profile.placeholders else ""
            files[f"{profile.key}/kollega-teams{mark}.zip"] = zipped(package)
        mark = UNFINISHED if lacking(profile) else ""
        files[f"{profile.key}/main.parameters{mark}.json"] = parameters(profile, today=today)
    files |= {f"infra/{path}": content for path, content in _infra()}
    return files | {"SHA256SUMS": _sums(files)}


def app_files(municipalities: Sequence[str], *, root: Path = ROOT) -> dict[str, bytes]:
    """What App Service runs: the code, what it is to install, and those municipalities' profiles
    with their own files; the sample's profile, too, which tells what is left over from it."""
    paths = [path for folder in _APP for path in (root / folder).rglob("*")]
    for name in {*municipalities, SAMPLE}:
        folder = root / _PROFILES / name
        paths += [folder.with_suffix(".toml"), *folder.rglob("*")]
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(paths)
        if path.is_file() and not any(part in _LEFT_OUT for part in path.parts)
    }
    for name in ("pyproject.toml", "constraints.txt", "LICENSE"):
        files[name] = (root / name).read_bytes()
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
