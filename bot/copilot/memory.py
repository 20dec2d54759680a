"""What a conversation remembers from one turn to the next."""

from __future__ import annotations

from dataclasses import replace

from bot.copilot.facts import asked_for
from bot.reply import Reply
from bot.storage.base import (
    Conversation,
    ConversationKey,
    ConversationStore,
    Exchange,
    StoredAction,
    StoredDraft,
)
from bot.turn import Turn

EXCHANGES = 5
"""How many questions and answers are kept for understanding the next one."""
DRAFTS = 5
"""How many things that are prepared are kept; of more the oldest goes."""
LONGEST = 4000
"""Characters of a question that are kept: of one with notes pasted below it, the beginning."""
_ATTEMPTS = 4


async def remember(
    store: ConversationStore,
    key: ConversationKey,
    turn: Turn,
    reply: Reply,
    *,
    began: Conversation,
) -> None:
    """Add the turn to the conversation, whatever else has been added to it since it `began`.

    Not if something has been forgotten since: what was said before that does not come back.
    """
    conversation = began
    for _ in range(_ATTEMPTS):
        if await store.save(key, _with(conversation, turn, reply)):
            return
        conversation = await store.load(key)
        is_gone = began.etag is not None and conversation.etag is None
        if is_gone or conversation.forgettings != began.forgettings:
            return


async def withdraw(store: ConversationStore, key: ConversationKey, *, activity_id: str) -> None:
    """Forget what that message asked and was answered; nothing happens if it is not remembered."""
    for _ in range(_ATTEMPTS):
        conversation = await store.load(key)
        kept = without(conversation, activity_id)
        if kept == conversation or await store.save(key, kept):
            return


def without(conversation: Conversation, activity_id: str | None) -> Conversation:
    """The conversation as it was before that message: after a crash one is answered anew.

    What the latest answer offered repeats its question, so it goes with it.
    """
    exchanges = conversation.exchanges
    kept = tuple(
        each for each in exchanges if activity_id is None or each.activity_id != activity_id
    )
    is_latest = bool(exchanges) and exchanges[-1:] != kept[-1:]
    actions = () if is_latest else conversation.actions
    return replace(conversation, exchanges=kept, actions=actions)


def _with(conversation: Conversation, turn: Turn, reply: Reply) -> Conversation:
    exchange = Exchange(
        question=turn.text[:LONGEST],
        answer=reply.text(),
        skill=reply.skill,
        activity_id=turn.activity_id,
        asked_back=reply.asked_back,
    )
    actions = tuple(
        StoredAction(
            id=action.id, label=action.label, values=dict(action.values), skill=reply.skill
        )
        for action in reply.actions
    )
    earlier = without(conversation, turn.activity_id).exchanges
    return replace(
        conversation,
        exchanges=(*earlier, exchange)[-EXCHANGES:],
        facts={**asked_for(reply), **conversation.facts, **turn.facts},
        actions=actions,
        drafts=_drafts(conversation, reply),
    )


def _drafts(conversation: Conversation, reply: Reply) -> tuple[StoredDraft, ...]:
    draft = reply.draft
    if draft is None or reply.skill is None or not draft.state:
        return conversation.drafts
    others = (one for one in conversation.drafts if one.id != draft.id)
    paper = draft.paper.as_state() if draft.paper else ""
    return (*others, StoredDraft(draft.id, reply.skill, draft.state, paper))[-DRAFTS:]
