"""What papers and the replies about them say, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from bot.language.texts import Text

# In the papers
MARK = Text(
    sv="UTKAST framtaget med AI (Kollega). Läs igenom och rätta innan du använder det.",
    en="DRAFT made with AI (Kollega). Read it through and correct it before you use it.",
)
TITLES: Mapping[str, Text] = {
    "agenda": Text(sv="Dagordning", en="Agenda"),
    "kallelse": Text(sv="Kallelse", en="Notice of meeting"),
    "invitation": Text(sv="Inbjudan", en="Invitation"),
    "minutes": Text(sv="Protokollsutkast", en="Draft minutes"),
    "notes": Text(sv="Minnesanteckningar", en="Meeting notes"),
    "actions": Text(sv="Att göra", en="Action list"),
    "summary": Text(sv="Sammanfattning", en="Summary"),
}
ABOUT = Text(sv="Om mötet", en="About the meeting")
FIELD = Text(sv="Uppgift", en="Field")
VALUE = Text(sv="Fyll i", en="Details")
MEETING = Text(sv="Möte", en="Meeting")
WHEN = Text(sv="Datum och tid", en="Date and time")
PLACE = Text(sv="Plats", en="Place")
LENGTH = Text(sv="Längd", en="Length")
CHAIR = Text(sv="Ordförande", en="Chair")
LEADER = Text(sv="Mötesledare", en="Led by")
SECRETARY = Text(sv="Sekreterare", en="Secretary")
WRITER = Text(sv="Den som skriver", en="Notes by")
PRESENT = Text(sv="Närvarande", en="Present")
ABSENT = Text(sv="Frånvarande", en="Absent")
APPROVER = Text(sv="Justerare", en="Approved by")
SEND_LAST = Text(sv="Kallelsen skickas senast", en="Notice sent no later than")
CANNOT = Text(sv="Förhinder anmäls till", en="Tell if you cannot come")
ACCESS = Text(sv="Tillgänglighet", en="Access needs")
ACCESS_ASKED = Text(
    sv="Säg till om du behöver tolk, hörslinga, textning eller pauser.",
    en="Say if you need an interpreter, a hearing loop, captions or breaks.",
)
INVITED = Text(sv="Inbjudna", en="Invited")
PURPOSE = Text(sv="Syfte", en="Purpose")
DECISION_WANTED = Text(sv="Beslut som önskas", en="Decision wanted")
PREPARATION = Text(sv="Förberedelser", en="Preparation")
AGENDA = Text(sv="Dagordning", en="Agenda")
BUSINESS = Text(sv="Föredragningslista", en="List of business")
NUMBER = Text(sv="Nr", en="No.")
POINT = Text(sv="Punkt", en="Item")
MATTER = Text(sv="Ärende", en="Matter")
MINUTES = Text(sv="Minuter", en="Minutes")
REFERENCE = Text(sv="Diarienummer", en="Reference")
PRESENTER = Text(sv="Föredragande", en="Presented by")
ENDS_IN = Text(sv="Beslut eller information", en="Decision or information")
TOTAL = Text(sv="Summa", en="Total")
ATTENDANCE = Text(sv="Närvaro", en="Attendance")
CONFLICTS = Text(sv="Jäv", en="Conflicts of interest")
NO_CONFLICT_TOLD = Text(
    sv="[anteckningarna nämner inget jäv: kontrollera]", en="[the notes mention none: check]"
)
WHICH_MATTER = Text(sv="[ärende]:", en="[matter]:")
DID_LEAVE = Text(sv="[lämnade ledamoten rummet?]", en="[did the member leave the room?]")
CAME_BACK = Text(sv="[när kom ledamoten tillbaka?]", en="[when did the member come back?]")
SAID = Text(sv="Anteckningar", en="Notes")
DECISION = Text(sv="Beslut: {told}", en="Decision: {told}")
NO_DECISION = Text(sv="[beslut saknas]", en="[no decision stated]")
TASKS = Text(sv="Att göra", en="To do")
TASK = Text(sv="Uppgift", en="Task")
OWNER = Text(sv="Ansvarig", en="Owner")
DUE = Text(sv="Klart senast", en="Due")
NO_TASKS = Text(sv="Anteckningarna nämner ingen uppgift.", en="The notes mention no task.")
APPROVAL = Text(sv="Justering och anslag", en="Approval and public notice")
APPROVAL_TOLD = Text(
    sv="Protokollet ska vara justerat senast {day}.", en="To be approved by {day}."
)
APPROVAL_UNKNOWN = Text(
    sv="Protokollet ska vara justerat senast [ange dag].", en="To be approved by [give the day]."
)
NOTICE = Text(
    sv="Justeringen anslås på kommunens anslagstavla: [ange dag].",
    en="Notice posted on the municipality’s notice board: [give the day].",
)
SIGNATURES = Text(
    sv="Underskrifter: [ordförande], [justerare], [sekreterare]",
    en="Signatures: [chair], [approver], [secretary]",
)
NOT_APPROVED = Text(
    sv="Minnesanteckningar justeras inte och anslås inte.",
    en="Meeting notes are neither approved nor posted.",
)
NEXT = Text(sv="Nästa möte", en="Next meeting")
DECISIONS = Text(sv="Det här beslutades", en="What was decided")
DISCUSSED = Text(sv="Det här togs upp", en="What was discussed")
NO_DECISIONS = Text(sv="Anteckningarna anger inget beslut.", en="The notes state no decision.")
EASY_HEADINGS: Mapping[str, Text] = {
    "CONFLICTS": Text(
        sv="Någon fick inte vara med och besluta (jäv)",
        en="Somebody could not take part (conflict of interest)",
    ),
    "TASKS": Text(sv="Det här ska göras", en="What must be done"),
    "ATTENDANCE": Text(sv="De här var med", en="Who was there"),
}
FILL = Text(sv="[{what}]", en="[{what}]")
UNKNOWN_SUMMONS = Text(sv="[ange kallelsetid]", en="[give the time of notice]")
OTHER = Text(sv="Övrigt", en="Other")
NEUTRAL = Text(sv="Enskilt möte", en="Private meeting")

DAYS = Text(sv="dagar", en="days")
WORKING_DAYS = Text(sv="arbetsdagar", en="working days")
MOVED_BACK = Text(
    sv=", som inte är en arbetsdag: arbetsdagen före är {day}",
    en=", which is no working day: the working day before is {day}",
)
MOVED_ON = Text(
    sv=", som flyttas till nästa arbetsdag, {day}",
    en=", which moves to the next working day, {day}",
)
SEND_BY = Text(sv="Kallelsen ska skickas senast {day}.", en="Send the notice by {day}.")
APPROVE_BY = Text(
    sv="Protokollet ska vara justerat senast {day}.", en="The minutes must be approved by {day}."
)

# In the reply
MADE = Text(
    sv="Här är ett utkast. Inget är skickat. Texten inom [hakparenteser] fyller du i.",
    en="Here is a draft. Nothing has been sent. Fill in what stands in [brackets].",
)
FROM_TEMPLATE = Text(sv="Punkterna är de i ”{title}”.", en="The points are those of “{title}”.")
ASSUMED_LENGTH = Text(
    sv="Du angav ingen längd, så jag har räknat med {minutes} minuter.",
    en="You gave no length, so I have counted with {minutes} minutes.",
)
TOO_SHORT = Text(
    sv="{count} punkter ryms inte på {minutes} minuter. Hur långt ska mötet vara?",
    en="{count} items do not fit in {minutes} minutes. How long should the meeting be?",
)
OVER_TIME = Text(
    sv="Punkterna tar {total} minuter, men mötet är {minutes} minuter. Korta någon av dem.",
    en="The items take {total} minutes, but the meeting is {minutes}. Shorten one of them.",
)
NO_DEADLINE = Text(
    sv="Jag hittar inget reglemente som anger när kallelsen ska skickas, eller vet inte mötets "
    "dag. Därför står det [ange kallelsetid].",
    en="I find no rules of procedure that say when the notice must be sent, or do not know the "
    "day. So it says [give the time of notice].",
)
PASSED = Text(
    sv="Den dagen har redan varit. Fråga ordföranden eller nämndsekreteraren.",
    en="That day has passed. Ask the chair or the board’s secretary.",
)
NEED_NOTES = Text(
    sv="Klistra in anteckningarna från mötet här, så skriver jag utkastet.",
    en="Paste the notes from the meeting here, and I will write the draft.",
)
CHAOS = Text(
    sv="Jag kan inte läsa ut vad som hände på mötet. Skriv till exempel en rad var för "
    "”Närvarande:”, ”Beslut:” och ”Att göra:”, så gör jag ett utkast.",
    en="I cannot tell what happened at the meeting. Write for example one line each for "
    "“Present:”, “Decision:” and “To do:”, and I will make a draft.",
)
ORDERS_DROPPED = Text(
    sv="Anteckningarna innehöll text som gav order till en AI. Den har jag tagit bort och inte "
    "följt.",
    en="The notes held text that gave orders to an AI. I took it out and did not follow it.",
)
HEALTH_DROPPED = Text(
    sv="Jag har tagit bort det som rör någons hälsa: sådant ska inte stå i mötets papper.",
    en="I took out what is about somebody’s health: that must not stand in papers of a meeting.",
)
PRIVATE = Text(
    sv="Rubriken är neutral. Markera mötet som privat och skriv inget om hälsa eller personliga "
    "förhållanden.",
    en="The subject is neutral. Mark the meeting as private and write nothing about health or "
    "personal matters.",
)
NO_PRIVATE_NOTES = Text(
    sv="Ett sådant samtal dokumenterar jag inte här: uppgifter om hälsa och personliga "
    "förhållanden hör hemma i det system som HR anvisar. Fråga HR.",
    en="I do not document such a conversation here: details about health and personal matters "
    "belong in the system that HR points to. Ask HR.",
)
NOT_TRANSLATED = Text(
    sv="Rubrikerna är på engelska. Det som sades står som i anteckningarna: jag översätter det "
    "inte, så att inga uppgifter ändras.",
    en="Headings are in English. What was said stands as in the notes: I do not translate it, so "
    "that no facts change.",
)
VERBATIM = Text(
    sv="Allt som sades och beslutades står med anteckningarnas egna ord.",
    en="What was said and decided stands in the notes’ own words.",
)
TELLING = Text(sv="Skriver utkastet …", en="Writing the draft …")
TOLD = Text(
    sv="En AI har formulerat anteckningarna. Varje siffra, datum, namn och beslut är jämfört med "
    "dem; läs ändå igenom.",
    en="An AI has worded the notes. Every figure, date, name and decision has been compared with "
    "them; still, read it through.",
)
TOLD_IN_PART = Text(
    sv="En AI har formulerat anteckningarna. Varje siffra, datum, namn och beslut är jämfört med "
    "dem; {kept} stycken som inte stämde står med sina egna ord.",
    en="An AI has worded the notes. Every figure, date, name and decision has been compared with "
    "them; {kept} passages that did not agree stand in their own words.",
)
MISSING_DECISIONS = Text(
    sv="Beslut saknas i anteckningarna för: {items}.",
    en="The notes state no decision for: {items}.",
)
GONE = Text(
    sv="Det utkastet finns inte kvar. Beställ det igen, så gör jag ett nytt.",
    en="That draft is gone. Order it again, and I will make a new one.",
)
EASY = Text(sv="Lättläst", en="Easy to read")
ENGLISH = Text(sv="På engelska", en="In English")
SWEDISH = Text(sv="På svenska", en="In Swedish")
AS_ACTIONS = Text(sv="Att göra-lista", en="Action list")
AS_SUMMARY = Text(sv="Sammanfattning", en="Summary")

# Orders of meetings: each point with its weight
POINTS: Mapping[str, tuple[tuple[Text, int], ...]] = {
    "apt": (
        (Text(sv="Mötet öppnas, närvaro", en="Opening, attendance"), 1),
        (Text(sv="Föregående minnesanteckningar", en="Notes from last time"), 1),
        (Text(sv="Verksamhet och mål", en="Work and goals"), 3),
        (Text(sv="Ekonomi och bemanning", en="Finances and staffing"), 2),
        (
            Text(
                sv="Arbetsmiljö: tillbud, skador och risker",
                en="Work environment: incidents, injuries and risks",
            ),
            3,
        ),
        (Text(sv="Information från ledningsgruppen", en="News from the management team"), 1),
        (Text(sv="Medarbetarnas frågor", en="Questions from staff"), 2),
        (Text(sv="Vem gör vad till nästa gång", en="Who does what until next time"), 1),
        (Text(sv="Nästa APT", en="Next workplace meeting"), 1),
    ),
    "management": (
        (Text(sv="Öppning och föregående anteckningar", en="Opening and notes from last time"), 1),
        (Text(sv="Uppföljning av beslut", en="Follow-up of decisions"), 2),
        (Text(sv="Ekonomi", en="Finances"), 3),
        (Text(sv="Personal och arbetsmiljö", en="Staff and work environment"), 2),
        (Text(sv="Frågor för beslut", en="Matters to decide"), 4),
        (Text(sv="Information till APT", en="News for workplace meetings"), 1),
        (Text(sv="Vem gör vad", en="Who does what"), 1),
    ),
    "board": (
        (Text(sv="Upprop", en="Roll call"), 1),
        (
            Text(
                sv="Val av justerare och tid för justering",
                en="Election of approver and time of approval",
            ),
            1,
        ),
        (Text(sv="Godkännande av föredragningslistan", en="Approval of the list of business"), 1),
        (Text(sv="Anmälan av jäv", en="Declaration of conflicts of interest"), 1),
        (Text(sv="[ärende]", en="[matter]"), 6),
        (Text(sv="Anmälan av delegationsbeslut", en="Report of delegated decisions"), 1),
        (Text(sv="Övriga frågor", en="Other matters"), 1),
    ),
    "cooperation": (
        (Text(sv="Öppning, närvaro och val av justerare", en="Opening and attendance"), 1),
        (Text(sv="Föregående protokoll", en="Minutes from last time"), 1),
        (Text(sv="Information enligt MBL 19 §", en="Information (MBL section 19)"), 3),
        (Text(sv="Förhandling enligt MBL 11 §", en="Negotiation (MBL section 11)"), 3),
        (Text(sv="Arbetsmiljö och rehabilitering, i stort", en="Work environment"), 3),
        (Text(sv="Frågor från de fackliga organisationerna", en="Questions from the unions"), 2),
        (Text(sv="Nästa möte", en="Next meeting"), 1),
    ),
    "review": (
        (Text(sv="Syftet med samtalet", en="Purpose"), 1),
        (Text(sv="Sedan förra samtalet", en="Since last time"), 2),
        (Text(sv="Arbetsuppgifter och mål", en="Tasks and goals"), 3),
        (Text(sv="Samarbete och arbetsmiljö", en="Cooperation and work environment"), 2),
        (Text(sv="Kompetens och utveckling", en="Skills and development"), 3),
        (Text(sv="Vad vi kommit överens om", en="What we have agreed"), 1),
    ),
    "meeting": (
        (Text(sv="Inledning och syfte", en="Opening and purpose"), 1),
        (Text(sv="[ämne]", en="[topic]"), 6),
        (Text(sv="Beslut och vem gör vad", en="Decisions and who does what"), 2),
    ),
}
MEETINGS: Mapping[str, Text] = {
    "apt": Text(sv="Arbetsplatsträff (APT)", en="Workplace meeting (APT)"),
    "management": Text(sv="Ledningsgrupp", en="Management team"),
    "board": Text(sv="[nämnd]", en="[board]"),
    "cooperation": Text(sv="Samverkan", en="Cooperation with unions"),
    "review": Text(sv="Medarbetarsamtal", en="Employee review"),
    "meeting": Text(sv="[mötets namn]", en="[name of the meeting]"),
}
PLACEHOLDERS: Mapping[str, Text] = {
    "when": Text(sv="[datum, klockslag]", en="[date, time]"),
    "place": Text(sv="[rum, Teams-länk]", en="[room, Teams link]"),
    "name": Text(sv="[namn]", en="[name]"),
    "names": Text(sv="[namn]", en="[names]"),
    "who_to_tell": Text(sv="[namn och telefon]", en="[name and phone]"),
    "purpose": Text(sv="[syfte]", en="[purpose]"),
    "decision": Text(sv="[beslut, eller ingen]", en="[decision, or none]"),
    "preparation": Text(sv="[underlag att läsa]", en="[what to read]"),
    "owner": Text(sv="[ansvarig]", en="[owner]"),
    "due": Text(sv="[datum]", en="[date]"),
    "reference": Text(sv="[dnr]", en="[ref.]"),
    "kind": Text(sv="[beslut eller information]", en="[decision or information]"),
}
