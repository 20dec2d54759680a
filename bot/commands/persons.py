"""Whom `--user` means: what is kept is kept by a person's id."""

from __future__ import annotations

import re
import sys

from bot.app.municipality import open_people
from bot.commands import records_texts as texts
from bot.errors import ConfigurationError
from bot.language.texts import Language
from bot.settings import Settings

WHOSE = "what is about this person: the object id in Entra, or the key in people.toml"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def person_id(user: str | None, settings: Settings, language: Language) -> str | None:
    """The id of the person with that key in people.toml, else the id itself.

    Raises `ConfigurationError` for what is no id where people sign in with Entra: to find nothing
    would be taken for an answer.
    """
    if user is None:
        return None
    if settings.sso_connection is not None:
        if _GUID.fullmatch(user):
            return user.lower()
        raise ConfigurationError(texts.NO_ID.in_language(language, user=user))
    people = open_people(settings).people()
    if user in people:
        return people[user].id
    if not _GUID.fullmatch(user) and user not in {person.id for person in people.values()}:
        print(texts.UNKNOWN_PERSON.in_language(language, user=user), file=sys.stderr)
    return user
