"""The page that a person sees after having proved more, for as long as Teams leaves it open."""

from __future__ import annotations

from html import escape

from bot.language.texts import Language, Text
from bot.operations.pages.shell import document

LIBRARY = "https://res.cdn.office.net/teams-js/2.58.0/js/MicrosoftTeams.min.js"
DIGEST = "sha384-sMo/EOqQPa1OCup2/VBRum7oFeOS22kvs8WGDc45xK53tUVZzFR5WwFYDUYN1LO4"
"""As Microsoft publishes it with the package (@microsoft/teams-js)."""
TITLE = Text(sv="Bekräfta inloggningen", en="Confirm your sign-in")
_DONE = Text(
    sv="Klart. Fönstret stängs av sig självt, och svaret kommer i chatten med Kollega.",
    en="Done. This window closes by itself, and the answer comes in the chat with Kollega.",
)
_FAILED = Text(
    sv=(
        "Inloggningen gick inte att bekräfta. Stäng fönstret, ställ frågan igen i Teams och tryck "
        "på den nya knappen. Händer det igen, hör av dig till IT-supporten."
    ),
    en=(
        "Your sign-in could not be confirmed. Close this window, ask again in Teams and press the "
        "new button. If it happens again, contact IT support."
    ),
)
_TELL = """
microsoftTeams.app.initialize().then(() =>
  microsoftTeams.authentication.notifySuccess(document.querySelector("[data-proof]").dataset.proof));
"""
"""https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/auth-flow-bot"""


def confirmed_page(proof: str, nonce: str, language: Language) -> str:
    """Hands the proof to Teams, which closes the window."""
    scripts = (
        f'<script nonce="{escape(nonce)}" src="{LIBRARY}" integrity="{DIGEST}" '
        f'crossorigin="anonymous"></script>\n<script nonce="{escape(nonce)}">{_TELL}</script>'
    )
    return _page(_DONE, language, attributes=f' data-proof="{escape(proof)}"', after=scripts)


def unconfirmed_page(language: Language) -> str:
    """When nothing has been proved."""
    return _page(_FAILED, language)


def _page(text: Text, language: Language, *, attributes: str = "", after: str = "") -> str:
    title = TITLE.in_language(language)
    content = f"<h1>{escape(title)}</h1>\n<p>{escape(text.in_language(language))}</p>\n"
    return document(
        f"<div{attributes}>\n{content}</div>\n", title=title, language=language, after=after
    )
