"""Asking a person instead: a form with whom and what, and the mail made of it. Nothing is sent."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from urllib.parse import quote

from bot.copilot import person_texts as texts
from bot.copilot.texts import MASKED
from bot.identity.base import Language
from bot.language.texts import Text
from bot.privacy.personal_data import PLACEHOLDER
from bot.services import Contact
from bot.turn import LETTER, WRITE_MAIL, Action, Draft, Event, Field, Form, Notice, Turn

MOST_CHARACTERS = 2000
"""Of a question to a person."""
MAX_ADDRESS = 254
"""RFC 5321, 4.5.3.1.3, without the angle brackets."""
MAX_URL = 2000
"""What the mail programs that Teams opens take of an address. A longer text is to be copied."""
_SUBJECT = 60
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WHITE_SPACE = re.compile(r"\s+")

Contacts = Mapping[str, Contact]


async def open_form(
    values: Mapping[str, str], turn: Turn, contacts: Contacts
) -> AsyncIterator[Event]:
    """A form to whom the municipality has named for the skill `values["skill"]`.

    Nobody is proposed from the directory: that would be the asker's manager.
    """
    if turn.audience == "group":
        text = texts.IN_PRIVATE.in_language(turn.language)
        yield Notice(text=text, outcome="private_only")
        return
    contact = contacts.get(values.get("skill", ""))
    told = [_introduction(contact, turn.language)]
    if contact is not None and contact.phone:
        told.append(texts.PHONE.in_language(turn.language, phone=contact.phone))
    recipient = (contact.email if contact else None) or ""
    filled = {"recipient": recipient, "text": values.get("text", "")[:MOST_CHARACTERS]}
    for event in _form(" ".join(told), filled, turn.language):
        yield event


async def write_mail(values: Mapping[str, str], turn: Turn) -> AsyncIterator[Event]:
    """The mail, ready to be read through; or the form again, saying what is missing."""
    if turn.audience == "group":
        text = texts.IN_PRIVATE.in_language(turn.language)
        yield Notice(text=text, outcome="private_only")
        return
    recipient, text = values.get("recipient", "").strip(), values.get("text", "").strip()
    filled = {"recipient": recipient[:MAX_ADDRESS], "text": text[:MOST_CHARACTERS]}
    if PLACEHOLDER in recipient + text:
        yield Notice(text=MASKED.in_language(turn.language))
    if wrong := _what_is_wrong(recipient, text, turn.language):
        for event in _form(wrong, filled, turn.language):
            yield event
        return
    subject = _subject(text, turn.language)
    ready = texts.READY.in_language(turn.language, recipient=recipient)
    url = _mailto(recipient, subject=subject, body=text)
    yield Notice(text=ready, lead=True)
    yield _draft(text, turn.language)
    if len(url) > MAX_URL:
        url = _mailto(recipient, subject=subject, body="")
        yield Notice(text=texts.COPY.in_language(turn.language))
    yield Notice(
        text=texts.PUBLIC.in_language(turn.language),
        actions=(Action(id="mail", label=texts.OPEN.in_language(turn.language), url=url),),
    )


def _introduction(contact: Contact | None, language: Language) -> str:
    name = contact.name if contact else texts.SOMEBODY.in_language(language)
    return texts.INTRODUCTION.in_language(language, name=name)


def _form(told: str, filled: Mapping[str, str], language: Language) -> tuple[Event, ...]:
    def field(name: str, label: Text, error: Text, **more: object) -> Field:
        is_address = name == "recipient"
        return Field(
            name=name,
            label=label.in_language(language),
            error=error.in_language(language, **more),
            kind="mail_address" if is_address else "lines",
            limit=MAX_ADDRESS if is_address else MOST_CHARACTERS,
        )

    form = Form(
        fields=(
            field("recipient", texts.RECIPIENT, texts.NO_RECIPIENT),
            field("text", texts.QUESTION, texts.NO_QUESTION, limit=MOST_CHARACTERS),
        ),
        note=texts.PUBLIC.in_language(language),
    )
    create = Action(
        id=WRITE_MAIL, label=texts.CREATE.in_language(language), values=filled, form=form
    )
    draft = _draft(filled["text"], language)
    return Notice(text=told, lead=True), draft, Notice(text="", actions=(create,))


def _draft(text: str, language: Language) -> Draft:
    return Draft(id=WRITE_MAIL, kind=LETTER, subject=_subject(text, language), body=text)


def _what_is_wrong(recipient: str, text: str, language: Language) -> str:
    wrong = []
    if len(recipient) > MAX_ADDRESS or not _ADDRESS.fullmatch(recipient):
        wrong.append(texts.NO_RECIPIENT.in_language(language))
    if not 0 < len(text) <= MOST_CHARACTERS:
        wrong.append(texts.NO_QUESTION.in_language(language, limit=MOST_CHARACTERS))
    return " ".join(wrong)


def _subject(text: str, language: Language) -> str:
    line = _WHITE_SPACE.sub(" ", text).strip()
    short = line if len(line) <= _SUBJECT else f"{line[: _SUBJECT - 1].rstrip()}…"
    return texts.SUBJECT.in_language(language, question=short)


def _mailto(recipient: str, *, subject: str, body: str) -> str:
    """RFC 6068."""
    fields = f"subject={quote(subject, safe='')}"
    if body:
        lines = "\r\n".join(body.splitlines())
        fields += f"&body={quote(lines, safe='')}"
    return f"mailto:{quote(recipient, safe='@')}?{fields}"
