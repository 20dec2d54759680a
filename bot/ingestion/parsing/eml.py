"""Reads e-mails as mail programs save them (RFC 5322)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default

from bot.ingestion.documents.document import Document
from bot.ingestion.parsing.mail import Attachment, Message, Parse, document_of
from bot.ingestion.parsing.office import opening
from bot.ingestion.parsing.text import decode
from bot.ingestion.reasons import UnreadableError

_HEADERS = ("from", "subject", "date", "received")


def parse_eml(data: bytes, parse: Parse) -> Document:
    """An e-mail as a document; `parse` reads its attachments."""
    with opening(".eml"):
        mail = message_from_bytes(data.lstrip(), policy=default)
        if not any(mail[name] for name in _HEADERS):
            raise UnreadableError("damaged", ".eml")
        message = _message(mail)
    return document_of(message, parse)


def _message(mail: EmailMessage) -> Message:
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    return Message(
        subject=str(mail["subject"] or ""),
        sender=next(_people(mail, "from"), ""),
        to=(*_people(mail, "to"), *_people(mail, "cc")),
        sent=_date(mail),
        text=_text(plain) if plain is not None else "",
        html=_text(html) if html is not None else "",
        attachments=tuple(_attachments(mail)),
    )


def _people(mail: EmailMessage, header: str) -> Iterator[str]:
    for field in mail.get_all(header, []):
        for address in field.addresses:
            yield address.display_name or address.addr_spec


def _date(mail: EmailMessage) -> datetime | None:
    date = mail["date"]
    return date.datetime if date is not None else None


def _text(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload, part.get_content_charset())[0] if isinstance(payload, bytes) else ""


def _attachments(mail: EmailMessage) -> Iterator[Attachment]:
    for part in mail.iter_attachments():
        name = part.get_filename("")
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            yield Attachment(name or f"{inner['subject'] or 'meddelande'}.eml", b"")
        elif name and part.get_content_disposition() != "inline":
            payload = part.get_payload(decode=True)
            yield Attachment(name, payload if isinstance(payload, bytes) else b"")
