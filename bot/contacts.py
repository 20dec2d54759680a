"""Whom to ask when the sources do not say, from the municipality's contacts.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from bot.errors import ConfigurationError
from bot.services import Contact

_FIELDS = {"name", "phone", "email"}


def load_contacts(path: Path) -> Mapping[str, Contact]:
    """Contacts by skill name. Raises `ConfigurationError` naming what is wrong in the file."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from error
    return {skill: _contact(skill, table) for skill, table in tables.items()}


def _contact(skill: str, table: object) -> Contact:
    if not isinstance(table, dict) or not isinstance(table.get("name"), str):
        raise ConfigurationError(f"contacts.toml: [{skill}] needs name")
    for field, value in table.items():
        if field not in _FIELDS or not isinstance(value, str):
            raise ConfigurationError(f"contacts.toml: [{skill}] {field} is unknown or not a text")
    return Contact(**table)
