"""Finds what the browser tests need on this machine: the Playground, axe-core and Chromium."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLAYGROUND_DIRECTORIES = ("build/playground/node_modules/.bin", "node_modules/.bin")


def playground() -> Path | None:
    """The installed Playground: $KOLLEGA_PLAYGROUND, below the repository, or on PATH."""
    chosen = os.environ.get("KOLLEGA_PLAYGROUND")
    below = [str(ROOT / directory) for directory in PLAYGROUND_DIRECTORIES]
    found = chosen or shutil.which("agentsplayground", path=os.pathsep.join(below))
    found = found or shutil.which("agentsplayground")
    return Path(found) if found else None


def chromium() -> str | None:
    """Debian's Chromium, or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def axe() -> Path:
    """The script of axe-core, which looks for what WCAG forbids."""
    return ROOT / "build" / "playground" / "node_modules" / "axe-core" / "axe.min.js"


def missing() -> str | None:
    """What is missing and how to get it; None if nothing is."""
    if shutil.which("node") is None:
        return "needs Node.js 20 or later"
    if playground() is None:
        return (
            "needs the Agents Playground: npm install --prefix build/playground "
            "@microsoft/m365agentsplayground@0.2.28 (or set KOLLEGA_PLAYGROUND to its program)"
        )
    if not axe().is_file():
        return "needs axe-core: npm install --prefix build/playground axe-core@4.14.1"
    if chromium() is None:
        return "needs Chromium: apt-get install chromium"
    return None


def screenshots() -> Path:
    """Where screenshots go."""
    return Path(os.environ.get("KOLLEGA_ARTEFACTS", ROOT / "artefacts")) / "playground"
