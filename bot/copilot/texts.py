"""What the application itself says, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

HELLO = Text(sv="Hej{name}!", en="Hi{name}!")
WELCOME = Text(
    sv=(
        "Jag heter Kollega och är en AI-assistent för dig som arbetar i kommunen. "
        "Fråga mig om {subjects}. Jag svarar ur intranätet och visar alltid källan."
    ),
    en=(
        "My name is Kollega, an AI assistant for you who work for the municipality. "
        "Ask me about {subjects}. I answer from the intranet and always show the source."
    ),
)
WELCOME_GROUP = Text(
    sv=(
        "Hej! Jag heter Kollega och är en AI-assistent. Skriv @Kollega och er fråga om {subjects}. "
        "Här svarar jag bara med sådant som alla anställda får läsa."
    ),
    en=(
        "Hi! My name is Kollega, an AI assistant. Write @Kollega and your question about "
        "{subjects}. Here I only answer with what every employee may read."
    ),
)
STORAGE = Text(
    sv=(
        "Jag minns det du frågat och det jag svarat i högst {days} dagar. Personnummer tar jag "
        "bort innan något sparas. Teams sparar det du skriver även när jag inte gör det."
    ),
    en=(
        "I remember what you asked and what I answered for at most {days} days. I remove personal "
        "identity numbers before anything is kept. Teams keeps what you write even when I do not."
    ),
)
DATA_PROTECTION = Text(
    sv="Frågor om dina uppgifter: {contact}.",
    en="Questions about your personal data: {contact}.",
)
RECORDED = Text(
    sv=(
        "När jag svarade dig och vilka dokument jag använde sparas i {days} dagar, men inte din "
        "fråga eller mitt svar."
    ),
    en=(
        "When I replied to you and which documents I used is kept for {days} days, but neither "
        "your question nor my answer."
    ),
)
CAPABILITIES = Text(
    sv="Jag letar upp svar om {subjects} i kommunens intranät. Prova en av frågorna här nedanför.",
    en="I look up answers about {subjects} on the municipality's intranet. Try a question below.",
)
MASKED = Text(
    sv="Jag tog bort ett personnummer ur det du skrev innan jag läste det.",
    en="I removed a personal identity number from what you wrote before reading it.",
)
MASKED_OTHER = Text(
    sv="Jag tog bort {what} ur det du skrev innan jag läste det.",
    en="I removed {what} from what you wrote before reading it.",
)
A_PERSONAL_NUMBER = Text(sv="ett personnummer", en="a personal identity number")
EMPTY = Text(
    sv="Skriv din fråga med ord, så letar jag upp svaret.",
    en="Write your question in words and I will look up the answer.",
)
TOO_LONG = Text(
    sv="Det blev för långt för mig. Skriv frågan i några meningar, högst {limit} tecken.",
    en="That is too long for me. Please ask in a few sentences, at most {limit} characters.",
)
NOTES_TOO_LONG = Text(
    sv="Anteckningarna är för långa för mig: högst {limit} tecken, ungefär 15 sidor. Dela upp dem "
    "och skicka en del i taget.",
    en="The notes are too long for me: at most {limit} characters, some 15 pages. Divide them and "
    "send one part at a time.",
)
TWO_LANGUAGES = (
    "Jag svarar på svenska och engelska. I answer in Swedish and English. Fråga en kollega som kan "
    "hjälpa dig att skriva, eller ring {contact}. Ask a colleague to help you write, or call "
    "{contact}. Fara för liv, danger to life: **112**."
)
"""To somebody who writes another language; what is said in that language stands before it."""
OUT_OF_SCOPE = Text(
    sv="Det kan jag inte hjälpa till med. Jag svarar på frågor om {subjects}.",
    en="I cannot help with that. I answer questions about {subjects}.",
)
WHICH_SKILL = Text(
    sv="Vad gäller din fråga, {options}?",
    en="What is your question about, {options}?",
)
UNAVAILABLE = Text(
    sv="Jag når inte mina källor just nu. Försök igen om en stund. Referens: {reference}.",
    en="I cannot reach my sources right now. Please try again shortly. Reference: {reference}.",
)
ACTION_GONE = Text(
    sv="Den knappen gäller inte längre. Ställ frågan igen, så hjälper jag dig.",
    en="That button no longer applies. Ask again and I will help you.",
)
SOURCE_GONE = Text(
    sv="Källan finns inte kvar, eller så får den inte visas här.",
    en="The source is no longer there, or may not be shown here.",
)
APPROVED = Text(
    sv="Svaret är skrivet och godkänt av {by}, {on}.",
    en="This answer was written and approved by {by} on {on}.",
)
APPROVED_UNTIL = Text(
    sv="Svaret är skrivet och godkänt av {by}, {on}, och gäller till och med {until}.",
    en="This answer was written and approved by {by} on {on}, and applies until {until}.",
)
DECIDED = Text(sv="beslutad av {value}", en="decided by {value}")
DATED = Text(sv="beslutad {value}", en="decided {value}")
REFERENCE_NUMBER = Text(sv="dnr {value}", en="reference number {value}")
OWNER = Text(sv="ansvarig: {value}", en="owner: {value}")
REVISED = Text(sv="reviderad {value}", en="revised {value}")
VALID_FROM = Text(sv="gäller från {value}", en="valid from {value}")
VALID_TO = Text(sv="gäller till {value}", en="valid until {value}")

ASK_PERSON = Text(sv="Fråga en människa", en="Ask a person")
OPEN_DOCUMENT = Text(sv="Öppna dokumentet", en="Open the document")
PILOT_ONLY = Text(
    sv=(
        "Hej! Kollega provas just nu av några grupper i taget, och din är inte med än. Vänd dig "
        "så länge till {contact}."
    ),
    en=(
        "Hi! Kollega is being tried by a few groups at a time, and yours is not among them yet. "
        "For now, please turn to {contact}."
    ),
)
PILOT_ONLY_ANYBODY = Text(
    sv="din närmaste chef eller kommunens växel", en="your manager or the switchboard"
)
