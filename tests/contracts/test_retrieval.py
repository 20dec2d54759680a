"""What every index and its retriever must do, whatever engine holds the chunks."""

from __future__ import annotations

import itertools
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.identity.base import Audience, User
from bot.retrieval.azure.definition import Design
from bot.retrieval.base import Chunk, DocumentMetadata, Index, Retriever
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.retrieval.vectors.embedder import Embedder
from bot.retrieval.vectors.hybrid import HybridIndex, VectorSearch
from bot.retrieval.vectors.store import VectorStore
from tests.fakes.azure_search.opening import Letters, fill, open_search
from tests.fakes.local_authority import LocalAuthority

Open = Callable[[], tuple[Index, Retriever]]

ANNA = User(id="id-anna", name="Anna")
HELENE = User(id="id-helene", name="Helene", groups=frozenset({"hr"}))
GUEST = User(id="id-guest", name="Gäst", groups=frozenset({"projekt"}), is_guest=True)


class _WithVectors(HybridIndex):
    """Waits for the vectors, too."""

    async def upsert(self, chunks: Sequence[Chunk]) -> None:
        await super().upsert(chunks)
        await self.catch_up()


def _local(folder: Path) -> tuple[Index, Retriever]:
    return LocalIndex(folder), LocalRetriever(folder)


def _hybrid(folder: Path) -> tuple[Index, Retriever]:
    store = VectorStore(folder / "vectors.sqlite3")
    by_meaning = VectorSearch(store, Letters())
    index = _WithVectors(LocalIndex(folder), store, Letters())
    return index, LocalRetriever(folder, by_meaning=by_meaning)


@asynccontextmanager
async def _in_folder(
    open_in: Callable[[Path], tuple[Index, Retriever]], folder: Path, authority: LocalAuthority
) -> AsyncIterator[Open]:
    yield partial(open_in, folder)


@asynccontextmanager
async def _azure(
    embedder: Embedder | None, folder: Path, authority: LocalAuthority
) -> AsyncIterator[Open]:
    design = Design(dimensions=16, model=embedder.name) if embedder else Design()
    async with open_search(authority) as search:
        await fill(search.index(design))
        yield lambda: (search.index(design, embedder), search.retriever(embedder))


ENGINES = {
    "local": partial(_in_folder, _local),
    "hybrid": partial(_in_folder, _hybrid),
    "azure": partial(_azure, None),
    "azure-hybrid": partial(_azure, Letters()),
}


@pytest.fixture(scope="module")
def authority() -> LocalAuthority:
    return LocalAuthority()


@pytest.fixture(params=ENGINES)
async def opened(
    request: pytest.FixtureRequest, tmp_path: Path, authority: LocalAuthority
) -> AsyncIterator[Open]:
    async with ENGINES[request.param](tmp_path, authority) as open_engine:
        yield open_engine


@pytest.fixture
def index(opened: Open) -> Index:
    return opened()[0]


@pytest.fixture
def retriever(opened: Open) -> Retriever:
    return opened()[1]


def chunk(document: str, position: int, text: str, *readers: str) -> Chunk:
    return Chunk(
        id=f"{document}#{position}",
        document_id=document,
        position=position,
        title=document.partition(":")[2],
        place=f"s. {position + 1}",
        url=f"https://intranet.example/{document}",
        text=f"{text} i {document}",
        readers=frozenset(readers),
    )


async def found(
    retriever: Retriever,
    query: str,
    *,
    reader: User = ANNA,
    audience: Audience = "private",
    limit: int = 100,
) -> set[str]:
    passages = await retriever.search(query, reader=reader, audience=audience, limit=limit)
    return {passage.chunk.id for passage in passages}


async def test_gives_back_a_chunk_exactly_as_it_was_written(
    index: Index, retriever: Retriever
) -> None:
    written = replace(
        chunk("i:a.md", 3, "Semester; 25 dagar: [ja]\n\tÅÄÖ “citat” 💡", "alla", "hr"),
        metadata=DocumentMetadata(
            layer="policy",
            decided_by="Kommunfullmäktige",
            decided_on=date(2024, 2, 29),
            reference_number="KS 2024/17",
            owner="HR-chefen",
            valid_from=date(2024, 3, 1),
            valid_to=date(9999, 12, 31),
            revised_on=date(2025, 6, 1),
            review_by=date(2028, 12, 31),
            replaces="KS 2019/4",
            audience="Alla chefer",
        ),
    )
    await index.upsert([written])

    passages = await retriever.search("semester", reader=ANNA, audience="private")

    assert [passage.chunk for passage in passages] == [written]


async def test_case_26_a_chunk_without_readers_is_found_by_nobody(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert([chunk("i:a.md", 0, "hemlig semester"), chunk("i:b.md", 0, "resa", "alla")])

    assert "i:a.md#0" not in await found(retriever, "semester")
    assert "i:a.md#0" not in await found(retriever, "semester", reader=HELENE)
    assert not await retriever.context("i:a.md#0", reader=HELENE, audience="private")


async def test_a_guest_reads_only_what_their_own_groups_are_given(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert(
        [chunk("i:a.md", 0, "semester", "alla"), chunk("i:b.md", 0, "semester", "projekt")]
    )

    assert await found(retriever, "semester", reader=GUEST) == {"i:b.md#0"}
    assert not await found(retriever, "semester", reader=GUEST, audience="group")


async def test_a_guest_whose_group_is_called_alla_reads_nothing_of_it(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert([chunk("i:a.md", 0, "semester", "alla")])

    posing = replace(GUEST, groups=frozenset({"alla"}))

    assert not await found(retriever, "semester", reader=posing)


async def test_a_group_sees_only_what_everybody_may_read(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert(
        [chunk("i:a.md", 0, "semester", "hr"), chunk("i:b.md", 0, "semester", "alla", "hr")]
    )

    assert await found(retriever, "semester", reader=HELENE) == {"i:a.md#0", "i:b.md#0"}
    assert await found(retriever, "semester", reader=HELENE, audience="group") == {"i:b.md#0"}


async def test_a_group_is_not_matched_by_a_part_of_its_name(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert(
        [
            chunk("i:a.md", 0, "semester", "hr-chefer"),
            chunk("i:b.md", 0, "semester", "HR"),
            chunk("i:c.md", 0, "semester", "hr chefer"),
            chunk("i:d.md", 0, "semester", "hr,alla"),
        ]
    )

    assert not await found(retriever, "semester", reader=HELENE)


async def test_upsert_replaces_all_of_a_document_and_nothing_else(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert([chunk("i:a.md", n, f"semester del {n}", "alla") for n in range(4)])
    await index.upsert([chunk("i:b.md", 0, "semester annat", "alla")])

    await index.upsert([chunk("i:a.md", 0, "semester ny text", "alla")])

    assert await found(retriever, "semester") == {"i:a.md#0", "i:b.md#0"}
    assert "i:a.md#0" in await found(retriever, "ny text")


async def test_a_change_of_access_takes_effect_at_once(index: Index, retriever: Retriever) -> None:
    await index.upsert([chunk("i:a.md", 0, "semester", "alla")])
    await index.upsert([chunk("i:a.md", 0, "semester", "hr")])

    assert not await found(retriever, "semester")
    assert await found(retriever, "semester", reader=HELENE) == {"i:a.md#0"}


async def test_a_deleted_document_is_gone(index: Index, retriever: Retriever) -> None:
    await index.upsert(
        [chunk("i:a.md", 0, "semester", "alla"), chunk("i:b.md", 0, "semester", "alla")]
    )

    await index.delete(["i:a.md", "i:never-there.md"])

    assert await found(retriever, "semester") == {"i:b.md#0"}
    assert not await retriever.context("i:a.md#0", reader=ANNA, audience="private")


@pytest.mark.parametrize(("best", "others"), [("alla", "hr"), ("hr", "alla")])
async def test_the_best_comes_first_whether_it_or_the_others_are_for_a_few(
    index: Index, retriever: Retriever, best: str, others: str
) -> None:
    weaker = [chunk(f"i:{n}.md", 0, f"resan nummer {n} och vad mer", others) for n in range(60)]
    await index.upsert([*weaker, chunk("i:best.md", 0, "traktamente för resan", best)])

    passages = await retriever.search("traktamente resan", reader=HELENE, audience="private")

    assert passages[0].chunk.id == "i:best.md#0"
    assert len(passages) == 8


async def test_at_most_the_limit_is_returned_best_first(index: Index, retriever: Retriever) -> None:
    await index.upsert(
        [chunk(f"i:{n}.md", 0, "semester " + "annat " * n, "alla") for n in range(20)]
    )

    passages = await retriever.search("semester", reader=ANNA, audience="private", limit=5)

    assert len(passages) == 5
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)


async def test_a_passage_that_says_the_same_as_a_better_one_is_left_out(
    index: Index, retriever: Retriever
) -> None:
    text = "Du får spara fem dagar av din semester varje år och ha högst trettio dagar sparade."
    await index.upsert(
        [
            replace(chunk("i:a.md", 0, "", "alla"), text=text),
            replace(chunk("i:b.md", 0, "", "alla"), text=text.upper()),
            replace(
                chunk("i:c.md", 0, "", "alla"), text=f"{text} Fråga annars din chef om semester."
            ),
        ]
    )

    assert len(await found(retriever, "spara semester")) == 2


async def test_a_repetition_that_may_not_be_read_hides_nothing(
    index: Index, retriever: Retriever
) -> None:
    same = replace(chunk("i:a.md", 0, "", "hr"), text="Semester är bra.")
    await index.upsert(
        [same, replace(same, id="b", document_id="i:b", readers=frozenset({"alla"}))]
    )

    assert await found(retriever, "semester") == {"b"}


async def test_what_has_expired_comes_after_what_applies(
    index: Index, retriever: Retriever
) -> None:
    old = replace(
        chunk(
            "i:old.md",
            0,
            "När får flyg användas? Flyg får användas när tåg tar tre timmar.",
            "alla",
        ),
        metadata=DocumentMetadata(valid_to=date(2020, 12, 31)),
    )
    new = chunk("i:new.md", 0, "Flyg kan användas om resan med tåg tar mer än fem timmar.", "alla")
    await index.upsert([old, new])

    passages = await retriever.search("när får flyg användas", reader=ANNA, audience="private")

    assert [passage.chunk.document_id for passage in passages] == ["i:new.md", "i:old.md"]


@pytest.mark.parametrize(
    ("said", "is_replaced"),
    [
        ("Riktlinje för resor, KS 2018/377", True),
        ("KS 2018/377", True),
        ("Riktlinje för resor, KS 2018/3777", False),
        ("Riktlinje för inköp", False),
    ],
)
async def test_what_another_document_replaces_comes_after_it(
    index: Index, retriever: Retriever, said: str, is_replaced: bool
) -> None:
    old = replace(
        chunk(
            "i:old.md",
            0,
            "När får flyg användas? Flyg får användas när tåg tar tre timmar.",
            "alla",
        ),
        title="Riktlinje för resor",
        metadata=DocumentMetadata(reference_number="KS 2018/377"),
    )
    new = replace(
        chunk("i:new.md", 0, "Flyg kan användas om resan med tåg tar mer än fem timmar.", "alla"),
        title="Riktlinje för resor",
        metadata=DocumentMetadata(reference_number="KS 2024/1", replaces=said),
    )
    await index.upsert([old, new])

    passages = await retriever.search("när får flyg användas", reader=ANNA, audience="private")

    assert (passages[0].chunk == new) == is_replaced


async def test_a_deleted_document_replaces_nothing(index: Index, retriever: Retriever) -> None:
    old = replace(chunk("i:old.md", 0, "semester semester", "alla"), title="Regler för semester")
    other = chunk("i:other.md", 0, "annat än semester och en del mer", "alla")
    new = replace(
        chunk("i:new.md", 0, "flyg", "alla"),
        metadata=DocumentMetadata(replaces="Regler för semester"),
    )
    await index.upsert([old, other, new])
    before = await retriever.search("semester", reader=ANNA, audience="private")

    await index.delete(["i:new.md"])
    after = await retriever.search("semester", reader=ANNA, audience="private")

    assert [before[0].chunk, after[0].chunk] == [other, old]


async def test_context_is_the_chunk_between_its_neighbours(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert([chunk("i:a.md", n, f"stycke {n}", "alla") for n in reversed(range(5))])
    await index.upsert([chunk("i:b.md", n, f"stycke {n}", "alla") for n in range(5)])

    around = await retriever.context("i:a.md#2", reader=ANNA, audience="private")
    first = await retriever.context("i:a.md#0", reader=ANNA, audience="private")

    assert [p.chunk.id for p in around] == ["i:a.md#1", "i:a.md#2", "i:a.md#3"]
    assert [p.chunk.id for p in first] == ["i:a.md#0", "i:a.md#1"]


async def test_context_leaves_out_neighbours_that_may_not_be_seen(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert(
        [
            chunk("i:a.md", 0, "ett", "hr"),
            chunk("i:a.md", 1, "två", "alla"),
            chunk("i:a.md", 2, "tre", "alla", "hr"),
        ]
    )

    seen = await retriever.context("i:a.md#1", reader=ANNA, audience="private")
    in_group = await retriever.context("i:a.md#0", reader=HELENE, audience="group")

    assert [p.chunk.id for p in seen] == ["i:a.md#1", "i:a.md#2"]
    assert not in_group


async def test_a_document_is_given_whole_and_in_order_to_those_who_may_read_it(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert([chunk("i:a.md", n, f"stycke {n}", "alla") for n in reversed(range(12))])
    await index.upsert([chunk("i:b.md", 0, "stycke", "alla"), chunk("i:c.md", 0, "stycke", "hr")])

    whole = await retriever.document("i:a.md", reader=ANNA, audience="group")

    assert [p.chunk.position for p in whole] == [*range(12)]
    assert await retriever.document("i:c.md", reader=HELENE, audience="private")
    assert not await retriever.document("i:c.md", reader=ANNA, audience="private")
    assert not await retriever.document("i:c.md", reader=HELENE, audience="group")
    assert not await retriever.document("i:b.md", reader=GUEST, audience="private")
    assert not await retriever.document("i:b.md", reader=GUEST, audience="group")


async def test_a_document_is_given_without_the_chunks_that_may_not_be_seen(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert([chunk("i:a.md", n, "stycke", "hr" if n % 2 else "alla") for n in range(5)])

    seen = await retriever.document("i:a.md", reader=ANNA, audience="private")

    assert [passage.chunk.position for passage in seen] == [0, 2, 4]


@pytest.mark.parametrize("document_id", ["", "i:gone.md", "i:a", "' or true or '", "\x00", "💡"])
async def test_an_unknown_document_is_empty(
    index: Index, retriever: Retriever, document_id: str
) -> None:
    await index.upsert([chunk("i:a.md", 0, "stycke", "alla")])

    assert not await retriever.document(document_id, reader=ANNA, audience="private")


def _replacing(document: str, said: str, *readers: str) -> list[Chunk]:
    metadata = DocumentMetadata(replaces=said)
    return [
        replace(chunk(document, n, "annat", *readers), metadata=metadata)
        for n in reversed(range(3))
    ]


OLD = replace(
    chunk("i:old.md", 2, "resor", "alla"),
    title="Riktlinje för resor",
    metadata=DocumentMetadata(reference_number="KS 2018/377"),
)


async def test_successors_are_the_documents_that_name_the_chunks_own_as_replaced(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert(
        [
            OLD,
            *_replacing("i:by-title.md", "ersätter RIKTLINJE FÖR RESOR från 2018", "alla"),
            *_replacing("i:by-number.md", "KS2018/377", "alla", "hr"),
            *_replacing("i:other.md", "Riktlinje för inköp", "alla"),
            *_replacing("i:old.md", "Riktlinje för resor", "alla")[1:],
        ]
    )

    found = await retriever.successors(OLD, reader=ANNA, audience="private")

    assert [p.chunk.id for p in found] == ["i:by-number.md#0", "i:by-title.md#0"]


async def test_a_successor_that_may_not_be_read_is_not_given(
    index: Index, retriever: Retriever
) -> None:
    await index.upsert([OLD, *_replacing("i:new.md", "KS 2018/377", "hr")])

    assert await retriever.successors(OLD, reader=HELENE, audience="private")
    assert not await retriever.successors(OLD, reader=HELENE, audience="group")
    assert not await retriever.successors(OLD, reader=ANNA, audience="private")
    assert not await retriever.successors(OLD, reader=GUEST, audience="private")


async def test_a_deleted_document_succeeds_nothing(index: Index, retriever: Retriever) -> None:
    await index.upsert([OLD, *_replacing("i:new.md", "KS 2018/377", "alla")])

    await index.delete(["i:new.md"])

    assert not await retriever.successors(OLD, reader=ANNA, audience="private")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "💡",
        "och att det",
        "\x00",
        "a" * 50_000,
        "semester " * 20_000,
        '"+-:(*)" AND [x TO',
    ],
)
async def test_any_text_is_a_query(index: Index, retriever: Retriever, query: str) -> None:
    await index.upsert([chunk("i:a.md", 0, "semester", "alla")])

    assert await found(retriever, query) <= {"i:a.md#0"}


async def test_another_opening_of_the_index_sees_what_was_written(opened: Open) -> None:
    index, _ = opened()
    _, elsewhere = opened()
    await index.upsert([chunk("i:a.md", 0, "semester", "alla")])
    assert await found(elsewhere, "semester") == {"i:a.md#0"}

    await index.upsert([chunk("i:b.md", 0, "semester", "alla")])

    assert await found(elsewhere, "semester") == {"i:a.md#0", "i:b.md#0"}


GROUPS = ("alla", "hr", "chefer", "it", "projekt", "skola")


def may_read(user: User, audience: Audience, readers: frozenset[str]) -> bool:
    """The rules written out anew, so that a mistake in the product's own is not repeated here."""
    if audience == "group":
        return not user.is_guest and "alla" in readers
    for group in readers:
        if group == "alla" and not user.is_guest:
            return True
        if group != "alla" and group in user.groups:
            return True
    return False


async def test_nobody_ever_finds_what_they_may_not_read(index: Index, retriever: Retriever) -> None:
    dice = random.Random(20261124)
    replaces = DocumentMetadata(replaces=OLD.title)
    documents = [
        replace(
            chunk(f"i:{n}.md", 0, "semester", *dice.sample(GROUPS, dice.randint(0, 3))),
            metadata=replaces,
        )
        for n in range(90)
    ]
    users = [
        User(
            id=f"id-{n}",
            name=f"Person {n}",
            groups=frozenset(dice.sample(GROUPS, dice.randint(0, 3))),
            is_guest=n % 4 == 0,
        )
        for n in range(20)
    ]
    audiences: tuple[Audience, ...] = ("private", "group")
    mixed = [chunk("i:all.md", n, "annat", *one.readers) for n, one in enumerate(documents)]
    await index.upsert([*documents, *mixed])

    for user, audience in itertools.product(users, audiences):
        allowed = {d.id for d in documents if may_read(user, audience, d.readers)}
        readable = [one for one in mixed if may_read(user, audience, one.readers)]
        visible = await found(retriever, "semester", reader=user, audience=audience)
        assert allowed <= visible <= {*allowed, *(one.id for one in readable)}
        after = await retriever.successors(OLD, reader=user, audience=audience)
        assert {passage.chunk.id for passage in after} == allowed
        whole = await retriever.document("i:all.md", reader=user, audience=audience)
        assert [passage.chunk for passage in whole] == readable

    assert len(documents) * len(users) * len(audiences) >= 3_000
