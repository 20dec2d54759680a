"""Search by meaning: passages that say it in other words, and never more than words alone show."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from bot.app.intranet import ingest
from bot.app.kollega import open_kollega
from bot.app.trust import trust
from bot.identity.base import User
from bot.ingestion.sources.folder import FolderSource
from bot.retrieval.base import Chunk, Retriever
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.retrieval.vectors.hybrid import HybridIndex, VectorSearch
from bot.retrieval.vectors.nearest import Nearest, to_vector
from bot.retrieval.vectors.openai import OpenAIEmbedder
from bot.retrieval.vectors.store import VectorStore, Waiting
from bot.settings import Settings
from tests.fakes.embedding_server import EmbeddingServer
from tests.fakes.passages import chunk

MEANINGS = [("lunchrast", "matpaus", "äta"), ("tjänstebil", "poolfordon", "köra")]
ANNA = User(id="id-anna", name="Anna")
HELENE = User(id="id-helene", name="Helene", groups=frozenset({"hr"}))

BREAK = replace(chunk(1), text="Matpaus är trettio minuter.")
CAR = replace(chunk(2), text="Poolfordon bokas av chefen.")
PAY = replace(chunk(3), text="Lönen kommer den 27:e.")
SECRET = replace(chunk(4), text="Matpaus för nattpersonal.", readers=frozenset({"hr"}))


@dataclass(frozen=True, slots=True)
class Hybrid:
    """An index with vectors in a folder of its own."""

    folder: Path
    server: EmbeddingServer
    index: HybridIndex
    retriever: Retriever

    async def ingest(self, *chunks: Chunk) -> int:
        await self.index.upsert(chunks)
        return await self.index.catch_up()

    async def found(self, query: str, *, reader: User = ANNA) -> list[str]:
        passages = await self.retriever.search(query, reader=reader, audience="private")
        return [passage.chunk.id for passage in passages]


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens the same folder again and again, as processes do."""

    folder: Path
    server: EmbeddingServer
    stack: AsyncExitStack
    patience_s: float = 2.0

    def __call__(self, *, model: str = "modell-e") -> Hybrid:
        embedder = OpenAIEmbedder.build(
            base_url=self.server.url, api_key=None, model=model, tls=trust(None)
        )
        self.stack.push_async_callback(embedder.close)
        store = VectorStore(self.folder / "vectors.sqlite3")
        local = LocalIndex(self.folder / "index")
        by_meaning = VectorSearch(store, embedder, patience_s=self.patience_s)
        return Hybrid(
            self.folder,
            self.server,
            HybridIndex(local, store, embedder),
            LocalRetriever(self.folder / "index", by_meaning=by_meaning),
        )


@pytest.fixture
async def opening(tmp_path: Path) -> AsyncIterator[Opening]:
    async with EmbeddingServer(MEANINGS) as server, AsyncExitStack() as stack:
        yield Opening(tmp_path, server, stack)


@pytest.fixture
def hybrid(opening: Opening) -> Hybrid:
    return opening()


async def test_finds_what_says_it_in_other_words(hybrid: Hybrid) -> None:
    await hybrid.ingest(BREAK, CAR, PAY)

    assert (await hybrid.found("lunchrast"))[0] == BREAK.id
    assert (await hybrid.found("får jag köra?"))[0] == CAR.id


async def test_what_words_and_meaning_agree_on_comes_first(hybrid: Hybrid) -> None:
    await hybrid.ingest(PAY, CAR, BREAK)

    assert (await hybrid.found("matpaus"))[0] == BREAK.id


async def test_is_never_shown_what_others_may_read(hybrid: Hybrid) -> None:
    await hybrid.ingest(BREAK, SECRET)

    assert SECRET.id not in await hybrid.found("lunchrast")
    assert SECRET.id in await hybrid.found("lunchrast", reader=HELENE)


async def test_a_narrowed_document_is_gone_at_once_though_its_vector_is_not(
    hybrid: Hybrid,
) -> None:
    await hybrid.ingest(BREAK)
    assert await hybrid.found("lunchrast") == [BREAK.id]

    await hybrid.index.upsert([replace(BREAK, readers=frozenset({"hr"}))])

    assert await hybrid.found("lunchrast") == []


async def test_a_deleted_document_is_gone_at_once(hybrid: Hybrid) -> None:
    await hybrid.ingest(BREAK)
    assert await hybrid.found("lunchrast") == [BREAK.id]

    await hybrid.index.delete([BREAK.document_id])

    assert await hybrid.found("lunchrast") == []


async def test_access_is_decided_before_anything_is_compared(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "vectors.sqlite3")
    hidden = [
        replace(chunk(number), text=str(number), readers=frozenset({"hr"}))
        for number in range(1000)
    ]
    store.put([*hidden, replace(chunk(1000), text="syns")], model="m")
    near, far = np.ones(64), np.linspace(-1, 1.5, 64)
    store.fill(
        to_vector(one, list(far if "syns" in one.content else near))
        for one in store.waiting(at_most=2000)
    )

    found = Nearest(store, model="m").search([1.0] * 64, groups={"alla"}, limit=3)

    assert found == ("chunk-1000",)


async def test_the_nearest_of_many_are_those_that_an_exact_comparison_finds(
    tmp_path: Path,
) -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(3000, 256))
    asked = vectors[17] + random.normal(size=256) * 0.8
    store = VectorStore(tmp_path / "vectors.sqlite3")
    store.put([replace(chunk(number), text=str(number)) for number in range(3000)], model="m")
    numbers = {one.key: int(one.content.splitlines()[-1]) for one in store.waiting(at_most=3000)}
    store.fill(to_vector(Waiting(key, ""), list(vectors[n])) for key, n in numbers.items())
    likeness = vectors @ asked / np.linalg.norm(vectors, axis=1)

    found = Nearest(store, model="m").search(list(asked), groups={"alla"}, limit=10)

    exact = [f"chunk-{number}" for number in np.argsort(-likeness)[:10]]
    assert found[0] == "chunk-17"
    assert len(set(found) & set(exact)) >= 9


async def test_the_same_text_is_paid_for_once(hybrid: Hybrid) -> None:
    await hybrid.ingest(BREAK, CAR)
    await hybrid.index.delete([BREAK.document_id])
    await hybrid.ingest(replace(BREAK, id="chunk-flyttad", document_id="intranet:ny.md"), CAR)

    texts = [text for text in hybrid.server.inputs if "Matpaus" in text]

    assert len(texts) == 1
    assert "chunk-flyttad" in await hybrid.found("lunchrast")


async def test_too_many_requests_are_waited_out(hybrid: Hybrid) -> None:
    hybrid.server.statuses.extend([429, 503, 429])

    assert await hybrid.ingest(BREAK) == 0


async def test_what_got_no_vector_is_found_by_its_words_and_gets_one_the_next_time(
    hybrid: Hybrid, caplog: pytest.LogCaptureFixture
) -> None:
    hybrid.server.statuses.extend([400])

    assert await hybrid.ingest(BREAK) == 1
    assert await hybrid.found("matpaus") == [BREAK.id]
    assert await hybrid.index.catch_up() == 0
    assert "Matpaus" not in caplog.text


async def test_without_its_server_it_searches_by_words_and_asks_no_more_for_a_while(
    hybrid: Hybrid, opening: Opening
) -> None:
    await hybrid.ingest(BREAK, CAR)
    hybrid.server.statuses.extend([400])

    assert await hybrid.found("matpaus") == [BREAK.id]
    hybrid.server.inputs.clear()
    assert await hybrid.found("lunchrast") == []
    assert hybrid.server.inputs == []


async def test_a_server_that_does_not_answer_holds_no_question_up_for_long(
    opening: Opening,
) -> None:
    hybrid = replace(opening, patience_s=0.1)()
    await hybrid.ingest(BREAK)
    hybrid.server.silent_s = 30.0

    async with asyncio.timeout(10):
        assert await hybrid.found("matpaus") == [BREAK.id]


async def test_an_index_that_was_made_without_vectors_gets_them_at_the_next_ingestion(
    tmp_path: Path, opening: Opening
) -> None:
    folder = tmp_path / "raster"
    folder.mkdir()
    (folder / "access.toml").write_text('readers = ["alla"]')
    (folder / "rast.md").write_text("# Rast\n\nMatpaus är trettio minuter.")
    plain = Settings(data=tmp_path / "data")
    await ingest(plain, FolderSource(folder))
    settings = replace(plain, openai_base_url=opening.server.url, embedding_model="modell-e")
    await ingest(settings, FolderSource(folder))

    async with open_kollega(settings) as kollega:
        [passage] = await kollega.retriever.search("lunchrast", reader=ANNA, audience="private")

    assert passage.chunk.document_id == "raster:rast.md"


async def test_another_process_sees_new_vectors_within_seconds(
    hybrid: Hybrid, opening: Opening
) -> None:
    other = opening()
    await hybrid.ingest(CAR)
    assert await other.found("lunchrast") == [CAR.id] or await other.found("köra") == [CAR.id]
    await hybrid.ingest(BREAK)

    await asyncio.sleep(1.2)

    assert BREAK.id in await other.found("lunchrast")


async def test_vectors_of_another_model_are_not_compared(hybrid: Hybrid, opening: Opening) -> None:
    await hybrid.ingest(BREAK)
    other = opening(model="modell-f")

    assert await other.found("lunchrast") == []
    assert await other.index.without_vectors() == {BREAK.document_id}
    await other.ingest(BREAK)
    assert await opening(model="modell-f").found("lunchrast") == [BREAK.id]
    assert await other.index.without_vectors() == set()


async def test_vectors_of_another_length_are_not_compared(hybrid: Hybrid) -> None:
    await hybrid.ingest(BREAK)
    hybrid.server.length = 128

    assert await hybrid.found("matpaus") == [BREAK.id]
