"""A page for administrators, who sign in with Entra each time they open it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from aiohttp import web

from bot.errors import ConsentRequired, KollegaError
from bot.identity.consent import Consent, Visitor
from bot.teams.reception.browser_flow import BrowserFlow, form

PATH, ANSWER_PATH = "/kontroll", "/kontroll/svar"
_FLOW = BrowserFlow("kollega_kontroll", PATH)
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
    """Serve it."""

    async def begin(_: web.Request) -> web.Response:
        try:
            return _FLOW.sent_away(await page.sign_in.begin(f"https://{page.host}{ANSWER_PATH}"))
        except KollegaError as error:
            return _failed(page, error)

    async def answer(request: web.Request) -> web.Response:
        try:
            flow = _FLOW.remembered(request)
            visitor = await page.sign_in.arrive(flow, await form(request), page.groups)
            html = await page.content(visitor.consents) if visitor.is_member else page.refused
        except KollegaError as error:
            return _failed(page, error)
        return _FLOW.shown(html, HTTPStatus.OK if visitor.is_member else HTTPStatus.FORBIDDEN)

    application.router.add_get(PATH, begin)
    application.router.add_post(ANSWER_PATH, answer)


def _failed(page: AdminPage, error: KollegaError) -> web.Response:
    _log.warning("an administrator could not be signed in", extra={"cause": str(error)})
    html = page.without_consent if isinstance(error, ConsentRequired) else page.failed
    return _FLOW.shown(html, HTTPStatus.BAD_REQUEST)
