"""Approved answers, stopped documents and announcements in ordinary lists of a SharePoint site.

https://learn.microsoft.com/graph/api/listitem-list
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.approved.base import Approvals
from bot.errors import UnavailableError
from bot.ingestion.approvals.memory import Part, RowMemory, rows_of
from bot.ingestion.approvals.rows import Row, Told, read_rows
from bot.ingestion.sources.sharepoint.address import SiteAddress
from bot.ingestion.sources.sharepoint.fields import Json, part, text
from bot.ingestion.sources.sharepoint.graph import Graph, GraphError, url_path
from bot.ingestion.sources.sharepoint.site import find_site
from bot.privacy.personal_data import mask

ANSWERS, STOPPED, ANNOUNCED = "godkända svar", "stoppade dokument", "kollegas texter"
_SWEDEN = ZoneInfo("Europe/Stockholm")
_TITLE = {ANSWERS: "fråga", STOPPED: "dokument", ANNOUNCED: "vad"}
"""What the column is that every list has, if it was not renamed."""


class ApprovalLists:
    """Reads the lists whole: they are short, and what is gone from one is withdrawn."""

    def __init__(self, graph: Graph, address: SiteAddress, memory: RowMemory) -> None:
        self._graph = graph
        self._address = address
        self._memory = memory
        self._site = ""
        self._kept: Mapping[str, Part] = {}
        self._told = Told()

    async def read(self) -> Approvals:
        """All that stands in the lists. A site without one of them has decided nothing there."""
        try:
            parts = await self._parts()
        except GraphError as error:
            raise UnavailableError(str(error)) from error
        if parts != self._kept:
            self._kept = parts
            await asyncio.to_thread(self._memory.save, parts)
        return self._told.without_flaws(read_rows(rows_of(parts)))

    def remembered(self) -> Approvals | None:
        """What stood there when it was last read."""
        parts = self._memory.load()
        return None if parts is None else read_rows(rows_of(parts))[0]

    async def _parts(self) -> dict[str, Part]:
        self._site = self._site or await find_site(self._graph, self._address)
        path = url_path("/sites/{}/lists", self._site, select="id,displayName")
        found = {text(one, "displayName").casefold(): one for one in await self._graph.values(path)}
        return {
            name: Part("", tuple(await self._rows(name, text(found[name], "id"))))
            for name in _TITLE
            if name in found
        }

    async def _rows(self, name: str, list_id: str) -> list[Row]:
        columns = url_path(
            "/sites/{}/lists/{}/columns", self._site, list_id, select="name,displayName"
        )
        labels = {
            text(column, "name"): text(column, "displayName")
            for column in await self._graph.values(columns)
        }
        items = url_path("/sites/{}/lists/{}/items", self._site, list_id, expand="fields")
        return [
            Row(
                f"{name}, {text(item, 'id')}",
                dict(_cells(part(item, "fields"), labels, title=_TITLE[name])),
            )
            for item in await self._graph.values(items)
        ]


def _cells(fields: Json, labels: Mapping[str, str], *, title: str) -> Iterator[tuple[str, str]]:
    """The fields by the labels that people see. A column keeps its first name within SharePoint."""
    for name, value in fields.items():
        label = title if name == "Title" else labels.get(name)
        if label:
            yield label, mask(_written(value)).text


def _written(value: object) -> str:
    """A field as text: a link's address, a day in Sweden, each of several choices."""
    if isinstance(value, bool):
        return "ja" if value else ""
    if isinstance(value, dict):
        return str(value.get("Url") or value.get("LookupValue") or "")
    if isinstance(value, list):
        return "\n".join(_written(one) for one in value)
    written = str(value)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written
    # A day is kept as its midnight at the site's place, told in UTC.
    return moment.astimezone(_SWEDEN).date().isoformat() if moment.tzinfo else written
