"""Who is shown what: every person, document and skill of the sample, and crossed questions."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot import app
from bot.answering.extractive import ExtractiveAnswerer
from bot.evaluation.access_oracle import AccessOracle
from bot.identity.base import Audience, User
from bot.identity.local import LocalDirectory
from bot.retrieval.base import Chunk, Passage, Retriever
from bot.retrieval.local import LocalRetriever
from bot.services import Services
from bot.skill import Skill
from skills import SKILLS
from tests.fakes import hostile_models
from tests.fakes.openai_server import Behaviour
from tests.hostility.desk import Desk, document
from tests.skills.library import ANNA, FATIMA, TODAY, Gaps, reply_to, turn

AUDIENCES: tuple[Audience, ...] = ("private", "group")
PEOPLE_FILE = Path(app.SAMPLE_INTRANET).parent / "people.toml"
QUESTIONS = (
    "Vad blev medellönen för undersköterskor?",
    "Hur genomför jag ett rehabsamtal?",
    "Hur många semesterdagar har jag?",
)

ANSWERING = [skill for skill in SKILLS if skill.name != "meetings"]
"""What meetings reads has a test of its own in tests/skills/test_meeting_seclusion.py."""


async def _people() -> list[User]:
    """Everybody in the sample, somebody in every group, and somebody in none."""
    directory = LocalDirectory(PEOPLE_FILE)
    written = tomllib.loads(PEOPLE_FILE.read_text(encoding="utf-8"))
    known = [await directory.find(each["user_id"]) for each in written.values()]
    every = frozenset[str]().union(*(one.groups for one in known))
    extra = [User(id="all", name="", groups=every), User(id="none", name="")]
    return [*known, *extra, User(id="guest", name="", groups=frozenset({"alla"}), is_guest=True)]


async def _chunks(retriever: Retriever, reader: User) -> list[Chunk]:
    """A few of each document, as somebody finds them who may read all."""
    found: dict[str, dict[str, Chunk]] = defaultdict(dict)
    for query in ("kommunen", "anställd", "chef", "lön", "plan", "dag"):
        for passage in await retriever.search(query, reader=reader, audience="private", limit=500):
            found[passage.chunk.document_id][passage.chunk.id] = passage.chunk
    return [chunk for chunks in found.values() for chunk in list(chunks.values())[:3]]


class _Oracle:
    """What access.toml says, asked once for each document, person and audience."""

    def __init__(self) -> None:
        self._oracle = AccessOracle({app.SAMPLE_NAME: app.SAMPLE_INTRANET})
        self._known: dict[tuple[str, str, str], bool | None] = {}

    def may_read(self, chunk: Chunk, reader: User, audience: Audience) -> bool | None:
        key = (chunk.document_id, reader.id, audience)
        if key not in self._known:
            self._known[key] = self._oracle.may_read(chunk, reader, audience)
        return self._known[key]


@pytest.mark.timeout(240)
async def test_case_25_each_person_reads_exactly_what_access_toml_gives_them(
    ingested_sample: Path,
) -> None:
    oracle = _Oracle()
    retriever = LocalRetriever(ingested_sample / "index")
    people = await _people()
    chunks = await _chunks(retriever, next(one for one in people if one.id == "all"))
    wrong, pairs, readable = [], 0, 0
    for reader in people:
        for audience in AUDIENCES:
            for chunk in chunks:
                around = await retriever.context(chunk.id, reader=reader, audience=audience)
                shown = chunk.id in {one.chunk.id for one in around}
                may = oracle.may_read(chunk, reader, audience)
                pairs, readable = pairs + 1, readable + shown
                if shown is not may:
                    wrong.append((reader.id, audience, chunk.id, shown, may))
    assert wrong == []
    assert pairs >= 3000
    assert 0 < readable < pairs


class _Recording:
    """Notes whatever is found."""

    def __init__(self, inner: Retriever) -> None:
        self._inner = inner
        self.found: list[Chunk] = []

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        found = await self._inner.search(query, reader=reader, audience=audience, limit=limit)
        self.found += [one.chunk for one in found]
        return found

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        return await self._inner.context(chunk_id, reader=reader, audience=audience)

    async def document(
        self, document_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        found = await self._inner.document(document_id, reader=reader, audience=audience)
        self.found += [one.chunk for one in found]
        return found

    async def successors(
        self, chunk: Chunk, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        found = await self._inner.successors(chunk, reader=reader, audience=audience)
        self.found += [one.chunk for one in found]
        return found


@pytest.mark.timeout(240)
@pytest.mark.parametrize("skill", ANSWERING, ids=lambda skill: skill.name)
async def test_case_25_no_skill_finds_or_cites_more_than_that(
    ingested_sample: Path, skill: Skill
) -> None:
    oracle = _Oracle()
    index = LocalRetriever(ingested_sample / "index")
    looked_at = 0
    for reader in await _people():
        for audience in AUDIENCES:
            retriever = _Recording(index)
            services = Services(
                retriever=retriever,
                answerer=ExtractiveAnswerer(),
                gaps=Gaps(),
                today=lambda: TODAY,
            )
            for question in QUESTIONS:
                asked = turn(question, user=reader, audience=audience)
                reply = await reply_to(asked, services, skill.run)
                shown = [one.passage.chunk for one in reply.citations]
                chunks = [*retriever.found, *shown] if audience == "private" else shown
                looked_at += len(chunks)
                assert [
                    one.id for one in chunks if not oracle.may_read(one, reader, audience)
                ] == []
    assert looked_at > 0


async def test_case_29_an_answer_to_one_group_is_not_kept_for_another(desk: Desk) -> None:
    secret = document("lon", "Medellönen i kommunen blev 41 350 kronor.", readers=("hr",))
    public = document("kaffe", "Kaffemaskinen lagas av serviceteamet på plan 3.")
    question = "Vad blev medellönen i kommunen?"
    for user, sees in ((FATIMA, True), (ANNA, False), (FATIMA, True), (ANNA, False)):
        answered = await desk.ask(question, chunks=(secret, public), user=user)

        assert ("41 350" in str(answered.activities)) is sees
    restricted = [one for one in desk.server.requests if "41 350" in str(one)]
    assert len(restricted) == 2


async def test_case_34_a_citation_of_what_was_not_retrieved_is_dropped(desk: Desk) -> None:
    chunks = (document("flyg", "Flyg får användas när tågresan tar mer än fem timmar."),)

    answered = await desk.ask(
        "Får jag flyga?",
        chunks=chunks,
        behaviour=Behaviour(model=hostile_models.cites_strangers),
    )

    assert {one.passage.chunk.id for one in answered.reply.citations} <= {chunks[0].id}
    assert "hemlig" not in str(answered.activities)
    assert "17" not in answered.reply.text()


async def test_case_35_title_and_address_of_a_citation_are_the_indexs(desk: Desk) -> None:
    chunk = document("flyg", "Flyg får användas när tågresan tar mer än fem timmar.")
    renamed = replace(chunk, title="Resepolicy")

    answered = await desk.ask(
        "Får jag flyga?",
        chunks=(renamed,),
        behaviour=Behaviour(model=hostile_models.renames_its_sources),
    )

    cited = [one.passage.chunk for one in answered.reply.citations]
    assert cited
    assert {(one.title, one.url) for one in cited} == {("Resepolicy", chunk.url)}
    assert hostile_models.CANARY not in str(answered.activities)
    assert "evil.example" not in str(answered.activities)
