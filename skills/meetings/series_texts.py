"""What is said about meetings that come again, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from bot.language.texts import Text

SERIES_LACKS: Mapping[str, Text] = {
    "end": Text(
        sv="Hur länge ska mötena hållas? Skriv till exempel ”under vårterminen”, ”i åtta veckor” "
        "eller ”10 gånger”.",
        en="For how long? Write for example “during the spring term”, “for 8 weeks” or “10 times”.",
    ),
    "school_year": Text(
        sv="Jag vet inte när terminer och lov är. Skriv ”i åtta veckor” eller ”10 gånger” i "
        "stället; IT kan lägga in läsåret (calendars/lasar.toml).",
        en="I do not know the terms and breaks. Write “for 8 weeks” or “10 times” instead; IT can "
        "put in the school year (calendars/lasar.toml).",
    ),
    "nothing": Text(
        sv="Det blir inga tillfällen kvar: alla dagar är lov eller röda.",
        en="No occurrence is left: all days are breaks or holidays.",
    ),
}
SERIES_TIME = Text(sv="Vilken tid på dagen ska mötena börja?", en="At what time should they begin?")
SERIES_ANEW = Text(
    sv="Andra dagar blir en annan serie. Skriv den på nytt, så gör jag ett nytt utkast.",
    en="Other days make another series. Write it anew, and I will make a new draft.",
)
SERIES = Text(
    sv="**{count} möten**, {weekday} kl. {time}, från {first} till {last}, för {people}. Inget är "
    "bokat än.",
    en="**{count} meetings**, {weekday} at {time}, from {first} to {last}, for {people}. Nothing "
    "is booked yet.",
)
EVERY: Mapping[int, Text] = {
    1: Text(sv="varje", en="every"),
    2: Text(sv="varannan", en="every other"),
    3: Text(sv="var tredje", en="every third"),
    4: Text(sv="var fjärde", en="every fourth"),
}
EVERY_WORKDAY = Text(sv="varje vardag", en="every weekday")
SERIES_DAYS = Text(sv="Dagar: {days}.", en="Days: {days}.")
SERIES_NOT = Text(sv="Inte {days}.", en="Not {days}.")
SERIES_BUSY = Text(sv="Upptaget för {name}: {days}.", en="Taken for {name}: {days}.")
SERIES_ALL_BUSY = Text(
    sv="Upptaget för {name} alla dagarna: välj kanske en annan tid.",
    en="Taken for {name} on all days: perhaps choose another time.",
)
RED_DAY = Text(sv="röd dag", en="holiday")
SERIES_BOOKED = Text(
    sv="Serien är {count} möten, vart och ett för sig: skriv till exempel ”avboka mötet den 9 "
    "mars” för att ändra ett av dem, ”flytta hela serien till kl 10” för att ändra alla.",
    en="The series is {count} meetings of their own: write for example “cancel the meeting on 9 "
    "March” to change one, “move the whole series to 10 am” to change all.",
)
SERIES_ROOM = Text(sv="Rum: {name}.", en="Room: {name}.")
SERIES_ROOM_TAKEN = Text(
    sv="Rum {name} är upptaget {days}: de mötena får inget rum.",
    en="Room {name} is taken on {days}: those meetings get no room.",
)
WHOLE_SERIES = Text(
    sv="Hela serien: {subject}, {count} möten", en="The whole series: {subject}, {count} meetings"
)
CANCEL_SERIES = Text(sv="Avboka hela serien", en="Cancel the series")
REALLY_CANCEL_SERIES = Text(
    sv="Ska jag avboka hela serien **{subject}**, {count} möten från {first} till {last}? {people} "
    "får besked.",
    en="Shall I cancel the whole series **{subject}**, {count} meetings from {first} to {last}? "
    "{people} will be told.",
)
YES_CANCEL_SERIES = Text(sv="Ja, avboka alla", en="Yes, cancel all")
CANCELLED_SERIES = Text(
    sv="Avbokat: **{subject}**, {count} möten från {first} till {last}.",
    en="Cancelled: **{subject}**, {count} meetings from {first} to {last}.",
)
SERIES_WHEN = Text(
    sv="Vilken tid på dagen ska serien flyttas till? Dagarna behåller den.",
    en="To what time of day should the series be moved? It keeps its days.",
)
MOVE_SERIES = Text(
    sv="Flytta hela serien **{subject}**, {count} möten från {first} till {last}, till kl. {time}? "
    "Inget är ändrat än.",
    en="Move the whole series **{subject}**, {count} meetings from {first} to {last}, to {time}? "
    "Nothing is changed yet.",
)
YES_MOVE_SERIES = Text(sv="Flytta alla", en="Move all")
MOVED_SERIES = Text(
    sv="Flyttat: **{subject}**, {count} möten från {first} till {last}, är nu kl. {time}. De "
    "inbjudna får den nya tiden.",
    en="Moved: **{subject}**, {count} meetings from {first} to {last}, are now at {time}. Those "
    "invited get the new time.",
)
