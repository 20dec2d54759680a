"""Ask one question as one person, through the same copilot that Teams uses.

With --action, presses a button or submits a card of the previous turn instead.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.app import Kollega, open_kollega
from bot.app.municipality import open_template
from bot.calendars.base import STOCKHOLM
from bot.commands.options import add_person, chosen_language, show
from bot.commands.reply_json import reply_as_json
from bot.commands.sample import fill_if_empty
from bot.copilot.source_view import particulars
from bot.errors import ConfigurationError
from bot.ingestion.attached import attached_text
from bot.ingestion.reasons import UnreadableError
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
    parser.add_argument(
        "--attach", type=Path, metavar="FILE", help="notes to go with the question (.docx, .txt)"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the paper that was drafted, as .docx"
    )
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
    if options.out is not None:
        reply = _written_to(options.out, reply, settings)
    show(options, reply_as_json(reply), _readable(reply))
    return 0


async def _reply(
    kollega: Kollega, options: argparse.Namespace, action: SubmittedAction | None, gate: Gate
) -> Reply:
    user = kollega.directory.person(options.person)
    text = gate(options.question or "")
    if options.attach is not None:
        text = f"{text}\n{gate(await _attached(options.attach))}"
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


async def _attached(path: Path) -> str:
    try:
        return await attached_text(path)
    except UnreadableError as error:
        raise ConfigurationError(f"--attach: {path.name} cannot be read. {error}") from error


def _written_to(path: Path, reply: Reply, settings: Settings) -> Reply:
    """The reply, with the file that its paper was written to."""
    draft = reply.draft
    if draft is None or draft.paper is None:
        raise ConfigurationError("The answer is no paper, so --out has nothing to write.")
    from bot.papers.word import write_docx

    content = write_docx(draft.paper, now=datetime.now(STOCKHOLM), template=open_template(settings))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"--out: {path} cannot be written: {error.strerror}.") from error
    return replace(reply, draft=replace(draft, file=str(path)))


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
    if reply.draft and reply.draft.paper:
        lines += ["", f"**{reply.draft.subject}**", "", reply.draft.body, ""]
    if reply.draft and reply.draft.file:
        lines.append(f"  {reply.draft.file}")
    lines += [f"  ({one.id}) {one.label} {one.url or ''}".rstrip() for one in reply.actions]
    return "\n".join(lines)
