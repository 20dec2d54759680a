"""Opens the calendars that meetings are booked in."""

from __future__ import annotations

from bot.app.entra import Entra
from bot.app.sample import SAMPLE
from bot.calendars.base import Calendar
from bot.calendars.local import LocalCalendar
from bot.calendars.school_year import SchoolYear, read_school_year
from bot.identity.local import LocalDirectory
from bot.settings import Settings

_FOLDER = "calendars"
_SCHOOL = "lasar.toml"


def open_calendar(settings: Settings, directory: LocalDirectory, entra: Entra | None) -> Calendar:
    """Those of Microsoft 365 where people sign in; else files, the municipality's own, or the
    sample's while its people are the sample's."""
    if entra is not None:
        from bot.calendars.graph import GraphCalendar
        from bot.calendars.graph_requests import PatientGraph

        return GraphCalendar(PatientGraph(entra.graph))
    own = settings.data / _FOLDER
    is_sample = not (settings.data / "people.toml").exists()
    calendars = SAMPLE / _FOLDER if is_sample else own
    return LocalCalendar(calendars, own / "booked", keys=directory.key_of)


def open_school_year(settings: Settings) -> SchoolYear | None:
    """The municipality's own, in the data directory; the sample's while its people are the
    sample's and nobody signs in."""
    own = settings.data / _FOLDER / _SCHOOL
    is_sample = not (settings.data / "people.toml").exists() and settings.sso_connection is None
    if is_sample and not own.exists():
        return read_school_year(SAMPLE / _FOLDER / _SCHOOL)
    return read_school_year(own)
