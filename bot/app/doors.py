"""The way in and the way out: who may post to the bot, and how it sends."""

from __future__ import annotations

from ssl import SSLContext
from typing import TYPE_CHECKING, TypeVar

from bot.app.entra import sso_app_id
from bot.app.kollega import Kollega
from bot.app.trust import trust
from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.storage.base import Inbox

if TYPE_CHECKING:
    from bot.teams.reception.authentication import Authentication
    from bot.teams.sending.connector import Connector, ConnectorToken
    from bot.teams.signing_in.confirmation import Confirmation
    from bot.teams.signing_in.sign_in import SignIn

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
    from bot.teams.service_hosts import ServiceHosts

    settings = kollega.settings
    app_id = _needed(settings.app_id, "KOLLEGA_APP_ID", "the bot's application id in Entra")
    tenants = _needed(settings.tenants, "KOLLEGA_TENANTS", "the tenant ids that may use the bot")
    tls, hosts = trust(settings.ca_file), ServiceHosts(settings.service_hosts)
    authentication = ConnectorAuthentication(
        app_id=app_id,
        tenants=tenants,
        keys=SigningKeys(settings.openid_metadata_url, tls=tls, meter=kollega.meter),
        hosts=hosts,
    )
    connector = Connector(
        hosts=hosts,
        token=_connector_token(settings, app_id, tls),
        tls=tls,
        meter=kollega.meter,
        spans=kollega.spans,
    )
    return authentication, connector


def build_sign_in(
    kollega: Kollega, inbox: Inbox, connector: Connector, confirmation: Confirmation | None
) -> SignIn | None:
    """How people sign in, where that is set up."""
    if kollega.entra is None:
        return None
    from bot.teams.signing_in.service import SignInService
    from bot.teams.signing_in.sign_in import SignIn

    settings = kollega.settings
    app_id = _needed(settings.app_id, "KOLLEGA_APP_ID", "the bot's application id in Entra")
    tls = trust(settings.ca_file)
    service = SignInService(
        settings.sign_in_url,
        connection=kollega.entra.connection,
        app_id=app_id,
        token=_connector_token(settings, app_id, tls),
        tls=tls,
    )
    return SignIn(
        service,
        assertions=kollega.entra.assertions,
        audiences=frozenset({sso_app_id(settings), f"api://botid-{app_id}"}),
        waiting=kollega.state.waiting,
        inbox=inbox,
        connector=connector,
        confirmation=confirmation,
    )


def _connector_token(settings: Settings, app_id: str, tls: SSLContext) -> ConnectorToken:
    from bot.teams.sending.connector_token import SCOPE, ClientCredentials, RenewedToken

    if settings.managed_identity:
        from bot.identity.managed_identity import ManagedIdentityToken

        return RenewedToken(ManagedIdentityToken(app_id, scope=SCOPE).fetch)
    secret = _needed(settings.app_secret, "KOLLEGA_APP_SECRET", "the application's client secret")
    return ClientCredentials(
        authority=settings.authority,
        tenant=settings.tenants[0],
        app_id=app_id,
        secret=secret.reveal(),
        tls=tls,
    )


def _needed(value: _Value | None, setting: str, what: str) -> _Value:
    if not value:
        raise ConfigurationError(
            f"{setting} is missing: put {what}, or start with --local to try the bot on this "
            "machine without Teams"
        )
    return value
