"""The way in and the way out: who may post to the bot, and how it sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from bot.app.kollega import Kollega
from bot.app.trust import trust
from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from bot.teams.reception.authentication import Authentication
    from bot.teams.sending.connector import Connector

_Value = TypeVar("_Value")


def open_doors(kollega: Kollega, *, local: bool) -> tuple[Authentication, Connector]:
    """`local`: no tokens, loopback only.

    Raises `ConfigurationError` if Teams is to be served and a setting for that is missing.
    """
    return _local_channel(kollega) if local else _teams_channel(kollega)


def _local_channel(kollega: Kollega) -> tuple[Authentication, Connector]:
    from bot.teams.reception.authentication import LocalAuthentication
    from bot.teams.sending.connector import Connector
    from bot.teams.service_hosts import LoopbackHosts

    connector = Connector(
        hosts=LoopbackHosts(), token=None, meter=kollega.meter, spans=kollega.spans
    )
    return LocalAuthentication(), connector


def _teams_channel(kollega: Kollega) -> tuple[Authentication, Connector]:
    from bot.teams.reception.authentication import ConnectorAuthentication
    from bot.teams.reception.signing_keys import SigningKeys
    from bot.teams.sending.connector import Connector
    from bot.teams.sending.connector_token import ClientCredentials
    from bot.teams.service_hosts import ServiceHosts

    settings = kollega.settings
    app_id = _needed(settings.app_id, "KOLLEGA_APP_ID", "the bot's application id in Entra")
    secret = _needed(settings.app_secret, "KOLLEGA_APP_SECRET", "the application's client secret")
    tenants = _needed(settings.tenants, "KOLLEGA_TENANTS", "the tenant ids that may use the bot")
    tls, hosts = trust(settings.ca_file), ServiceHosts(settings.service_hosts)
    authentication = ConnectorAuthentication(
        app_id=app_id,
        tenants=tenants,
        keys=SigningKeys(settings.openid_metadata_url, tls=tls, meter=kollega.meter),
        hosts=hosts,
    )
    token = ClientCredentials(
        authority=settings.authority,
        tenant=tenants[0],
        app_id=app_id,
        secret=secret.reveal(),
        tls=tls,
    )
    connector = Connector(
        hosts=hosts, token=token, tls=tls, meter=kollega.meter, spans=kollega.spans
    )
    return authentication, connector


def _needed(value: _Value | None, setting: str, what: str) -> _Value:
    if not value:
        raise ConfigurationError(
            f"{setting} is missing: put {what}, or start with --local to try the bot on this "
            "machine without Teams"
        )
    return value
