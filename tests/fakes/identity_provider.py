"""Microsoft's identity side: the Bot Connector's signing keys and Entra's token endpoint."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.fakes import authorization_code
from tests.fakes.authorization_code import AuthorizationCodes
from tests.fakes.https_server import HttpsServer
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.on_behalf_of import GRANT, OnBehalfOf
from tests.fakes.specs import entra, faults

ISSUER = "https://api.botframework.com"


@dataclass(frozen=True)
class SigningKey:
    """A key pair that the provider signs with, and who vouches for it."""

    id: str
    private: rsa.RSAPrivateKey
    endorsements: tuple[str, ...] = ("msteams",)

    @classmethod
    def generate(cls, key_id: str, *, endorsements: tuple[str, ...] = ("msteams",)) -> SigningKey:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return cls(key_id, private, endorsements)

    def published(self) -> dict[str, Any]:
        key = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        named = {"use": "sig", "kid": self.id, "endorsements": list(self.endorsements)}
        return {**key, **named}


@dataclass
class Faults:
    """What the provider does wrong for the time being."""

    status: int | None = None
    hang_s: float = 0.0


@dataclass
class Requests:
    """How often each document was asked for."""

    metadata: int = 0
    keys: int = 0
    tokens: int = 0
    faults: list[str] = field(default_factory=list)
    """What was wrong with a request, against the published schemas."""


class IdentityProvider:
    """Publishes keys, issues activity tokens signed with them, and gives the bot its own token."""

    def __init__(self, authority: LocalAuthority, *, app_id: str, secret: str) -> None:
        self.app_id = app_id
        self.secret = secret
        self.keys: list[SigningKey] = []
        self.faults = Faults()
        """Of the documents about signing keys."""
        self.requests = Requests()
        self.token_lifetime_s = 3600
        self.busy = 0
        """How many of the next requests for a token are told to come back in a second."""
        self.issued: list[str] = []
        self.certificate_key: rsa.RSAPublicKey | None = None
        """Of the certificate that the app may prove itself with instead of its secret."""
        self.scopes: dict[str, str] = {}
        """Token → what it was asked for."""
        self.app_roles: tuple[str, ...] = ("Sites.Selected",)
        """What the app has been let do in Graph by itself."""
        self.on_behalf_of: OnBehalfOf | None = None
        """Exchanges what people sign in with, where they do."""
        self.authorization_codes: AuthorizationCodes | None = None
        """Gives codes in a browser, where people sign in there."""
        self.vouching_key: rsa.RSAPublicKey | None = None
        """Of the managed identity whose tokens stand in for the app's secret."""
        self._numbers = itertools.count(1)
        application = web.Application()
        application.router.add_get("/v1/.well-known/openidconfiguration", self._metadata)
        application.router.add_get("/v1/.well-known/keys", self._keys)
        application.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        application.router.add_get(
            "/{tenant}/v2.0/.well-known/openid-configuration", self._endpoints
        )
        self.server = HttpsServer(application, authority)

    @property
    def metadata_url(self) -> str:
        return f"{self.server.url}/v1/.well-known/openidconfiguration"

    def sign(
        self,
        *,
        service_url: str,
        key: SigningKey | None = None,
        without: tuple[str, ...] = (),
        **claims: object,
    ) -> str:
        """A token as the Bot Connector sends it with an activity; `claims` override."""
        key = key or self.keys[-1]
        now = int(time.time())
        payload = {
            "iss": ISSUER,
            "aud": self.app_id,
            "serviceurl": service_url,
            "nbf": now,
            "exp": now + 3600,
            **claims,
        }
        for name in without:
            del payload[name]
        # Past PyJWT's own checks, which would not let wrong claims be signed.
        raw = json.dumps(payload).encode()
        return jwt.PyJWS().encode(raw, key.private, algorithm="RS256", headers={"kid": key.id})

    async def _metadata(self, request: web.Request) -> web.Response:
        self.requests.metadata += 1
        if (failure := await self._failure()) is not None:
            return failure
        document = {
            "issuer": ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{self.server.url}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return _checked("botConnectorOpenidConfiguration", document)

    async def _keys(self, request: web.Request) -> web.Response:
        self.requests.keys += 1
        if (failure := await self._failure()) is not None:
            return failure
        return _checked("jwks", {"keys": [key.published() for key in self.keys]})

    async def _token(self, request: web.Request) -> web.Response:
        self.requests.tokens += 1
        if self.busy:
            self.busy -= 1
            return web.Response(status=429, headers={"Retry-After": "1"})
        form = dict(await request.post())
        if form.get("grant_type") in (GRANT, authorization_code.GRANT):
            of_person = self._exchange if form["grant_type"] == GRANT else self._redeem
            return await of_person(request, {name: str(form[name]) for name in form})
        # azure-identity leaves the padding in, against RFC 7515, and Entra takes it.
        checked = dict(form)
        if "client_assertion" in checked:
            checked["client_assertion"] = str(checked["client_assertion"]).replace("=", "")
        self.requests.faults += faults(entra("clientCredentialsRequest"), checked)
        proven = form.get("client_secret") == self.secret or self._is_signed(
            str(form.get("client_assertion", "")), str(request.url)
        )
        if not proven or form.get("client_id") != self.app_id:
            return _refused()
        token = self._issued(str(form.get("scope")))
        self.issued.append(token)
        self.scopes[token] = str(form.get("scope"))
        lifetime = self.token_lifetime_s
        answer = {"token_type": "Bearer", "expires_in": lifetime, "ext_expires_in": lifetime}
        return _checked("tokenResponse", {**answer, "access_token": token})

    async def _endpoints(self, request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        base = f"{self.server.url}/{tenant}"
        document = {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "response_types_supported": ["code", "id_token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return _checked("openidConfiguration", document)

    async def _exchange(self, request: web.Request, form: dict[str, str]) -> web.Response:
        checked = {**form, "client_assertion": form.get("client_assertion", "").replace("=", "")}
        if not checked["client_assertion"]:
            del checked["client_assertion"]
        self.requests.faults += faults(entra("oboRequest"), checked)
        if not self._is_proven(request, form) or self.on_behalf_of is None:
            return _refused()
        self.on_behalf_of.exchanges += 1
        if (failing := self.on_behalf_of.status) is not None:
            return web.Response(status=failing, headers=self.on_behalf_of.headers)
        status, answer = await self.on_behalf_of.exchange(request.match_info["tenant"], form)
        kind = "tokenResponse" if status == 200 else "tokenError"
        response = _checked(kind, answer, status=status)
        response.headers.update(self.on_behalf_of.headers)
        return response

    async def _redeem(self, request: web.Request, form: dict[str, str]) -> web.Response:
        codes = self.authorization_codes
        if not self._is_proven(request, form) or codes is None:
            return _refused()
        status, answer = codes.redeem(form)
        return _checked("tokenResponse" if status == 200 else "tokenError", answer, status=status)

    def _is_proven(self, request: web.Request, form: dict[str, str]) -> bool:
        """Whether it is the application that asks for somebody's token."""
        assertion = form.get("client_assertion", "")
        knows = form.get("client_secret") == self.secret
        proven = knows or self._is_signed(assertion, str(request.url))
        return form.get("client_id") == self.app_id and (proven or self._is_vouched_for(assertion))

    def _is_vouched_for(self, assertion: str) -> bool:
        """Whether it is a token for the exchange, of the identity that the app trusts."""
        if self.vouching_key is None:
            return False
        try:
            jwt.decode(
                assertion,
                self.vouching_key,
                algorithms=["RS256"],
                audience="api://AzureADTokenExchange",
            )
        except jwt.InvalidTokenError:
            return False
        return True

    def _issued(self, scope: str) -> str:
        name = f"connector-token-{next(self._numbers)}"
        if "graph" not in scope:
            return name
        key = b"of Entra alone: nobody but Graph reads it"
        return jwt.encode({"jti": name, "roles": self.app_roles}, key)

    def _is_signed(self, assertion: str, address: str) -> bool:
        """Whether the app's certificate signed this for this endpoint."""
        if self.certificate_key is None:
            return False
        try:
            claims = jwt.decode(
                assertion, self.certificate_key, algorithms=["PS256", "RS256"], audience=address
            )
        except jwt.InvalidTokenError:
            return False
        return bool(claims["iss"] == claims["sub"] == self.app_id)

    async def _failure(self) -> web.Response | None:
        await asyncio.sleep(self.faults.hang_s)
        return None if self.faults.status is None else web.Response(status=self.faults.status)


def _refused() -> web.Response:
    described = "AADSTS7000215: Invalid client secret provided."
    refusal = {"error": "invalid_client", "error_description": described}
    return _checked("tokenError", refusal, status=401)


def _checked(definition: str, document: dict[str, Any], *, status: int = 200) -> web.Response:
    wrong = faults(entra(definition), document)
    if wrong:
        raise AssertionError(f"this fake's own {definition} is wrong: {wrong}")
    return web.Response(text=json.dumps(document), status=status, content_type="application/json")
