"""Builds the document of an e-mail: who, when, what was written, and what was attached.

Whoever searches wants the message and when it was sent. People are told by name, never by address;
earlier messages of the thread stand under a heading of their own, so that a citation shows that it
is from one of them; a signature after "-- " is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.ingestion.documents.document import Block, Document, Heading, Paragraph
from bot.ingestion.documents.notes import Note, hidden
from bot.ingestion.parsing.cleaning import clean, smuggled
from bot.ingestion.parsing.html import parse_tree
from bot.ingestion.parsing.html_reader import HtmlReader
from bot.ingestion.parsing.html_style import PageStyle
from bot.ingestion.parsing.text import blocks_of_text
from bot.ingestion.reasons import UnreadableError

Parse = Callable[[bytes, str], Document]
_MAX_READ = 10
"""Attachments of one message that are read; the rest are only named."""
_MAX_NAMES = 8
"""Recipients that are named; a list of hundreds tells nothing."""
_ADDRESS = re.compile(r"\s*[<(\[]?\b[\w.+'-]+@[\w.-]+\w\b[>)\]]?")
_EXCHANGE = re.compile(r"/o=\S+", re.IGNORECASE)
"""Exchange's own addresses, "/o=Kommun/ou=…"."""
_OPENS = re.compile(
    r"-{2,} ?(?:ursprungligt meddelande|original message|vidarebefordrat|forwarded).*$"
    r"|(?:den|on) .{6,80} (?:skrev|wrote)\b.*:$",
    re.IGNORECASE,
)
_EARLIER = re.compile(f"{_OPENS.pattern}|(?:från|from): .*$", re.IGNORECASE)
_SENT = re.compile(r"\b(?:skickat|sent|datum|date): ", re.IGNORECASE)
_SIGNATURE = "\n-- \n"
"""RFC 3676, section 4.3."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with the message."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An e-mail, whatever file it lay in."""

    subject: str
    sender: str
    to: tuple[str, ...]
    sent: datetime | None
    text: str
    html: str
    """Counts instead of `text` where there is any."""
    attachments: tuple[Attachment, ...] = ()


def document_of(message: Message, parse: Parse) -> Document:
    """The message as a document; `parse` reads attachments. Raises `UnreadableError`."""
    body, unseen = _html_body(message.html) if message.html.strip() else _text_body(message.text)
    if not body and not message.attachments:
        raise UnreadableError("hidden_only" if unseen else "no_text")
    attached, notes = _attached(message.attachments, parse)
    subject = clean(message.subject)
    blocks = (
        *([Heading(subject, 1)] if subject else []),
        *_head(message),
        *_with_history(body),
        *attached,
    )
    return Document(title=subject, blocks=blocks, notes=(*hidden(unseen), *notes))


def _head(message: Message) -> Iterator[Paragraph]:
    named = [name for name in map(person, message.to) if name]
    more = f" och {len(named) - _MAX_NAMES} till" if len(named) > _MAX_NAMES else ""
    facts = (
        ("Från", person(message.sender)),
        ("Till", ", ".join(named[:_MAX_NAMES]) + more),
        ("Skickat", message.sent.strftime("%Y-%m-%d %H:%M") if message.sent else ""),
        ("Bilagor", ", ".join(clean(part.name) for part in message.attachments)),
    )
    for label, value in facts:
        if value:
            yield Paragraph(f"{label}: {value}")


def person(written: str) -> str:
    """Somebody's name without the address; of a bare address only where it leads."""
    name = clean(_EXCHANGE.sub("", _ADDRESS.sub("", written))).strip(" \"';,")
    return name or (clean(written).rpartition("@")[2].strip(" >\"'") if "@" in written else "")


def _html_body(markup: str) -> tuple[tuple[Block, ...], int]:
    root = parse_tree(markup)
    reader = HtmlReader(PageStyle(root))
    reader.read(root)
    return reader.blocks, reader.hidden


def _text_body(text: str) -> tuple[tuple[Block, ...], int]:
    plain = _unsigned(text.replace("\r\n", "\n"))
    lines = (re.sub(r"^(?:> ?)+", "", line) for line in plain.split("\n"))
    # What opens an earlier message is a paragraph of its own, also where no empty line follows.
    spaced = (f"\n{line}\n" if _OPENS.match(line) else line for line in lines)
    return tuple(blocks_of_text("\n".join(spaced))), smuggled(plain)


def _unsigned(text: str) -> str:
    """Without the signature, but with the earlier messages that many programs put below it."""
    own, _, rest = text.partition(_SIGNATURE)
    below = rest.split("\n")
    start = next((number for number, line in enumerate(below) if _EARLIER.match(line)), None)
    return own if start is None else "\n".join([own, "", *below[start:]])


def _with_history(body: Sequence[Block]) -> Iterator[Block]:
    marked = False
    for number, block in enumerate(body):
        if not marked and _begins_history(body, number):
            marked = True
            yield Heading("Tidigare i tråden", 2)
        yield _without_address(block) if marked else block


def _begins_history(body: Sequence[Block], number: int) -> bool:
    block = body[number]
    if not isinstance(block, Paragraph) or not _EARLIER.match(block.text):
        return False
    if not re.match(r"(?:från|from):", block.text, re.IGNORECASE):
        return True
    near = " ".join(part.text for part in body[number : number + 4] if isinstance(part, Paragraph))
    return _SENT.search(near) is not None


def _without_address(block: Block) -> Block:
    """The head of an earlier message, which names people with their addresses."""
    if isinstance(block, Paragraph) and (_EARLIER.match(block.text) or _SENT.search(block.text)):
        return Paragraph(_ADDRESS.sub("", block.text))
    return block


def _attached(
    attachments: Sequence[Attachment], parse: Parse
) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The attachments that can be read, each under its name; an e-mail among them is named only."""
    blocks: list[Block] = []
    notes: list[Note] = []
    for attachment in attachments[:_MAX_READ]:
        if attachment.name.lower().endswith((".eml", ".msg")):
            continue
        try:
            document = parse(attachment.data, attachment.name)
        except UnreadableError:
            continue
        blocks += [Heading(f"Bilaga: {clean(attachment.name)}", 1), *map(_lowered, document.blocks)]
        notes += document.notes
    return tuple(blocks), tuple(dict.fromkeys(notes))


def _lowered(block: Block) -> Block:
    if isinstance(block, Heading):
        return Heading(block.text, min(block.level + 1, 6), block.page)
    return block
