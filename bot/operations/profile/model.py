"""A municipality's profile: all that differs between two municipalities, in one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.language.texts import Language, Text
from bot.privacy.gate import MaskKind

Scope = Literal["personal", "team", "groupChat", "copilot"]
"""Where the app can be added in Teams, as its manifest calls it."""
ModelSku = Literal["DataZoneStandard", "Standard", "GlobalStandard"]
"""How a model is deployed in Azure. Global sends questions outside the EU, and is refused."""
Conformance = Literal["full", "partial", "none"]
"""How far the service meets the law on accessible digital public service (2018:1937)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """Whose Kollega this is."""

    name: str
    """As people write it: "Exempelkommun"."""
    languages: tuple[Language, ...]
    """That people are answered in; the first is what an undecided text gets."""
    website: str
    controller: str
    """The board that answers for personal data: "Kommunstyrelsen i Exempelkommun"."""
    approved_answers: str | None
    """The SharePoint site where approved answers, pauses and notices are written; None: nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """A question that Teams offers beside the input field."""

    title: Text
    prompt: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsApp:
    """What the Teams admin center is given."""

    name: str
    """At most 30 characters: "Kollega"."""
    version: str
    """Three numbers; a higher one for each package that is uploaded."""
    accent_color: str
    """The icon's colour, as "#1B5E4B"; white must be readable on it."""
    host: str
    """The host name that Teams reaches the bot at."""
    teams_app_id: str
    """The app's own id in the organisation's catalogue; the same for each version."""
    bot_id: str
    """The client id of the bot's managed identity."""
    sso_app_id: str
    """The client id of the application that people sign in to."""
    scopes: tuple[Scope, ...]
    starters: tuple[Starter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """Whose people are let in."""

    id: str
    guests: bool
    """Whether guests of the tenant are answered."""
    pilot_groups: tuple[str, ...]
    """Ids of the groups that are served; others get a polite note. None: everybody is."""
    admin_groups: tuple[str, ...]
    """Ids of the groups whose members see the check page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Azure:
    """Which resources of Azure answer."""

    location: str
    """A region within the EU, such as swedencentral."""
    search_endpoint: str
    openai_endpoint: str
    blob_endpoint: str
    model: str
    """The name of the deployment that writes answers."""
    model_sku: ModelSku
    embedding_model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """What `kollega ingest` reads."""

    source: str
    """A folder, a sitemap's address, or sharepoint: and a site."""
    readers: tuple[str, ...]
    """Who may read, where the source does not say itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accessibility:
    """What the statement of accessibility says; every part of it is the municipality's to judge."""

    conformance: Conformance
    assessed_on: date
    shortcomings: tuple[str, ...]
    """Known ones, in Swedish, a sentence each."""
    supervisor: str
    """The authority that supervises the law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything in one municipality's file."""

    key: str
    """The file's name without its ending: "lidingo"."""
    municipality: Municipality
    app: TeamsApp
    tenant: Tenant
    azure: Azure
    contacts: Mapping[str, Mapping[str, str]]
    """By function: name, phone and e-mail, as contacts.toml has them."""
    mask: tuple[MaskKind, ...]
    """What is masked besides personal identity numbers."""
    decision: str
    """The number of the decision that the days of retention rest on."""
    decided_until: date
    """The last day that the decision applies."""
    retention: Mapping[str, int]
    """Days, by kind of record, as retention.toml has them."""
    accessibility: Accessibility
    sources: tuple[SourceLine, ...]
    placeholders: tuple[str, ...]
    """Fields that IT has not filled in yet, such as "[tenant] id"."""
