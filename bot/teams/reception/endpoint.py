"""The HTTP endpoint that the channel posts to. Authenticates before it reads a body."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus

from aiohttp import web
from botbuilder.schema import Activity, ActivityTypes

from bot.errors import AuthenticationError, MalformedActivityError, UnavailableError
from bot.identity.base import Language
from bot.teams import texts
from bot.teams.fields import JsonObject
from bot.teams.files.consent import read_consent
from bot.teams.inbox import incoming
from bot.teams.inbox.intake import Intake
from bot.teams.reception.authentication import Authentication
from bot.teams.reception.readiness import Readiness
from bot.teams.rendering.cards import submitted_action
from bot.teams.signing_in.sign_in import INVOKES, SignIn
from bot.teams.turns import Turns
from bot.teams.wire import FILE_CONSENT, parse_activity
from bot.telemetry import Meter, Spans

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 256 * 1024
BODY_TIMEOUT_S = 10.0
INVOKE_TIMEOUT_S = 4.5
"""Teams gives up on an invoke after five seconds."""
REFUSALS: Mapping[int, str] = {
    HTTPStatus.UNAUTHORIZED: "authentication",
    HTTPStatus.FORBIDDEN: "tenant",
    HTTPStatus.BAD_REQUEST: "malformed",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "media_type",
    HTTPStatus.REQUEST_TIMEOUT: "slow",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
}
"""What a status means in the metrics."""
CARD_MESSAGE = "application/vnd.microsoft.activity.message"
MALFORMED_CARD_ACTION: JsonObject = {
    "statusCode": 400,
    "type": "application/vnd.microsoft.error",
    "value": {"code": "BadRequest", "message": "The action carries no data of ours."},
}


class Endpoint:
    """`POST /api/messages`: nothing that comes in makes it answer 5xx, nothing slow holds it up."""

    def __init__(
        self,
        *,
        authentication: Authentication,
        intake: Intake,
        turns: Turns,
        sign_in: SignIn | None,
        language: Callable[[Activity], Language],
        meter: Meter,
        spans: Spans,
        readiness: Readiness,
        members_changed: Callable[[str], None],
    ) -> None:
        """`members_changed` is told the conversation."""
        self._authentication = authentication
        self._members_changed = members_changed
        self._intake = intake
        self._turns = turns
        self._sign_in = sign_in
        self._language = language
        self._meter = meter
        self._spans = spans
        self._readiness = readiness

    async def messages(self, request: web.Request) -> web.Response:
        """Verify, record, acknowledge."""
        begun = time.perf_counter()
        with self._spans.hop("accept") as span:
            response = await self._respond(request)
            span.note(status=response.status)
        if (cause := REFUSALS.get(response.status)) is not None:
            self._meter.refused.add(cause)
        else:
            self._meter.acknowledgement_s.observe(time.perf_counter() - begun)
        return response

    async def _respond(self, request: web.Request) -> web.Response:
        try:
            proof = await self._authentication.verify_request(request)
            if request.content_type != "application/json":
                return _status(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            async with asyncio.timeout(BODY_TIMEOUT_S):
                raw = await request.read()
            activity = parse_activity(raw)
            self._authentication.verify_activity(activity, proof)
            if not self._authentication.admits_tenant(activity):
                logger.warning("An activity from another tenant was refused")
                return _status(HTTPStatus.FORBIDDEN)
            return await self._take(activity)
        except AuthenticationError as error:
            logger.warning("A request was refused", extra={"cause": str(error)})
            return _status(HTTPStatus.UNAUTHORIZED)
        except MalformedActivityError as error:
            logger.warning("A request was malformed", extra={"cause": str(error)})
            return _status(HTTPStatus.BAD_REQUEST)
        except web.HTTPRequestEntityTooLarge:
            return _status(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except (web.RequestPayloadError, ConnectionError):
            # The body is none, or whoever was sending it has gone and reads no answer either.
            return _status(HTTPStatus.BAD_REQUEST)
        except TimeoutError:
            return _status(HTTPStatus.REQUEST_TIMEOUT)
        except UnavailableError as error:
            logger.error("A request could not be taken in", extra={"cause": str(error)})
            return _status(HTTPStatus.SERVICE_UNAVAILABLE)

    async def ready(self, request: web.Request) -> web.Response:
        """Whether messages can be answered, in one word: what fails is told on another port."""
        found = await self._readiness.find_out()
        return web.Response(text=found.status, status=found.http_status)

    async def _take(self, activity: Activity) -> web.Response:
        if activity.type == ActivityTypes.invoke:
            return await self._take_invoke(activity)
        if activity.type == ActivityTypes.conversation_update:
            self._members_changed(activity.conversation.id)
        if incoming.is_answered(activity) or incoming.is_noted(activity):
            await self._intake.accept(activity)
        return _status(HTTPStatus.OK)

    async def _take_invoke(self, activity: Activity) -> web.Response:
        if activity.name == incoming.CARD_ACTION:
            message = incoming.submitted_message(activity)
            if message is None:
                return web.json_response(MALFORMED_CARD_ACTION, status=HTTPStatus.BAD_REQUEST)
            await self._intake.accept(message)
            pressed = submitted_action(message.value)
            text = texts.RECEIVED.in_language(pressed[1] if pressed else "sv")
            return web.json_response({"statusCode": 200, "type": CARD_MESSAGE, "value": text})
        if self._sign_in is not None and activity.name in INVOKES:
            return await self._take_sign_in(self._sign_in, activity)
        if activity.name == FILE_CONSENT and read_consent(activity.value) is not None:
            # Putting a file takes longer than an invoke may; it must outlive a restart, too.
            await self._intake.accept(activity)
            return _status(HTTPStatus.OK)
        if activity.name == incoming.FEEDBACK and not await self._intake.claim(activity):
            return web.json_response({})
        async with asyncio.timeout(INVOKE_TIMEOUT_S):
            status, body = await self._turns.answer_invoke(activity)
        return _status(status) if body is None else web.json_response(body, status=status)

    async def _take_sign_in(self, sign_in: SignIn, activity: Activity) -> web.Response:
        language = self._language(activity)
        async with asyncio.timeout(INVOKE_TIMEOUT_S):
            status, body = await sign_in.answer(activity, language, self._intake.accept)
        return _status(status) if body is None else web.json_response(body, status=status)


def _status(status: int) -> web.Response:
    return web.Response(status=status)
