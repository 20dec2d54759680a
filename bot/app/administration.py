"""The check page for administrators, where people can sign in and the profile says who they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.app.consent import consent_url, delegated
from bot.app.entra import sso_identity
from bot.app.trust import trust
from bot.operations.pages.check_page import (
    check_page,
    failed_page,
    refused_page,
    without_consent_page,
)
from bot.operations.profile import load_profile
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.identity.consent import Consent
    from bot.teams.reception.admin_page import AdminPage


@contextmanager
def open_admin_page(settings: Settings, *, local: bool) -> Iterator[AdminPage | None]:
    """None in local mode, where nobody can be known, and where the profile names no group.

    Raises `ConfigurationError`, naming the setting.
    """
    profile = load_profile(settings.profile) if settings.profile else None
    if local or profile is None or not profile.tenant.admin_groups:
        yield None
        return
    from bot.app.checking import check
    from bot.identity.web_sign_in import WebSignIn
    from bot.teams.reception.admin_page import AdminPage

    language = profile.municipality.languages[0]

    async def content(consents: Sequence[Consent]) -> str:
        return check_page(await check(settings, None, language, consents=consents), language)

    sign_in = WebSignIn(
        sso_identity(settings),
        graph_url=settings.graph_url,
        audiences=tuple(delegated(settings)),
        managed_identity=settings.app_id,
        tls=trust(settings.ca_file),
    )
    try:
        yield AdminPage(
            sign_in=sign_in,
            host=profile.app.host,
            groups=profile.tenant.admin_groups,
            content=content,
            refused=refused_page(language),
            failed=failed_page(language),
            without_consent=without_consent_page(consent_url(settings), language),
        )
    finally:
        sign_in.close()
