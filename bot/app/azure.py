"""What Azure says of the search and the models that the settings name, for the check."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from aiohttp import ClientSession, TCPConnector

from bot.app.sharepoint import app_tokens
from bot.app.trust import trust
from bot.errors import UnavailableError
from bot.ingestion.reasons import UnreadableError
from bot.language.texts import Language
from bot.operations.check import Finding, ResourceManager, check_deployments, check_search_roles
from bot.settings import Settings

T = TypeVar("T")


async def check_azure(settings: Settings, language: Language) -> Iterable[Finding]:
    """Of what is deployed beside the app; nothing where that is not in Azure.

    Raises `ConfigurationError`, naming the setting.
    """
    people = kinds = None
    if settings.resource_group is not None:
        connector = TCPConnector(ssl=trust(settings.ca_file))
        url = settings.resource_manager_url
        async with (
            ClientSession(connector=connector) as session,
            app_tokens(settings, session, resource=url) as token,
        ):
            azure = ResourceManager(
                session, url=url, resource_group=settings.resource_group, token=token
            )
            people = await _seen(azure.people_who_may_search, settings.search_endpoint)
            kinds = await _seen(azure.deployments, settings.openai_base_url)
    findings = []
    if settings.search_endpoint is not None:
        findings.append(check_search_roles(people, language))
    if settings.openai_identity != "key":
        wanted = [name for name in (settings.model, settings.embedding_model) if name]
        findings += check_deployments(kinds, wanted, language)
    return findings


async def _seen(ask: Callable[[str], Awaitable[T]], endpoint: str | None) -> T | None:
    """The answer about what is at `endpoint`; None if it could not be seen."""
    if endpoint is None:
        return None
    try:
        return await ask(endpoint)
    except (UnavailableError, UnreadableError):
        return None
