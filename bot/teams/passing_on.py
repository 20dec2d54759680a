"""A question from a group that is answered to its asker alone, as a turn of its own."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import Literal

from botbuilder.schema import Activity, ConversationAccount

from bot.storage.base import apart
from bot.teams.fields import JsonObject
from bot.teams.wire import PASSED_ON

Reason = Literal["outsiders", "restricted", "asked"]
"""Why: people in the group who are no employees; sources that not every employee may read; or a
button of a message that only the asker sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """Where a passed-on question comes from. Recorded with it, so that a restart knows too."""

    reason: Reason
    group_id: str
    """The conversation in which it was asked."""
    question_id: str
    """The message there that it was asked with."""
    notice_id: str | None = None
    """The message there that says where the answer is, if there is one."""
    targeted: bool = False
    """Answered in the group, for the asker's eyes alone; otherwise in the one-to-one chat."""

    def memory_id(self, conversation_id: str) -> str:
        """Under which the answer is remembered: never the group's own."""
        return apart(self.group_id) if self.targeted else conversation_id


def passed_on(activity: Activity) -> PassedOn | None:
    """Where the activity comes from, if it is a question that was passed on."""
    match activity.channel_data.get(PASSED_ON):
        case {
            "reason": "outsiders" | "restricted" | "asked" as reason,
            "groupId": str(group_id),
            "questionId": str(question_id),
            "noticeId": str() | None as notice_id,
            "targeted": bool(targeted),
        }:
            return PassedOn(
                reason=reason,
                group_id=group_id,
                question_id=question_id,
                notice_id=notice_id,
                targeted=targeted,
            )
    return None


def passing_on(activity: Activity, origin: PassedOn, *, chat_id: str | None) -> Activity:
    """The activity as if it had been sent in the one-to-one chat, or in the group to be answered
    there to the asker alone (`chat_id` None).

    Its id follows from the activity's: whatever is passed on twice, the inbox takes once.
    """
    question = _noted(activity, origin)
    question.id = id_alone(activity)
    if chat_id is not None:
        question.conversation = ConversationAccount(
            id=chat_id,
            conversation_type="personal",
            tenant_id=activity.conversation.tenant_id,
        )
    return question


def id_alone(activity: Activity) -> str:
    """Of the question that this activity is passed on as."""
    return f"{activity.id};alone"


def with_notice(question: Activity, notice_id: str | None) -> Activity:
    """The question, with the group's message that says where the answer is."""
    origin = passed_on(question)
    return question if origin is None else _noted(question, replace(origin, notice_id=notice_id))


def question_id(activity: Activity) -> str:
    """The message to link to: what was written, or the card whose button was pressed."""
    shown: str = (activity.reply_to_id if activity.value is not None else None) or activity.id
    return shown


def tenant_id(activity: Activity) -> str:
    """The organisation that the conversation belongs to; empty in local mode."""
    found: str | None = activity.channel_data["tenant"]["id"] or activity.conversation.tenant_id
    return found or ""


def _noted(activity: Activity, origin: PassedOn) -> Activity:
    noted = copy.copy(activity)
    record: JsonObject = {
        "reason": origin.reason,
        "groupId": origin.group_id,
        "questionId": origin.question_id,
        "noticeId": origin.notice_id,
        "targeted": origin.targeted,
    }
    noted.channel_data = {**activity.channel_data, PASSED_ON: record}
    return noted
