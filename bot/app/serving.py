"""The bot as a web server, with its health and metrics, and what is forgotten while it runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.app.administration import open_admin_page
from bot.app.components import components
from bot.app.confirming import add_confirmation, open_confirmation
from bot.app.doors import build_sign_in, open_doors
from bot.app.files import open_files
from bot.app.kollega import Kollega
from bot.app.municipality import open_pages
from bot.errors import StorageUnavailable
from bot.language.detection import detect
from bot.privacy.gate import Gate
from bot.privacy.sensitive import find_topic
from bot.retention import Retention
from bot.settings import variable
from bot.storage.base import Inbox
from bot.storage.erasure import Erasure

if TYPE_CHECKING:
    from aiohttp.web import Application

    from bot.teams.reception.authentication import Authentication
    from bot.teams.reception.readiness import Readiness
    from bot.teams.sending.connector import Connector
    from bot.teams.sending.streaming import Pace
    from bot.teams.signing_in.confirmation import Confirmation

_PURGE_EVERY_S = 6 * 3600.0
_log = logging.getLogger(__name__)


@asynccontextmanager
async def serving(
    kollega: Kollega, *, host: str, port: int, local: bool, pace: Pace | None = None
) -> AsyncIterator[int]:
    """While open, the bot answers at `host` and the yielded port (`port`, unless that is 0).

    `pace`: of answers that grow, where it is not what Teams allows.
    What is old enough is deleted meanwhile.
    Raises `ConfigurationError` if it is to serve Teams and a setting for that is missing.
    """
    from bot.teams.reception.admin_page import add_admin_page
    from bot.teams.reception.readiness import Readiness
    from bot.teams.reception.server import serving

    authentication, connector = open_doors(kollega, local=local)
    readiness = Readiness(components(kollega, authentication, connector))
    async with kollega.state.open_inbox() as inbox, _forgetting(kollega):
        with (
            open_admin_page(kollega.settings, local=local) as admin_page,
            open_confirmation(kollega.settings, local=local) as confirmation,
        ):
            web = _web(
                kollega,
                inbox,
                authentication,
                connector,
                readiness,
                local=local,
                pace=pace,
                confirmation=confirmation,
            )
            if admin_page is not None:
                add_admin_page(web, admin_page)
            add_confirmation(web, confirmation)
            async with _operations(kollega, readiness), serving(web, host, port) as bound:
                yield bound


def build_web(kollega: Kollega, inbox: Inbox, *, local: bool) -> Application:
    """The bot's endpoint alone. `local`: no tokens, loopback only.

    Raises `ConfigurationError` if it is to serve Teams and a setting for that is missing.
    """
    from bot.teams.reception.readiness import Readiness

    authentication, connector = open_doors(kollega, local=local)
    readiness = Readiness(components(kollega, authentication, connector))
    return _web(kollega, inbox, authentication, connector, readiness, local=local)


def _web(
    kollega: Kollega,
    inbox: Inbox,
    authentication: Authentication,
    connector: Connector,
    readiness: Readiness,
    *,
    local: bool,
    pace: Pace | None = None,
    confirmation: Confirmation | None = None,
) -> Application:
    from bot.teams.channel import ChannelLimits, Collaborators, build_endpoint
    from bot.teams.reception.pages import add_pages
    from bot.teams.sending.streaming import Pace

    entra = None if local else kollega.entra
    endpoint = build_endpoint(
        Collaborators(
            copilot=kollega.copilot,
            directory=entra.directory if entra else kollega.directory,
            inbox=inbox,
            feedback=kollega.state.feedback,
            records=kollega.records,
            authentication=authentication,
            connector=connector,
            mask=Gate(kollega.settings.mask),
            is_sensitive=lambda text: find_topic(text) is not None,
            detect_language=detect,
            rules=f"kollega {version('kollega')}",
            meter=kollega.meter,
            spans=kollega.spans,
            readiness=readiness,
            sign_in=build_sign_in(kollega, inbox, connector, confirmation) if entra else None,
            tenants=frozenset(map(str.lower, kollega.settings.tenants)) if entra else None,
            files=None if local else open_files(kollega.settings),
            targeted_messages=kollega.settings.targeted_messages,
        ),
        limits=ChannelLimits(
            messages_per_minute=kollega.settings.messages_per_minute, pace=pace or Pace()
        ),
    )
    add_pages(endpoint, open_pages(kollega.settings, kollega.approvals))
    return endpoint


@asynccontextmanager
async def _operations(kollega: Kollega, readiness: Readiness) -> AsyncIterator[None]:
    port = kollega.settings.metrics_port
    if port is None:
        yield
        return
    from bot.teams.reception.operations import build_operations
    from bot.teams.reception.server import serving
    from bot.telemetry.exposition import CONTENT_TYPE, Exposition

    exposition = Exposition(kollega.meter)
    web = build_operations(readiness, metrics=exposition.text, content_type=CONTENT_TYPE)
    host, setting = kollega.settings.metrics_host, variable("metrics_port")
    async with serving(web, host, port, setting=setting):
        yield


@asynccontextmanager
async def _forgetting(kollega: Kollega) -> AsyncIterator[None]:
    task = asyncio.create_task(_forget_regularly(kollega.state.erasure, kollega.retention))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _forget_regularly(erasure: Erasure, retention: Retention) -> None:
    while True:
        try:
            limits = retention.limits(datetime.now(UTC))
            await erasure.purge(limits, decision=retention.decision)
        except StorageUnavailable:
            _log.warning("old conversations could not be purged")
        await asyncio.sleep(_PURGE_EVERY_S)
