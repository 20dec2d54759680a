"""The limit with authentication: aiohttp alone, and PyJWT with a key that is at hand."""

from __future__ import annotations

import json
import ssl
from contextlib import AbstractAsyncContextManager
from urllib.request import urlopen

import jwt
from aiohttp import web

from tests.bench.servers import bare
from tests.bench.servers.listening import listening
from tests.bench.world import APP_ID, ISSUER, World


def serving(world: World) -> AbstractAsyncContextManager[int]:
    """The bot, on a free port."""
    return listening(_application(world))


def _application(world: World) -> web.Application:
    """Checks each request's token: signature, issuer, audience and lifetime."""
    tls = ssl.create_default_context(cafile=world.ca_file)
    with urlopen(world.keys_url, context=tls) as answer:
        key = jwt.PyJWKSet.from_dict(json.load(answer)).keys[0].key

    def admit(request: web.Request) -> None:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        try:
            jwt.decode(token, key, algorithms=["RS256"], audience=APP_ID, issuer=ISSUER)
        except jwt.PyJWTError:
            raise web.HTTPUnauthorized from None

    return bare.application(world, admit)
