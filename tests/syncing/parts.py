"""The sync with one line changed, made afresh beside the real one."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.ingestion.sources.folder import FolderSource
from bot.ingestion.sync import run
from bot.ingestion.sync.ledger import Ledger

ROOT = Path(__file__).parents[2]
MODULES = (
    "bot.ingestion.sources.access_file",
    "bot.ingestion.sources.access",
    "bot.ingestion.sources.folder",
    "bot.ingestion.sync.ledger_file",
    "bot.ingestion.sync.records",
    "bot.ingestion.sync.ledger",
    "bot.ingestion.sync.plan",
    "bot.ingestion.sync.writer",
    "bot.ingestion.sync.fetching",
    "bot.ingestion.sync.run",
)
"""What a mutant is made of, each after those that it imports."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mistake: what a piece of a module becomes."""

    module: str
    was: str
    becomes: str
    is_found_soon: bool = False
    """Whether a few examples are enough, so that every run can try it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a world is built of."""

    folder: type[FolderSource] = FolderSource
    ledger: type[Ledger] = Ledger
    sync: Any = run.sync_source


def mutated(mutant: Mutant) -> Parts:
    """The parts with that mistake."""
    made: dict[str, ModuleType] = {}

    def import_(
        name: str,
        globals_: Mapping[str, object] | None = None,
        locals_: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        return made.get(name) or __import__(name, globals_, locals_, fromlist or (), level)

    for name in MODULES:
        path = ROOT / f"{name.replace('.', '/')}.py"
        source = path.read_text(encoding="utf-8")
        if name.endswith(f".{mutant.module}"):
            assert source.count(mutant.was) == 1, f"{name} has changed: what breaks it now?"
            source = source.replace(mutant.was, mutant.becomes)
        module = made[name] = ModuleType(name)
        module.__dict__["__builtins__"] = {**vars(builtins), "__import__": import_}
        exec(compile(source, str(path), "exec"), module.__dict__)
    folder, ledger, sync = (made[name] for name in (MODULES[2], MODULES[5], MODULES[9]))
    return Parts(folder.FolderSource, ledger.Ledger, sync.sync_source)
