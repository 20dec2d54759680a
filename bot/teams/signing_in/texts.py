"""What is said about signing in, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

BUTTON = Text(sv="Logga in", en="Sign in")
FIRST = Text(
    sv=(
        "Logga in med ditt jobbkonto, så svarar jag på din fråga. "
        "Då ser jag vad just du har rätt att läsa."
    ),
    en=(
        "Sign in with your work account and I will answer your question. "
        "That tells me what you may read."
    ),
)
AGAIN = Text(
    sv="Jag behöver att du loggar in igen. Sedan svarar jag på din fråga.",
    en="I need you to sign in again. Then I will answer your question.",
)
MORE = Text(
    sv=(
        "Kommunen kräver att du bekräftar din inloggning en gång till. "
        "Sedan svarar jag på din fråga."
    ),
    en=(
        "Your organisation wants you to confirm who you are once more. "
        "Then I will answer your question."
    ),
)
NO_HELP = Text(
    sv=(
        "Du är inloggad, men det räcker inte för att jag ska få läsa åt dig. "
        "Hör av dig till IT-supporten. Referens: {reference}."
    ),
    en=(
        "You are signed in, but that is not enough for me to read on your behalf. "
        "Please contact IT support. Reference: {reference}."
    ),
)
UNAVAILABLE = Text(
    sv="Det går inte att logga in just nu. Försök igen {when}. Referens: {reference}.",
    en="Signing in does not work right now. Please try again {when}. Reference: {reference}.",
)
FAILED = Text(
    sv=(
        "Teams kunde inte logga in dig ({code}). Försök igen om en stund. "
        "Händer det igen, hör av dig till IT-supporten och säg koden."
    ),
    en=(
        "Teams could not sign you in ({code}). Please try again shortly. "
        "If it happens again, contact IT support and tell them the code."
    ),
)
GUEST = Text(
    sv=(
        "Jag svarar bara kommunens egna medarbetare, och du är inloggad som gäst. "
        "Vänd dig till din kontaktperson i kommunen. Referens: {reference}."
    ),
    en=(
        "I only answer the municipality's own staff, and you are signed in as a guest. "
        "Please turn to your contact in the municipality. Reference: {reference}."
    ),
)
SIGNED_OUT = Text(
    sv="Nu är du utloggad. När du frågar något nästa gång loggas du in igen.",
    en="You are signed out now. The next time you ask something, you will be signed in again.",
)
IN_OWN_CHAT = Text(
    sv="Jag svarar dig i vår egen chatt{name}, där du loggar in först.",
    en="I am answering you in our own chat{name}, where you sign in first.",
)
