"""A browser sent to sign in at Entra, and what it must bring back: in a cookie, for ten minutes."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.errors import SignInRequired
from bot.teams.reception.pages import HEADERS

_FOR_S = 600
_MAX_CHARACTERS = 8192
_UNSTORED = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class BrowserFlow:
    """One of the app's sign-ins, told apart by its cookie. Nothing is kept on the server."""

    cookie: str
    path: str
    """Of the page that begins it; its answer comes below that."""

    def sent_away(self, flow: Mapping[str, Any]) -> web.Response:
        """To Entra's page ("auth_uri"), remembering the flow."""
        headers = {"Location": str(flow["auth_uri"]), **_UNSTORED}
        response = web.Response(status=HTTPStatus.FOUND, headers=headers)
        kept = {name: value for name, value in flow.items() if name != "auth_uri"}
        response.set_cookie(
            self.cookie,
            base64.urlsafe_b64encode(json.dumps(kept).encode()).decode(),  # browsers take 4 KB
            max_age=_FOR_S,
            path=self.path,
            secure=True,
            httponly=True,
            samesite="None",  # Entra's own page posts the answer, from another site
        )
        return response

    def remembered(self, request: web.Request) -> Mapping[str, Any]:
        """The flow. Whoever changes it only spoils their own sign-in. Raises `SignInRequired`."""
        cookie = request.cookies.get(self.cookie, "")[:_MAX_CHARACTERS]
        try:
            flow = json.loads(base64.urlsafe_b64decode(cookie))
        except (ValueError, binascii.Error, RecursionError):
            flow = None
        if not isinstance(flow, dict):
            raise SignInRequired("no sign-in has begun in this browser")
        return flow

    def shown(
        self, html: str, status: HTTPStatus, headers: Mapping[str, str] | None = None
    ) -> web.Response:
        """The end of it, whatever it is; nothing is remembered any more."""
        response = web.Response(
            text=html,
            status=status,
            content_type="text/html",
            headers={**HEADERS, **_UNSTORED, **(headers or {})},
        )
        response.del_cookie(self.cookie, path=self.path)
        return response


async def form(request: web.Request) -> dict[str, str]:
    """What Entra's page has posted."""
    return {name: str(value) for name, value in (await request.post()).items()}
