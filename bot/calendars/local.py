"""Calendars in a folder: the calendar of the embedded configuration.

    calendars/anna.ics           what one person has, exported from any calendar; also by user id
    calendars/rooms.toml         [ronnen] name = "Rönnen", seats = 6; and ronnen.ics beside it
    calendars/booked/….ics       what Kollega has put in, one file a meeting

A person without a file is unknown, and so is everybody whose file cannot be read.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import secrets
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from bot.calendars.base import UNKNOWN, Busy, Kept, Mailboxes, Meeting, Room, Schedule
from bot.errors import CalendarUnavailable, ConfigurationError
from bot.identity.base import User

if TYPE_CHECKING:
    from icalendar import Calendar as File

_log = logging.getLogger(__name__)
_ROOMS = "rooms.toml"
_SAFE_NAME = re.compile(r"[\w-]{1,80}")
_MOST_BYTES = 8_000_000
"""Of a calendar's file: ten years of a busy person's are a tenth of it."""
_Version = tuple[int, int]


_Content = TypeVar("_Content")
_Result = TypeVar("_Result")
_Arguments = ParamSpec("_Arguments")


class _Files(Generic[_Content]):
    """What files hold, parsed anew only when they have changed."""

    def __init__(self, parse: Callable[[bytes], _Content]) -> None:
        self._parse = parse
        self._known: dict[Path, tuple[_Version, _Content]] = {}

    def read(self, path: Path) -> _Content:
        """Raises OSError and what the parser raises."""
        status = path.stat()
        version = (status.st_mtime_ns, status.st_size)
        known = self._known.get(path)
        if known is not None and known[0] == version:
            return known[1]
        if status.st_size > _MOST_BYTES:
            raise ValueError("the file is too large")
        content = self._parse(path.read_bytes())
        self._known[path] = (version, content)
        return content


class LocalCalendar:
    """A `Calendar` over two folders: calendars to read, and meetings of its own making.

    `keys` gives the name of a person's file by user id. Files are read again when they change.
    """

    def __init__(
        self,
        calendars: Path,
        booked: Path,
        *,
        keys: Callable[[str], str | None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._calendars = calendars
        self._booked = booked
        self._keys = keys
        self._clock = clock
        self._rooms = _rooms(calendars / _ROOMS)
        self._files: _Files[File] = _Files(lambda text: _ics().parse(text))
        self._meeting_files: _Files[Meeting] = _Files(lambda text: _ics().read_meeting(text)[0])

    async def schedules(
        self, mailboxes: Mailboxes, *, first: datetime, last: datetime, asker: User
    ) -> Mapping[str, Schedule]:
        """As the protocol says; everybody may see when others are free, and nothing else."""
        return await _in_thread(self._schedules, mailboxes, first, last)

    async def rooms(self, *, asker: User) -> Sequence[Room]:
        """As the protocol says."""
        return self._rooms

    async def create(self, meeting: Meeting, *, asker: User) -> Kept:
        """As the protocol says."""
        return await _in_thread(self._create, meeting)

    async def change(self, meeting: Meeting, *, asker: User) -> Kept | None:
        """As the protocol says."""
        return await _in_thread(self._change, meeting, asker)

    async def cancel(self, meeting_id: str, *, asker: User) -> bool:
        """As the protocol says."""
        return await _in_thread(self._cancel, meeting_id, asker)

    async def held(self, meeting_id: str, *, asker: User) -> Meeting | None:
        """As the protocol says."""
        return await _in_thread(self._held, meeting_id, asker)

    async def upcoming(self, *, after: datetime, asker: User, days: int = 60) -> Sequence[Meeting]:
        """As the protocol says."""
        meetings = await _in_thread(lambda: list(self._meetings()))
        own = (one for one in meetings if asker.id in _ids(one) and one.end > after)
        return sorted(own, key=lambda meeting: meeting.start)

    def _schedules(
        self, ids: Collection[str], first: datetime, last: datetime
    ) -> Mapping[str, Schedule]:
        booked = [one for one in self._meetings() if one.start < last and one.end > first]
        return {one: self._schedule(one, booked, first, last) for one in ids}

    def _schedule(
        self, one: str, booked: Sequence[Meeting], first: datetime, last: datetime
    ) -> Schedule:
        names = [name for name in (self._keys(one), one) if name and _SAFE_NAME.fullmatch(name)]
        paths = (self._calendars / f"{name}.ics" for name in names)
        path = next((path for path in paths if path.is_file()), None)
        if path is None:
            return UNKNOWN
        try:
            content = self._files.read(path)
            taken = _ics().busy_in(content, first, last)
        except Exception as error:  # a file from outside, through a parser: whatever it raises
            _log.warning("a calendar cannot be read", extra={"error": type(error).__name__})
            return UNKNOWN
        met = (
            Busy(each.start.astimezone(UTC), each.end.astimezone(UTC))
            for each in booked
            if one in _ids(each)
        )
        return Schedule((*taken, *met))

    def _create(self, meeting: Meeting) -> Kept:
        path = self._path(meeting.id)
        self._booked.mkdir(parents=True, exist_ok=True)
        text = _ics().written(meeting, stamped=self._clock())
        temporary = self._temporary(text)
        try:
            os.link(temporary, path)  # refuses what is there already, also from another process
        except FileExistsError:
            there, _ = _ics().read_meeting(path.read_bytes())
            return Kept(there, is_new=False, file=str(path))
        finally:
            temporary.unlink(missing_ok=True)
        return Kept(meeting, is_new=True, file=str(path))

    def _change(self, meeting: Meeting, asker: User) -> Kept | None:
        found = self._own(meeting.id, asker)
        if found is None:
            return None
        path, sequence = found
        text = _ics().written(meeting, stamped=self._clock(), sequence=sequence + 1)
        os.replace(self._temporary(text), path)
        return Kept(meeting, is_new=False, file=str(path))

    def _cancel(self, meeting_id: str, asker: User) -> bool:
        found = self._own(meeting_id, asker)
        if found is None:
            return False
        found[0].unlink(missing_ok=True)
        return True

    def _held(self, meeting_id: str, asker: User) -> Meeting | None:
        found = self._own(meeting_id, asker)
        return self._meeting_files.read(found[0]) if found else None

    def _own(self, meeting_id: str, asker: User) -> tuple[Path, int] | None:
        path = self._path(meeting_id)
        if not path.is_file():
            return None
        meeting, sequence = _ics().read_meeting(path.read_bytes())
        return (path, sequence) if meeting.organiser.id == asker.id else None

    def _meetings(self) -> Iterator[Meeting]:
        for path in sorted(self._booked.glob("*.ics")):
            try:
                meeting = self._meeting_files.read(path)
            except (KeyError, ValueError) as error:
                raise CalendarUnavailable("a booked meeting cannot be read") from error
            yield meeting

    def _path(self, meeting_id: str) -> Path:
        if not _SAFE_NAME.fullmatch(meeting_id):
            raise CalendarUnavailable("that is no id of a meeting")
        return self._booked / f"{meeting_id}.ics"

    def _temporary(self, text: bytes) -> Path:
        path = self._booked / f".{secrets.token_hex(8)}"
        path.write_bytes(text)
        return path


def _ids(meeting: Meeting) -> set[str]:
    room = {meeting.room.id} if meeting.room else set()
    return {meeting.organiser.id, *(one.id for one in meeting.attendees)} | room


def _rooms(path: Path) -> tuple[Room, ...]:
    if not path.exists():
        return ()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        rooms = [
            Room(id=key, name=str(table["name"]), seats=int(table["seats"]))
            for key, table in tables.items()
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(f'{path}: each room needs name = "…" and seats = …') from error
    return tuple(sorted(rooms, key=lambda room: (room.seats, room.name)))


def _ics() -> ModuleType:
    """The parsers are read at the first question about a calendar: a third of a second that few
    turns need."""
    return import_module("bot.calendars.ics")


async def _in_thread(
    work: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs
) -> _Result:
    try:
        return await asyncio.to_thread(work, *arguments, **named)
    except OSError as error:
        raise CalendarUnavailable(f"the calendars cannot be used: {error.strerror}") from error
