"""Whether what the app was started with is what the profile says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.texts import Language
from bot.operations.check import texts
from bot.operations.check.finding import Finding, green, red, yellow
from bot.operations.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """The settings that come from what was deployed."""

    app_id: str | None
    tenants: tuple[str, ...]
    search_endpoint: str | None
    openai_base_url: str | None
    model: str | None
    sso_connection: str | None
    sso_app_id: str | None
    has_secret: bool


def check_wiring(wiring: Wiring, profile: Profile, language: Language) -> Iterator[Finding]:
    """Of settings that are missing, swapped, or another municipality's."""
    if wiring.app_id is not None and wiring.app_id == profile.app.sso_app_id:
        yield red("settings.app_id", texts.SWAPPED, texts.UNSWAP, language)
    else:
        yield _compared("app_id", "[app] bot_id", wiring.app_id, profile.app.bot_id, language)
    tenant = ",".join(wiring.tenants) or None
    yield _compared("tenants", "[tenant] id", tenant, profile.tenant.id, language)
    yield _compared(
        "sso_app_id", "[app] sso_app_id", wiring.sso_app_id, profile.app.sso_app_id, language
    )
    if wiring.sso_connection is None:
        yield red(
            "settings.sso_connection",
            texts.NOBODY_SIGNS_IN,
            texts.CONNECT_SIGN_IN,
            language,
        )
    azure, openai = profile.azure, profile.azure.openai_endpoint + "/openai/v1"
    for name, field, value, expected in (
        ("search_endpoint", "search_endpoint", wiring.search_endpoint, azure.search_endpoint),
        ("openai_base_url", "openai_endpoint", wiring.openai_base_url, openai),
        ("model", "model", wiring.model, azure.model),
    ):
        yield _compared(name, f"[azure] {field}", value, expected, language)
    if wiring.has_secret:
        yield yellow("settings.secret", texts.SECRET_USED, texts.USE_IDENTITY, language)


def _compared(
    name: str, field: str, value: str | None, expected: str, language: Language
) -> Finding:
    setting, finding = f"KOLLEGA_{name.upper()}", f"settings.{name}"
    if value is None:
        return red(finding, texts.SETTING_MISSING, texts.SET_IT, language, setting=setting)
    if value.lower() == expected.lower():
        return green(finding, texts.AS_IN_PROFILE, language, setting=setting)
    return red(
        finding,
        texts.NOT_AS_IN_PROFILE,
        texts.SAME_AS_PROFILE,
        language,
        setting=setting,
        field=field,
    )
