"""All checks of a folder of Bicep files."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.bicep.house_rules import check_house_rules
from tests.bicep.modules import check_modules
from tests.bicep.names import check_names
from tests.bicep.syntax import Finding, read
from tests.bicep.types import check_types

INFRA = Path(__file__).parents[2] / "infra"


def check(folder: Path = INFRA) -> list[Finding]:
    """What is wrong in main.bicep and the modules beside it."""
    return [
        finding
        for path in (folder / "main.bicep", *sorted((folder / "modules").glob("*.bicep")))
        for finding in check_file(path)
    ]


def check_file(path: Path) -> list[Finding]:
    """What is wrong in one file. What does not parse is not looked at further."""
    file = read(path)
    if not file.findings:
        for one in (check_names, check_modules, check_types, check_house_rules):
            one(file)
    return file.findings


if __name__ == "__main__":
    found = check()
    print("\n".join(f"{one.where}: {one.what}" for one in found) or "infra: nothing wrong")
    sys.exit(bool(found))
