"""Reads a municipality's profile; everything that is wrong in it is told at once."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import get_args

from bot.errors import ConfigurationError
from bot.language.texts import Language, Text
from bot.operations.profile import texts
from bot.operations.profile.mistakes import Mistake, listed, nearest, shown
from bot.operations.profile.model import (
    Accessibility,
    Azure,
    Municipality,
    Profile,
    SourceLine,
    Starter,
    TeamsApp,
    Tenant,
)
from bot.operations.profile.source import Source
from bot.operations.profile.table import Findings, Table
from bot.operations.profile.texts import told
from bot.privacy.gate import MaskKind
from bot.retention import KINDS, LONGEST_DAYS

MUNICIPALITIES = Path(__file__).parents[3] / "infra" / "municipalities"
"""Where the profiles are, beside the code that is deployed with them."""
NEEDED = ("hr", "policy", "support", "registrar", "data_protection", "accessibility")
"""Functions that people are sent to; a phone number or an e-mail address each."""
FUNCTIONS = (*NEEDED, "it", "whistleblowing", "nurse", "occupational_health")
"""Those, and the ones that only some municipalities have."""
MASKABLE: tuple[MaskKind, ...] = get_args(MaskKind)
"""What a municipality may have masked besides personal identity numbers."""
_FILE_NAME = re.compile("[a-z0-9][a-z0-9-]{0,10}[a-z0-9]")
_NAMESPACE = uuid.UUID("6f0c2d56-6f3b-5a55-9d2e-0f2d1f6a7c11")
"""Of the app ids that are drawn from a profile's name."""


def load_profile(path: Path, *, language: Language | None = None) -> Profile:
    """The profile in the file. Raises `ConfigurationError` naming every mistake in it by its line.

    `language`: what mistakes are told in; None: the first that the profile itself names.
    """
    source = Source(_text(path, language or "sv"))
    findings = Findings(path.stem, source.line)
    profile = _profile(path.stem, Table((), source.values, findings), findings)
    mistakes = [
        *_file_name(path),
        *source.mistakes,
        *(one for one in findings.mistakes if one.field not in source.unread),
    ]
    if mistakes:
        own: tuple[Language, ...] = (*profile.municipality.languages, "sv")
        raise ConfigurationError(listed(path, mistakes, language or own[0]))
    return profile


def load_profiles(paths: Sequence[Path], *, language: Language | None = None) -> list[Profile]:
    """Each of the files. Raises `ConfigurationError` naming the mistakes in all of them."""
    profiles, told = [], []
    for path in paths:
        try:
            profiles.append(load_profile(path, language=language))
        except ConfigurationError as error:
            told.append(str(error))
    if told:
        raise ConfigurationError("\n".join(told))
    return profiles


def find_profile(
    municipality: str, *, folder: Path = MUNICIPALITIES, language: Language = "sv"
) -> Path:
    """The file of a municipality's profile. Raises `ConfigurationError` naming those there are."""
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if municipality in known:
        return folder / f"{municipality}.toml"
    near = nearest(municipality, known)
    hint = texts.HINT.in_language(language, near=near) if near else ""
    raise ConfigurationError(
        texts.NO_PROFILE.in_language(language, name=municipality, known=", ".join(known), hint=hint)
    )


def _text(path: Path, language: Language) -> str:
    """What the file holds, without the mark that editors of Windows put before it (BOM)."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        reason = texts.NO_FILE
    except OSError as error:
        reason = told(texts.UNREADABLE, file="{file}", reason=error.strerror or "")
    else:
        if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _decoded(path, content, language)
        reason = texts.UTF_16
    raise ConfigurationError(reason.in_language(language, file=shown(path)))


def _decoded(path: Path, content: bytes, language: Language) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        mistake = Mistake((), line, texts.NOT_UTF_8)
        raise ConfigurationError(listed(path, [mistake], language)) from None


def _file_name(path: Path) -> Iterator[Mistake]:
    """It becomes part of what resources in Azure are called, which take no other characters."""
    if not _FILE_NAME.fullmatch(path.stem):
        plain = unicodedata.normalize("NFKD", path.stem.casefold())
        name = re.sub("[^a-z0-9]", "", plain)[:12]
        yield Mistake((), None, told(texts.FILE_NAME, name=name or "kommun"))


def _profile(key: str, root: Table, findings: Findings) -> Profile:
    municipality = _municipality(root.table("municipality"))
    app = _app(key, root.table("app"))
    tenant = _tenant(root.table("tenant"))
    azure = _azure(root.table("azure"))
    contacts = _contacts(root.table("contacts"))
    privacy = root.table("privacy")
    mask = privacy.choices("mask", MASKABLE) if "mask" in privacy.keys else ()
    privacy.end(optional=("mask",))
    decision, decided_until, retention = _retention(root.table("retention"))
    accessibility = _accessibility(root.table("accessibility"))
    sources = tuple(_source(table) for table in root.tables("sources"))
    root.end()
    return Profile(
        key=key,
        municipality=municipality,
        app=app,
        tenant=tenant,
        azure=azure,
        contacts=contacts,
        mask=mask,
        decision=decision,
        decided_until=decided_until,
        retention=retention,
        accessibility=accessibility,
        sources=sources,
        placeholders=tuple(findings.placeholders),
    )


def _municipality(table: Table) -> Municipality:
    municipality = Municipality(
        name=table.text("name", longest=32),
        languages=table.choices("languages", ("sv", "en")),
        website=table.https("website"),
        controller=table.text("controller"),
        approved_answers=(
            table.sharepoint("approved_answers") if "approved_answers" in table.keys else None
        ),
    )
    table.end(optional=("approved_answers",))
    return municipality


def _app(key: str, table: Table) -> TeamsApp:
    drawn = str(uuid.uuid5(_NAMESPACE, key))
    app = TeamsApp(
        name=table.text("name", longest=30),
        version=table.version("version"),
        accent_color=table.color("accent_color"),
        host=table.host("host"),
        teams_app_id=table.guid("teams_app_id") if "teams_app_id" in table.keys else drawn,
        bot_id=table.guid("bot_id"),
        sso_app_id=table.guid("sso_app_id"),
        scopes=table.choices("scopes", ("personal", "team", "groupChat", "copilot")),
        starters=tuple(_starter(one) for one in table.tables("starters")),
    )
    table.end(optional=("teams_app_id",))
    return app


def _starter(table: Table) -> Starter:
    starter = Starter(
        title=Text(sv=table.text("sv", longest=128), en=table.text("en", longest=128)),
        prompt=Text(sv=table.text("prompt_sv"), en=table.text("prompt_en")),
    )
    table.end()
    return starter


def _tenant(table: Table) -> Tenant:
    tenant = Tenant(
        id=table.guid("id"),
        guests=table.flag("guests"),
        pilot_groups=table.guids("pilot_groups"),
        admin_groups=table.guids("admin_groups"),
    )
    table.end()
    return tenant


def _azure(table: Table) -> Azure:
    azure = Azure(
        location=table.text("location"),
        search_endpoint=table.https("search_endpoint"),
        openai_endpoint=table.https("openai_endpoint"),
        blob_endpoint=table.https("blob_endpoint"),
        model=table.text("model"),
        model_sku=table.choice("model_sku", ("DataZoneStandard", "Standard", "GlobalStandard")),
        embedding_model=table.text("embedding_model"),
    )
    table.end()
    return azure


def _contacts(table: Table) -> Mapping[str, Mapping[str, str]]:
    contacts = {
        function: _contact(table.table(function))
        for function in FUNCTIONS
        if function in table.keys or function in NEEDED
    }
    table.end(optional=FUNCTIONS)
    return contacts


def _contact(table: Table) -> Mapping[str, str]:
    reached = [key for key in ("phone", "email") if key in table.keys]
    contact = {"name": table.text("name")}
    contact |= {key: table.phone(key) if key == "phone" else table.email(key) for key in reached}
    if not reached:
        table.text("phone")
    table.end(optional=("phone", "email"))
    return contact


def _retention(table: Table) -> tuple[str, date, Mapping[str, int]]:
    decision, until = table.text("decision"), table.day("valid_until")
    days = table.table("days")
    given = {
        kind: days.whole_number(kind, lowest=1, highest=LONGEST_DAYS)
        for kind in KINDS
        if kind in days.keys
    }
    days.end(optional=KINDS)
    table.end()
    return decision, until, given


def _accessibility(table: Table) -> Accessibility:
    accessibility = Accessibility(
        conformance=table.choice("conformance", ("full", "partial", "none")),
        assessed_on=table.day("assessed_on"),
        shortcomings=table.words("shortcomings"),
        supervisor=table.text("supervisor"),
    )
    table.end()
    return accessibility


def _source(table: Table) -> SourceLine:
    source = SourceLine(source=table.text("source"), readers=table.words("readers"))
    table.end()
    return source
