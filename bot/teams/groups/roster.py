"""Who is in a group chat or channel: employees alone, or somebody the sources are not for too."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from bot.errors import DirectoryUnavailable, SendError, UnknownPersonError
from bot.identity.base import Directory
from bot.teams.outgoing import Address
from bot.teams.sending.connector import Connector, Member

logger = logging.getLogger(__name__)

Verdict = Literal["employees", "outsiders", "unknown"]
"""Whether everybody in a conversation is an employee; "unknown" where it cannot be found out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLimits:
    """How much is looked at, how long it may take, and how long it is believed."""

    members: int = 10_000
    """Twenty pages; a longer roster counts as unknown."""
    timeout_s: float = 5.0
    remembered_s: float = 30.0
    """A member who joins is told of at once, but perhaps to another process."""
    conversations: int = 10_000


class Rosters:
    """Looks up the members of a conversation, once for all who ask at the same time.

    Anything but a complete roster of people whom the directory knows as employees is no
    "employees": access control fails closed.
    """

    def __init__(
        self,
        *,
        connector: Connector,
        directory: Directory,
        person_ids: Callable[[str | None, str], tuple[str, ...]],
        tenants: frozenset[str] | None = None,
        limits: RosterLimits | None = None,
    ) -> None:
        """`person_ids` is the authentication's.

        With `tenants` Teams' own word is taken for who their members are: the directory knows
        only those who have signed in.
        """
        self._tenants = tenants
        self._connector = connector
        self._directory = directory
        self._person_ids = person_ids
        self._limits = limits or RosterLimits()
        self._known: OrderedDict[str, _LookUp] = OrderedDict()

    async def verdict(self, address: Address) -> Verdict:
        """Who is in the conversation of `address`, from the latest look-up if that is recent."""
        key = roster_of(address.conversation_id)
        known = self._known.get(key)
        if known is None or time.monotonic() - known.began_at > self._limits.remembered_s:
            asked = replace(address, conversation_id=key)
            known = _LookUp(asyncio.create_task(self._look_up(asked)), time.monotonic())
            self._remember(key, known)
        # One asker who gives up must not take the answer from the others.
        return await asyncio.shield(known.task)

    def forget(self, conversation_id: str) -> None:
        """Somebody has joined or left: look again.

        Teams tells a change in a team by the id of its first channel, so every channel's goes.
        """
        self._known.pop(roster_of(conversation_id), None)
        for key in [key for key in self._known if _is_channel(key)]:
            del self._known[key]

    async def close(self) -> None:
        """End the look-ups that are under way."""
        tasks = [known.task for known in self._known.values() if not known.task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _remember(self, key: str, look_up: _LookUp) -> None:
        self._known[key] = look_up
        self._known.move_to_end(key)
        if len(self._known) > self._limits.conversations:
            self._known.popitem(last=False)

    async def _look_up(self, address: Address) -> Verdict:
        try:
            async with asyncio.timeout(self._limits.timeout_s):
                return await self._judge(address)
        except (SendError, DirectoryUnavailable, TimeoutError) as error:
            logger.warning("A roster cannot be had", extra={"cause": type(error).__name__})
            self._drop(address.conversation_id)
            return "unknown"

    def _drop(self, key: str) -> None:
        """What may have passed by the next question is not remembered."""
        known = self._known.get(key)
        if known is not None and known.task is asyncio.current_task():
            del self._known[key]

    async def _judge(self, address: Address) -> Verdict:
        seen = 0
        async for member in self._connector.members(address):
            if member.id == address.bot_id:
                continue
            seen += 1
            if seen > self._limits.members:
                return "unknown"
            if not await self._is_employee(member):
                return "outsiders"
        return "employees" if seen else "unknown"

    async def _is_employee(self, member: Member) -> bool:
        if member.is_guest:
            return False
        if self._tenants is not None:
            return member.object_id is not None and member.tenant_id in self._tenants
        for member_id in self._person_ids(member.object_id, member.id):
            try:
                return not (await self._directory.find(member_id)).is_guest
            except UnknownPersonError:
                continue
        return False


@dataclass(frozen=True, slots=True)
class _LookUp:
    task: asyncio.Task[Verdict]
    began_at: float


def roster_of(conversation_id: str) -> str:
    """The conversation whose members see this one: a thread is read by its whole channel."""
    return conversation_id.partition(";messageid=")[0]


def _is_channel(conversation_id: str) -> bool:
    return "@thread.tacv2" in conversation_id or "@thread.skype" in conversation_id
