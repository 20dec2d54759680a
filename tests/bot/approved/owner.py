"""Somebody who writes in a folder or workbook, and the copilot that reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import openpyxl

from bot import app
from bot.app import Kollega
from bot.identity.base import Audience, Language
from bot.reply import Reply
from bot.settings import Settings
from bot.turn import SubmittedAction, Turn

TODAY = date(2026, 11, 25)


class Owner:
    """Somebody who writes answers in a municipality that has the sample's documents."""

    def __init__(self, data: Path, place: Path) -> None:
        self.data, self.place = data, place
        self.profile: Path | None = None
        place.mkdir()

    @property
    def book(self) -> Path:
        return self.place / "godkanda-svar.xlsx"

    def write(self, *rows: dict[str, object], stopped: tuple[str, ...] = ()) -> None:
        """One document for each answer and each stop; those of before are gone."""
        for file in self.place.iterdir():
            file.unlink()
        stops: list[dict[str, object]] = [{"Dokument": name} for name in stopped]
        for number, row in enumerate((*rows, *stops)):
            facts = [f"{label.lower()}: {value}" for label, value in row.items() if value]
            text = "\n".join(("---", *facts, "---", "", str(row.get("Svar", "Skrivs om."))))
            (self.place / f"{number}.md").write_text(text, encoding="utf-8")

    def write_workbook(self, *rows: dict[str, object], stopped: tuple[str, ...] = ()) -> None:
        workbook = openpyxl.Workbook()
        sheet = workbook.worksheets[0]
        labels = [*dict.fromkeys(label for row in rows for label in row)]
        sheet.append(labels)
        for row in rows:
            sheet.append([row.get(label) for label in labels])
        second = workbook.create_sheet("Stoppade dokument")
        second.append(("Dokument", "Skäl"))
        for name in stopped:
            second.append((name, "skrivs om"))
        workbook.save(self.book)

    @asynccontextmanager
    async def bot(self, *, today: Callable[[], date] = lambda: TODAY) -> AsyncIterator[Kollega]:
        settings = Settings(data=self.data, approved_answers=str(self.place), profile=self.profile)
        async with app.open_kollega(settings, today=today) as kollega:
            yield kollega


async def ask(
    kollega: Kollega,
    text: str,
    *,
    person: str = "anna",
    audience: Audience = "private",
    language: Language = "sv",
    action: SubmittedAction | None = None,
) -> Reply:
    """What the person is answered."""
    user = await kollega.directory.find(kollega.directory.person(person).id)
    turn = Turn(
        text=text,
        user=user,
        conversation_id=f"{person}-{audience}",
        language=language,
        audience=audience,
        action=action,
    )
    return await kollega.copilot.reply(turn)
