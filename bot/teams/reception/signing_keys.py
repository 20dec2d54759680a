"""The keys that Microsoft signs with: fetched ahead of need, kept when the source is down."""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from bot.errors import UnavailableError
from bot.telemetry import Meter

logger = logging.getLogger(__name__)

REFRESH_AFTER_S = 6 * 3600.0
"""Older keys are fetched anew in the background."""
USABLE_FOR_S = 24 * 3600.0
"""How long the last good keys stand in for an identity provider that is down."""
UNKNOWN_KEY_PAUSE_S = 300.0
"""An unknown key id causes one fetch at most this often: anyone can send one."""
FAILURE_PAUSE_S = 5.0
FETCH_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key and the channels that vouch for it."""

    key: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """Finds keys by id. One fetch at a time; a request with a known key never waits."""

    def __init__(
        self,
        metadata_url: str,
        *,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
        meter: Meter | None = None,
    ) -> None:
        """`metadata_url` is the OpenID configuration, https."""
        self._metadata_url = metadata_url
        self._tls = tls
        self._clock = clock
        self._meter = meter or Meter()
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched_at: float | None = None
        self._tried_at: float | None = None
        self._searched_at: float | None = None
        self._fetching: asyncio.Task[bool] | None = None

    async def find(self, key_id: str) -> SigningKey | None:
        """The key, or None if it does not exist.

        Raises `UnavailableError` while no keys at all can be had.
        """
        age = self._age()
        if age is None or age > USABLE_FOR_S:
            await self._load()
        elif age > REFRESH_AFTER_S and self._may_try():
            self._fetch()
        if key_id not in self._keys:
            await self._search()
        return self._keys.get(key_id)

    async def check(self) -> None:
        """Raise `UnavailableError` if no key can be had, not even an older one."""
        age = self._age()
        if age is None or age > USABLE_FOR_S:
            await self._load()

    async def close(self) -> None:
        """Stop a fetch that is under way."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    async def _search(self) -> None:
        if self._is_fetching():
            await self._fetch()
        elif self._may_search():
            self._searched_at = self._clock()
            if not await self._fetch():
                # Nothing was found out: the next to ask need not wait longer than any other.
                self._searched_at += FAILURE_PAUSE_S - UNKNOWN_KEY_PAUSE_S

    async def _load(self) -> None:
        if self._may_try() or self._is_fetching():
            await self._fetch()
        age = self._age()
        if age is None or age > USABLE_FOR_S:
            self._keys = {}
            raise UnavailableError("the identity provider's signing keys cannot be fetched")

    def _fetch(self) -> asyncio.Future[bool]:
        """Join the fetch under way, or start one; a caller that gives up does not stop it."""
        if self._fetching is None or self._fetching.done():
            self._tried_at = self._clock()
            self._fetching = asyncio.create_task(self._fetch_keys())
        return asyncio.shield(self._fetching)

    def _is_fetching(self) -> bool:
        return self._fetching is not None and not self._fetching.done()

    async def _fetch_keys(self) -> bool:
        try:
            async with asyncio.timeout(FETCH_TIMEOUT_S):
                keys = await _download_keys(self._metadata_url, self._tls)
        except (aiohttp.ClientError, OSError, ValueError, KeyError) as error:
            cause = type(error).__name__
            logger.warning("Signing keys could not be fetched", extra={"cause": cause})
            self._meter.key_fetches.add("failed")
            return False
        self._meter.key_fetches.add("fetched")
        self._keys = keys
        self._fetched_at = self._clock()
        return True

    def _age(self) -> float | None:
        return None if self._fetched_at is None else self._clock() - self._fetched_at

    def _may_try(self) -> bool:
        return self._tried_at is None or self._clock() - self._tried_at > FAILURE_PAUSE_S

    def _may_search(self) -> bool:
        return self._searched_at is None or self._clock() - self._searched_at > UNKNOWN_KEY_PAUSE_S


async def _download_keys(metadata_url: str, tls: ssl.SSLContext | None) -> dict[str, SigningKey]:
    connector = aiohttp.TCPConnector(ssl=tls if tls is not None else True)
    async with aiohttp.ClientSession(connector=connector) as session:
        metadata = await _get_object(session, metadata_url)
        keys_url = metadata["jwks_uri"]
        if not isinstance(keys_url, str) or not keys_url.startswith("https://"):
            raise ValueError("jwks_uri is not https")
        keys = _read_keys((await _get_object(session, keys_url))["keys"])
    if not keys:
        raise ValueError("no usable key")
    return keys


async def _get_object(session: aiohttp.ClientSession, url: str) -> dict[str, object]:
    async with session.get(url, allow_redirects=False) as response:
        if response.status != 200:
            raise ValueError(f"HTTP status {response.status}")
        document = json.loads(await response.read())
    if not isinstance(document, dict):
        raise ValueError("not a JSON object")
    return document


def _read_keys(entries: object) -> dict[str, SigningKey]:
    """The RSA keys with an id; others are none of ours."""
    keys = {}
    for entry in entries if isinstance(entries, list) else ():
        try:
            key = RSAAlgorithm.from_jwk(entry)
            key_id = entry["kid"]
            endorsements = frozenset(entry.get("endorsements", ()))
        except (jwt.PyJWTError, KeyError, TypeError, ValueError):
            continue
        if isinstance(key, RSAPublicKey) and isinstance(key_id, str):
            keys[key_id] = SigningKey(key, endorsements)
    return keys
