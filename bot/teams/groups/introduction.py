"""What stands before an answer that was asked for in a group and is given to its asker alone."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import cast

from botbuilder.schema import Activity

from bot.identity.base import Language
from bot.reply import Reply
from bot.teams import texts
from bot.teams.groups.deep_link import message_link
from bot.teams.inbox.incoming import written_text
from bot.teams.passing_on import PassedOn, tenant_id
from bot.teams.rendering.cards import submitted_action
from bot.teams.rendering.markdown import literal, shortened
from bot.teams.rendering.message import growing_text

MAX_QUESTION = 150
"""Characters of the question that are repeated."""


def introduction(activity: Activity, origin: PassedOn, language: Language) -> str:
    """One line of Markdown: what was asked, where, a way back, and why the answer is here."""
    data = activity.channel_data
    link = message_link(
        origin.group_id,
        origin.question_id,
        tenant_id=tenant_id(activity),
        group_id=data["team"]["aadGroupId"],
    )
    name = data["channel"]["name"]
    place = (
        texts.IN_CHANNEL.in_language(language, name=literal(shortened(name, MAX_QUESTION)))
        if name
        else texts.IN_GROUP.in_language(language)
    )
    asked = literal(shortened(_asked(activity), MAX_QUESTION))
    told = (texts.YOU_ASKED if asked else texts.YOU_PRESSED).in_language(
        language, place=place, question=asked
    )
    why = texts.RESTRICTED.in_language(language) if origin.reason == "restricted" else ""
    return " ".join(filter(None, (told, why, texts.THERE.in_language(language, link=link))))


async def introduced(replies: AsyncIterator[Reply], lead: str) -> AsyncIterator[Reply]:
    """The replies, each that shows something with `lead` before it."""
    # What a generator function returns; a plain iterator has nothing to close.
    async with aclosing(cast("AsyncGenerator[Reply, None]", replies)):
        async for reply in replies:
            shows = reply.complete or growing_text(reply)
            yield replace(reply, leads=(lead, *reply.leads)) if shows else reply


def _asked(activity: Activity) -> str:
    text = written_text(activity)
    pressed = submitted_action(activity.value)
    return text or (pressed[0].values.get("text", "") if pressed else "")
