"""The Teams app manifest of a municipality, from the files in manifest/ and its profile.

Fields: learn.microsoft.com/microsoft-365/extensibility/schema (version 1.30).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from bot.language.texts import Language, Text
from bot.operations.profile import Profile
from bot.retention import Retention

MANIFEST = Path(__file__).parents[3] / "manifest"
"""Where the unchanging parts are, beside the code that is deployed with them."""
TOKEN_HOSTS = ("token.botframework.com", "europe.token.botframework.com")
"""Where Bot Framework's sign-in lives; the second keeps it within the EU."""
_UNFINISHED = Text(sv=" (ej klar)", en=" (not ready)")
_NAME_LENGTH = 30


def manifest(profile: Profile) -> dict[str, object]:
    """manifest.json, with the texts of the default language."""
    app, site = profile.app, f"https://{profile.app.host}"
    texts = _texts(profile, "sv")
    return {
        **_read("manifest"),
        "id": app.teams_app_id,
        "version": app.version,
        "name": {"short": texts["name.short"], "full": texts["name.full"]},
        "description": {"short": texts["description.short"], "full": texts["description.full"]},
        "developer": {
            "name": profile.municipality.name,
            "websiteUrl": profile.municipality.website,
            "privacyUrl": f"{site}/integritet",
            "termsOfUseUrl": f"{site}/villkor",
        },
        "publisherDocsUrl": f"{site}/tillganglighet",
        "accentColor": app.accent_color,
        "bots": [_bot(profile)],
        "copilotAgents": {"customEngineAgents": [{"id": app.bot_id, "type": "bot"}]},
        "webApplicationInfo": {"id": app.sso_app_id, "resource": f"api://botid-{app.bot_id}"},
        "validDomains": [app.host, *TOKEN_HOSTS],
    }


def translation(profile: Profile, language: Language) -> dict[str, object]:
    """The file of one language: every text of the manifest that people see."""
    prompts = {
        f"bots[0].commandLists[0].commands[{place}].{field}": text.in_language(language)
        for place, starter in enumerate(profile.app.starters)
        for field, text in (("title", starter.title), ("prompt", starter.prompt))
    }
    return {**_texts(profile, language), **prompts}


def _bot(profile: Profile) -> dict[str, object]:
    bot: dict[str, object] = {
        "botId": profile.app.bot_id,
        "scopes": list(profile.app.scopes),
        "isNotificationOnly": False,
        "supportsFiles": True,
    }
    if profile.app.starters:
        scopes = [scope for scope in profile.app.scopes if scope in ("personal", "copilot")]
        bot["commandLists"] = [{"scopes": scopes, "commands": _commands(profile)}]
    return bot


def _commands(profile: Profile) -> list[dict[str, str]]:
    return [
        {"title": starter.title.sv, "type": "prompt", "prompt": starter.prompt.sv}
        for starter in profile.app.starters
    ]


def _texts(profile: Profile, language: Language) -> dict[str, str]:
    places = {
        "app": _name(profile, language),
        "municipality": profile.municipality.name,
        "days": profile.retention.get("history", Retention().history),
    }
    return {
        key: text if key.startswith("$") else text.format(**places)
        for key, text in _read(language).items()
    }


def _name(profile: Profile, language: Language) -> str:
    """The app's; of a profile that is not filled in it says so, to whoever uploads it anyway."""
    if not profile.placeholders:
        return profile.app.name
    mark = _UNFINISHED.in_language(language)
    return profile.app.name[: _NAME_LENGTH - len(mark)] + mark


def _read(name: str) -> Mapping[str, str]:
    texts: Mapping[str, str] = json.loads((MANIFEST / f"{name}.json").read_text(encoding="utf-8"))
    return texts
