"""Signs people in through Teams: silently where it can be done, else with one button."""

from __future__ import annotations

import asyncio
import copy
import logging
import re
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TypeAlias, TypeGuard

from botbuilder.schema import Activity

from bot.errors import AuthenticationError, SendError, SignInRequired, TokenUnavailable
from bot.identity.assertions import Assertion, Assertions
from bot.identity.base import Language
from bot.identity.sso_token import read_assertion
from bot.storage.base import Inbox, InboxItem, WaitingQuestion, WaitingQuestions
from bot.teams.fields import Json, JsonObject
from bot.teams.inbox import incoming
from bot.teams.outgoing import Address, Outgoing
from bot.teams.passing_on import tenant_id
from bot.teams.rendering.message import plain
from bot.teams.sending.connector import Connector
from bot.teams.signing_in import texts
from bot.teams.signing_in.confirmation import PROOF, Confirmation
from bot.teams.signing_in.service import SignInService
from bot.teams.wire import SIGNED_IN, parse_record, record

logger = logging.getLogger(__name__)

EXCHANGE = "signin/tokenExchange"
VERIFY = "signin/verifyState"
FAILURE = "signin/failure"
INVOKES = frozenset({EXCHANGE, VERIFY, FAILURE})
SILENT, BUTTON, CONFIRMED = "sso", "button", "confirmed"
"""How somebody signed in, as a question that waited for it remembers."""
MAX_ID_CHARACTERS = 200
MAX_PROOF_CHARACTERS = 8000
EXPECTED_FAILURES = frozenset({"userconsentrequired", "interactionrequired"})
"""Then Teams shows the button of the card that is there already."""

Accept: TypeAlias = Callable[[Activity], Awaitable[None]]
Response: TypeAlias = "tuple[int, JsonObject | None]"
_COMMANDS = frozenset({"logga ut", "logga ut mig", "sign out", "sign me out", "log out", "logout"})


class SignIn:
    """Decides whether somebody has to sign in, and carries it out.

    https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-code
    """

    def __init__(
        self,
        service: SignInService,
        *,
        assertions: Assertions,
        audiences: Collection[str],
        waiting: WaitingQuestions,
        inbox: Inbox,
        connector: Connector,
        confirmation: Confirmation | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`audiences`: what a token that people sign in with may be issued for. `confirmation`:
        where people prove more than before; None: there is no page for it."""
        self._service = service
        self._assertions = assertions
        self._audiences = audiences
        self._waiting = waiting
        self._inbox = inbox
        self._connector = connector
        self._confirmation = confirmation
        self._clock = clock
        self._exchanges: dict[tuple[str, str], asyncio.Task[Response]] = {}

    async def ensure(self, activity: Activity) -> None:
        """Have what the sender signed in with at hand.

        Raises `SignInRequired`, and `TokenUnavailable` if it cannot be found out.
        """
        if self._assertions.is_fresh(_person(activity)):
            return
        token = await self._service.token_of(activity)
        if token is None:
            raise SignInRequired("the person has not signed in")
        try:
            self._keep(token, activity)
        except AuthenticationError as error:
            logger.warning("A kept sign-in is refused", extra={"cause": str(error)})
            await self._service.sign_out(activity)
            raise SignInRequired(str(error)) from None

    async def ask(
        self, activity: Activity, needed: SignInRequired, language: Language
    ) -> Outgoing | None:
        """What to send instead of an answer: the question waits until the sender has signed in.

        None if signing in has not helped already: asking once more would go on for ever.
        """
        steps = incoming.signed_in(activity)
        if needed.claims is not None and self._confirmation is not None:
            if CONFIRMED in steps:
                return None
            link = self._confirmation.link(needed.claims, tenant_id(activity), language)
            card = self._card(link, language)
        elif BUTTON in steps:
            return None
        else:
            silently = needed.claims is None and SILENT not in steps
            card = await self._service_card(activity, language, silently=silently)
        await self._waiting.keep(
            WaitingQuestion(
                conversation_id=activity.conversation.id,
                activity_id=activity.id,
                user_id=_person(activity),
                body=record(activity, with_text=True),
            )
        )
        if "text" in card:
            return Outgoing(text="", sign_in=card)
        why = texts.AGAIN if needed.claims is None else texts.MORE
        return replace(plain(why, language), sign_in=card)

    async def _service_card(
        self, activity: Activity, language: Language, *, silently: bool
    ) -> JsonObject:
        """To sign in through the sign-in service; has a text where nobody need press the button."""
        if not silently:
            # Else the service would give again what was not enough.
            await self._service.sign_out(activity)
        resource = await self._service.resource(activity)
        card = self._card(resource.link, language)
        if resource.post is not None:
            card["tokenPostResource"] = resource.post
        if silently:
            card["text"] = texts.FIRST.in_language(language)
            if resource.exchange is not None:
                card["tokenExchangeResource"] = resource.exchange
        return card

    def _card(self, link: str, language: Language) -> JsonObject:
        title = texts.BUTTON.in_language(language)
        button: JsonObject = {"type": "signin", "title": title, "value": link}
        return {"connectionName": self._service.connection, "buttons": [button]}

    async def drop(self, conversation_id: str, activity_id: str) -> None:
        """A question that its writer has deleted is not answered after signing in."""
        await self._waiting.drop(conversation_id, activity_id)

    async def sign_out(self, activity: Activity) -> None:
        """Forget what the sender has signed in with, and what waits for it."""
        self._assertions.forget(_person(activity))
        await self._service.sign_out(activity)
        await self._waiting.take(_person(activity), activity.conversation.id)

    async def answer(self, activity: Activity, language: Language, accept: Accept) -> Response:
        """Status and body for one of `INVOKES`; questions that waited are handed to `accept`.

        Raises `UnavailableError`.
        """
        value = activity.value if isinstance(activity.value, dict) else {}
        if activity.name == EXCHANGE:
            return await self._answer_exchange(activity, value, accept)
        if activity.name == VERIFY:
            return await self._verify(activity, value.get("state"), accept)
        return await self._failed(activity, value.get("code"), language)

    async def close(self) -> None:
        """Let go of what it holds open."""
        await asyncio.gather(*self._exchanges.values(), return_exceptions=True)
        await self._service.close()

    async def _answer_exchange(
        self, activity: Activity, value: JsonObject, accept: Accept
    ) -> Response:
        exchange_id, token = value.get("id"), value.get("token")
        if not _is_identifier(exchange_id) or not isinstance(token, str) or not token:
            return HTTPStatus.BAD_REQUEST, None
        if value.get("connectionName") != self._service.connection:
            return self._unexchanged(exchange_id, "This is not the bot's connection.")
        key = activity.conversation.id, exchange_id
        task = self._exchanges.get(key)
        if task is None:
            task = asyncio.create_task(self._exchange_once(activity, exchange_id, token, accept))
            self._exchanges[key] = task
            task.add_done_callback(lambda _: self._exchanges.pop(key, None))
        return await asyncio.shield(task)

    async def _exchange_once(
        self, activity: Activity, exchange_id: str, token: str, accept: Accept
    ) -> Response:
        """Every client of the person sends the same: the first, of all processes, is taken up."""
        if not await self._claim(activity, exchange_id):
            if await self._service.token_of(activity) is None:
                return self._unexchanged(exchange_id, "It was exchanged before, to no avail.")
            return self._exchanged(exchange_id)
        try:
            self._read(token, activity)
            exchanged = await self._service.exchange(activity, token)
            if exchanged is None:
                return self._unexchanged(exchange_id, "The person must consent first.")
            self._keep(exchanged, activity)
        except AuthenticationError as error:
            logger.warning("A sign-in is refused", extra={"cause": str(error)})
            return self._unexchanged(exchange_id, "The token is not accepted.")
        await self._release(activity, SILENT, accept)
        return self._exchanged(exchange_id)

    async def _verify(self, activity: Activity, code: Json, accept: Accept) -> Response:
        if isinstance(code, str) and code.startswith(PROOF) and self._confirmation is not None:
            return await self._confirm(activity, code, self._confirmation, accept)
        if not _is_identifier(code):
            return HTTPStatus.BAD_REQUEST, None
        token = await self._service.token_of(activity, code=code)
        if token is None:
            return HTTPStatus.NOT_FOUND, None
        try:
            self._keep(token, activity)
        except AuthenticationError as error:
            logger.warning("A sign-in is refused", extra={"cause": str(error)})
            await self._service.sign_out(activity)
            return HTTPStatus.FORBIDDEN, None
        await self._release(activity, BUTTON, accept)
        return HTTPStatus.OK, None

    async def _confirm(
        self, activity: Activity, code: str, confirmation: Confirmation, accept: Accept
    ) -> Response:
        """What the app's own page gave: a token for which the person has proved more."""
        if len(code) > MAX_PROOF_CHARACTERS:
            return HTTPStatus.BAD_REQUEST, None
        try:
            token = await confirmation.redeem(code, tenant_id(activity))
            self._assertions.keep(self._read(token, activity), lasting=True)
        except SignInRequired as error:
            logger.warning("A confirmation is worth nothing", extra={"cause": str(error)})
            return HTTPStatus.NOT_FOUND, None
        except AuthenticationError as error:
            logger.warning("A confirmation is refused", extra={"cause": str(error)})
            return HTTPStatus.FORBIDDEN, None
        with suppress(TokenUnavailable):  # for the other processes; this one has its own
            await self._service.exchange(activity, token)
        await self._release(activity, CONFIRMED, accept)
        return HTTPStatus.OK, None

    async def _failed(self, activity: Activity, code: Json, language: Language) -> Response:
        """Each client of the person says so; the person is told once."""
        shown = re.sub(r"[^a-z]", "", code.lower())[:40] if isinstance(code, str) else ""
        logger.warning("Teams could not sign a person in", extra={"code": shown or "unknown"})
        about = f"{activity.reply_to_id or ''}:{shown}"
        if shown not in EXPECTED_FAILURES and await self._claim(activity, about):
            message = plain(texts.FAILED, language, code=shown or "unknown")
            try:
                await self._connector.post(Address.answering(activity), message)
            except SendError as error:
                logger.error("A person could not be told", extra={"status": error.status})
        return HTTPStatus.OK, None

    async def _claim(self, activity: Activity, about: str) -> bool:
        """A marker in the store that only one of all who try can make."""
        item = InboxItem(
            conversation_id=activity.conversation.id,
            activity_id=f"signin:{activity.name}:{about}",
            body="",
            received_at=datetime.now(UTC),
        )
        is_first = await self._inbox.accept(item)
        await self._inbox.finish(item)
        return is_first

    async def _release(self, activity: Activity, how: str, accept: Accept) -> None:
        bodies = await self._waiting.take(_person(activity), activity.conversation.id)
        for body in bodies:
            question = parse_record(body)
            steps = [*incoming.signed_in(question), how]
            question = copy.copy(question)
            question.channel_data = {**question.channel_data, SIGNED_IN: steps}
            await accept(question)

    def _keep(self, token: str, activity: Activity) -> None:
        self._assertions.keep(self._read(token, activity))

    def _read(self, token: str, activity: Activity) -> Assertion:
        return read_assertion(
            token,
            user_id=_person(activity),
            tenant_id=tenant_id(activity),
            audiences=self._audiences,
            now=self._clock(),
        )

    def _exchanged(self, exchange_id: str) -> Response:
        return HTTPStatus.OK, self._named(exchange_id)

    def _unexchanged(self, exchange_id: str, why: str) -> Response:
        """Teams shows the card's button then."""
        return HTTPStatus.PRECONDITION_FAILED, self._named(exchange_id) | {"failureDetail": why}

    def _named(self, exchange_id: str) -> JsonObject:
        return {"id": exchange_id, "connectionName": self._service.connection}


def wants_to_sign_out(activity: Activity) -> bool:
    """Whether the message says so and nothing else."""
    return incoming.written_text(activity).casefold().rstrip(" .!") in _COMMANDS


def _person(activity: Activity) -> str:
    """Who sent it, by the signed request. Raises `SignInRequired` where Teams does not tell."""
    object_id: str | None = activity.from_property.aad_object_id
    if not object_id:
        raise SignInRequired("the channel does not tell who the person is")
    return object_id


def _is_identifier(value: Json) -> TypeGuard[str]:
    """ "*" would mean any to the store of a careless bot."""
    return isinstance(value, str) and value not in ("", "*") and len(value) <= MAX_ID_CHARACTERS
