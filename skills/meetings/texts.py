"""What the meetings skill says, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from bot.language.texts import Text
from bot.skill import Presence

TITLE = Text(sv="möten", en="meetings")
STARTERS = (
    Text(sv="Boka ett möte nästa vecka", en="Book a meeting next week"),
    Text(sv="Vad behöver jag läsa inför mötet?", en="What should I read before the meeting?"),
)

# Who and when
IN_PRIVATE = Text(
    sv="Möten bokar jag i vår privata chatt: förslagen visar när andra är upptagna.",
    en="I book meetings in our private chat: the proposals show when others are busy.",
)
PAPERS_IN_PRIVATE = Text(
    sv="Papper till möten skriver jag i vår privata chatt.",
    en="I write papers for meetings in our private chat.",
)
NO_CALENDAR = Text(
    sv="Jag når ingen kalender. Be IT koppla en; tills dess bokar du i Outlook som vanligt.",
    en="I reach no calendar. Ask IT to connect one; until then, book in Outlook as usual.",
)
NO_MAILBOX = Text(
    sv="Du har ingen egen kalender i Microsoft 365, så jag kan inte boka åt dig. Be din chef "
    "eller den som håller i mötet att boka.",
    en="You have no calendar of your own in Microsoft 365, so I cannot book for you. Ask your "
    "manager or whoever holds the meeting to book.",
)
WHO = Text(
    sv="Vem ska vara med på mötet? Skriv namn, ”min chef” eller ”min arbetsgrupp”.",
    en="Who should be at the meeting? Write names, “my manager” or “my team”.",
)
WHICH_PERSON = Text(sv="Vilken {name} menar du?", en="Which {name} do you mean?")
NOBODY = Text(
    sv="Jag hittar ingen som heter {name}. Kontrollera stavningen, eller skriv hela namnet.",
    en="I find nobody called {name}. Check the spelling, or write the full name.",
)
NOBODY_BUT = Text(
    sv="Jag hittar ingen som heter {name}. Menar du någon av dem här?",
    en="I find nobody called {name}. Do you mean one of these?",
)
NO_MANAGER = Text(
    sv="Jag ser inte vem som är din chef. Skriv namnet.",
    en="I cannot see who your manager is. Write the name.",
)
TOO_MANY = Text(
    sv="Det är fler än {most} personer, och så många samtidigt söker jag inte tid för. "
    "Nämn de som måste vara med, eller skicka en inbjudan med fast tid i Outlook.",
    en="That is more than {most} people, and I do not look for a time for so many. "
    "Name those who must be there, or send an invitation for a fixed time in Outlook.",
)
TROUBLES: Mapping[str, Text] = {
    "past": Text(
        sv="Den tiden har redan varit{written}. Vilken dag ska jag söka i stället?",
        en="That time has passed{written}. Which day should I look at instead?",
    ),
    "no_such_day": Text(
        sv="Den dagen finns inte{written}. Vilken dag menar du?",
        en="There is no such day{written}. Which day do you mean?",
    ),
    "no_such_week": Text(
        sv="Den veckan finns inte{written}. Vilken vecka menar du?",
        en="There is no such week{written}. Which week do you mean?",
    ),
    "no_such_time": Text(
        sv="Det klockslaget finns inte{written}. Vilken tid menar du?",
        en="There is no such time{written}. What time do you mean?",
    ),
    "not_that_weekday": Text(
        sv="Veckodagen och datumet hör inte ihop{written}. Vilken dag menar du?",
        en="The weekday and the date do not match{written}. Which day do you mean?",
    ),
}
NOBODY_ELSE = Text(
    sv="Jag hittar ingen annan än dig i {name}. Skriv namnen på dem som ska vara med.",
    en="I find nobody but you in {name}. Write the names of those who should come.",
)
NO_LENGTH = Text(
    sv="Ett möte behöver minst 5 minuter. Hur långt ska det vara?",
    en="A meeting needs at least 5 minutes. How long should it be?",
)
TOO_LONG = Text(
    sv="Så långa möten ({length}) ryms inte på en arbetsdag. Hur långt ska det vara?",
    en="A meeting that long ({length}) does not fit in a working day. How long should it be?",
)
AT_NIGHT = Text(
    sv="Klockan {start} är mitt i natten. Vilken tid menar du?",
    en="{start} is in the middle of the night. What time do you mean?",
)

# Proposals
UNDERSTOOD = Text(
    sv="Jag söker **{when}** för {people}. Inget är bokat än.",
    en="I look at **{when}** for {people}. Nothing is booked yet.",
)
UNDERSTOOD_MOVE = Text(
    sv="Jag söker **{when}**. Mötet ligger kvar tills du flyttar det.",
    en="I look at **{when}**. The meeting stays until you move it.",
)
YOU = Text(sv="dig", en="you")
EVERYBODY_FREE = Text(sv="alla är lediga", en="everybody is free")
ONLY_YOU_FREE = Text(sv="du är ledig", en="you are free")
PRESENCE: Mapping[Presence, Text] = {
    "free": Text(sv="{who} är ledig", en="{who} is free"),
    "busy": Text(sv="{who} är upptagen", en="{who} is busy"),
    "tentative": Text(sv="{who} är preliminärt bokad", en="{who} is tentatively booked"),
    "away": Text(sv="{who} är frånvarande", en="{who} is away"),
    "elsewhere": Text(sv="{who} är på annan plats", en="{who} works elsewhere"),
    "unknown": Text(sv="okänd tid för {who}", en="time unknown for {who}"),
}
PRESENCE_OF_MANY: Mapping[Presence, Text] = {
    "free": Text(sv="{who} är lediga", en="{who} are free"),
    "busy": Text(sv="{who} är upptagna", en="{who} are busy"),
    "tentative": Text(sv="{who} är preliminärt bokade", en="{who} are tentatively booked"),
    "away": Text(sv="{who} är frånvarande", en="{who} are away"),
    "elsewhere": Text(sv="{who} är på annan plats", en="{who} work elsewhere"),
    "unknown": Text(sv="okänd tid för {who}", en="time unknown for {who}"),
}
PREFERRED = Text(sv="på den tid du helst vill", en="at the time you prefer")
BRIDGE = Text(sv="klämdag", en="a bridging day")
ROOM = Text(sv="rum {name}", en="room {name}")
FIRST = Text(sv="tidigast av dem som passar", en="the earliest that fits")
NO_ROOM = Text(
    sv="Jag hittar inget rum för {count} personer{words}. Jag föreslår tider utan rum.",
    en="I find no room for {count} people{words}. I propose times without a room.",
)
UNKNOWN = Text(
    sv="Jag ser inte kalendern för {names}: tiden är okänd, inte ledig.",
    en="I cannot see the calendar of {names}: the time is unknown, not free.",
)
SUGGESTED = Text(
    sv="{names} nämns i texten du klistrade in. Kryssa för dem som ska bjudas in.",
    en="{names}: mentioned in the text that you pasted. Tick those to invite.",
)
QUORUM = Text(
    sv="Det räcker att {least} av {all} kan; vem som saknas står vid varje tid.",
    en="It is enough that {least} of {all} can come; who is missing stands at each time.",
)
NOT_IN_DRAFT = Text(
    sv="{name} är inte med i utkastet, så jag har inte ändrat något.",
    en="{name} is not in the draft, so I have changed nothing.",
)
IN_LANGUAGE = Text(
    sv="Inbjudan är nu på det andra språket. Det du själv har skrivit står kvar med dina ord, och "
    "tider och namn är de samma.",
    en="The invitation is now in the other language. What you wrote yourself keeps your words, and "
    "times and names are the same.",
)
SENSITIVE = Text(
    sv="Mötet får en neutral rubrik och visas som privat i kalendern. Skriv inga uppgifter om "
    "hälsa eller personliga förhållanden i inbjudan.",
    en="The meeting gets a neutral subject and shows as private. Write nothing about health or "
    "personal matters in the invitation.",
)
SENSITIVE_EDIT = Text(
    sv="Det du skrev visar vad mötet handlar om, så jag har tagit bort det ur inbjudan. "
    "Titta igenom den igen.",
    en="What you wrote tells what the meeting is about, so I took it out of the invitation. "
    "Please look through it again.",
)
NEUTRAL = Text(sv="Enskilt möte", en="Private meeting")
MEETING_WITH = Text(sv="Möte med {names}", en="Meeting with {names}")
OWN_TIME = Text(sv="Egen tid", en="Own time")
IS_DAY_OFF = Text(sv="Observera: {day} är ingen arbetsdag.", en="Note: {day} is not a working day.")

# Nothing fits
NOTHING = Text(sv="Ingen tid passar alla: {why}.", en="No time fits everybody: {why}.")
BLOCKED_BY = Text(sv="{names} är upptagen hela tiden", en="{names} is busy all of the time")
BLOCKED_TOGETHER = Text(
    sv="de lediga tiderna möts inte i {when}", en="free times do not meet in {when}"
)
BLOCKED_BY_TIME = Text(
    sv="den tid på dagen du skrev är upptagen", en="the time of day that you wrote is taken"
)
HELPS = Text(sv="Det här skulle hjälpa:", en="This would help:")
RELAXED: Mapping[str, Text] = {
    "shorter": Text(sv="{length} i stället: {slot}", en="{length} instead: {slot}"),
    "other_time": Text(sv="en annan tid på dagen: {slot}", en="another time of day: {slot}"),
    "without": Text(sv="{name} kan utebli: {slot}", en="without {name}: {slot}"),
    "no_room": Text(sv="utan rum: {slot}", en="without a room: {slot}"),
    "later": Text(sv="senare: {slot}", en="later: {slot}"),
    "quorum": Text(sv="{free} av {all} kan: {slot}", en="{free} of {all} can: {slot}"),
}
NOTHING_AT_ALL = Text(
    sv="Inte heller kortare, senare eller med färre hittar jag någon tid. Prova en annan vecka.",
    en="Not shorter, later or with fewer people either. Try another week.",
)

# The card
SLOT = Text(sv="Tid", en="Time")
SUBJECT = Text(sv="Rubrik", en="Subject")
ATTENDEES = Text(sv="Deltagare", en="Attendees")
OPTIONAL = Text(sv="{name} (valfri)", en="{name} (optional)")
FROM_DOCUMENT = Text(
    sv="{name} (föreslagen av texten du klistrade in)", en="{name} (from the text you pasted)"
)
FROM_MODEL = Text(sv="{name} (föreslagen av AI)", en="{name} (suggested by AI)")
AGENDA = Text(sv="Dagordning", en="Agenda")
BODY = Text(sv="Text i inbjudan", en="Text of the invitation")
OTHER_TIME = Text(
    sv="Annan tid? Skriv till exempel ”torsdag eftermiddag” och tryck Ändra tid",
    en="Another time? Write for example “Thursday afternoon” and press Change time",
)
NO_SLOT = Text(sv="Välj en tid.", en="Choose a time.")
NO_SUBJECT = Text(sv="Skriv en rubrik.", en="Write a subject.")
NOTE = Text(
    sv="Inget skickas förrän du trycker Skapa i kalendern. Ett utkast från AI: läs igenom det.",
    en="Nothing is sent until you press Create in calendar. A draft by AI: read it through.",
)
NOTE_MOVE = Text(
    sv="Inget ändras förrän du trycker Flytta mötet.",
    en="Nothing changes until you press Move the meeting.",
)
PURPOSE = Text(sv="Syfte: {told}", en="Purpose: {told}")
DECISION = Text(sv="Beslut som önskas: {told}", en="Decision wanted: {told}")
PREPARATION = Text(sv="Förberedelser: {told}", en="Preparation: {told}")
ACCESS = Text(sv="Tillgänglighet: {told}", en="Access needs: {told}")
ACCESS_DEFAULT = Text(
    sv="säg till om du behöver tolk, hörslinga, textning eller pauser",
    en="say if you need an interpreter, hearing loop, captions or breaks",
)
TOPIC = Text(sv="Ämnet", en="The topic")
OPENING = Text(sv="Inledning och syfte", en="Opening and purpose")
NEXT_STEPS = Text(sv="Beslut och nästa steg", en="Decisions and next steps")
CREATE = Text(sv="Skapa i kalendern", en="Create in calendar")
CHANGE_TIME = Text(sv="Ändra tid", en="Change time")
KEEP = Text(sv="Spara som utkast", en="Save as draft")
DROP = Text(sv="Avbryt", en="Cancel")
OPEN = Text(sv="Öppna utkastet", en="Open the draft")

# Preparation
READ_BEFORE = Text(
    sv="Inför **{subject}**, {time}, kan du läsa det här:",
    en="Before **{subject}**, {time}, you can read this:",
)
NOTHING_TO_READ = Text(
    sv="Jag hittar inget i intranätet om **{subject}** ({time}). Fråga den som har kallat: "
    "{organiser}.",
    en="I find nothing on the intranet about **{subject}** ({time}). Ask whoever called the "
    "meeting: {organiser}.",
)
NONE_COMING = Text(
    sv="Jag hittar inget kommande möte i din kalender. Skriv vad mötet handlar om, så letar jag.",
    en="I find no coming meeting in your calendar. Write what the meeting is about, and I will "
    "look.",
)
