"""What a municipality has decided: in its profile, else in files of the data directory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from bot.app.sample import SAMPLE
from bot.approved.base import ApprovedAnswers
from bot.contacts import load_contacts
from bot.identity.local import LocalDirectory
from bot.language.texts import Language
from bot.operations.pages import pages
from bot.operations.profile import SourceLine, load_profile
from bot.operations.profile.own_files import TEMPLATE, own_file
from bot.operations.profile.placeholders import is_placeholder
from bot.retention import FILE, Retention, load_retention
from bot.services import Contact
from bot.settings import Settings


def open_contacts(settings: Settings) -> Mapping[str, Contact]:
    """Whom to ask, by function. Raises `ConfigurationError` naming what is wrong."""
    if settings.profile is None:
        return load_contacts(_own_or_sample(settings.data, "contacts.toml"))
    contacts = load_profile(settings.profile).contacts
    return {function: Contact(**fields) for function, fields in contacts.items()}


def open_retention(settings: Settings, *, today: date | None = None) -> Retention:
    """How long what is kept is kept. A decision that has expired is none.

    Raises `ConfigurationError` naming what is wrong.
    """
    if settings.profile is None:
        return load_retention(settings.data / FILE)
    profile = load_profile(settings.profile)
    is_in_force = profile.decided_until >= (today or date.today())
    is_decided = is_in_force and not is_placeholder(profile.decision)
    return Retention(decision=profile.decision if is_decided else None, **profile.retention)


def open_pilot(settings: Settings) -> frozenset[str]:
    """Groups whose members are served; none: everybody is."""
    if settings.profile is None:
        return frozenset()
    return frozenset(load_profile(settings.profile).tenant.pilot_groups)


def open_pages(
    settings: Settings, approved: ApprovedAnswers | None
) -> Mapping[str, Callable[[], str]]:
    """Pages by path, as they are now; none without a profile, which they are written from.

    Raises `ConfigurationError` naming what is wrong in it.
    """
    if settings.profile is None:
        return {}
    profile = load_profile(settings.profile)

    def written(path: str) -> str:
        own = approved.announced("terms") if approved else ()
        languages: tuple[Language, ...] = ("sv", "en")
        terms = {one: own[0].text.in_language(one) for one in languages} if own else None
        return pages(profile, terms=terms)[path]

    return {path: partial(written, path) for path in pages(profile)}


def profile_sources(settings: Settings) -> Sequence[SourceLine]:
    """What the profile says is to be read; nothing without one."""
    return load_profile(settings.profile).sources if settings.profile else ()


def open_template(settings: Settings) -> Path | None:
    """The Word document that papers are written on. None: a plain one is used."""
    path = own(settings, TEMPLATE)
    return path if path.is_file() else None


def own(settings: Settings, name: str) -> Path:
    """Where a file of the municipality's own is: beside its profile, else in the data directory."""
    return own_file(name, profile=settings.profile, data=settings.data)


def open_people(settings: Settings) -> LocalDirectory:
    """Who people are, in the embedded configuration."""
    return LocalDirectory.load(_own_or_sample(settings.data, "people.toml"))


def _own_or_sample(data: Path, name: str) -> Path:
    """The municipality's own file, or the sample municipality's."""
    own = data / name
    return own if own.exists() else SAMPLE / name
