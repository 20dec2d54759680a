"""Asks who may read what: of everything that changed, and again of what did not.

Graph's delta query does not tell reliably that access has changed (never for what inherits it), and
SharePoint libraries do not tell from where an item inherits. So the permissions of items are read
again at every sync, folders first, up to `RECHECK` items a library. If there are more, half of that
goes to those that had readers of their own, and the rest to those asked longest ago.

An item that had the same readers as its folder seems to inherit. When the folder, the library or
the site loses readers, all below it are asked again, however many; and as long as one could not be
asked, it keeps only those readers whom its folder still has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.ingestion.sources.sharepoint.columns import owner_of
from bot.ingestion.sources.sharepoint.fields import Json, parts, text
from bot.ingestion.sources.sharepoint.graph import BATCH, Ask, Graph, GraphError, url_path
from bot.ingestion.sources.sharepoint.items import Delta, Item
from bot.ingestion.sources.sharepoint.knowledge import Known
from bot.ingestion.sources.sharepoint.labels import LabelRule, labels_in
from bot.ingestion.sources.sharepoint.permissions import SELECT, Access, Rules

RECHECK = 5_000
"""Unchanged items whose permissions are read again at one sync."""
_AT_ONCE = 4
"""Batches under way at the same time."""
UNKNOWN_LABEL = ("?",)


@dataclass(frozen=True, slots=True)
class _Question:
    item: Item
    before: Known | None
    asks: tuple[Ask, ...]
    of_label: bool
    of_owner: bool


class Inquiry:
    """One sync's questions about one library."""

    def __init__(
        self,
        graph: Graph,
        drive_id: str,
        *,
        rules: Rules,
        labels: LabelRule,
        number: int,
        now: datetime,
        recheck: int = RECHECK,
    ) -> None:
        """`number` is the sync's, counted from 1."""
        self._graph = graph
        self._drive_id = drive_id
        self._rules = rules
        self._labels = labels
        self._number = number
        self._now = now
        self._room = recheck
        self._items: Mapping[str, Item] = {}
        self._effective: dict[str, frozenset[str]] = {}
        self.known: dict[str, Known] = {}
        """By item, after `ask`."""
        self.failed: dict[str, GraphError] = {}
        """Items that were asked about in vain."""

    async def ask(
        self, delta: Delta, before: Mapping[str, Known], *, counts: Callable[[Item], bool]
    ) -> None:
        """Bring `known` up to date for all folders and for the files that `counts` says."""
        self._items = delta.items
        self.known = {each: known for each, known in before.items() if each in delta.items}
        places = [item for item in delta.items.values() if item.is_place]
        files = [item for item in delta.items.values() if not item.is_place and counts(item)]
        await self._ask(self._chosen(places, delta.changed))
        await self._ask(self._chosen(files, delta.changed))

    def readers(self, item_id: str) -> frozenset[str]:
        """Who may read the item, as far as is known now; nobody if nothing is."""
        if item_id not in self._effective:
            self._effective[item_id] = frozenset()  # Folders in a circle give nothing.
            self._effective[item_id] = self._find_readers(item_id)
        return self._effective[item_id]

    def _find_readers(self, item_id: str) -> frozenset[str]:
        known, item = self.known.get(item_id), self._items.get(item_id)
        if known is None or item is None:
            return frozenset()
        if known.asked_in == self._number or not known.inherits:
            return known.readers
        return known.readers & self.readers(item.parent)

    def _chosen(self, items: Sequence[Item], changed: frozenset[str]) -> list[Item]:
        """What must be asked about, and as much of the rest as there is room for."""
        must, rest = list[Item](), list[tuple[Known, Item]]()
        for item in items:
            known = self.known.get(item.id)
            if known is None or item.id in changed or self._is_due(item, known):
                must.append(item)
            else:
                rest.append((known, item))
        chosen = self._again(rest)
        self._room -= len(chosen)
        return must + chosen

    def _is_due(self, item: Item, known: Known) -> bool:
        has_lost = self.readers(item.id) != known.readers
        return has_lost or not known.asked_in or self._needs_label(item, known)

    def _again(self, rest: list[tuple[Known, Item]]) -> list[Item]:
        """Half of the room is for items that have readers of their own. The rest is for all in
        turn, so that nothing waits for ever.
        """
        rest.sort(key=lambda each: each[0].asked_in)
        special = [item for known, item in rest if not known.inherits]
        first = special[: max(self._room - self._room // 2, 0)]
        taken = {item.id for item in first}
        others = [item for _, item in rest if item.id not in taken]
        return first + others[: max(self._room - len(first), 0)]

    async def _ask(self, items: Sequence[Item]) -> None:
        room = asyncio.Semaphore(_AT_ONCE)

        async def one(batch: Sequence[_Question]) -> list[Known | GraphError]:
            async with room:
                return await self._answers(batch)

        batches = list(_batches([self._question(item) for item in items]))
        answers = await asyncio.gather(*map(one, batches))
        self._effective.clear()
        for batch, found in zip(batches, answers, strict=True):
            for question, answer in zip(batch, found, strict=True):
                self._take(question, answer)
        self._effective.clear()
        for item in items:
            self._compare(item)

    def _take(self, question: _Question, answer: Known | GraphError) -> None:
        item_id = question.item.id
        if isinstance(answer, Known):
            self.known[item_id] = answer
            return
        self.failed[item_id] = answer
        if question.before is not None:
            # Asked first of all at the next sync.
            self.known[item_id] = replace(question.before, asked_in=0)

    def _compare(self, item: Item) -> None:
        known = self.known.get(item.id)
        if known is not None and known.asked_in == self._number and item.kind != "root":
            inherits = known.readers == self.readers(item.parent)
            self.known[item.id] = replace(known, inherits=inherits)

    def _question(self, item: Item) -> _Question:
        before = self.known.get(item.id)
        of_label = self._needs_label(item, before)
        of_owner = not item.is_place and (before is None or before.version != item.version)
        path = "/drives/{}/items/{}/"
        ids = (self._drive_id, item.id)
        asks = [Ask(url_path(f"{path}permissions", *ids, select=SELECT))]
        if of_label:
            asks.append(Ask(url_path(f"{path}extractSensitivityLabels", *ids), "POST"))
        if of_owner:
            asks.append(Ask(url_path(f"{path}listItem", *ids, expand="fields")))
        return _Question(item, before, tuple(asks), of_label, of_owner)

    def _needs_label(self, item: Item, known: Known | None) -> bool:
        if item.is_place or not self._labels.must_ask(item.name):
            return False
        return known is None or known.content != item.content or known.labels == UNKNOWN_LABEL

    async def _answers(self, batch: Sequence[_Question]) -> list[Known | GraphError]:
        try:
            found = iter(await self._graph.batch([ask for each in batch for ask in each.asks]))
        except GraphError as error:
            return [error] * len(batch)
        result: list[Known | GraphError] = []
        for question in batch:
            permissions, *others = [next(found) for _ in question.asks]
            try:
                result.append(await self._known(question, permissions, others))
            except GraphError as error:
                result.append(error)
        return result

    async def _known(
        self, question: _Question, permissions: Json | GraphError, others: list[Json | GraphError]
    ) -> Known:
        item, before = question.item, question.before
        access = await self._access(permissions)
        known = replace(
            before or Known(readers=frozenset()),
            readers=access.readers,
            unresolved=access.unresolved,
            asked_in=self._number,
        )
        if question.of_label:
            known = replace(known, labels=_labels(others.pop(0)), content=item.content)
        if question.of_owner and not isinstance(others[0], GraphError):
            known = replace(known, owner=owner_of(others[0]), version=item.version)
        return known

    async def _access(self, answer: Json | GraphError) -> Access:
        if isinstance(answer, GraphError):
            raise answer
        permissions = list(parts(answer, "value"))
        if more := self._graph.own(text(answer, "@odata.nextLink")):
            permissions += await self._graph.values(more)
        return self._rules.access(permissions, self._now)


def _labels(answer: Json | GraphError) -> tuple[str, ...]:
    if not isinstance(answer, GraphError):
        return labels_in(answer)
    if answer.is_temporary:
        raise answer
    return UNKNOWN_LABEL


def _batches(questions: Sequence[_Question]) -> Iterator[list[_Question]]:
    batch: list[_Question] = []
    size = 0
    for question in questions:
        if size + len(question.asks) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(question)
        size += len(question.asks)
    if batch:
        yield batch
