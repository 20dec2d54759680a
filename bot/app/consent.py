"""What the app must have been let do in people's names, by its settings."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app.entra import sso_app_id
from bot.settings import Settings

_GRAPH = frozenset(
    {
        *("User.Read", "GroupMember.Read.All", "User.Read.All"),
        *("Calendars.ReadWrite", "Place.Read.All"),
    }
)
"""As `infra/modules/signin.bicep` asks for, and the runbook gives the reasons."""
_ALL_OF_IT = frozenset({"user_impersonation"})


def delegated(settings: Settings) -> Mapping[str, frozenset[str]]:
    """By service, the permissions that an administrator consents to for all."""
    needed = {settings.graph_url: _GRAPH}
    if settings.openai_identity == "user":
        from bot.openai_client import AUDIENCE as model_audience  # noqa: N811

        needed[model_audience] = _ALL_OF_IT
    if settings.search_native:
        from bot.retrieval.azure.retriever import AUDIENCE as search_audience  # noqa: N811

        needed[search_audience] = _ALL_OF_IT
    return needed


def consent_url(settings: Settings) -> str:
    """Where an administrator consents, once.

    https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
    """
    tenant = settings.tenants[0] if settings.tenants else "organizations"
    return f"{settings.authority}/{tenant}/adminconsent?client_id={sso_app_id(settings)}"
