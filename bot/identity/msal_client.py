"""The on-behalf-of flow through msal: a managed identity, a certificate or a secret proves the app.

msal blocks, so it runs in threads of its own. It builds one application for each tenant.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msal
import requests
from azure.core.exceptions import AzureError
from azure.identity import ManagedIdentityCredential
from requests.adapters import HTTPAdapter

from bot.circuit import Circuit, retry_after_s
from bot.errors import ConfigurationError, TokenUnavailable
from bot.identity.application import AppIdentity
from bot.identity.assertions import Assertion

TIMEOUT_S = (5.0, 10.0)
"""To connect, and between two pieces of the answer."""
LEFT_ALONE = "Entra has failed too often, or asks to be left alone for a while"
_NOT_NOW = "temporarily_unavailable"
_THREADS = 8
_EXCHANGE_AUDIENCE = "api://AzureADTokenExchange/.default"
"""For whom a managed identity's token is to be taken as an application's proof.
https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
"""
_CAPABILITIES = ["cp1"]
"""Kollega understands claims challenges, so tokens may be revoked before they end (CAE).
https://learn.microsoft.com/entra/identity-platform/claims-challenge"""


class MsalOnBehalfOf:
    """An `OnBehalfOf`."""

    def __init__(
        self,
        identity: AppIdentity,
        *,
        managed_identity: str | None = None,
        tls: ssl.SSLContext | None = None,
        circuit: Circuit | None = None,
    ) -> None:
        """`managed_identity` is the client id of the one that vouches for the application, where
        it has neither certificate nor secret. Raises `ConfigurationError` if the certificate
        cannot be used.
        """
        self._identity = identity
        self._credential = proof(identity, managed_identity)
        self._circuit = circuit or Circuit()
        self._session = open_session(tls)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="entra")
        self._applications: dict[str, msal.ConfidentialClientApplication] = {}

    async def exchange(
        self, assertion: Assertion, scope: str, *, claims: str | None
    ) -> Mapping[str, Any]:
        """As the protocol says. An Entra that fails, or asks for it, is left alone for a while."""
        if not self._circuit.admits():
            raise TokenUnavailable(LEFT_ALONE, retry_after_s=self._circuit.left_s)

        def ask() -> Mapping[str, Any]:
            application = self._application(assertion.tenant_id)
            answer: Mapping[str, Any] = application.acquire_token_on_behalf_of(
                assertion.token, [scope], claims_challenge=claims
            )
            return answer

        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self._threads, _attempt, ask)
        if isinstance(answer, _Failure):
            self._circuit.failed(retry_after_s=answer.retry_after_s)
            left_s = self._circuit.left_s if self._circuit.is_open else None
            raise TokenUnavailable(answer.reason, retry_after_s=left_s)
        self._circuit.succeeded()
        return answer

    def close(self) -> None:
        """Let go of the threads and connections."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._session.close()

    def _application(self, tenant: str) -> msal.ConfidentialClientApplication:
        """In a thread: building one asks Entra where the tenant's endpoints are."""
        if tenant not in self._applications:
            self._applications[tenant] = application(
                self._identity, tenant, credential=self._credential, http=self._session
            )
        return self._applications[tenant]


def application(
    identity: AppIdentity, tenant: str, *, credential: object, http: requests.Session
) -> msal.ConfidentialClientApplication:
    """The application as one tenant knows it. Blocks: it asks where the endpoints are."""
    return msal.ConfidentialClientApplication(
        identity.app_id,
        client_credential=credential,
        authority=f"{identity.authority}/{tenant}",
        instance_discovery=False,
        http_client=http,
        client_capabilities=_CAPABILITIES,
        token_cache=_NoCache(),
        http_cache=_NoAnswers(),
    )


@dataclass(frozen=True, slots=True)
class _Failure:
    """That Entra gave no answer. What was raised would keep the connection's frames alive."""

    reason: str
    retry_after_s: float | None = None


def _attempt(ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any] | _Failure:
    """In a thread."""
    try:
        answer = ask()
    except _Busy as error:
        return _Failure(f"Entra answers {error.status}", error.retry_after_s)
    except requests.RequestException as error:
        return _Failure(f"Entra does not answer: {type(error).__name__}")
    except AzureError as error:
        return _Failure(f"no managed identity: {type(error).__name__}")
    except (ValueError, KeyError, TypeError):  # msal reads an answer that is none
        return _Failure("Entra's answer is unreadable")
    return _Failure(f"Entra: {_NOT_NOW}") if answer.get("error") == _NOT_NOW else answer


class _NoCache(msal.TokenCache):  # type: ignore[misc]  # msal is untyped
    """msal would keep every person's tokens for as long as the process lives."""

    def add(self, event: object, now: object = None) -> None:
        """Keep nothing."""


class _NoAnswers(dict[str, object]):
    """msal would give a kept answer to whoever asks next.

    Expected: an answer is for the person who was asked about. Actual: `ThrottledHttpClient` keeps
    whatever comes with `Retry-After` by application and scope alone, tokens too, and every error
    400 for a minute. It can go when msal's keys name the assertion.
    """

    def __setitem__(self, key: str, value: object) -> None:
        """Keep nothing."""


class _Busy(requests.RequestException):
    """The service has too much to do, or is down."""

    def __init__(self, status: int, retry_after_s: float | None) -> None:
        super().__init__(f"answered {status}")
        self.status = status
        self.retry_after_s = retry_after_s


class _Transport(HTTPAdapter):
    """Never waits for ever, which `requests` does unless told otherwise at each call."""

    def __init__(self, tls: ssl.SSLContext | None) -> None:
        self._tls = tls
        super().__init__(pool_maxsize=_THREADS)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> Any:
        """Trust whom the application trusts."""
        if self._tls is not None:
            kwargs["ssl_context"] = self._tls
        return super().init_poolmanager(*args, **kwargs)

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """With a timeout. Raises `_Busy`, of which msal would not tell how long it lasts."""
        kwargs["timeout"] = kwargs.get("timeout") or TIMEOUT_S
        response = super().send(request, *args, **kwargs)
        if response.status_code == requests.codes.too_many_requests or response.status_code >= 500:
            response.content  # noqa: B018 read, so that the connection can be used again
            raise _Busy(response.status_code, retry_after_s(response.headers.get("Retry-After")))
        return response


def open_session(tls: ssl.SSLContext | None) -> requests.Session:
    """Trusts whom the application trusts, and nobody else."""
    session = requests.Session()
    session.trust_env = False  # else REQUESTS_CA_BUNDLE would decide whom we trust
    session.mount("https://", _Transport(tls))
    return session


def proof(identity: AppIdentity, managed_identity: str | None) -> object:
    """What the application proves itself with. Raises `ConfigurationError`."""
    if identity.certificate is not None:
        return _certificate(identity.certificate)
    if identity.secret is not None:
        return identity.secret
    return {"client_assertion": _vouched_for(managed_identity)}


def _vouched_for(client_id: str | None) -> Callable[[], str]:
    """App Service and virtual machines answer a managed identity on a local address."""
    credential = ManagedIdentityCredential(client_id=client_id)
    return lambda: credential.get_token(_EXCHANGE_AUDIENCE).token


def _certificate(path: Path) -> Mapping[str, str]:
    try:
        pem = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: put a PEM file") from error
    key, certificate = _block(pem, "PRIVATE KEY"), _block(pem, "CERTIFICATE")
    if not key or not certificate:
        raise ConfigurationError(f"{path} must hold the certificate and its private key (PEM)")
    return {"private_key": key, "public_certificate": certificate}


def _block(pem: str, label: str) -> str:
    lines: list[str] = []
    for line in pem.splitlines():
        if line.startswith("-----BEGIN ") and line.endswith(f"{label}-----"):
            lines = [line]
        elif lines:
            lines.append(line)
            if line.startswith("-----END "):
                return "\n".join(lines) + "\n"
    return ""
