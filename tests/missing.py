"""The golden cases, asked once as they are and once with the documents hidden that a good answer
cites: then declining is right, or quoting another document that answers, too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot import app
from bot.answering.base import Answerer, Question, Remark, Sentence
from bot.copilot import Copilot
from bot.evaluation.access_oracle import AccessOracle
from bot.evaluation.asking import Interview
from bot.evaluation.cases import Case, load_cases
from bot.evaluation.judging import Verdict, judge
from bot.identity.base import Audience, User
from bot.retrieval.base import Chunk, Passage, Retriever
from bot.settings import Settings
from skills import SKILLS

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 11, 24)
_SPARE = 40
"""Passages looked for beyond what is wanted, while documents are hidden."""
_DAYS = 1


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the answerer was asked, and of what."""

    question: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One case, asked twice."""

    case: Case
    verdict: Verdict
    attempts: tuple[Attempt, ...]
    missing: Verdict | None
    """With the documents hidden; None of a case that is not answered from any."""
    missing_attempts: tuple[Attempt, ...] = ()


class _Hiding:
    """A retriever that does not find some of the documents."""

    def __init__(self, inner: Retriever) -> None:
        self._inner = inner
        self.hidden = frozenset[str]()

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        spare = _SPARE if self.hidden else 0
        found = await self._inner.search(
            query, reader=reader, audience=audience, limit=limit + spare
        )
        return self._shown(found)[:limit]

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        found = await self._inner.context(chunk_id, reader=reader, audience=audience)
        return self._shown(found)

    async def document(
        self, document_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        found = await self._inner.document(document_id, reader=reader, audience=audience)
        return self._shown(found)

    async def successors(
        self, chunk: Chunk, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        found = await self._inner.successors(chunk, reader=reader, audience=audience)
        return self._shown(found)

    def _shown(self, found: Sequence[Passage]) -> Sequence[Passage]:
        return [one for one in found if one.chunk.document_id not in self.hidden]


class _Noting:
    """An answerer that notes what it is asked."""

    def __init__(self, inner: Answerer) -> None:
        self._inner = inner
        self.name = inner.name
        self._noted: list[Attempt] = []

    def taken(self) -> tuple[Attempt, ...]:
        """What has been asked since the last time."""
        taken = tuple(self._noted)
        self._noted.clear()
        return taken

    async def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence | Remark]:
        self._noted.append(Attempt(question.text, tuple(passages)))
        async for part in self._inner.answer(question, passages, asker=asker):
            yield part


@dataclass(frozen=True, slots=True)
class Desk:
    """Where cases are tried."""

    interview: Interview
    oracle: AccessOracle
    hiding: _Hiding
    noting: _Noting

    async def try_one(self, case: Case) -> Trial:
        """Ask it, and ask it again without its documents."""
        verdict = await self._asked(case)
        attempts = self.noting.taken()
        if case.expected.outcome != "answered" or not case.expected.documents:
            return Trial(case=case, verdict=verdict, attempts=attempts, missing=None)
        self.hiding.hidden = frozenset(case.expected.documents)
        missing = await self._asked(replace(case, id=f"{case.id}, missing"))
        self.hiding.hidden = frozenset()
        return Trial(
            case=case,
            verdict=verdict,
            attempts=attempts,
            missing=missing,
            missing_attempts=self.noting.taken(),
        )

    async def _asked(self, case: Case) -> Verdict:
        [answered] = [one async for one in self.interview.answers([case])]
        return judge(answered, self.oracle)


@asynccontextmanager
async def open_desk(data: Path, state: Path) -> AsyncIterator[Desk]:
    """Over what has been ingested into `data`; what is remembered is put into `state`."""
    async with app.open_kollega(Settings(data=data), state=state, today=lambda: TODAY) as kollega:
        hiding, noting = _Hiding(kollega.services.retriever), _Noting(kollega.answerer)
        copilot = Copilot(
            skills=SKILLS,
            services=replace(kollega.services, retriever=hiding, answerer=noting),
            conversations=kollega.conversations,
            records=kollega.records,
            safe_exits=kollega.safe_exits,
            memory_days=_DAYS,
            record_days=_DAYS,
        )
        interview = Interview(copilot, hiding, person=kollega.directory.person)
        oracle = AccessOracle({app.SAMPLE_NAME: app.SAMPLE_INTRANET})
        yield Desk(interview, oracle, hiding, noting)


def tuned() -> list[Case]:
    """All cases that answers are tuned on."""
    names = ("on_the_phone", "fresh_tuning", "fresh_untouched", "tired_tuning")
    cases = load_cases(GOLDEN / "cases.jsonl", part="tuning")
    return cases + [case for name in names for case in load_cases(GOLDEN / f"{name}.jsonl")]


def elsewhere() -> dict[str, frozenset[str]]:
    """By the id of a case, other documents that answer it, too."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for line in (GOLDEN / "answered_elsewhere.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            case_id, document = line.split("\t")
            found[case_id] |= {document}
    return found
