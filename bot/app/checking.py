"""Looks at everything IT must have right: the profile, the settings, and what runs."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from bot.app.azure import check_azure
from bot.app.components import answering_components, components
from bot.app.consent import consent_url, delegated
from bot.app.doors import open_doors
from bot.app.intranet import quarantine
from bot.app.kollega import Kollega, open_kollega
from bot.app.search import held
from bot.app.sharepoint import app_roles
from bot.app.trust import trust
from bot.app.usage import swedish_day
from bot.errors import ConfigurationError, StorageUnavailable
from bot.identity.consent import Consent
from bot.language.texts import Language
from bot.operations.check import (
    USAGE_DAYS,
    Finding,
    Wiring,
    check_clock,
    check_consent,
    check_contents,
    check_delegated,
    check_own_files,
    check_parts,
    check_profile,
    check_usage,
    check_wiring,
    texts,
)
from bot.operations.check.finding import red, yellow
from bot.operations.profile import load_profile
from bot.settings import Settings
from bot.storage.usage import ModelUse

_PART_S = 20.0
"""How long a part may take: a first token from Entra takes seconds."""
_CLOCK_S = 5.0


async def check(
    settings: Settings,
    profile: Path | None,
    language: Language,
    *,
    consents: Sequence[Consent] | None = None,
    today: date | None = None,
    clock: Callable[[], float] = time.time,
) -> Sequence[Finding]:
    """Every finding, the profile's first. `profile` counts before `KOLLEGA_PROFILE`.

    `consents`: what the app may do in the name of whoever has signed in; None where nobody has.
    Raises `ConfigurationError` if the profile cannot be read.
    """
    path = profile or settings.profile
    findings: list[Finding] = []
    if path is None:
        findings.append(yellow("profile", texts.NO_PROFILE, texts.CHOOSE_PROFILE, language))
    else:
        chosen = load_profile(path, language=language)
        findings += check_profile(chosen, language, today=today or date.today())
        has_place = chosen.municipality.approved_answers is not None
        findings += check_own_files(path, language, has_place_for_approved=has_place)
        if profile is not None and settings.app_id is None:
            only = yellow("settings", texts.ONLY_PROFILE, texts.CHECK_IN_APP, language)
            return (*findings, only)
        findings += check_wiring(_wiring(settings), chosen, language)
        if settings.sso_connection is not None and settings.app_id is not None:
            findings += check_delegated(
                delegated(settings),
                consents,
                language,
                url=consent_url(settings),
                host=chosen.app.host,
            )
    findings += [finding async for finding in _running(settings, language, clock)]
    return findings


def _wiring(settings: Settings) -> Wiring:
    return Wiring(
        app_id=settings.app_id,
        tenants=settings.tenants,
        search_endpoint=settings.search_endpoint,
        openai_base_url=settings.openai_base_url,
        model=settings.model,
        sso_connection=settings.sso_connection,
        sso_app_id=settings.sso_app_id,
        has_secret=settings.app_secret is not None,
    )


async def _running(
    settings: Settings, language: Language, clock: Callable[[], float]
) -> AsyncIterator[Finding]:
    try:
        async with open_kollega(settings) as kollega:
            for finding in check_parts(await _states(kollega), language):
                yield finding
            if settings.model is not None or settings.embedding_model is not None:
                yield check_usage(await _used(kollega), language, today=swedish_day())
    except ConfigurationError as error:
        reason = str(error).rstrip(".")
        yield red("start", texts.CANNOT_START, texts.MEND_SETTING, language, reason=reason)
        return
    kept_out = [one.document for one in await quarantine(settings)]
    for finding in check_contents(await held(settings), kept_out, language):
        yield finding
    if settings.app_id is not None:
        skew = await _skew(settings, clock)
        yield check_clock(skew, settings.openid_metadata_url, language)
        yield check_consent(await app_roles(settings), language)
        for finding in await check_azure(settings, language):
            yield finding


async def _used(kollega: Kollega) -> Mapping[date, ModelUse] | None:
    """What the models have used lately; None if the store cannot be asked."""
    try:
        return await kollega.state.usage.since(swedish_day() - timedelta(days=USAGE_DAYS - 1))
    except StorageUnavailable:
        return None


async def _states(kollega: Kollega) -> dict[str, str]:
    """How each part is: "ok", "degraded" or "failing"."""
    from bot.teams.reception.readiness import Readiness

    parts = answering_components(kollega)
    if kollega.settings.app_id is not None:
        parts = components(kollega, *open_doors(kollega, local=False))
    readiness = Readiness(parts, patience_s=_PART_S)
    try:
        return dict((await readiness.find_out()).components)
    finally:
        await readiness.close()


async def _skew(settings: Settings, clock: Callable[[], float]) -> float | None:
    """How far ahead our clock is of the Bot Framework's (RFC 9110, 6.6.1), in seconds."""
    connector = aiohttp.TCPConnector(ssl=trust(settings.ca_file))
    timeout = aiohttp.ClientTimeout(total=_CLOCK_S)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
            session.get(settings.openid_metadata_url) as response,
        ):
            return clock() - parsedate_to_datetime(response.headers["Date"]).timestamp()
    except (TimeoutError, aiohttp.ClientError, KeyError, ValueError):
        return None
