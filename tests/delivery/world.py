"""A chat, a store and two processes on it, in time that jumps."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Coroutine, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from tests.delivery.chat import PEOPLE, Chat, Trouble
from tests.delivery.clock import Clock, JumpingLoop
from tests.delivery.life import Doom, Life, Parts, Step, When, make_task
from tests.delivery.oracle import History, Place, Question, wrong_in_the_end, wrong_now
from tests.delivery.shelf import Shelf

GROUP = "19:grupp@thread.v2"
MEMORY = Path("/dev/shm")
"""Where waiting for a disk costs nothing: no power is cut here."""
PROCESSES = 2
RECOVERY_S = 60.0
TICK_S = 0.001
"""In which everything happens that needs no time to pass."""
KINDS = ("quick", "slow", "long")
QUESTIONS = tuple(
    Question(f"q{number}", conversation_id, f"{kind} {number}")
    for number, (kind, conversation_id) in enumerate(
        (kind, conversation_id)
        for kind in (*KINDS, *KINDS)
        for conversation_id in ("a:anna", GROUP)
    )
)
"""What people may write; whichever is sent again is a duplicate."""


class World:
    """Everything of one example. Its methods are for a thread without an event loop."""

    def __init__(self, parts: Parts) -> None:
        self.history = History()
        self._parts = parts
        self._clock = Clock()
        self._loop = JumpingLoop(self._clock)
        self._loop.set_task_factory(make_task)
        self._folder = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.chat = Chat(lambda: self._clock.now)
        self.chat.on_taken = self._on_taken
        self._shelf = Shelf()
        self._lives: dict[int, Life] = {}
        self._born: list[Life] = []
        self._deliveries = 0
        people = (f'[{name}]\nname = "{name}"\nuser_id = "id-{name}"\n' for name in PEOPLE)
        (self._path / "people.toml").write_text("".join(people), encoding="utf-8")
        self._run(self._open())

    def deliver(
        self,
        numbers: Sequence[int],
        *,
        process: int,
        doom: tuple[Step, When, int] | None,
        troubles: Sequence[Trouble],
    ) -> None:
        """Post activities at the same time to a process, started if it is not running.

        The doom awaits the first of them, the troubles all that is sent for the last.
        """
        asked = [QUESTIONS[number] for number in numbers]
        if troubles:
            self.chat.troubles[asked[-1].id] = deque(troubles)
        self._run(self._deliver(asked, process, doom and Doom(asked[0].id, *doom)))

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._run(self._wait(seconds))

    def kill(self, process: int) -> None:
        """A process dies at once."""
        self._run(self._kill(process))

    def stop(self, process: int) -> None:
        """A process is asked to stop."""
        self._run(self._stop(process))

    def wrong(self) -> list[str]:
        """What people see that they must not."""
        return wrong_now(self.history, self.chat)

    def wrong_in_the_end(self) -> list[str]:
        """After one process has had a minute, and all have been stopped."""
        self._run(self._recover())
        found = [*self.wrong(), *wrong_in_the_end(self.history, self.chat)]
        for process in range(PROCESSES):
            self._run(self._stop(process))
        if self._texts_left():
            found.append("texts are left on disk")
        return found

    def close(self) -> None:
        """Leave nothing behind."""
        self._run(self._close())
        self._loop.close()
        self._folder.cleanup()

    @property
    def _path(self) -> Path:
        return Path(self._folder.name)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._loop.run_until_complete(work)
        self._loop.run_until_complete(self._lay_to_rest())

    async def _open(self) -> None:
        await self.chat.open()
        self._session = aiohttp.ClientSession()

    async def _close(self) -> None:
        for process in range(PROCESSES):
            await self._kill(process)
        await self._lay_to_rest()
        await self._session.close()
        await self.chat.close()
        with self._clock.waiting():
            await self._loop.shutdown_default_executor()

    async def _deliver(self, asked: list[Question], process: int, doom: Doom | None) -> None:
        life = await self._living(process)
        if doom is not None:
            life.arm(doom)
        self._deliveries += 1
        await asyncio.gather(*(self._post(life, question) for question in asked))
        await asyncio.sleep(TICK_S)

    async def _post(self, life: Life, question: Question) -> None:
        is_first = question.id not in self.history.delivered
        self.history.delivered[question.id] = question
        number = self._born.index(life)
        if not await life.deliver(self._session, self._activity(question)):
            return
        self.history.acknowledged.add(question.id)
        if is_first:
            self.history.line.append(Place(question.id, number, self._deliveries))

    async def _living(self, process: int) -> Life:
        if process not in self._lives:
            life = self._lives[process] = Life(
                self._path, self.chat, self._clock, self._parts, self._shelf
            )
            self._born.append(life)
            await life.start()
        return self._lives[process]

    async def _wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _kill(self, process: int) -> None:
        if process in self._lives:
            self._lives[process].die()

    async def _lay_to_rest(self) -> None:
        """Whatever was being done, any process may have met its doom meanwhile."""
        for process, life in list(self._lives.items()):
            if life.is_dead:
                del self._lives[process]
                await life.buried()
                self.history.killed_unknown.update(life.unknown)
                self.history.attempts.update(life.attempts)

    async def _stop(self, process: int) -> None:
        life = self._lives.pop(process, None)
        if life is not None:
            life.arm(None)
            await life.stop()
            self.history.attempts.update(life.attempts)

    async def _recover(self) -> None:
        self.chat.troubles.clear()
        for life in self._lives.values():
            life.arm(None)
        await self._living(0)
        await asyncio.sleep(RECOVERY_S)

    def _on_taken(self, activity_id: str | None) -> None:
        for life in self._lives.values():
            life.on_taken(activity_id)

    def _activity(self, question: Question) -> dict[str, Any]:
        is_group = question.conversation_id == GROUP
        mention = {"type": "mention", "mentioned": {"id": "28:bot"}, "text": "<at>Kollega</at>"}
        return {
            "type": "message",
            "id": question.id,
            "channelId": "msteams",
            "serviceUrl": self.chat.service_url,
            "from": {"id": "29:anna", "name": "Anna", "aadObjectId": "id-anna"},
            "recipient": {"id": "28:bot", "name": "Kollega"},
            "conversation": {
                "id": question.conversation_id,
                "conversationType": "groupChat" if is_group else "personal",
            },
            "text": question.text,
            "entities": [mention] if is_group else [],
        }

    def _texts_left(self) -> int:
        with closing(sqlite3.connect(self._path / "state.db")) as connection:
            (count,) = connection.execute(
                "SELECT count(*) FROM inbox WHERE body <> '' OR finished_at IS NULL"
            ).fetchone()
        return int(count) + self._shelf.texts_left()
