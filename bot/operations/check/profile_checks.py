"""What can be seen in a municipality's profile alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.language.texts import Language
from bot.operations.check import texts
from bot.operations.check.finding import Finding, green, red, yellow
from bot.operations.package import package_files, review
from bot.operations.profile import Profile
from bot.operations.profile.placeholders import is_placeholder
from bot.operations.release import unversioned

EU_REGIONS = frozenset(
    {
        *("swedencentral", "northeurope", "westeurope", "francecentral", "germanywestcentral"),
        *("italynorth", "polandcentral", "spaincentral", "austriaeast", "belgiumcentral"),
    }
)
"""Azure's regions within the EU (learn.microsoft.com/azure/reliability/regions-list)."""
_WARNED_BEFORE = timedelta(days=90)
_ASSESSED_EVERY = timedelta(days=366)


def check_profile(profile: Profile, language: Language, *, today: date) -> Iterator[Finding]:
    """What IT, the registrar and the accessibility officer should mend in the file."""
    yield _filled_in(profile, language)
    yield from _ids(profile, language)
    if not is_placeholder(profile.decision):
        yield _decision(profile, language, today)
    yield _residency(profile, language)
    yield from _package(profile, language)
    yield _scopes(profile, language)
    yield from _sources(profile, language)
    if profile.accessibility.assessed_on != date.min:
        yield _assessment(profile, language, today)
    yield _people(profile, language)
    if models := unversioned(profile):
        listed = ", ".join(models)
        name = "profile.models"
        yield yellow(name, texts.MODEL_UNVERSIONED, texts.ADD_VERSION, language, models=listed)
    if "email" not in profile.contacts["support"]:
        yield red("profile.alerts", texts.NO_ALERTS, texts.ADD_ALERTS, language)
    if not profile.tenant.admin_groups:
        yield yellow("profile.admins", texts.NO_ADMINS, texts.ADD_ADMINS, language)


def _filled_in(profile: Profile, language: Language) -> Finding:
    name = "profile.filled_in"
    if not profile.placeholders:
        return green(name, texts.FILLED_IN, language)
    fields = _grouped(profile.placeholders)
    file = f"infra/municipalities/{profile.key}.toml"
    values = {"count": len(profile.placeholders), "fields": fields, "file": file}
    return red(name, texts.NOT_FILLED_IN, texts.FILL_IN, language, **values)


def _grouped(fields: Sequence[str]) -> str:
    """Fields of the same table together, each table in a line of its own: "[app] host, bot_id"."""
    tables: dict[str, list[str]] = {}
    for field in fields:
        table, _, key = field.rpartition(" ")
        tables.setdefault(table, []).append(key)
    return "\n".join(f"{table} {', '.join(keys)}" for table, keys in tables.items())


def _ids(profile: Profile, language: Language) -> Iterator[Finding]:
    ids = {
        "[app] bot_id": profile.app.bot_id,
        "[app] sso_app_id": profile.app.sso_app_id,
        "[app] teams_app_id": profile.app.teams_app_id,
        "[tenant] id": profile.tenant.id,
    }
    given = [value for value in ids.values() if not is_placeholder(value)]
    equal = [field for field, value in ids.items() if given.count(value) > 1]
    if equal:
        fields = ", ".join(equal)
        yield red("profile.ids", texts.IDS_EQUAL, texts.SEPARATE_IDS, language, fields=fields)
    elif len(given) == len(ids):
        yield green("profile.ids", texts.IDS_APART, language)


def _decision(profile: Profile, language: Language, today: date) -> Finding:
    name, until = "profile.retention_decision", profile.decided_until
    values = {"decision": profile.decision, "until": until}
    if until < today:
        return red(name, texts.DECISION_EXPIRED, texts.DECIDE_AGAIN, language, **values)
    if until - today < _WARNED_BEFORE:
        return yellow(name, texts.DECISION_EXPIRES, texts.DECIDE_AGAIN, language, **values)
    return green(name, texts.DECIDED, language, **values)


def _residency(profile: Profile, language: Language) -> Finding:
    azure, name = profile.azure, "profile.residency"
    if azure.model_sku.startswith("Global"):
        return red(
            name,
            texts.LEAVES_EU,
            texts.USE_DATA_ZONE,
            language,
            model=azure.model,
            sku=azure.model_sku,
        )
    if azure.location not in EU_REGIONS:
        return red(name, texts.REGION_OUTSIDE, texts.MOVE_REGION, language, location=azure.location)
    return green(name, texts.IN_EU, language, location=azure.location, sku=azure.model_sku)


def _package(profile: Profile, language: Language) -> Iterator[Finding]:
    faults = review(package_files(profile))
    if not faults and not profile.placeholders:
        yield green("package", texts.PACKAGE_RIGHT, language)
    for fault in faults:
        told = f"{fault.where}: {fault.what}"
        yield red("package", texts.PACKAGE_REFUSED, texts.MEND_PACKAGE, language, fault=told)


def _scopes(profile: Profile, language: Language) -> Finding:
    more = [scope for scope in profile.app.scopes if scope != "personal"]
    if not more:
        return green("profile.scopes", texts.ONLY_PERSONAL, language)
    scopes = ", ".join(more)
    name = "profile.scopes"
    return yellow(name, texts.MORE_SCOPES, texts.CONFIRM_SCOPES, language, scopes=scopes)


def _sources(profile: Profile, language: Language) -> Iterator[Finding]:
    name = "profile.sources"
    if not profile.sources:
        yield red(name, texts.NO_SOURCES, texts.ADD_SOURCE, language)
        return
    websites = [one for one in profile.sources if "://" in one.source]
    # As a website it would be read without SharePoint's own permissions.
    misspelt = [one.source for one in websites if ".sharepoint.com" in one.source.casefold()]
    for source in misspelt:
        yield red(
            *(name, texts.AS_A_WEBSITE, texts.AS_SHAREPOINT, language),
            source=source,
            right=f"sharepoint:{source.partition('://')[2]}",
        )
    open_ended = [one.source for one in websites if not one.readers and one.source not in misspelt]
    for source in open_ended:
        yield red(name, texts.WITHOUT_READERS, texts.ADD_READERS, language, source=source)
    if not misspelt and not open_ended:
        yield green(name, texts.SOURCES_READABLE, language, count=len(profile.sources))


def _assessment(profile: Profile, language: Language, today: date) -> Finding:
    name, day = "profile.accessibility", profile.accessibility.assessed_on
    if day > today:
        return yellow(name, texts.ASSESSED_LATER, texts.ASSESS_AGAIN, language, day=day)
    if today - day > _ASSESSED_EVERY:
        return yellow(name, texts.ASSESSED_LONG_AGO, texts.ASSESS_AGAIN, language, day=day)
    return green(name, texts.ASSESSED, language, day=day)


def _people(profile: Profile, language: Language) -> Finding:
    groups = profile.tenant.pilot_groups
    if groups:
        return green("profile.pilot", texts.PILOT, language, count=len(groups))
    return green("profile.pilot", texts.EVERYBODY, language)
