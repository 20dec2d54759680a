"""What is said where somebody would rather ask a person, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

INTRODUCTION = Text(
    sv="Här kan du skriva till {name}. Ändra mottagare och text som du vill. Jag skickar inget.",
    en="Here you can write to {name}. Change recipient and text as you like. I send nothing.",
)
SOMEBODY = Text(sv="en människa", en="a person")
PHONE = Text(sv="Du kan också ringa {phone}.", en="You can also call {phone}.")
IN_PRIVATE = Text(
    sv="Frågan till en människa skriver du i vår egen chatt, så att bara du ser den.",
    en="You write the question to a person in a chat of our own, so that only you see it.",
)
RECIPIENT = Text(sv="Till", en="To")
NO_RECIPIENT = Text(
    sv="Skriv en mejladress, till exempel namn@kommunen.se.",
    en="Write an e-mail address, such as name@municipality.se.",
)
QUESTION = Text(sv="Din fråga", en="Your question")
NO_QUESTION = Text(
    sv="Skriv din fråga, högst {limit} tecken.",
    en="Write your question, at most {limit} characters.",
)
PUBLIC = Text(
    sv=(
        "Det du skickar kan bli allmän handling, och då kan andra få läsa det. "
        "Skriv inget om hälsa eller om andra personer."
    ),
    en=(
        "What you send can become an official document, which others may be allowed to read. "
        "Write nothing about health or about other people."
    ),
)
CREATE = Text(sv="Skapa mejl", en="Create e-mail")
SUBJECT = Text(sv="Fråga: {question}", en="Question: {question}")
READY = Text(
    sv=(
        "Mejlet till {recipient} är klart att läsa igenom. Du skickar det själv. "
        "Jag har varken skickat eller sparat det."
    ),
    en=(
        "The e-mail to {recipient} is ready for you to read through. You send it yourself. "
        "I have neither sent nor kept it."
    ),
)
COPY = Text(
    sv="Texten är för lång för att följa med till mejlet. Kopiera den härifrån.",
    en="The text is too long to be put into the e-mail. Please copy it from here.",
)
OPEN = Text(sv="Öppna mejlet", en="Open the e-mail")
