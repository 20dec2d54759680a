"""Opens the calendars that meetings are booked in."""

from __future__ import annotations

from bot.app.entra import Entra
from bot.app.municipality import own
from bot.app.sample import SAMPLE
from bot.calendars.base import Calendar
from bot.calendars.local import LocalCalendar
from bot.calendars.school_year import SchoolYear, read_school_year
from bot.identity.local import LocalDirectory
from bot.operations.profile.own_files import SCHOOL_YEAR
from bot.settings import Settings

_FOLDER = "calendars"


def open_calendar(settings: Settings, directory: LocalDirectory, entra: Entra | None) -> Calendar:
    """Those of Microsoft 365 where people sign in; else files, the municipality's own, or the
    sample's while its people are the sample's."""
    if entra is not None:
        from bot.calendars.graph import GraphCalendar
        from bot.calendars.graph_requests import PatientGraph

        return GraphCalendar(PatientGraph(entra.graph))
    ours = settings.data / _FOLDER
    is_sample = not (settings.data / "people.toml").exists()
    calendars = SAMPLE / _FOLDER if is_sample else ours
    return LocalCalendar(calendars, ours / "booked", keys=directory.key_of)


def open_school_year(settings: Settings) -> SchoolYear | None:
    """The municipality's own; the sample's while its people are the sample's and nobody signs
    in."""
    path = own(settings, SCHOOL_YEAR)
    is_sample = not (settings.data / "people.toml").exists() and settings.sso_connection is None
    if is_sample and not path.exists():
        return read_school_year(SAMPLE / SCHOOL_YEAR)
    return read_school_year(path)
