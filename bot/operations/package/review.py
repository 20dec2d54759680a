"""What the Teams admin center refuses, or staff stumble over, that the schema does not say.

Rules: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package and
learn.microsoft.com/microsoft-365/extensibility/schema.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.operations.profile.placeholders import is_placeholder

_TEXT_SIZES = {"name.short": 30, "name.full": 100, "description.short": 80}
_NEEDED = ("manifest.json", "color.png", "outline.png", "color32x32.png")
_PNG = b"\x89PNG\r\n\x1a\n"
_RGBA = 6


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend before the package is uploaded."""

    where: str
    """The file, and the field in it."""
    what: str
    """What is wrong, and what to put."""


def review(files: Mapping[str, bytes]) -> list[Fault]:
    """What is wrong with a package's files, by name; none if the admin center can take it."""
    missing = [name for name in _NEEDED if name not in files]
    if missing:
        return [Fault(name, "is missing from the package") for name in missing]
    try:
        manifest = json.loads(files["manifest.json"])
    except ValueError as error:
        return [Fault("manifest.json", f"is no JSON: {error}")]
    return [
        *_ids(manifest),
        *_starters(manifest),
        *_domains(manifest),
        *_icons(files),
        *_languages(manifest, files),
        *_strays(manifest, files),
    ]


def _ids(manifest: Mapping[str, Any]) -> Iterator[Fault]:
    bot = manifest["bots"][0]
    agents = manifest.get("copilotAgents", {}).get("customEngineAgents", [])
    if any(agent["id"] != bot["botId"] for agent in agents):
        yield Fault("copilotAgents.customEngineAgents", "its id must be that of the bot (botId)")
    if agents and "personal" not in bot["scopes"]:
        yield Fault("bots.scopes", "an agent needs the scope personal: add it to [app] scopes")
    sign_in = manifest["webApplicationInfo"]
    if sign_in["resource"] != f"api://botid-{bot['botId']}":
        yield Fault("webApplicationInfo.resource", f"must be api://botid-{bot['botId']}")
    if sign_in["id"] == bot["botId"] and not is_placeholder(bot["botId"]):
        yield Fault(
            "webApplicationInfo.id",
            "is the bot's id: put the id of the application that people sign in to "
            "([app] sso_app_id)",
        )
    if manifest["id"] in (bot["botId"], sign_in["id"]):
        yield Fault("id", "must be an id of its own: leave [app] teams_app_id out to get one")


def _starters(manifest: Mapping[str, Any]) -> Iterator[Fault]:
    bot = manifest["bots"][0]
    for commands in bot.get("commandLists", []):
        beyond = set(commands["scopes"]) - set(bot["scopes"])
        if beyond or not commands["scopes"]:
            yield Fault("bots.commandLists", "has a scope that the bot has not")
        titles = [command["title"] for command in commands["commands"]]
        if len(titles) != len(set(titles)):
            yield Fault("bots.commandLists", "has the same starter twice: see [[app.starters]]")


def _domains(manifest: Mapping[str, Any]) -> Iterator[Fault]:
    for domain in manifest["validDomains"]:
        if "/" in domain or ":" in domain or domain.startswith("*."):
            yield Fault("validDomains", f"{domain} must be a host name alone")


def _icons(files: Mapping[str, bytes]) -> Iterator[Fault]:
    for name, side in (("color.png", 192), ("outline.png", 32), ("color32x32.png", 32)):
        icon = files[name]
        if len(icon) < 26 or not icon.startswith(_PNG):
            yield Fault(name, "is no PNG")
            continue
        width, height = struct.unpack(">II", icon[16:24])
        if (width, height) != (side, side):
            yield Fault(name, f"is {width} × {height} pixels: it must be {side} × {side}")
        if name != "color.png" and icon[25] != _RGBA:
            yield Fault(name, "must have a transparent ground (RGBA)")


def _languages(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[Fault]:
    info = manifest["localizationInfo"]
    names = [info["defaultLanguageFile"]] if "defaultLanguageFile" in info else []
    names += [one["file"] for one in info.get("additionalLanguages", [])]
    texts = {name: json.loads(files[name]) for name in names if name in files}
    for name in names:
        if name not in texts:
            yield Fault(name, "is named in localizationInfo and missing from the package")
    every = {key for one in texts.values() for key in one}
    for name, one in texts.items():
        for key in sorted(every - one.keys()):
            yield Fault(name, f"{key} is missing: it stands in another language")
        for key, most in _TEXT_SIZES.items():
            if len(one.get(key, "")) > most:
                yield Fault(name, f"{key} is {len(one[key])} characters: {most} at most")
        for key, text in one.items():
            if re.search(r"\{\w+\}", str(text)):
                yield Fault(name, f"{key} has a place that is not filled in")


def _strays(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[Fault]:
    info = manifest["localizationInfo"]
    known = {*_NEEDED, info.get("defaultLanguageFile")}
    known |= {one["file"] for one in info.get("additionalLanguages", [])}
    for name in sorted(files.keys() - known):
        yield Fault(name, "is not named in the manifest: take it out of the package")
