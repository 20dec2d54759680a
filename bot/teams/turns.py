"""Carries one accepted activity through to its end: an answer, or one calm apology."""

from __future__ import annotations

import logging
from dataclasses import replace

from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ActivityTypes

from bot.errors import (
    DirectoryUnavailable,
    GuestRefused,
    SendError,
    SignInRequired,
    StorageUnavailable,
    TokenUnavailable,
    UnknownPersonError,
)
from bot.identity.base import Language
from bot.language.texts import Text
from bot.storage.base import Inbox, InboxItem
from bot.teams import texts
from bot.teams.activity_handler import FORWARD, PRESENTER, KollegaActivityHandler
from bot.teams.adapter import INVOKE_RESPONSE, ChannelAdapter
from bot.teams.groups.disclosure import Groups, PassOn
from bot.teams.inbox import incoming
from bot.teams.outgoing import Address
from bot.teams.rendering.message import plain
from bot.teams.sending.connector import Connector
from bot.teams.sending.delivery import Delivery, is_too_large
from bot.teams.sending.recording import Recording
from bot.teams.sending.revision import RevisionPresenter
from bot.teams.sending.streaming import (
    Pace,
    PlaceholderPresenter,
    Presenter,
    StreamPresenter,
    StreamStopped,
)
from bot.teams.signing_in import texts as sign_in_texts
from bot.teams.signing_in.sign_in import SignIn
from bot.telemetry import Meter, reference_code

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 6
"""After so many beginnings, across restarts, an activity is apologised for instead."""


class Turns:
    """Runs turns through botbuilder's pipeline."""

    def __init__(
        self,
        handler: KollegaActivityHandler,
        *,
        inbox: Inbox,
        connector: Connector,
        groups: Groups,
        pace: Pace,
        recording: Recording,
        sign_in: SignIn | None,
        meter: Meter,
    ) -> None:
        self._handler = handler
        self._sign_in = sign_in
        self._adapter = ChannelAdapter()
        self._inbox = inbox
        self._connector = connector
        self._groups = groups
        self._pace = pace
        self._recording = recording
        self._meter = meter

    def language(self, activity: Activity) -> Language:
        """The language to answer in; that of the client where nothing is written."""
        if activity.type == ActivityTypes.invoke:
            return "en" if (activity.locale or "").lower().startswith("en") else "sv"
        return self._handler.language(activity)

    async def run(self, item: InboxItem, activity: Activity, pass_on: PassOn) -> None:
        """Answer an activity that has just been accepted, or take note of it.

        `pass_on` accepts what is to be answered besides: the same question, to its asker alone.
        """
        if incoming.is_noted(activity):
            return await self._note(activity)
        presenter = await self._presenter(item, activity)
        try:
            await self._handle(activity, presenter, pass_on)
        except TimeoutError:
            await self._apologise(texts.TOO_SLOW, activity, presenter)
        except UnknownPersonError:
            await self._apologise(texts.UNKNOWN_PERSON, activity, presenter)
        except GuestRefused:
            await self._apologise(sign_in_texts.GUEST, activity, presenter)
        except (DirectoryUnavailable, TokenUnavailable) as error:
            is_token = isinstance(error, TokenUnavailable)
            text = sign_in_texts.UNAVAILABLE if is_token else texts.NO_DIRECTORY
            await self._apologise(text, activity, presenter, retry_after_s=error.retry_after_s)
        except SendError as error:
            if is_too_large(error):
                return await self._apologise(texts.TOO_LARGE, activity, presenter)
            # Its outcome may be unknown; a second message could be a second answer.
            facts = {"cause": str(error), "status": error.status}
            logger.error("An answer could not be delivered", extra=facts)
            await self._undelivered(activity, error, pass_on)
        except Exception as error:  # the outermost boundary: whatever went wrong, say so calmly
            await self._apologise(texts.FAILED, activity, presenter, cause=error)

    async def resume(self, item: InboxItem, activity: Activity, pass_on: PassOn) -> None:
        """Take over an activity that an earlier process accepted and did not finish.

        It is answered, unless that could show a second answer or its text was not kept.
        """
        unknown = item.attempts > 0 and item.placeholder_id is None
        if incoming.is_noted(activity):
            await self._note(activity)
        elif unknown and item.attempts > 1:
            # An earlier take-over may have apologised already.
            logger.error("An activity was given up", extra={"attempts": item.attempts})
        elif unknown or item.attempts >= MAX_ATTEMPTS or incoming.is_empty(activity):
            presenter = await self._presenter(await self._taken_over(item), activity)
            await self._apologise(texts.INTERRUPTED, activity, presenter)
        else:
            await self.run(await self._taken_over(item), activity, pass_on)

    async def _taken_over(self, item: InboxItem) -> InboxItem:
        """The item, one more attempt noted before anything of the message is looked at.

        So one that kills every process that reads it is not read for ever.
        """
        try:
            await self._inbox.started(item, placeholder_id=item.placeholder_id)
        except StorageUnavailable:
            logger.error("An attempt could not be noted")
            return item
        return replace(item, attempts=item.attempts + 1)

    async def tell_to_wait(self, item: InboxItem, activity: Activity, *, seconds: int) -> None:
        """Say once that it was too much at once, instead of an answer."""
        language, reference = self._handler.language(activity), reference_code()
        await self._recording.apology(reference, language, activity, outcome="refused")
        message = plain(texts.WAIT, language, seconds=seconds, reference=reference)
        try:
            # Not in place of the answer to an earlier wording: that is still one.
            message_ids = await self._new_presenter(item, activity).finish(message)
            await self._recording.delivered(reference, activity, message_ids)
        except (SendError, StorageUnavailable, StreamStopped) as error:
            facts = {"cause": type(error).__name__}
            logger.error("A request to wait could not be delivered", extra=facts)

    async def answer_invoke(self, activity: Activity) -> tuple[int, object]:
        """Status and JSON body of the answer to an invoke."""
        context = TurnContext(self._adapter, activity)
        await self._adapter.run_pipeline(context, self._handler.on_turn)
        answered = context.turn_state.get(INVOKE_RESPONSE)
        if answered is None:
            return 501, None
        return answered.value.status, answered.value.body

    async def _note(self, activity: Activity) -> None:
        """Nobody waits for an answer, and there may be nobody left to give one to."""
        context = TurnContext(self._adapter, activity)
        try:
            await self._adapter.run_pipeline(context, self._handler.on_turn)
        except Exception as error:  # the outermost boundary, as in `run`
            facts = {"activity_type": activity.type, "error": type(error).__name__}
            logger.error("An activity could not be taken note of", extra=facts)

    async def _presenter(self, item: InboxItem, activity: Activity) -> Presenter:
        """In place of the answer to an earlier wording, where one is known."""
        earlier = (
            await self._recording.earlier_answer(activity) if incoming.is_edit(activity) else ()
        )
        if not earlier:
            return self._new_presenter(item, activity)
        revised = replace(item, placeholder_id=earlier[0])
        return RevisionPresenter(self._delivery(revised, activity), earlier)

    def _new_presenter(self, item: InboxItem, activity: Activity) -> Presenter:
        delivery = self._delivery(item, activity)
        if incoming.is_personal(activity):
            return StreamPresenter(delivery, pace=self._pace)
        return PlaceholderPresenter(delivery)

    def _delivery(self, item: InboxItem, activity: Activity) -> Delivery:
        return Delivery(
            item,
            Address.answering(activity),
            inbox=self._inbox,
            connector=self._connector,
            rest_missing=lambda: plain(texts.REST_MISSING, self._handler.language(activity)),
            meter=self._meter,
        )

    async def _handle(self, activity: Activity, presenter: Presenter, pass_on: PassOn) -> None:
        context = TurnContext(self._adapter, activity)
        context.turn_state[PRESENTER] = presenter
        context.turn_state[FORWARD] = pass_on
        try:
            await self._adapter.run_pipeline(context, self._handler.on_turn)
        except SignInRequired as needed:
            await self._ask_to_sign_in(needed, activity, presenter, pass_on)

    async def _ask_to_sign_in(
        self, needed: SignInRequired, activity: Activity, presenter: Presenter, pass_on: PassOn
    ) -> None:
        """In the asker's own chat; what was asked is answered once they have signed in."""
        language = self._handler.language(activity)
        if self._sign_in is None:
            raise TokenUnavailable("nobody can sign in") from needed
        if not incoming.is_personal(activity):
            await self._groups.answer_signed_in(
                activity, presenter=presenter, language=language, pass_on=pass_on
            )
            return
        card = await self._sign_in.ask(activity, needed, language)
        if card is None:
            await self._apologise(sign_in_texts.NO_HELP, activity, presenter)
            return
        self._meter.turns.add("sign_in", "none", incoming.audience(activity))
        await presenter.finish(card)

    async def _undelivered(self, activity: Activity, error: SendError, pass_on: PassOn) -> None:
        language = self._handler.language(activity)
        question = await self._groups.undelivered(activity, error, language)
        if question is None:
            return
        try:
            await pass_on(question)
        except StorageUnavailable:
            logger.error("A question could not be passed on")

    async def _apologise(
        self,
        text: Text,
        activity: Activity,
        presenter: Presenter,
        *,
        cause: BaseException | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        reference = reference_code()
        facts = {"reference": reference, "kind": text.en.partition(".")[0]}
        logger.error("A turn ended in an apology", extra=facts, exc_info=cause)
        language = self._handler.language(activity)
        await self._recording.apology(reference, language, activity)
        self._meter.turns.add("apology", "none", incoming.audience(activity))
        try:
            when = texts.when(retry_after_s, language)
            message = plain(text, language, reference=reference, when=when)
            message_ids = await presenter.break_off(message)
            await self._recording.delivered(reference, activity, message_ids)
        except (SendError, StorageUnavailable, StreamStopped) as error:
            logger.error("An apology could not be delivered", extra={"cause": type(error).__name__})
