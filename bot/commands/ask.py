"""Ask one question as one person, through the same copilot that Teams uses.

With --action, presses a button or submits a card of the previous turn instead.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping

from bot.app import Kollega, open_kollega
from bot.commands.options import add_person, chosen_language, show
from bot.commands.reply_json import reply_as_json
from bot.commands.sample import fill_if_empty
from bot.copilot.source_view import particulars
from bot.errors import ConfigurationError
from bot.language.detection import detect
from bot.privacy.gate import Gate
from bot.reply import Reply
from bot.settings import Settings
from bot.storage.base import ConversationKey
from bot.turn import SubmittedAction, Turn

DEFAULT_CONVERSATION = "terminal"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("question", nargs="?", metavar="QUESTION", help="the question, in quotes")
    add_person(parser)
    parser.add_argument(
        "--conversation", metavar="ID", help="continue this conversation (default: a new one)"
    )
    parser.add_argument("--action", metavar="ID", help="press this button of the previous turn")
    parser.add_argument("--values", metavar="JSON", help="what the submitted card holds")


async def run(options: argparse.Namespace, settings: Settings) -> int:
    """Answer and print; 0 for every outcome."""
    gate = Gate(settings.mask)
    action = _action(options, gate)
    if options.question is None and action is None:
        raise ConfigurationError("Give a QUESTION, or --action with the id of a button.")
    await fill_if_empty(settings)
    async with open_kollega(settings) as kollega:
        reply = await _reply(kollega, options, action, gate)
    show(options, reply_as_json(reply), _readable(reply))
    return 0


async def _reply(
    kollega: Kollega, options: argparse.Namespace, action: SubmittedAction | None, gate: Gate
) -> Reply:
    user = kollega.directory.person(options.person)
    text = gate(options.question or "")
    conversation = options.conversation or DEFAULT_CONVERSATION
    if options.conversation is None and action is None:
        await kollega.conversations.forget(ConversationKey(conversation, user.id))
    turn = Turn(
        text=text,
        user=user,
        conversation_id=conversation,
        language=chosen_language(options) or detect(text),
        audience=options.audience,
        action=action,
    )
    return await kollega.copilot.reply(turn)


def _action(options: argparse.Namespace, gate: Gate) -> SubmittedAction | None:
    if options.action is None:
        return None
    return SubmittedAction(id=options.action, values=_values(options.values, gate))


def _values(text: str | None, gate: Gate) -> Mapping[str, str]:
    if text is None:
        return {}
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"--values is not JSON: {error}.") from error
    if not isinstance(values, dict):
        raise ConfigurationError('--values must be a JSON object, such as {"value": "40-49"}.')
    return {str(key): gate(str(value)) for key, value in values.items()}


def _readable(reply: Reply) -> str:
    lines = [reply.text()]
    for number, citation in enumerate(reply.citations, 1):
        chunk = citation.passage.chunk
        lines.append(f"  [{number}] " + ", ".join(filter(None, (chunk.title, chunk.place))))
        if known := particulars(chunk.metadata, reply.language):
            lines.append("      " + " · ".join(known))
    if reply.draft and reply.draft.file:
        lines.append(f"  {reply.draft.file}")
    lines += [f"  ({one.id}) {one.label} {one.url or ''}".rstrip() for one in reply.actions]
    return "\n".join(lines)
