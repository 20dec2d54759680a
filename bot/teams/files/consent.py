"""The cards by which a file is offered and given, and what comes back when one is answered.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.identity.base import Language
from bot.language.texts import Text
from bot.teams.fields import Json, JsonObject
from bot.teams.outgoing import Outgoing
from bot.teams.wire import BUTTON_KEY

_ASKS = "application/vnd.microsoft.teams.card.file.consent"
_SHOWS = "application/vnd.microsoft.teams.card.file.info"
_OFFER = Text(
    sv="Utkastet som Word-fil. Den sparas i din OneDrive om du tillåter det.",
    en="The draft as a Word file. It is saved in your OneDrive if you allow it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person answered to the offer of a file."""

    draft_id: str
    language: Language
    upload: JsonObject | None
    """Where the file goes and what it is called there; None: the person does not want it."""

    def text(self, name: str) -> str:
        """That part of `upload`."""
        value = (self.upload or {}).get(name)
        return value if isinstance(value, str) else ""


def offer(name: str, size: int, *, draft_id: str, language: Language) -> Outgoing:
    """Asks whether the file may be put in the person's OneDrive; `size` in bytes."""
    context: JsonObject = {BUTTON_KEY: {"id": draft_id, "language": language}}
    content: JsonObject = {
        "description": _OFFER.in_language(language),
        "sizeInBytes": size,
        "acceptContext": context,
        "declineContext": context,
    }
    return Outgoing(text="", files=({"contentType": _ASKS, "name": name, "content": content},))


def given(consent: Consent) -> Outgoing:
    """The file, now that it is there."""
    content: JsonObject = {
        "uniqueId": consent.text("uniqueId"),
        "fileType": consent.text("fileType"),
    }
    card: JsonObject = {
        "contentType": _SHOWS,
        "contentUrl": consent.text("contentUrl"),
        "name": consent.text("name"),
        "content": content,
    }
    return Outgoing(text="", files=(card,))


def read_consent(value: Json) -> Consent | None:
    """The answer in an invoke's value; None if it is none to an offer of ours."""
    fields = value if isinstance(value, dict) else {}
    context = fields.get("context")
    ours = context.get(BUTTON_KEY) if isinstance(context, dict) else None
    draft_id = ours.get("id") if isinstance(ours, dict) else None
    if not isinstance(ours, dict) or not isinstance(draft_id, str):
        return None
    upload = fields.get("uploadInfo")
    accepted = fields.get("action") == "accept"
    if accepted and not isinstance(upload, dict):
        return None
    return Consent(
        draft_id=draft_id,
        language="en" if ours.get("language") == "en" else "sv",
        upload=upload if accepted and isinstance(upload, dict) else None,
    )
