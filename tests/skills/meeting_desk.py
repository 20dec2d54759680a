"""A small office with calendars, and people who book meetings by writing and pressing buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from bot.calendars.base import STOCKHOLM, Meeting
from bot.calendars.ics import read_meeting
from bot.calendars.local import LocalCalendar
from bot.calendars.school_year import SchoolYear, Stretch
from bot.copilot import Copilot
from bot.identity.base import Audience, Language
from bot.identity.local import LocalDirectory
from bot.privacy.personal_data import mask
from bot.privacy.sensitive import SafeExits
from bot.reply import Reply
from bot.services import Services
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteConversationStore
from bot.turn import Action, Field, SubmittedAction, Turn
from skills import SKILLS
from tests.bot.test_copilot import NoRecords

NOW = datetime(2026, 11, 25, 10, 7, tzinfo=STOCKHOLM)
"""A Wednesday."""
SCHOOL = SchoolYear(
    terms=(
        Stretch("Höstterminen 2026", date(2026, 8, 18), date(2026, 12, 18)),
        Stretch("Vårterminen 2027", date(2027, 1, 11), date(2027, 6, 11)),
    ),
    breaks=(
        Stretch("sportlov", date(2027, 3, 8), date(2027, 3, 12)),
        Stretch("studiedag", date(2027, 5, 4), date(2027, 5, 4)),
    ),
)
ORDER = (
    "Boka 45 minuter med Anna Lindqvist och Lars om budgeten nästa vecka, helst förmiddag, inte "
    "fredag, i Teams"
)
_PEOPLE = (
    ("anna", "Anna Lindqvist", "Ekonomi", "lars"),
    ("annika", "Anna Berg", "HR", None),
    ("erik", "Erik Nyström", "Hemtjänst", "lars"),
    ("lars", "Lars Öberg", "Hemtjänst", None),
    ("maja", "Maja Svensson", "Skola", None),
    ("greta", "Greta Holm", "Extern", None),
)
_TAKEN = {
    "anna": [("20261130T080000", "20261130T120000", "BUSY")],
    "annika": [],
    "erik": [("20261201T080000", "20261201T093000", "TENTATIVE")],
    "lars": [("20261204T080000", "20261204T170000", "OOF")],
    "maja": [(f"202612{day:02}T080000", f"202612{day:02}T170000", "BUSY") for day in (1, 2, 3, 4)],
    "big": [],
    "small": [("20261130T080000", "20261204T170000", "BUSY")],
}
_EVENT = """\
BEGIN:VEVENT
UID:{number}
DTSTART;TZID=Europe/Stockholm:{start}
DTEND;TZID=Europe/Stockholm:{end}
SUMMARY:Läkarbesök
X-MICROSOFT-CDO-BUSYSTATUS:{status}
END:VEVENT
"""


def furnish(folder: Path) -> None:
    """Put people, their calendars and two rooms in the folder. Greta has no calendar."""
    calendars = folder / "calendars"
    calendars.mkdir()
    people = []
    for key, name, unit, manager in _PEOPLE:
        boss = f'manager = "{manager}"\n' if manager else ""
        people.append(f'[{key}]\nname = "{name}"\nuser_id = "id-{key}"\nunit = "{unit}"\n{boss}')
    (folder / "people.toml").write_text("\n".join(people), encoding="utf-8")
    (calendars / "rooms.toml").write_text(
        '[small]\nname = "Rönnen"\nseats = 4\n[big]\nname = "Linden"\nseats = 12\n',
        encoding="utf-8",
    )
    for key, taken in _TAKEN.items():
        events = "".join(
            _EVENT.format(number=number, start=start, end=end, status=status)
            for number, (start, end, status) in enumerate(taken)
        )
        text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n"
        (calendars / f"{key}.ics").write_text(text, encoding="utf-8")


@dataclass(slots=True)
class Desk:
    """One person at work."""

    copilot: Copilot
    directory: LocalDirectory
    folder: Path
    person: str = "erik"
    conversation: str = "chat"

    async def say(
        self, text: str, *, language: Language = "sv", audience: Audience = "private"
    ) -> Reply:
        """Write something."""
        return await self._turn(text, language=language, audience=audience)

    async def press(self, action: Action | str, **values: str) -> Reply:
        """Press a button, with what stands in its form, or has been changed to `values`."""
        if isinstance(action, str):
            return await self._turn("", action=SubmittedAction(id=action, values=values))
        return await self._turn(
            "", action=SubmittedAction(id=action.id, values={**action.values, **values})
        )

    async def _turn(
        self,
        text: str,
        *,
        action: SubmittedAction | None = None,
        language: Language = "sv",
        audience: Audience = "private",
    ) -> Reply:
        return await self.copilot.reply(
            Turn(
                text=mask(text).text,
                user=self.directory.person(self.person),
                conversation_id=self.conversation,
                language=language,
                audience=audience,
                action=action,
            )
        )

    def booked(self) -> list[Meeting]:
        """What is in the calendar now."""
        files = sorted((self.folder / "booked").glob("*"))
        return [read_meeting(path.read_bytes())[0] for path in files]


def button(reply: Reply, name: str) -> Action:
    """The reply's button of that name."""
    return next(one for one in reply.actions if one.id.partition(":")[0] == name)


def values(reply: Reply) -> Mapping[str, str]:
    """What stands in the reply's form."""
    return next(one.values for one in reply.actions if one.form)


def fields(reply: Reply) -> dict[str, Field]:
    """The fields of the reply's form, by name."""
    return {field.name: field for one in reply.actions if one.form for field in one.form.fields}


@asynccontextmanager
async def open_desk(folder: Path, services: Services) -> AsyncIterator[Desk]:
    """The office, furnished, with Erik at the desk."""
    furnish(folder)
    directory = LocalDirectory.load(folder / "people.toml")
    calendar = LocalCalendar(folder / "calendars", folder / "booked", keys=directory.key_of)
    database = SQLiteDatabase(folder / "state.sqlite3")
    copilot = Copilot(
        skills=SKILLS,
        services=replace(
            services, calendar=calendar, people=directory, school=SCHOOL, now=lambda: NOW
        ),
        conversations=SQLiteConversationStore(database),
        records=NoRecords(),
        safe_exits=SafeExits({}),
        memory_days=30,
        record_days=365,
    )
    try:
        yield Desk(copilot, directory, folder)
    finally:
        await database.close()
