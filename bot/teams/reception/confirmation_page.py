"""The page to prove more on: to Entra and back, and then to Teams, which tells the bot."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from bot.errors import KollegaError
from bot.identity.base import Language
from bot.teams.reception.browser_flow import BrowserFlow, form
from bot.teams.signing_in.confirmation import ANSWER_PATH, PATH, Confirmation, language_in

TEAMS_CDN = "https://res.cdn.office.net"
"""Where Microsoft serves the library that talks to Teams."""
_FLOW = BrowserFlow("kollega_bekrafta", PATH)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationPage:
    """What the page shows."""

    confirmation: Confirmation
    done: Callable[[str, str, Language], str]
    """HTML that hands the proof to Teams; its scripts carry the nonce."""
    failed: Callable[[Language], str]


def add_confirmation_page(application: web.Application, page: ConfirmationPage) -> None:
    """Serve it. It needs nobody's word for who comes: the bot looks at that when Teams tells it."""

    async def begin(request: web.Request) -> web.Response:
        try:
            return _FLOW.sent_away(await page.confirmation.begin(request.query))
        except KollegaError as error:
            return _failed(page, error, language_in(request.query))

    async def answer(request: web.Request) -> web.Response:
        language: Language = "sv"
        try:
            flow = _FLOW.remembered(request)
            language = language_in(flow)
            proof = page.confirmation.proof(flow, await form(request))
        except KollegaError as error:
            return _failed(page, error, language)
        nonce = secrets.token_urlsafe(16)
        html = page.done(proof, nonce, language)
        return _FLOW.shown(html, HTTPStatus.OK, {"Content-Security-Policy": _policy(nonce)})

    application.router.add_get(PATH, begin)
    application.router.add_post(ANSWER_PATH, answer)


def _policy(nonce: str) -> str:
    """Two scripts and nothing else: Microsoft's, which is checked by its digest, and ours."""
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{nonce}'; "
        f"connect-src {TEAMS_CDN}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _failed(page: ConfirmationPage, error: KollegaError, language: Language) -> web.Response:
    _log.warning("a person could not confirm who they are", extra={"cause": str(error)})
    return _FLOW.shown(page.failed(language), HTTPStatus.BAD_REQUEST)
