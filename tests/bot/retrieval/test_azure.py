"""Azure AI Search: what goes wrong there, how an index is changed over, and what trims."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.circuit import FAILURES, PAUSE_S, Circuit
from bot.errors import RetrievalUnavailable
from bot.identity.base import Audience, User
from bot.retrieval.azure import connection as meanings
from bot.retrieval.azure import filters
from bot.retrieval.azure.definition import Design, index_name
from bot.retrieval.azure.index import AzureIndex
from bot.retrieval.azure.retriever import AzureRetriever
from bot.retrieval.base import Chunk, DocumentMetadata
from tests.fakes.azure_search.opening import (
    ALIAS,
    RENEWED,
    Letters,
    OpenSearch,
    UserTokens,
    fill,
    open_search,
)
from tests.fakes.azure_search.server import Trouble
from tests.fakes.clock import Clock
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.on_behalf_of import STEP_UP

ANNA = User(id="00000000-0000-0000-0000-00000000000a", name="Anna")
HR = "11111111-1111-1111-1111-111111111111"
HELENE = User(id="00000000-0000-0000-0000-00000000000b", name="Helene", groups=frozenset({HR}))
VECTORS = Design(dimensions=16, model=Letters.name)


@pytest.fixture(scope="module")
def authority() -> LocalAuthority:
    return LocalAuthority()


@pytest.fixture
async def search(authority: LocalAuthority) -> AsyncIterator[OpenSearch]:
    async with open_search(authority) as opened:
        yield opened


@pytest.fixture
async def index(search: OpenSearch) -> AzureIndex:
    return await fill(search.index())


def chunk(document: str, text: str, *readers: str, position: int = 0) -> Chunk:
    return Chunk(
        id=f"{document}#{position}",
        document_id=document,
        position=position,
        title=document,
        place="",
        url="https://intranet.example/",
        text=f"{text} {document}",
        readers=frozenset(readers),
    )


async def found(
    retriever: AzureRetriever, reader: User = ANNA, audience: Audience = "private"
) -> set[str]:
    passages = await retriever.search("semester", reader=reader, audience=audience, limit=40)
    return {passage.chunk.document_id for passage in passages}


async def why(retriever: AzureRetriever) -> str:
    with pytest.raises(RetrievalUnavailable) as raised:
        await found(retriever)
    return str(raised.value)


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (401, meanings.UNKNOWN),
        (403, meanings.FORBIDDEN),
        (404, meanings.NO_INDEX),
        (429, meanings.TOO_MANY),
        (500, meanings.DOWN.format(500)),
        (502, meanings.DOWN.format(502)),
        (503, meanings.DOWN.format(503)),
        (400, meanings.REFUSED.format(400)),
    ],
)
async def test_each_failure_of_the_service_is_told_apart(
    search: OpenSearch, index: AzureIndex, status: int, meaning: str
) -> None:
    search.server.troubles = [Trouble(status, times=100)]

    assert await why(search.retriever()) == meaning


async def test_case_69_a_service_that_is_down_is_given_up_within_ten_seconds(
    search: OpenSearch, index: AzureIndex
) -> None:
    search.server.delay_s = 30.0
    started = asyncio.get_running_loop().time()

    assert await why(search.retriever(patience_s=0.3)) == meanings.TOO_SLOW

    assert asyncio.get_running_loop().time() - started < 10


async def test_a_service_that_cannot_be_reached_is_told_with_the_setting(
    search: OpenSearch, index: AzureIndex
) -> None:
    retriever = search.retriever()
    await search.server.stop()

    assert await why(retriever) == meanings.NO_ANSWER


async def test_a_passing_failure_is_tried_again(search: OpenSearch, index: AzureIndex) -> None:
    await index.upsert([chunk("a", "semester", "alla")])
    search.server.troubles = [Trouble(503), Trouble(429, headers={"Retry-After": "0"})]

    assert await found(search.retriever()) == {"a"}


async def test_what_is_refused_for_want_of_a_role_is_not_tried_again(
    search: OpenSearch, index: AzureIndex
) -> None:
    search.server.troubles = [Trouble(403, times=100)]
    before = search.server.counted.total()

    await why(search.retriever())

    assert search.server.counted.total() - before <= 2  # the search and what replaces what


async def test_case_71_a_service_that_fails_again_and_again_is_left_alone_and_tried_once(
    search: OpenSearch, index: AzureIndex
) -> None:
    await index.upsert([chunk("a", "semester", "alla")])
    clock = Clock(0.0)
    retriever = search.retriever(circuit=Circuit(clock=clock))
    search.server.troubles = [Trouble(502, times=1000)]
    for _ in range(FAILURES):
        await why(retriever)
    before = search.server.counted.total()

    assert await why(retriever) == meanings.LEFT_ALONE
    assert search.server.counted.total() == before
    clock.now += PAUSE_S
    trials = await asyncio.gather(*(found(retriever) for _ in range(5)), return_exceptions=True)
    assert {str(one) for one in trials} == {meanings.DOWN.format(502), meanings.LEFT_ALONE}
    search.server.troubles = []
    clock.now += PAUSE_S
    assert await found(retriever) == {"a"}


async def test_a_missing_role_does_not_make_it_be_left_alone(
    search: OpenSearch, index: AzureIndex
) -> None:
    retriever = search.retriever()
    search.server.troubles = [Trouble(403, times=1000)]

    assert {await why(retriever) for _ in range(FAILURES + 2)} == {meanings.FORBIDDEN}


async def test_without_time_for_ranking_by_meaning_words_rank(
    search: OpenSearch, index: AzureIndex
) -> None:
    await index.upsert([chunk("a", "semester", "alla"), chunk("b", "flyg", "alla")])
    search.server.partial = True

    assert await found(search.retriever()) == {"a"}


async def test_no_request_is_made_for_somebody_who_may_read_nothing(
    search: OpenSearch, index: AzureIndex
) -> None:
    guest = User(id="g", name="Gäst", is_guest=True)
    before = search.server.counted.total()

    assert not await found(search.retriever(), guest, "group")

    assert search.server.counted.total() == before


def test_there_is_no_filter_for_no_groups() -> None:
    with pytest.raises(ValueError, match="no filter"):
        filters.access(())


@pytest.mark.parametrize("group", ["o'hara", "a|b", "a,b", "a b", "å) or (x", "*"])
async def test_a_group_may_be_called_anything(
    search: OpenSearch, index: AzureIndex, group: str
) -> None:
    await index.upsert([chunk("a", "semester", group), chunk("b", "semester", "hr")])
    reader = User(id="x", name="X", groups=frozenset({group, "annan"}))

    assert await found(search.retriever(), reader) == {"a"}


async def test_every_query_carries_the_filter_of_the_asker(
    search: OpenSearch, index: AzureIndex
) -> None:
    replaced = chunk("old", "semester", HR)
    metadata = DocumentMetadata(replaces=replaced.title)
    await index.upsert([replace(chunk("a", "semester", HR), metadata=metadata)])
    search.server.asked.clear()
    retriever = search.retriever()

    await found(retriever, HELENE)
    await retriever.context("a#0", reader=HELENE, audience="private")
    await retriever.document("a", reader=HELENE, audience="private")
    await retriever.successors(replaced, reader=HELENE, audience="private")

    assert len(search.server.asked) == 7
    assert all(
        "readers/any" in one["filter"] and HR in one["filter"] for one in search.server.asked
    )


async def test_a_service_that_ignores_the_filter_gives_nothing_away(
    search: OpenSearch, index: AzureIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    await index.upsert([chunk("a", "semester", HR), chunk("b", "semester", "alla")])
    shelf = next(iter(search.server.shelves.values()))
    unfiltered = shelf.search
    monkeypatch.setattr(
        shelf, "search", lambda asked, also: unfiltered({**asked, "filter": None}, also=also)
    )

    assert "not for those" in await why(search.retriever())


async def test_a_write_returns_when_searches_see_it(search: OpenSearch, index: AzureIndex) -> None:
    search.server.lag_s = 0.4
    retriever = search.retriever()

    await index.upsert([chunk("a", "semester", "alla")])
    assert await found(retriever) == {"a"}

    await index.upsert([chunk("a", "semester", HR)])
    assert not await found(retriever)

    await index.delete(["a"])
    assert not await found(retriever, HELENE)


async def test_documents_that_the_service_is_too_busy_for_are_sent_again(
    search: OpenSearch, index: AzureIndex
) -> None:
    search.server.batch_statuses.extend([503, 422, 429])

    await index.upsert([chunk(f"d{n}", "semester", "alla") for n in range(5)])

    assert await found(search.retriever()) == {f"d{n}" for n in range(5)}


async def test_a_document_that_the_service_refuses_stops_the_write(
    search: OpenSearch, index: AzureIndex
) -> None:
    search.server.batch_statuses.append(400)

    with pytest.raises(RetrievalUnavailable, match="400"):
        await index.upsert([chunk("a", "semester", "alla")])


async def test_more_than_a_batch_takes_is_sent_in_parts(
    search: OpenSearch, index: AzureIndex
) -> None:
    await index.upsert([chunk("a", "semester", "alla", position=n) for n in range(1_100)])
    await index.upsert([chunk("a", "semester", "alla", position=n) for n in range(2)])

    assert await index.count() == 2
    assert await index.document_ids() == {"a"}


async def test_nothing_indexed_yet_is_told(search: OpenSearch) -> None:
    assert await why(search.retriever()) == meanings.NO_INDEX
    assert await search.index().count() == 0
    assert await search.index().document_ids() == frozenset()


async def test_case_79_an_index_is_changed_over_under_load_without_error_or_mixed_versions(
    search: OpenSearch, index: AzureIndex
) -> None:
    await index.upsert([chunk(f"old{n}", "semester", "alla") for n in range(8)])
    retriever, seen = search.retriever(), []
    changed = asyncio.Event()

    async def keep_asking() -> None:
        while not changed.is_set():
            seen.append(await found(retriever))

    asking = [asyncio.create_task(keep_asking()) for _ in range(4)]
    new = search.index(VECTORS, Letters())
    assert await new.prepare() == "version"
    await new.restore([chunk(f"new{n}", "semester", "alla") for n in range(8)])
    await new.complete()
    await new.tidy()
    await asyncio.sleep(0.2)
    changed.set()
    await asyncio.gather(*asking)

    whole = [{f"{name}{n}" for n in range(8)} for name in ("old", "new")]
    assert all(one in whole for one in seen)
    assert [seen[0], seen[-1]] == whole
    assert list(search.server.shelves) == [index_name(ALIAS, VECTORS)]


async def test_case_80_after_a_failed_change_over_the_old_index_serves_and_the_next_goes_on(
    search: OpenSearch, index: AzureIndex
) -> None:
    await index.upsert([chunk("old", "semester", "alla")])
    new = search.index(VECTORS, Letters())
    await new.prepare()
    await new.restore([chunk("half", "semester", "alla")])
    search.server.troubles = [Trouble(500, "aliases", times=3)]

    with pytest.raises(RetrievalUnavailable):
        await new.complete()
    assert await found(search.retriever()) == {"old"}
    await index.tidy()
    assert await new.count() == 0  # what was left half done is cleared by who goes on with the old

    assert await new.prepare() == "version"
    await new.complete()
    assert not await found(search.retriever())


@pytest.mark.parametrize("is_first", [True, False], ids=["first ingestion", "later ingestion"])
async def test_of_two_change_overs_at_once_the_second_does_not_undo_the_first(
    search: OpenSearch, is_first: bool
) -> None:
    if not is_first:
        await fill(search.index(Design(dimensions=16, model="another"), Letters()))
    one, other = search.index(), search.index(VECTORS, Letters())
    await one.prepare()
    await other.prepare()
    await one.complete()

    with pytest.raises(RetrievalUnavailable, match="another ingestion"):
        await other.complete()

    assert search.server.aliases == {ALIAS: index_name(ALIAS, Design())}
    await one.complete()  # which is what a second ingestion of the same version does


async def test_indexes_of_others_are_left_alone(search: OpenSearch, index: AzureIndex) -> None:
    other = f"{ALIAS}-test-v{'0' * 12}"
    search.server.shelves[other] = next(iter(search.server.shelves.values()))

    await index.tidy()

    assert other in search.server.shelves


async def test_a_vector_finds_what_uses_other_words(search: OpenSearch) -> None:
    index = await fill(search.index(VECTORS, Letters()))
    await index.upsert([chunk("a", "ledighet", "alla"), chunk("b", "ledighet", HR)])

    assert await found(search.retriever(Letters())) == {"a"}


class _Broken(Letters):
    async def embed(self, texts: Any, *, timeout_s: float) -> Any:
        raise RetrievalUnavailable("429")


async def test_without_vectors_for_the_moment_words_are_searched(search: OpenSearch) -> None:
    index = await fill(search.index(VECTORS, Letters()))
    await index.upsert([chunk("a", "semester", "alla"), chunk("b", "ledighet", "alla")])

    assert await found(search.retriever(_Broken())) == {"a"}


async def test_an_english_question_is_asked_in_swedish_too(
    search: OpenSearch, index: AzureIndex
) -> None:
    await index.upsert([chunk("a", "semester", "alla")])

    passages = await search.retriever().search(
        "How many days of vacation do I have?", reader=ANNA, audience="private"
    )

    assert [passage.chunk.document_id for passage in passages] == ["a"]


NATIVE = Design(is_native=True)


async def test_in_native_mode_the_service_trims_to_the_user_too(search: OpenSearch) -> None:
    index = await fill(search.index(NATIVE))
    personal = f"user:{HELENE.id}"
    await index.upsert(
        [
            chunk("a", "semester", "alla"),
            chunk("b", "semester", HR),
            chunk("c", "semester", f"alla:{HR}"),
            chunk("d", "semester", personal),
        ]
    )
    retriever = search.retriever(is_native=True)

    assert await found(retriever, HELENE) == {"a", "b", "c", "d"}
    assert await found(retriever, ANNA) == {"a"}
    assert await found(retriever, HELENE, "group") == {"a"}


@pytest.mark.parametrize("challenged", [True, False], ids=["claims", "ended"])
async def test_in_native_mode_a_users_token_that_is_refused_is_replaced_once(
    search: OpenSearch, challenged: bool
) -> None:
    index = await fill(search.index(NATIVE))
    await index.upsert([chunk("a", "semester", "alla")])
    tokens = UserTokens()
    retriever = search.retriever(is_native=True, user_tokens=tokens)
    claims = base64.b64encode(STEP_UP.encode()).decode()
    told = f'Bearer error="insufficient_claims", claims="{claims}"' if challenged else "Bearer"
    search.server.challenge = told
    search.server.refuses = lambda token: RENEWED not in token

    assert await found(retriever) == {"a"}

    [after] = tokens.refused
    assert after.claims == (STEP_UP if challenged else None)
    search.server.refuses = lambda token: True
    assert await why(retriever) == meanings.UNKNOWN
    assert len(tokens.refused) == 2


async def test_in_native_mode_a_search_without_the_users_token_is_refused(
    search: OpenSearch,
) -> None:
    index = await fill(search.index(NATIVE))
    await index.upsert([chunk("a", "semester", "alla")])
    without = AzureRetriever(search.connection(is_native=True), alias=ALIAS)

    assert await why(without) == meanings.UNKNOWN


Change = Callable[[pytest.MonkeyPatch], None]


def _no_filter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(filters, "access", lambda groups: "position ge 0")


def _no_employees(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        "bot.retrieval.azure.retriever.readable_groups", lambda reader, audience: reader.groups
    )


def _everybody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        "bot.retrieval.azure.retriever.readable_groups",
        lambda reader, audience: frozenset({"alla", HR}),
    )


def _no_check_of_answers(patch: pytest.MonkeyPatch) -> None:
    _no_filter(patch)
    original = Chunk.__init__

    def read_by_all(self: Chunk, **fields: Any) -> None:
        original(self, **{**fields, "readers": frozenset({"alla", *fields["readers"]})})

    patch.setattr(Chunk, "__init__", read_by_all)


@pytest.mark.parametrize("mutant", [_no_filter, _no_employees, _everybody, _no_check_of_answers])
async def test_a_seeded_mutant_of_the_filter_is_noticed(
    search: OpenSearch, index: AzureIndex, monkeypatch: pytest.MonkeyPatch, mutant: Change
) -> None:
    await index.upsert([chunk("a", "semester", "alla"), chunk("b", "semester", HR)])
    assert await found(search.retriever()) == {"a"}
    mutant(monkeypatch)

    try:
        visible: object = await found(search.retriever())
    except RetrievalUnavailable as error:
        visible = error

    assert visible != {"a"}


async def _search_without(header: str, authority: LocalAuthority) -> None:
    async with open_search(authority) as search:
        index = await fill(search.index())
        await index.upsert([chunk("a", "semester", "alla")])
        search.server.lose = header
        await found(search.retriever())


@pytest.mark.parametrize("header", ["Authorization", "Accept", "api-version"])
async def test_the_fake_notices_what_a_request_lacks(
    authority: LocalAuthority, header: str
) -> None:
    with pytest.raises((AssertionError, RetrievalUnavailable)):
        await _search_without(header, authority)


async def test_an_index_of_another_version_is_told_though_nobody_may_see_a_row(
    search: OpenSearch, index: AzureIndex
) -> None:
    await search.retriever().check()
    del next(iter(search.server.shelves.values())).fields["review_by"]

    with pytest.raises(RetrievalUnavailable, match="ingest with this version first"):
        await search.retriever().check()


async def test_the_municipalitys_own_words_widen_a_question_from_the_next_ingestion(
    search: OpenSearch,
) -> None:
    index = await fill(search.index())
    await index.upsert([chunk("a", "semester", "alla"), chunk("b", "bisyssla", "alla")])
    without = await found(search.retriever())

    words = [["semester", "fri tid"], ["bisyssla", "kvällskneg, extraknäck"]]
    lack = await search.index(synonyms=words).prepare()
    by_phrase = await search.retriever().search("fri tid", reader=ANNA, audience="private")
    changed = await search.index(synonyms=[["semester", "bisyssla"]]).prepare()

    assert without == {"a"}
    assert {one.chunk.document_id for one in by_phrase} == {"a"}
    assert search.server.synonym_maps.keys() == {f"{ALIAS}-synonyms"}
    assert (lack, changed) == (None, None), "another list is no other index"
    assert await found(search.retriever()) == {"a", "b"}


async def test_a_comma_in_a_word_does_not_make_two_of_it(search: OpenSearch) -> None:
    await search.index(synonyms=[["kneg, extra", "bisyssla"]]).prepare()

    [kept] = search.server.synonym_maps.values()
    assert kept["synonyms"] == "kneg\\, extra, bisyssla"
    assert kept["format"] == "solr"
