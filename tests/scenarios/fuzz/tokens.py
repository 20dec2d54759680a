"""Authorization headers: what a stranger may try, and whether it may succeed."""

from __future__ import annotations

import base64
import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import jwt

from tests.fakes.identity_provider import ISSUER, SigningKey
from tests.scenarios.fuzz.grammar import STRINGS, VALUES

SKEW_S = 300
PLAY_S = 5
"""Clocks need not be read at the same moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forger:
    """Makes headers; `elsewhere` is a host that nobody may be made to ask for keys."""

    good: SigningKey
    others: tuple[SigningKey, ...]
    app_id: str
    service_url: str
    elsewhere: str

    def header(self, random: Random) -> tuple[bytes, bool]:
        """A header's value, and whether it proves that the Bot Connector sent the request."""
        claims, header, key = self._claims(), self._header(), self.good
        match random.randint(0, 7):
            case 0:
                self._change(random, claims)
            case 1:
                self._change(random, header)
            case 2:
                key = random.choice(self.others)
            case 3:
                self._change(random, claims)
                self._change(random, header)
            case 4:
                return b"Bearer " + _damaged(random, self._signed(header, claims, key)), False
            case 5:
                return random.choice(_HEADERS).encode("utf-8", "surrogatepass"), False
            case 6:
                return b"Bearer " + _unsigned(random, header, claims), False
            case _:
                pass
        named = header.get("alg") == "RS256" and header.get("kid") == self.good.id
        proves = key is self.good and named and self._proves(claims)
        return b"Bearer " + self._signed(header, claims, key), proves

    def _claims(self) -> dict[str, Any]:
        now = int(time.time())
        return {
            "iss": ISSUER,
            "aud": self.app_id,
            "serviceurl": self.service_url,
            "nbf": now,
            "exp": now + 3600,
        }

    def _header(self) -> dict[str, Any]:
        return {"alg": "RS256", "typ": "JWT", "kid": self.good.id}

    def _change(self, random: Random, members: dict[str, Any]) -> None:
        name = random.choice((*members, "jku", "x5u", "jwk", "crit", "b64", "iat", "sub", "tid"))
        if random.random() < 0.2:
            members.pop(name, None)
        elif random.random() < 0.3:
            members[name] = f"https://{self.elsewhere}/{random.choice(STRINGS)[:50]}"
        elif random.random() < 0.5 and name in ("exp", "nbf", "iat"):
            members[name] = time.time() + random.choice((-1e12, -7200, -400, -200, 200, 400, 1e12))
        else:
            members[name] = random.choice((*STRINGS, *VALUES, "none", "HS256", "rs256", "RS512"))

    def _proves(self, claims: Mapping[str, Any]) -> bool:
        """Told from the claims alone, as the documentation words the rules."""
        now = time.time()
        audience = claims.get("aud")
        return (
            claims.get("iss") == ISSUER
            and (audience == self.app_id or audience == [self.app_id])
            and claims.get("serviceurl") == self.service_url
            and _moment(claims.get("exp")) > now - SKEW_S - PLAY_S
            and ("nbf" not in claims or _moment(claims["nbf"]) < now + SKEW_S + PLAY_S)
        )

    def _signed(self, header: dict[str, Any], claims: dict[str, Any], key: SigningKey) -> bytes:
        signing_input = _segment(header) + b"." + _segment(claims)
        algorithm = jwt.get_algorithm_by_name("RS256")
        return signing_input + b"." + _encoded(algorithm.sign(signing_input, key.private))


_HEADERS = (
    *STRINGS,
    *(f"Bearer {string}" for string in STRINGS),
    "Bearer",
    "Bearer  ",
    "bearer a.b.c",
    "Basic YTpi",
    "Bearer " + "." * 9000,
    "Bearer " + "a" * 9000 + ".b.c",
    "Bearer null.null.null",
    "Bearer e30.e30.",
)


def _moment(value: Any) -> float:
    """A time, also one written as text; NaN, which is before and after nothing, for no time."""
    try:
        return value if isinstance(value, int) else float(value)
    except (TypeError, ValueError):
        return math.nan


def _segment(members: dict[str, Any]) -> bytes:
    return _encoded(json.dumps(members).encode())


def _encoded(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def _unsigned(random: Random, header: dict[str, Any], claims: dict[str, Any]) -> bytes:
    header["alg"] = random.choice(("none", "None", "NONE", "nOnE", "", "HS256", "RS256"))
    signature = random.choice((b"", b"AA", _encoded(random.randbytes(256))))
    return _segment(header) + b"." + _segment(claims) + b"." + signature


def _damaged(random: Random, token: bytes) -> bytes:
    """Never the same token: the last characters, whose spare bits mean nothing, are left alone."""
    place = random.randint(0, len(token) - 4)
    match random.randint(0, 4):
        case 0:
            return token[:place]
        case 1:
            other = bytes([token[place] ^ (1 + random.randint(0, 30))])
            return (token[:place] + other + token[place + 1 :]).translate(None, b"\r\n\x00")
        case 2:
            return token.replace(b".", b"", 1)
        case 3:
            return token + b"." + token
        case _:
            parts = token.split(b".")
            random.shuffle(parts)
            return b".".join(parts[: random.randint(0, 2)])
