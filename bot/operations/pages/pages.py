"""The pages behind the manifest's links: privacy, terms and accessibility, from the profile.

Written in texts/, so that a communicator reads and mends them without reading code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.language.texts import Language
from bot.operations.pages.shell import page
from bot.operations.pages.words import CONFORMANCE, NO_SHORTCOMINGS
from bot.operations.profile import Profile
from bot.retention import KINDS, Retention

_TEXTS = Path(__file__).with_name("texts")
PATHS: Mapping[Language, Mapping[str, str]] = {
    "sv": {"privacy": "/integritet", "terms": "/villkor", "accessibility": "/tillganglighet"},
    "en": {"privacy": "/privacy", "terms": "/terms", "accessibility": "/accessibility"},
}
"""Where each page is. The Swedish ones stand in the manifest."""


def pages(profile: Profile, *, terms: Mapping[Language, str] | None = None) -> Mapping[str, str]:
    """HTML by path. `terms`: Markdown that a communicator has put in place of ours."""
    found = {}
    for language, paths in PATHS.items():
        places = _places(profile, language)
        for name, path in paths.items():
            own = (terms or {}).get(language) if name == "terms" else None
            source = own or (_TEXTS / f"{name}.{language}.md").read_text(encoding="utf-8")
            text = source if own else source.format(**places)
            found[path] = page(text, name=name, language=language, paths=PATHS)
    return found


def _places(profile: Profile, language: Language) -> Mapping[str, object]:
    kept = {kind: getattr(Retention(), kind) for kind in KINDS} | dict(profile.retention)
    contacts = {name: _contact(contact) for name, contact in profile.contacts.items()}
    return {
        **kept,
        **{name: _plain(contact) for name, contact in contacts.items()},
        "app": _plain(profile.app.name),
        "host": _plain(profile.app.host),
        "municipality": _plain(profile.municipality.name),
        "controller": _plain(profile.municipality.controller),
        "location": _plain(profile.azure.location),
        "decision": _plain(profile.decision),
        "conformance": CONFORMANCE[profile.accessibility.conformance].in_language(language),
        "shortcomings": _listed(profile.accessibility.shortcomings, language),
        "supervisor": _plain(profile.accessibility.supervisor),
        "assessed_on": _day(profile.accessibility.assessed_on),
    }


def _contact(fields: Mapping[str, str]) -> str:
    reached = [fields[key] for key in ("phone", "email") if key in fields]
    return ", ".join([fields["name"], *reached])


def _listed(shortcomings: tuple[str, ...], language: Language) -> str:
    """They are written in Swedish, and told so."""
    if not shortcomings:
        return NO_SHORTCOMINGS.in_language(language)
    return "\n".join(f"- {_plain(one)}" for one in shortcomings)


def _day(day: date) -> str:
    return "–" if day == date.min else day.isoformat()


def _plain(text: str) -> str:
    """Characters that mean something in Markdown mean themselves."""
    return "".join(
        f"\\{character}" if character in r"\`*_{}[]<>#|!" else character for character in text
    )
