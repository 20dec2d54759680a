"""The local index between threads: those who search at once do not stand in each other's way."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.identity.base import User
from bot.retrieval.base import Passage
from bot.retrieval.local import LocalIndex, LocalRetriever
from tests.bot.retrieval.test_local_processes import chunk

ANNA = User(id="id-anna", name="Anna")


async def test_many_search_at_once_while_the_index_changes(tmp_path: Path) -> None:
    index = LocalIndex(tmp_path)
    for number in range(8):
        await index.upsert([chunk(f"i:{number}.md")])
        for _ in range(5):
            retriever = LocalRetriever(tmp_path)

            found = await asyncio.gather(*(_search(retriever) for _ in range(32)))

            assert {len(passages) for passages in found} == {1}


async def _search(retriever: LocalRetriever) -> list[Passage]:
    found = await retriever.search("semester", reader=ANNA, audience="private", limit=1)
    return list(found)
