"""Turns an activity into a `Turn`, has it answered and shows the answer."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity

from bot.errors import GuestRefused, SignInRequired, UnavailableError, UnknownPersonError
from bot.identity.base import Directory, Language, User
from bot.reply import Reply
from bot.storage.base import apart
from bot.storage.replies import FeedbackStore
from bot.teams import texts
from bot.teams.application import Copilot
from bot.teams.files.chat_files import ChatFiles, SentFile
from bot.teams.files.consent import Consent, read_consent
from bot.teams.groups.disclosure import Groups, NotForThisGroup, PassOn
from bot.teams.inbox import incoming
from bot.teams.inbox.feedback import read_feedback, read_reactions
from bot.teams.rendering.cards import submitted_action
from bot.teams.rendering.message import Rendering, plain
from bot.teams.sending.growing import follow
from bot.teams.sending.recording import Recording
from bot.teams.sending.streaming import Presenter, StreamStopped
from bot.teams.signing_in import texts as sign_in_texts
from bot.teams.signing_in.sign_in import SignIn, wants_to_sign_out
from bot.teams.wire import FILE_CONSENT
from bot.telemetry import Meter
from bot.turn import Turn

logger = logging.getLogger(__name__)

PRESENTER = "kollega.presenter"
"""Under this name a turn's state holds its `Presenter`."""
FORWARD = "kollega.forward"
"""Under this name it holds what accepts a question to be answered to its asker alone."""
WELCOME_PAUSE_S = 10.0
"""An installation arrives as two or three activities at once; one welcome is enough."""


class KollegaActivityHandler(TeamsActivityHandler):  # type: ignore[misc]  # botbuilder is untyped
    """What the bot does for each kind of activity. The rest botbuilder's base class ignores."""

    def __init__(
        self,
        *,
        copilot: Copilot,
        directory: Directory,
        feedback: FeedbackStore,
        person_ids: Callable[[str | None, str], tuple[str, ...]],
        detect_language: Callable[[str], Language],
        rendering: Rendering,
        recording: Recording,
        groups: Groups,
        sign_in: SignIn | None,
        files: ChatFiles | None,
        is_sensitive: Callable[[str], bool],
        timeout_s: float,
        meter: Meter,
    ) -> None:
        """`person_ids` is the authentication's; `timeout_s` bounds the making of a reply; without
        `files` none are read or given.

        What `is_sensitive` is true of is answered whether its writer has signed in or not.
        """
        self._sign_in = sign_in
        self._files = files
        self._is_sensitive = is_sensitive
        self._copilot = copilot
        self._directory = directory
        self._feedback = feedback
        self._person_ids = person_ids
        self._groups = groups
        self._detect_language = detect_language
        self._rendering = rendering
        self._timeout_s = timeout_s
        self._recording = recording
        self._meter = meter
        self._welcomed: dict[str, float] = {}

    def language(self, activity: Activity) -> Language:
        """The language to answer in: the pressed button's, or that of the text."""
        pressed = submitted_action(activity.value)
        return pressed[1] if pressed else self._detect_language(incoming.written_text(activity))

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """A question, a pressed button or a submitted card."""
        activity, presenter = turn_context.activity, turn_context.turn_state[PRESENTER]
        pass_on, language = turn_context.turn_state[FORWARD], self.language(activity)
        if _is_only_files(activity) and self._sent_file(activity) is None:
            await presenter.finish(plain(texts.NO_ATTACHMENTS, language))
            return
        if self._sign_in is not None and wants_to_sign_out(activity):
            await self._sign_in.sign_out(activity)
            await presenter.finish(plain(sign_in_texts.SIGNED_OUT, language))
            return
        if await self._groups.pressed_alone(
            activity, presenter=presenter, language=language, pass_on=pass_on
        ):
            return
        try:
            await self._answer(activity, presenter, pass_on)
        except StreamStopped:
            logger.info("The person stopped the answer")
            self._meter.turns.add("stopped", "none", incoming.audience(activity))
        except NotForThisGroup as refusal:
            self._meter.turns.add("elsewhere", "none", incoming.audience(activity))
            await self._groups.decline(
                activity,
                refusal.verdict,
                presenter=presenter,
                language=language,
                pass_on=pass_on,
            )

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """The bot has come to a conversation or left it (only then is it passed on)."""
        await self._come_or_gone(turn_context)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """The app has been installed or removed (only then is the activity passed on)."""
        await self._come_or_gone(turn_context)

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        """A question has been edited: it is answered as if it had been asked so at once."""
        await self._withdraw(turn_context.activity)
        await self.on_message_activity(turn_context)

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        """A person has deleted a question. The answer is left, as in a talk between people."""
        await self._withdraw(turn_context.activity)

    async def on_message_reaction_activity(self, turn_context: TurnContext) -> None:
        """A thumb among the reactions to an answer counts like one below it."""
        activity = turn_context.activity
        reaction = read_reactions(added.type for added in activity.reactions_added)
        about = await self._recording.behind(activity)
        if reaction is not None and about is not None:
            await self._feedback.add_feedback(reaction=reaction, comment="", about=about)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """Thumbs, and what was answered to the offer of a file; anything else is not implemented.

        Not left to botbuilder's base class: it raises on values that are not what it expects.
        """
        activity = turn_context.activity
        answer = read_consent(activity.value) if activity.name == FILE_CONSENT else None
        if answer is not None and self._files is not None:
            await self._give_file(self._files, answer, activity, turn_context.turn_state[PRESENTER])
            return InvokeResponse(status=HTTPStatus.OK)
        if activity.name != incoming.FEEDBACK:
            return InvokeResponse(status=HTTPStatus.NOT_IMPLEMENTED)
        given = read_feedback(activity.value)
        if given is None:
            return InvokeResponse(status=400)
        await self._feedback.add_feedback(
            reaction=given.reaction,
            comment="" if self._is_sensitive(given.comment) else given.comment,
            about=await self._recording.behind(activity),
        )
        return InvokeResponse(status=200, body={})

    async def _give_file(
        self, files: ChatFiles, answer: Consent, activity: Activity, presenter: Presenter
    ) -> None:
        paper = await self._copilot.paper(
            await self._person(activity),
            conversation_id=incoming.memory_id(activity),
            draft_id=answer.draft_id,
        )
        await presenter.finish(await files.give(answer, paper))

    async def _come_or_gone(self, turn_context: TurnContext) -> None:
        if incoming.is_uninstalled(turn_context.activity):
            conversation_id = turn_context.activity.conversation.id
            await self._copilot.leave(conversation_id)
            await self._copilot.leave(apart(conversation_id))
        else:
            await self._welcome(turn_context)

    async def _withdraw(self, activity: Activity) -> None:
        person = await self._person(activity)
        for conversation_id, activity_id in self._groups.remembered_at(activity):
            if self._sign_in is not None:
                await self._sign_in.drop(conversation_id, activity_id)
            await self._copilot.withdraw(
                person, conversation_id=conversation_id, activity_id=activity_id
            )

    async def _welcome(self, turn_context: TurnContext) -> None:
        activity, presenter = turn_context.activity, turn_context.turn_state[PRESENTER]
        if not self._is_first_welcome(activity.conversation.id):
            return
        try:
            user = await self._sender(activity)
        except (UnknownPersonError, SignInRequired, GuestRefused, UnavailableError):
            # Whoever installed the app need not be the one who will use it, or be signed in.
            user = _nobody(activity)
        reply = self._copilot.welcome(user, user.language or "sv", incoming.audience(activity))
        await presenter.finish(self._rendering.message(reply))

    def _is_first_welcome(self, conversation_id: str) -> bool:
        now = time.monotonic()
        self._welcomed = {
            key: at for key, at in self._welcomed.items() if now - at < WELCOME_PAUSE_S
        }
        return self._welcomed.setdefault(conversation_id, now) == now

    async def _answer(self, activity: Activity, presenter: Presenter, pass_on: PassOn) -> None:
        turn, reply = await self._made(activity, presenter, pass_on)
        await self._recording.reply(turn, reply, activity)
        message = self._groups.fitted(self._rendering.message(reply), activity)
        if self._files is not None:
            message = await self._files.with_offer(message, reply, activity)
        message_ids = await presenter.finish(message)
        self._meter.turns.add(reply.outcome or "none", reply.skill or "none", turn.audience)
        await self._recording.delivered(reply.reference, activity, message_ids)

    async def _made(
        self, activity: Activity, presenter: Presenter, pass_on: PassOn
    ) -> tuple[Turn, Reply]:
        """The reply, still to be shown.

        Only this is bounded in time: once it is being sent, a second message could be a second
        answer.
        """
        async with asyncio.timeout(self._timeout_s):
            file = self._sent_file(activity)
            turn = replace(await self._turn(activity), attached=file)
            shown = self._groups.shown(self._copilot.handle(turn), turn, activity)
            reply = await follow(shown, presenter)
            await self._groups.check_again(reply, turn, activity)
            if reply.outcome == "private_only" and turn.audience == "group":
                await self._groups.answer_alone(activity, reply, pass_on)
        if incoming.has_files(activity) and not (file and file.was_read):
            ignored = texts.ATTACHMENT_IGNORED.in_language(turn.language)
            reply = replace(reply, warnings=(ignored, *reply.warnings))
        return turn, reply

    async def _turn(self, activity: Activity) -> Turn:
        pressed = submitted_action(activity.value)
        return Turn(
            text=incoming.written_text(activity),
            user=await self._asker(activity),
            conversation_id=incoming.memory_id(activity),
            language=self.language(activity),
            audience=incoming.audience(activity),
            activity_id=activity.id,
            action=pressed[0] if pressed else None,
        )

    async def _asker(self, activity: Activity) -> User:
        """Words about somebody's safety need no groups, and must not wait for a sign-in."""
        try:
            return await self._sender(activity)
        except (SignInRequired, GuestRefused, UnavailableError):
            if self._is_sensitive(incoming.written_text(activity)):
                return _nobody(activity)
            raise

    def _sent_file(self, activity: Activity) -> SentFile | None:
        return self._files.sent(activity) if self._files else None

    async def _person(self, activity: Activity) -> User:
        """Whose memory it is: for that, what they may read need not be known."""
        try:
            return await self._sender(activity)
        except (SignInRequired, GuestRefused, UnavailableError):
            return _nobody(activity)

    async def _sender(self, activity: Activity) -> User:
        if self._sign_in is not None:
            await self._sign_in.ensure(activity)
        account = activity.from_property
        for sender_id in self._person_ids(account.aad_object_id, account.id):
            try:
                return await self._directory.find(sender_id)
            except UnknownPersonError:
                continue
        raise UnknownPersonError("the sender is not in the directory")


def _nobody(activity: Activity) -> User:
    """The sender as somebody who may read nothing."""
    account = activity.from_property
    return User(id=account.aad_object_id or account.id, name="", is_guest=True)


def _is_only_files(activity: Activity) -> bool:
    has_words = incoming.written_text(activity) or submitted_action(activity.value)
    return incoming.has_files(activity) and not has_words
