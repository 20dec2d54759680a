"""What the channel itself says, in both languages."""

from __future__ import annotations

import math

from bot.language.texts import Language, Text

FAILED = Text(
    sv="Något gick fel hos mig. Försök igen om en stund. Referens: {reference}.",
    en="Something went wrong on my side. Please try again shortly. Reference: {reference}.",
)
TOO_SLOW = Text(
    sv="Det tog för lång tid att svara. Försök igen om en stund. Referens: {reference}.",
    en="Answering took too long. Please try again shortly. Reference: {reference}.",
)
INTERRUPTED = Text(
    sv="Jag blev avbruten innan jag hann svara. Ställ gärna frågan igen. Referens: {reference}.",
    en="I was interrupted before I could answer. Please ask again. Reference: {reference}.",
)
UNKNOWN_PERSON = Text(
    sv=(
        "Jag hittar dig inte i kommunens katalog, och då kan jag inte svara. "
        "Hör av dig till IT-supporten. Referens: {reference}."
    ),
    en=(
        "I cannot find you in the municipality's directory, so I cannot answer. "
        "Please contact IT support. Reference: {reference}."
    ),
)
NO_DIRECTORY = Text(
    sv=(
        "Jag kan inte se vad du har rätt att läsa just nu, och då svarar jag inte. "
        "Försök igen {when}. Referens: {reference}."
    ),
    en=(
        "I cannot find out what you may read right now, so I do not answer. "
        "Please try again {when}. Reference: {reference}."
    ),
)
WAIT = Text(
    sv=(
        "Nu kom det många meddelanden på en gång. Vänta {seconds} sekunder och skriv sedan igen, "
        "så svarar jag. Det du skriver under tiden läser jag inte. Referens: {reference}."
    ),
    en=(
        "That was many messages at once. Wait {seconds} seconds, then write again and I will "
        "answer. I do not read what you write in the meantime. Reference: {reference}."
    ),
)
OUTSIDERS = Text(
    sv="Jag svarar dig {where}{name}, eftersom alla här inte är anställda i kommunen.",
    en="I am answering you {where}{name}, as not everyone here works for the municipality.",
)
UNKNOWN_MEMBERS = Text(
    sv="Jag svarar dig {where}{name}, eftersom jag inte kan se vilka som är med här just nu.",
    en="I am answering you {where}{name}, as I cannot see who is here right now.",
)
OWN_CHAT = Text(sv="i vår egen chatt", en="in our own chat")
TARGETED = Text(sv="så att bara du ser det", en="so that only you see it")
WRITE_TO_ME = Text(
    sv=(
        "Jag kan inte svara här{name}, och jag når dig inte i en egen chatt. "
        "Öppna en chatt med mig och fråga där."
    ),
    en=(
        "I cannot answer here{name}, and I cannot reach you in a chat of our own. "
        "Open a chat with me and ask there."
    ),
)
YOU_ASKED = Text(
    sv="Du frågade {place}: ”{question}”",
    en="You asked {place}: “{question}”",
)
YOU_PRESSED = Text(sv="Du tryckte på en knapp {place}.", en="You pressed a button {place}.")
THERE = Text(sv="[Till frågan]({link})", en="[Go to the question]({link})")
IN_GROUP = Text(sv="i en gruppchatt", en="in a group chat")
IN_CHANNEL = Text(sv="i kanalen {name}", en="in the channel {name}")
RESTRICTED = Text(
    sv="Svaret finns i källor som inte alla anställda får läsa, så det visas bara för dig.",
    en="The answer is in sources that not every employee may read, so only you are shown it.",
)
NO_ATTACHMENTS = Text(
    sv="Jag kan inte läsa den bilagan. Skriv din fråga som text, så hjälper jag dig.",
    en="I cannot read that attachment. Write your question as text and I will help you.",
)
ATTACHMENT_IGNORED = Text(
    sv="Jag har bara läst det du skrev, inte bilagan. Bilagor läser jag i vår egen chatt, när du "
    "ber om ett papper från ett möte.",
    en="I have only read what you wrote, not the attachment. I read attachments in our own chat, "
    "when you ask for a paper of a meeting.",
)
NO_FILES_HERE = Text(
    sv="Filer kan jag bara ge dig i vår egen chatt. Be om samma sak där, så får du en Word-fil.",
    en="I can only give you files in our own chat. Ask me for the same there to get a Word file.",
)
FILE_DECLINED = Text(
    sv="Då sparar jag ingen fil. Texten står kvar här ovanför.",
    en="Then I save no file. The text remains above.",
)
FILE_GONE = Text(
    sv="Det utkastet finns inte kvar hos mig. Be om det igen, så gör jag ett nytt.",
    en="I no longer have that draft. Ask for it again and I will make a new one.",
)
FILE_NOT_PUT = Text(
    sv="Filen gick inte att spara i din OneDrive just nu. Texten står kvar här ovanför; be om den "
    "igen om du vill ha filen.",
    en="The file could not be saved in your OneDrive just now. The text remains above; ask again "
    "if you want the file.",
)
PART = Text(sv="Del {number} av {total}", en="Part {number} of {total}")
REST_MISSING = Text(
    sv="Resten av svaret gick inte att visa. Ställ gärna frågan igen, lite smalare.",
    en="The rest of the answer could not be shown. Please ask again, a little more narrowly.",
)
TOO_LARGE = Text(
    sv=(
        "Svaret blev för långt för att visas i Teams. Ställ gärna frågan lite smalare. "
        "Referens: {reference}."
    ),
    en=(
        "The answer became too long to be shown in Teams. Please ask a little more narrowly. "
        "Reference: {reference}."
    ),
)
REFERENCE = Text(sv="Referens: {reference}", en="Reference: {reference}")
RECEIVED = Text(sv="Ett ögonblick …", en="One moment …")
NOTE = Text(sv="Obs!", en="Note:")
SHOW_SOURCE = Text(sv="Visa källan", en="Show source")
BEFORE = Text(sv="Stycket före", en="The paragraph before")
CITED = Text(sv="Citatet, i fet stil", en="The quote, in bold")
AFTER = Text(sv="Stycket efter", en="The paragraph after")
MORE = Text(sv="Mer", en="More")
ACTIONS = Text(sv="Vad du kan göra nu: {labels}.", en="What you can do now: {labels}.")
VALID_FROM = Text(sv="Gäller från {day}", en="Valid from {day}")
VALID_UNTIL = Text(sv="Gäller till {day}", en="Valid until {day}")
EXPIRED = Text(sv="Gällde till {day}", en="Expired {day}")
LAYERS = {
    "lag": Text(sv="Lag", en="Law"),
    "centralt kollektivavtal": Text(sv="Centralt kollektivavtal", en="Central agreement"),
    "lokalt kollektivavtal": Text(sv="Lokalt kollektivavtal", en="Local agreement"),
    "policy": Text(sv="Policy", en="Policy"),
    "riktlinje": Text(sv="Riktlinje", en="Guideline"),
    "rutin": Text(sv="Rutin", en="Routine"),
}
_SHORTLY = Text(sv="om en stund", en="shortly")
_IN_SECONDS = Text(sv="om {count} sekunder", en="in {count} seconds")
_IN_A_MINUTE = Text(sv="om en minut", en="in a minute")
_IN_MINUTES = Text(sv="om {count} minuter", en="in {count} minutes")


def when(retry_after_s: float | None, language: Language) -> str:
    """When to try again, rounded up: "om 40 sekunder"; "om en stund" where that is not known."""
    if retry_after_s is None:
        return _SHORTLY.in_language(language)
    if retry_after_s <= 50:
        tens = max(1, math.ceil(retry_after_s / 10))
        return _IN_SECONDS.in_language(language, count=10 * tens)
    minutes = math.ceil(retry_after_s / 60)
    text = _IN_A_MINUTE if minutes == 1 else _IN_MINUTES
    return text.in_language(language, count=minutes)
