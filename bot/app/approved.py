"""Opens the place where owners write approved answers and stop documents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app.municipality import own
from bot.app.sample import SAMPLE
from bot.operations.profile.own_files import APPROVED
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.approved.current import ApprovalSource, CurrentApprovals

_SHAREPOINT = "sharepoint:"


@asynccontextmanager
async def open_approvals(
    settings: Settings, *, state: Path, today: Callable[[], date]
) -> AsyncIterator[CurrentApprovals | None]:
    """What owners have decided, read once and kept current while open; None if there is no place
    for it. What was read is kept in the folder `state`.

    Raises `ConfigurationError`, naming the setting.
    """
    async with _source(settings, state) as source:
        if source is None:
            yield None
            return
        from bot.approved.current import CurrentApprovals

        approvals = CurrentApprovals(source, today=today)
        await approvals.refresh()
        keeping = asyncio.create_task(approvals.keep_current())
        try:
            yield approvals
        finally:
            keeping.cancel()
            await asyncio.wait({keeping})


@asynccontextmanager
async def _source(settings: Settings, state: Path) -> AsyncIterator[ApprovalSource | None]:
    location = settings.approved_answers or _own_or_sample(settings)
    if location is None:
        yield None
        return
    from bot.ingestion.approvals.memory import RowMemory

    memory = RowMemory(state / "approved.json")
    if location.startswith(_SHAREPOINT):
        from bot.app.sharepoint import open_graph
        from bot.ingestion.approvals.sharepoint import ApprovalLists
        from bot.ingestion.sources.sharepoint.address import parse_address

        async with open_graph(settings) as graph:
            yield ApprovalLists(graph, parse_address(location), memory)
        return
    from bot.ingestion.approvals.files import ApprovalFiles

    yield ApprovalFiles(Path(location), memory)


def _own_or_sample(settings: Settings) -> str | None:
    """The municipality's own; the sample municipality's where its people are used, too."""
    found = next((path for name in APPROVED if (path := own(settings, name)).exists()), None)
    if found is None and not (settings.data / "people.toml").exists():
        found = SAMPLE / APPROVED[0]
    return str(found) if found else None
