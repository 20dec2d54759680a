"""Kollega's own identity in Entra: what it proves itself with to Azure and Microsoft Graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import aiohttp
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.pipeline.transport import AioHttpTransport
from azure.identity.aio import (
    CertificateCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppIdentity:
    """Who Kollega is to Entra. Without certificate and secret: a managed identity."""

    app_id: str
    tenant: str
    authority: str
    certificate: Path | None = None
    """A PEM file with the private key."""
    secret: str | None = None

    def __repr__(self) -> str:
        return f"AppIdentity({self.app_id})"


def build_credential(identity: AppIdentity, session: aiohttp.ClientSession) -> AsyncTokenCredential:
    """What azure-identity asks Entra with; `session` stays the caller's, the credential is closed
    by whoever built it."""
    if identity.certificate is None and identity.secret is None:
        # App Service and virtual machines answer it on a local address of their own.
        return ManagedIdentityCredential(client_id=identity.app_id)
    transport = AioHttpTransport(session=session, session_owner=False)
    if identity.certificate is not None:
        return CertificateCredential(
            identity.tenant,
            identity.app_id,
            certificate_path=str(identity.certificate),
            authority=identity.authority,
            disable_instance_discovery=True,
            transport=transport,
        )
    return ClientSecretCredential(
        identity.tenant,
        identity.app_id,
        identity.secret or "",
        authority=identity.authority,
        disable_instance_discovery=True,
        transport=transport,
    )
