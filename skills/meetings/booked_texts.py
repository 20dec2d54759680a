"""What is said once a button of a meeting's card is pressed, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

GONE = Text(
    sv="Det utkastet finns inte kvar. Skriv vad du vill boka, så gör jag ett nytt.",
    en="That draft is gone. Write what you want to book, and I will make a new one.",
)
CHOOSE_OFFERED = Text(
    sv="Den tiden fanns inte bland förslagen. Välj en av dem.",
    en="That time was not among the proposals. Choose one of them.",
)
ADDS_UP = Text(
    sv="Punkterna på dagordningen blir {total} min, men mötet är {minutes} min. Ändra dem så att "
    "det går ihop.",
    en="The points of the agenda make {total} min, but the meeting is {minutes} min. Change them "
    "so that they add up.",
)
TAKEN = Text(
    sv="Tiden hann bli upptagen för {names}. Här är nya förslag; inget är bokat.",
    en="The time was taken meanwhile for {names}. Here are new proposals; nothing is booked.",
)
OTHER_WISH = Text(
    sv="Du skrev en annan tid, så jag har inte bokat något. Här är förslagen.",
    en="You wrote another time, so I have booked nothing. Here are the proposals.",
)
NO_MORE = Text(
    sv="Det finns inga fler tider i {when}. Skriv en annan tid.",
    en="There are no more times in {when}. Write another time.",
)
KEPT = Text(
    sv="Sparat som utkast. Inget är bokat eller skickat. Utkastet ligger kvar i den här chatten.",
    en="Saved as a draft. Nothing is booked or sent. The draft stays in this chat.",
)
DROPPED = Text(
    sv="Avbrutet. Inget är bokat eller skickat.", en="Cancelled. Nothing is booked or sent."
)
BOOKED = Text(
    sv="Bokat: **{subject}**, {time}{place}. Inbjudna: {people}.",
    en="Booked: **{subject}**, {time}{place}. Invited: {people}.",
)
BOOKED_ALREADY = Text(
    sv="Det mötet är redan bokat, en gång: **{subject}**, {time}.",
    en="That meeting is booked already, once: **{subject}**, {time}.",
)
NOBODY_INVITED = Text(sv="ingen annan", en="nobody else")
ONLINE = Text(sv=", i Teams", en=", in Teams")
LINK = Text(sv="[Anslut i Teams]({link})", en="[Join in Teams]({link})")
UNREACHED = Text(
    sv="{names} har ingen brevlåda och fick ingen inbjudan: säg till på annat sätt.",
    en="{names}: no mailbox, so no invitation was sent. Tell them in another way.",
)
NO_LINK = Text(
    sv="Den inbyggda kalendern skapar ingen Teams-länk: lägg till den i inbjudan.",
    en="The built-in calendar makes no Teams link: add it to the invitation.",
)
MOVE = Text(sv="Flytta", en="Move")
CANCEL = Text(sv="Avboka", en="Cancel meeting")
ADD = Text(sv="Lägg till", en="Add people")
MOVE_TO = Text(sv="Flytta mötet", en="Move the meeting")
STAY = Text(sv="Behåll tiden", en="Keep the time")
MOVED = Text(
    sv="Flyttat: **{subject}** är nu {time}. De inbjudna får den nya tiden.",
    en="Moved: **{subject}** is now {time}. Those invited get the new time.",
)
REALLY_CANCEL = Text(
    sv="Ska jag avboka **{subject}**, {time}? {people} får besked.",
    en="Shall I cancel **{subject}**, {time}? {people} will be told.",
)
YES_CANCEL = Text(sv="Ja, avboka", en="Yes, cancel it")
NO_KEEP = Text(sv="Nej, behåll", en="No, keep it")
CANCELLED = Text(sv="Avbokat: **{subject}**, {time}.", en="Cancelled: **{subject}**, {time}.")
STAYS = Text(
    sv="Inget är ändrat: **{subject}**, {time}.", en="Nothing is changed: **{subject}**, {time}."
)
NOT_THERE = Text(
    sv="Mötet finns inte längre i din kalender.", en="The meeting is no longer in your calendar."
)
WHOM_TO_ADD = Text(sv="Vilka ska läggas till?", en="Who should be added?")
SHOW_ADDED = Text(sv="Visa", en="Show")
ADD_NOTE = Text(
    sv="Du ser först om de är lediga. Inget skickas än.",
    en="You first see whether they are free. Nothing is sent yet.",
)
NO_NAMES = Text(sv="Skriv minst ett namn.", en="Write at least one name.")
ADDED_PREVIEW = Text(
    sv="Lägga till i **{subject}**, {time}: {people}.",
    en="To be added to **{subject}**, {time}: {people}.",
)
INVITE = Text(sv="Bjud in", en="Invite")
ADDED = Text(
    sv="Inbjudna till **{subject}**, {time}: {people}.",
    en="Invited to **{subject}**, {time}: {people}.",
)
NO_UPCOMING = Text(
    sv="Jag hittar inget kommande möte som du håller i{about}.",
    en="I find no coming meeting that you hold{about}.",
)
WHICH_MEETING = Text(sv="Vilket möte menar du?", en="Which meeting do you mean?")
FREE_TIMES = Text(
    sv="Du är ledig {length} de här tiderna ({when}):",
    en="You are free for {length} at these times ({when}):",
)
NEVER_FREE = Text(
    sv="Jag hittar ingen ledig tid på {length} i {when}.",
    en="I find no free time of {length} in {when}.",
)
