"""A page for administrators, who sign in with Entra each time they open it."""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from aiohttp import web

from bot.errors import ConsentRequired, KollegaError, SignInRequired
from bot.identity.consent import Consent, Visitor
from bot.teams.reception.pages import HEADERS

PATH, ANSWER_PATH = "/kontroll", "/kontroll/svar"
_COOKIE = "kollega_kontroll"
_COOKIE_S = 600
_MAX_COOKIE = 8192
_log = logging.getLogger(__name__)


class SignIn(Protocol):
    """Signs somebody in, in two halves with the browser's journey between."""

    async def begin(self, redirect_uri: str) -> Mapping[str, Any]:
        """Where to send the browser ("auth_uri"), and what to remember."""
        ...

    async def arrive(
        self, flow: Mapping[str, Any], answer: Mapping[str, str], groups: Collection[str]
    ) -> Visitor:
        """Whoever came back. Raises `SignInRequired`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminPage:
    """What the page shows, to whom."""

    sign_in: SignIn
    host: str
    """The host of the page, as browsers reach it: "kollega.kommun.se"."""
    groups: Collection[str]
    content: Callable[[Sequence[Consent]], Awaitable[str]]
    """What members of the groups see, given what the app may do in their names."""
    refused: str
    failed: str
    without_consent: str
    """When nobody can sign in, because an administrator has not consented."""


def add_admin_page(application: web.Application, page: AdminPage) -> None:
    """Serve it. What the sign-in remembers stays in the browser, for ten minutes."""

    async def begin(_: web.Request) -> web.Response:
        try:
            flow = await page.sign_in.begin(f"https://{page.host}{ANSWER_PATH}")
        except KollegaError as error:
            return _failed(page, error)
        response = web.Response(
            status=HTTPStatus.FOUND,
            headers={"Location": str(flow["auth_uri"]), "Cache-Control": "no-store"},
        )
        response.set_cookie(
            _COOKIE,
            base64.urlsafe_b64encode(json.dumps(dict(flow)).encode()).decode(),
            max_age=_COOKIE_S,
            path=PATH,
            secure=True,
            httponly=True,
            samesite="None",  # Entra's own page posts the answer, from another site
        )
        return response

    async def answer(request: web.Request) -> web.Response:
        try:
            flow = _remembered(request.cookies.get(_COOKIE, ""))
            form = {name: str(value) for name, value in (await request.post()).items()}
            visitor = await page.sign_in.arrive(flow, form, page.groups)
            html = await page.content(visitor.consents) if visitor.is_member else page.refused
        except KollegaError as error:
            return _failed(page, error)
        status = HTTPStatus.OK if visitor.is_member else HTTPStatus.FORBIDDEN
        return _html(html, status)

    application.router.add_get(PATH, begin)
    application.router.add_post(ANSWER_PATH, answer)


def _remembered(cookie: str) -> Mapping[str, Any]:
    """What `begin` put there. Whoever changes it only spoils their own sign-in."""
    try:
        flow = json.loads(base64.urlsafe_b64decode(cookie[:_MAX_COOKIE]))
    except (ValueError, binascii.Error):
        raise SignInRequired("no sign-in has begun in this browser") from None
    if not isinstance(flow, dict):
        raise SignInRequired("no sign-in has begun in this browser")
    return flow


def _failed(page: AdminPage, error: KollegaError) -> web.Response:
    _log.warning("an administrator could not be signed in", extra={"cause": str(error)})
    html = page.without_consent if isinstance(error, ConsentRequired) else page.failed
    return _html(html, HTTPStatus.BAD_REQUEST)


def _html(html: str, status: HTTPStatus) -> web.Response:
    response = web.Response(
        text=html,
        status=status,
        content_type="text/html",
        headers={**HEADERS, "Cache-Control": "no-store"},
    )
    response.del_cookie(_COOKIE, path=PATH)
    return response
