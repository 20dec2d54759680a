"""A folder, a sync that may be killed, and an index that several people search."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from bot.errors import RetrievalUnavailable
from bot.identity.base import User, readable_groups
from bot.ingestion.documents.chunking import Piece
from bot.ingestion.documents.reading import Reading
from bot.ingestion.reasons import Reason, UnreadableError
from bot.ingestion.sources.base import Listing, Memory, Problem, Source, SourceDocument
from bot.ingestion.sync.report import SyncReport
from bot.ingestion.workers.pool import Outcome
from bot.retrieval.base import Chunk, DocumentMetadata, Index
from bot.retrieval.local import LocalIndex, LocalRetriever
from tests.syncing.doom import Doom, DoomedIndex, Killed, doomed
from tests.syncing.oracle import (
    PEOPLE,
    Access,
    Content,
    Intranet,
    Sight,
    wrong_after,
    wrong_meanwhile,
)
from tests.syncing.parts import Parts

MEMORY = Path("/dev/shm")
"""Where waiting for a disk costs nothing: no power is cut here."""
COMMON = "intranätet"
"""A word of every document."""
USERS: Mapping[str, User] = {
    name: User(
        id=name,
        name=name,
        groups=frozenset({person.group} - {""}),
        is_guest=not person.is_employee,
    )
    for name, person in PEOPLE.items()
}


class SearchedIndex(Index, Protocol):
    """An index, and what people find in it."""

    async def document_ids(self) -> Collection[str]: ...

    async def found(self) -> Sight: ...


class TransparentIndex:
    """Chunks in memory."""

    def __init__(self) -> None:
        self._chunks: dict[str, list[Chunk]] = {}

    async def upsert(self, chunks: Sequence[Chunk]) -> None:
        for document_id in {chunk.document_id for chunk in chunks}:
            self._chunks[document_id] = [one for one in chunks if one.document_id == document_id]

    async def delete(self, document_ids: Collection[str]) -> None:
        for document_id in document_ids:
            self._chunks.pop(document_id, None)

    async def document_ids(self) -> Collection[str]:
        return frozenset(self._chunks)

    async def found(self) -> Sight:
        return frozenset(
            (name, document_id.removeprefix("intra:"), _said(chunk))
            for document_id, chunks in self._chunks.items()
            for chunk in chunks
            for name, user in USERS.items()
            if readable_groups(user, "private") & chunk.readers
        )


class RealIndex(LocalIndex):
    """The embedded index."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._retriever = LocalRetriever(folder, keeps_repetitions=True)

    async def found(self) -> Sight:
        seen: set[tuple[str, str, str]] = set()
        if not await self.count():
            return frozenset()
        for name, user in USERS.items():
            for one in await self._retriever.search(
                COMMON, reader=user, audience="private", limit=50
            ):
                path = one.chunk.document_id.removeprefix("intra:")
                seen.add((name, path, _said(one.chunk)))
        return frozenset(seen)


def _said(chunk: Chunk) -> str:
    return chunk.text.removeprefix(f"{COMMON} ")


@dataclass(frozen=True, slots=True)
class Parser:
    """Reads in this process what the model wrote."""

    version: int
    size: int = 2

    async def read(self, path: Path, name: str) -> Outcome:
        data = path.read_bytes()  # noqa: ASYNC240 in memory
        content = Content(**json.loads(data))
        said = content.read_by(self.version)
        if said is None:
            return Outcome("", reason=Reason("damaged", ".md"))
        piece = Piece("", f"{COMMON} {said}", "")
        reading = Reading(title=name, url=None, metadata=DocumentMetadata(), pieces=(piece,))
        return Outcome("", reading=reading)


class TroubledSource:
    """The real folder, with what is in the way of it."""

    def __init__(self, folder: Source, now: Intranet) -> None:
        self._folder, self._now = folder, now
        self.name = folder.name

    async def list(self, memory: Memory) -> Listing:
        listing = await self._folder.list(memory)
        unseen = self._now.unseen
        return Listing(
            documents=tuple(d for d in listing.documents if not self._now.is_unseen(d.name)),
            withheld=tuple(
                one
                for one in listing.withheld
                if not self._now.is_unseen(one.document.removeprefix("intra:"))
            ),
            unseen=tuple(Problem(f"intra:{one}/", Reason("throttled", "429")) for one in unseen),
            warnings=listing.warnings,
        )

    async def fetch(self, document: SourceDocument, *, into: Path) -> Path:
        if trouble := self._now.troubles.get(document.name):
            raise UnreadableError(trouble, "HTTP")
        return await self._folder.fetch(document, into=into)


class InlineLoop(asyncio.SelectorEventLoop):
    """Works at once what would be worked in a thread: nothing here happens at the same time."""

    def run_in_executor(  # type: ignore[override]  # of any type
        self, executor: Any, func: Any, *arguments: Any
    ) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = self.create_future()
        try:
            future.set_result(func(*arguments))
        except BaseException as error:
            future.set_exception(error)
        return future


class World:
    """Everything of one example. Its methods are for a thread without an event loop."""

    def __init__(self, parts: Parts, *, is_real: bool) -> None:
        self.now = Intranet()
        self.wrong: list[str] = []
        self._parts, self._is_real = parts, is_real
        self._possible: list[Intranet] = []
        """What the intranet was when the last sync ended, and when others were stopped since."""
        self._settled = Intranet()
        """What it was when the last sync ended."""
        self._is_lost = False
        """Index or ledger were lost since the last sync ended, so the sync must compare them."""
        self._runner = asyncio.Runner(loop_factory=InlineLoop)
        self._place = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self._lives = 0
        self._index: SearchedIndex = TransparentIndex()
        (self._path / "intra").mkdir()
        self._open_index()

    def write(self, path: str, content: Content | None) -> None:
        """A file has another content, or is gone."""
        file = self._path / "intra" / path
        if content is None:
            self.now.files.pop(path, None)
            file.unlink(missing_ok=True)
            return
        self.now.files[path] = content
        file.parent.mkdir(parents=True, exist_ok=True)
        text = {"text": content.text, "readable_since": content.readable_since}
        file.write_text(json.dumps(text), encoding="utf-8")

    def allow(self, folder: str, access: Access | None) -> None:
        """A folder has another access.toml, or none."""
        file = self._path / "intra" / folder / "access.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        if access is None:
            self.now.access.pop(folder, None)
            file.unlink(missing_ok=True)
            return
        self.now.access[folder] = access
        file.write_text(_toml(access), encoding="utf-8")

    def revert(self) -> None:
        """Files and access are again what they were when the last sync ended."""
        before = self._settled
        for path in self.now.files.keys() | before.files.keys():
            self.write(path, before.files.get(path))
        for folder in self.now.access.keys() | before.access.keys():
            self.allow(folder, before.access.get(folder))

    def lose(self, what: str) -> None:
        """The index or the ledger is gone; a restored machine, for example."""
        self._is_lost = True
        if what == "index":
            self._lives += 1
            self._open_index()
        else:
            for file in self._path.glob("ledger*"):
                file.unlink()

    def sync(self, doom: Doom, *, is_told: bool) -> None:
        """Bring the index in step, as far as it gets; `is_told`: what the index really holds."""
        self._runner.run(self._sync(doom, is_told or self._is_lost))

    def rehearse(self) -> None:
        """A dry run tells what the sync after it does, and changes nothing."""
        self._runner.run(self._rehearse())

    def finish(self) -> None:
        """Nothing is in the way any more: everything is found, and then there is nothing to do."""
        self.now.troubles.clear()
        self.now.unseen.clear()
        self._runner.run(self._finish())

    def close(self) -> None:
        self._runner.close()
        self._place.cleanup()

    @property
    def _path(self) -> Path:
        return Path(self._place.name)

    def _open_index(self) -> None:
        if self._is_real:
            self._index = RealIndex(self._path / f"index-{self._lives}")
        else:
            self._index = TransparentIndex()

    async def _sync(self, doom: Doom, is_told: bool) -> None:
        before = await self._index.found()
        self._possible = [*(self._possible or [Intranet()]), self.now.copy()]
        with suppress(Killed, RetrievalUnavailable):
            report = await self._run(doom, is_told=is_told)
            await self._ended(report, before)
            return
        after = await self._index.found()
        self.wrong += wrong_meanwhile(self.now, self._possible, before, after)

    async def _ended(self, report: SyncReport, before: Sight) -> None:
        self._settled = self.now.copy()
        # What cannot be seen is left as it was.
        self._possible = [*(self._possible if self.now.unseen else ()), self.now.copy()]
        after = await self._index.found()
        self.wrong += wrong_after(self.now, frozenset() if self._is_lost else before, after)
        self._is_lost = False
        self.wrong += self._badly_told(report)

    async def _rehearse(self) -> None:
        before = await self._index.found()
        try:
            dry = await self._run(Doom(1), is_told=self._is_lost, dry_run=True)
        except Killed:
            self.wrong.append("a dry run wrote")
            return
        if await self._index.found() != before:
            self.wrong.append("a dry run changed the index")
        self._possible = [*(self._possible or [Intranet()]), self.now.copy()]
        wet = await self._run(Doom(), is_told=self._is_lost)
        await self._ended(wet, before)
        if (dry.documents, dry.chunks, dry.failures) != (wet.documents, wet.chunks, wet.failures):
            self.wrong.append(f"a dry run told {dry}, and it was {wet}")

    async def _finish(self) -> None:
        await self._sync(Doom(), is_told=self._is_lost)
        index = DoomedIndex(self._index, Doom())
        again = await self._run(Doom(), is_told=False, index=index)
        if index.writes or again.documents.added or again.documents.changed:
            self.wrong.append(f"a second sync did something: {again}")

    async def _run(
        self,
        doom: Doom,
        *,
        is_told: bool,
        dry_run: bool = False,
        index: DoomedIndex | None = None,
    ) -> SyncReport:
        folder = self._parts.folder(self._path / "intra")
        report: SyncReport = await self._parts.sync(
            TroubledSource(folder, self.now),
            index=index or DoomedIndex(self._index, doom),
            ledger=doomed(self._parts.ledger(self._path / "ledger.sqlite3"), doom),
            pool=Parser(self.now.parser),
            held=await self._index.document_ids() if is_told else None,
            dry_run=dry_run,
        )
        return report

    def _badly_told(self, report: SyncReport) -> list[str]:
        told = {problem.document.removeprefix("intra:") for problem in report.failures}
        kept = {
            one.document.removeprefix("intra:")
            for one in self._parts.ledger(self._path / "ledger.sqlite3").records.quarantine()
        }
        faults = [] if told == kept else [f"{told} failed, and {kept} are in quarantine"]
        for path, content in self.now.files.items():
            if self.now.is_unseen(path):
                continue
            is_bad = content.read_by(self.now.parser) is None or not self.now.is_open(path)
            is_in_doubt = path in self.now.troubles
            if is_bad and path not in told:
                faults.append(f"{path} cannot be read, and nobody is told")
            if not is_bad and not is_in_doubt and path in told:
                faults.append(f"{path} is said to be unreadable, and is not")
        return faults


def _toml(access: Access) -> str:
    if access.is_broken:
        return "readers = [alla"
    lines = []
    if access.readers is not None:
        lines.append(f"readers = {json.dumps(sorted(access.readers))}")
        lines.append(f"override = {json.dumps(access.override)}")
    for entry, readers in access.entries:
        lines += [f'["{entry}"]', f"readers = {json.dumps(sorted(readers))}"]
    return "\n".join(lines)
