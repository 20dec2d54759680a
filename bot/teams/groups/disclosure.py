"""What a group may see of an answer, and the way to the asker alone for what it may not."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import TypeAlias, cast

from botbuilder.schema import Activity

from bot.errors import SendError
from bot.identity.base import Language
from bot.reply import Reply
from bot.storage.base import apart
from bot.teams import texts
from bot.teams.groups.introduction import introduced, introduction
from bot.teams.groups.private_chats import PrivateChats
from bot.teams.groups.roster import Rosters, Verdict
from bot.teams.inbox import incoming
from bot.teams.outgoing import Address, Outgoing
from bot.teams.passing_on import (
    PassedOn,
    Reason,
    id_alone,
    passed_on,
    passing_on,
    question_id,
    with_notice,
)
from bot.teams.rendering.cards import is_pressed_alone, with_buttons_alone
from bot.teams.rendering.markdown import literal
from bot.teams.rendering.message import plain
from bot.teams.sending.connector import Connector
from bot.teams.sending.streaming import Presenter
from bot.teams.signing_in import texts as sign_in_texts
from bot.turn import Turn

logger = logging.getLogger(__name__)

PassOn: TypeAlias = Callable[[Activity], Awaitable[None]]
"""Accepts an activity as if it had just come in; raises `StorageUnavailable`."""


class NotForThisGroup(Exception):
    """Not everybody in the group is known to be an employee, and the reply is from the index."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


class Groups:
    """Decides what a group sees, and passes on to the asker alone what it does not.

    Never two answers: what the group sees replaces a placeholder, which can be repeated. A
    message to the asker cannot, so the question is passed on as an activity of its own. Its id
    follows from the first one's, and the inbox records it before anything of it is sent. A
    process that dies before the first activity is finished takes it up again: the group is shown
    the same, and the inbox takes what is passed on once. The second activity is answered or
    apologised for like any other, whatever becomes of the first.
    """

    def __init__(self, *, rosters: Rosters, connector: Connector, targeted: bool) -> None:
        """`targeted`: the tenant has messages in a group that one person sees."""
        self._rosters = rosters
        self._connector = connector
        self._targeted = targeted
        self._chats = PrivateChats(connector)

    def shown(
        self, replies: AsyncIterator[Reply], turn: Turn, activity: Activity
    ) -> AsyncIterator[Reply]:
        """The replies as they may be shown where the activity is answered.

        In a group they end in `NotForThisGroup` if it may not see them.
        """
        origin = passed_on(activity)
        if origin is not None:
            return introduced(replies, introduction(activity, origin, turn.language))
        if turn.audience == "group":
            return self._guarded(replies, turn, activity)
        return replies

    async def check_again(self, reply: Reply, turn: Turn, activity: Activity) -> None:
        """Just before it is shown: somebody may have joined while the answer was being made."""
        if turn.audience == "group" and _is_from_index(reply):
            await self._check(activity)

    async def decline(
        self,
        activity: Activity,
        verdict: Verdict,
        *,
        presenter: Presenter,
        language: Language,
        pass_on: PassOn,
    ) -> None:
        """Tell the group that the asker is answered alone, and pass the question on."""
        question = await self._passed_on(activity, "outsiders", targeted=self._targeted)
        where = (texts.TARGETED if self._targeted else texts.OWN_CHAT).in_language(language)
        why = texts.OUTSIDERS if verdict == "outsiders" else texts.UNKNOWN_MEMBERS
        told = plain(why, language, name=_first_name(activity), where=where)
        await self._hand_over(activity, question, told, presenter, language, pass_on)

    async def answer_signed_in(
        self, activity: Activity, *, presenter: Presenter, language: Language, pass_on: PassOn
    ) -> None:
        """Pass on a question whose asker has to sign in, which is done in their own chat."""
        question = await self._passed_on(activity, "asked", targeted=False)
        told = plain(sign_in_texts.IN_OWN_CHAT, language, name=_first_name(activity))
        await self._hand_over(activity, question, told, presenter, language, pass_on)

    async def _hand_over(
        self,
        activity: Activity,
        question: Activity | None,
        told: Outgoing,
        presenter: Presenter,
        language: Language,
        pass_on: PassOn,
    ) -> None:
        if question is None:
            await self._tell_to_write(activity, presenter, language)
            return
        try:
            shown = await presenter.finish(told)
            question = with_notice(question, shown[0] if shown else None)
        except SendError as error:
            # The asker is to be answered all the same.
            logger.warning("A group could not be told", extra={"status": error.status})
        await pass_on(question)

    async def answer_alone(self, activity: Activity, reply: Reply, pass_on: PassOn) -> None:
        """Pass on a question that restricted sources answer, before the group is told anything.

        If there is no way to the asker alone nobody is told so: it would tell the group.
        """
        reason: Reason = "restricted" if reply.skill is not None else "asked"
        question = await self._passed_on(activity, reason, targeted=self._targeted)
        if question is not None:
            await pass_on(question)

    async def pressed_alone(
        self, activity: Activity, *, presenter: Presenter, language: Language, pass_on: PassOn
    ) -> bool:
        """Answer a button of a targeted message where it was pressed; False for any other."""
        if incoming.audience(activity) == "private" or not is_pressed_alone(activity.value):
            return False
        question = await self._passed_on(activity, "asked", targeted=self._targeted)
        if question is None:
            await self._tell_to_write(activity, presenter, language)
        else:
            await pass_on(question)
        return True

    def fitted(self, message: Outgoing, activity: Activity) -> Outgoing:
        """The message with buttons that are answered where the activity is."""
        origin = passed_on(activity)
        if origin is None or not origin.targeted:
            return message
        return replace(
            message,
            cards=tuple(with_buttons_alone(card) for card in message.cards),
            following=tuple(self.fitted(each, activity) for each in message.following),
        )

    def remembered_at(self, activity: Activity) -> tuple[tuple[str, str], ...]:
        """Conversations and ids under which the answer to a message may be remembered.

        A one-to-one chat that an earlier process has written to is not among them.
        """
        here = (incoming.memory_id(activity), activity.id)
        if incoming.audience(activity) == "private":
            return (here,)
        alone = (apart(activity.conversation.id), self._chats.known(activity))
        return (here, *((place, id_alone(activity)) for place in alone if place))

    async def undelivered(
        self, activity: Activity, error: SendError, language: Language
    ) -> Activity | None:
        """What to do about an answer that certainly did not reach its asker alone, if it is one.

        A targeted message is tried in the one-to-one chat instead: the question, to be answered
        there. Otherwise the group is told, unless that would tell it of restricted sources.
        """
        origin = passed_on(activity)
        refused = error.status is not None and error.status < 500
        if origin is None or not (error.unsent or refused):
            return None
        self._chats.forget(activity)
        if origin.targeted:
            return await self._passed_on(activity, origin.reason, targeted=False)
        if origin.notice_id is not None:
            await self._replace_notice(activity, origin, origin.notice_id, language)
        return None

    async def _guarded(
        self, replies: AsyncIterator[Reply], turn: Turn, activity: Activity
    ) -> AsyncIterator[Reply]:
        """What is being done may be shown while the members are looked up.

        The application goes no further meanwhile: nothing is searched or remembered that the
        group will not see. A pressed button may show a source without any skill.
        """
        checked = False
        # What a generator function returns; a plain iterator has nothing to close.
        async with aclosing(cast("AsyncGenerator[Reply, None]", replies)):
            async for reply in replies:
                if _is_only_progress(reply):
                    yield reply
                if not checked and (turn.action is not None or _is_from_index(reply)):
                    await self._check(activity)
                    checked = True
                if not _is_only_progress(reply):
                    yield reply

    async def _check(self, activity: Activity) -> None:
        verdict = await self._rosters.verdict(Address.answering(activity))
        if verdict != "employees":
            raise NotForThisGroup(verdict)

    async def _tell_to_write(
        self, activity: Activity, presenter: Presenter, language: Language
    ) -> None:
        name = _first_name(activity)
        await presenter.finish(plain(texts.WRITE_TO_ME, language, name=name))

    async def _passed_on(
        self, activity: Activity, reason: Reason, *, targeted: bool
    ) -> Activity | None:
        origin = passed_on(activity) or PassedOn(
            reason=reason, group_id=activity.conversation.id, question_id=question_id(activity)
        )
        origin = replace(origin, targeted=targeted)
        if targeted:
            return passing_on(activity, origin, chat_id=None)
        try:
            return passing_on(activity, origin, chat_id=await self._chats.find(activity))
        except SendError as error:
            logger.warning("No private chat could be opened", extra={"status": error.status})
            return None

    async def _replace_notice(
        self, activity: Activity, origin: PassedOn, notice_id: str, language: Language
    ) -> None:
        group = replace(
            Address.answering(activity),
            conversation_id=origin.group_id,
            reply_to_id=origin.question_id,
        )
        try:
            message = plain(texts.WRITE_TO_ME, language, name=_first_name(activity))
            await self._connector.put(group, notice_id, message)
        except SendError as error:
            logger.warning("A group could not be told", extra={"status": error.status})


def _is_only_progress(reply: Reply) -> bool:
    warnings = (*reply.cautions, *reply.warnings)
    shown = (reply.leads, reply.sentences, reply.notices, warnings, reply.actions)
    return not reply.complete and reply.draft is None and not any(shown)


def _is_from_index(reply: Reply) -> bool:
    return reply.skill is not None or bool(reply.sentences) or reply.draft is not None


def _first_name(activity: Activity) -> str:
    """Where a sentence addresses the asker: ", Anna", or nothing."""
    name = literal((activity.from_property.name or "").partition(" ")[0])
    return f", {name}" if name else ""
