"""What the application says around an answer, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

SEARCHING = Text(sv="Söker i intranätet …", en="Searching the intranet …")

OVERVIEW = Text(
    sv="**{title}** i korthet: det första som varje avsnitt säger, ordagrant. Villkor och "
    "undantag står i källan.",
    en="**{title}** in brief: what each section says first, word for word. Conditions and "
    "exceptions are in the source.",
)
OVERVIEW_GOES_ON = Text(
    sv="Dokumentet har {count} avsnitt till. Fråga gärna om något av dem.",
    en="The document has {count} more sections. Ask about any of them.",
)
NOT_FOUND = Text(
    sv="Jag hittar inget svar på det i intranätet. Fråga {whom}.",
    en="I cannot find an answer to that on the intranet. Please ask {whom}.",
)
NEAREST = Text(
    sv="Jag hittar inget som svarar just på det. Närmast kommer:",
    en="I cannot find anything that answers exactly that. This comes nearest:",
)
PART_NOT_FOUND = Text(
    sv="Jag hittar inget svar på det andra du frågar: ”{part}”.",
    en="I cannot find an answer to the other thing you ask: “{part}”.",
)
NOT_FOUND_GUEST = Text(
    sv=(
        "Jag hittar inget svar på det i de dokument som har delats med dig. "
        "Fråga din kontaktperson på kommunen."
    ),
    en=(
        "I cannot find an answer to that in the documents shared with you. "
        "Please ask your contact person at the municipality."
    ),
)
NO_VERSION = Text(
    sv="Jag hittar ingen version som gällde {when}. Fråga {whom}.",
    en="I cannot find a version that applied {when}. Please ask {whom}.",
)
NO_EARLIER = Text(
    sv="Jag hittar ingen äldre version av det. Fråga {whom}.",
    en="I cannot find an earlier version of that. Please ask {whom}.",
)
NOTHING_THEN = Text(
    sv="Jag hittar inget som gäller {when}. Fråga {whom}.",
    en="I cannot find anything that applies {when}. Please ask {whom}.",
)
NOT_FOUND_HERE = Text(
    sv=(
        "Jag hittar inget svar bland det som alla anställda får läsa. "
        "Fråga {whom}, eller fråga mig i vår egen chatt."
    ),
    en=(
        "I cannot find an answer in what every employee may read. "
        "Please ask {whom}, or ask me in a chat of our own."
    ),
)
"""In a group: the same words whether or not something restricted would have answered."""
NO_VERSION_HERE = Text(
    sv=(
        "Jag hittar ingen version som gällde {when} bland det som alla anställda får läsa. "
        "Fråga {whom}, eller fråga mig i vår egen chatt."
    ),
    en=(
        "I cannot find a version that applied {when} in what every employee may read. "
        "Please ask {whom}, or ask me in a chat of our own."
    ),
)
NO_EARLIER_HERE = Text(
    sv=(
        "Jag hittar ingen äldre version av det bland det som alla anställda får läsa. "
        "Fråga {whom}, eller fråga mig i vår egen chatt."
    ),
    en=(
        "I cannot find an earlier version of that in what every employee may read. "
        "Please ask {whom}, or ask me in a chat of our own."
    ),
)
NOTHING_THEN_HERE = Text(
    sv=(
        "Jag hittar inget som gäller {when} bland det som alla anställda får läsa. "
        "Fråga {whom}, eller fråga mig i vår egen chatt."
    ),
    en=(
        "I cannot find anything that applies {when} in what every employee may read. "
        "Please ask {whom}, or ask me in a chat of our own."
    ),
)

EXPIRED = Text(
    sv="Källan {title} gällde till {day}. Kontrollera vad som gäller nu.",
    en="The source {title} applied until {day}. Check what applies now.",
)
REVIEW_OVERDUE = Text(
    sv="Källan {title} skulle ha setts över senast {day}. Fråga den som ansvarar om den stämmer.",
    en="The source {title} was due for review by {day}. Ask its owner whether it is up to date.",
)
REPLACED = Text(
    sv="Källan {title} har ersatts av {successor}.",
    en="The source {title} has been replaced by {successor}.",
)
NOT_YET = Text(
    sv="Källan {title} gäller inte än. Den börjar gälla {day}.",
    en="The source {title} does not apply yet. It applies from {day}.",
)

REVISED_SINCE = Text(
    sv=(
        "Källan {title} ändrades {day}, efter den tid du frågar om. Den kan ha sagt något annat då."
    ),
    en=(
        "The source {title} was changed on {day}, after the time you ask about. It may have said "
        "something else then."
    ),
)
STILL_APPLIES = Text(
    sv="{title} har gällt sedan {day} och gäller fortfarande.",
    en="{title} has applied since {day} and still does.",
)
NOTHING_NEW = Text(
    sv="Det här gäller i dag. Jag hittar inget beslut om något annat {when}.",
    en="This applies today. I find no decision on anything else {when}.",
)

ONLY_EXPIRED = Text(
    sv="Jag räknar inte på {title}, eftersom den inte gäller i dag.",
    en="I do not calculate from {title}, as it is not in force today.",
)

APPLIES = Text(sv="{title} gäller nu.", en="{title} applies now.")
NO_LONGER = Text(
    sv="{title} gäller inte längre. Den gällde till {day}.",
    en="{title} no longer applies. It applied until {day}.",
)
APPLIED = Text(sv="{title} gällde då.", en="{title} applied then.")
WILL_APPLY = Text(sv="{title} gäller då.", en="{title} applies then.")
APPLIED_TO = Text(sv="Gäller till {day}.", en="In force until {day}.")
APPLIES_FROM = Text(sv="Gäller från {day}.", en="In force from {day}.")
DECIDED = Text(sv="Beslutad av {body}{number}.", en="Decided by {body}{number}.")
OWNER = Text(sv="Dokumentansvarig: {owner}.", en="Responsible: {owner}.")

DECIDES = Text(sv="{who} beslutar: {matter}.", en="{who} decides: {matter}.")
CONDITION = Text(sv="Villkor: {condition}.", en="Condition: {condition}.")

OTHER_SOURCE = Text(
    sv="En annan källa, {title}, säger: ”{quote}”",
    en="Another source, {title}, says: “{quote}”",
)
HIGHER_LAYER = Text(
    sv=(
        "Källorna säger olika. {winner} går före {loser}, eftersom {winner_layer} väger tyngre "
        "än {loser_layer}."
    ),
    en=(
        "The sources disagree. {winner} takes precedence over {loser}, because {winner_layer} "
        "outranks {loser_layer}."
    ),
)
NEWER_DECISION = Text(
    sv=(
        "Källorna säger olika. {winner} går före {loser}, eftersom den är beslutad senare av samma "
        "instans, {winner_body}."
    ),
    en=(
        "The sources disagree. {winner} takes precedence over {loser}, as it was decided later by "
        "the same body, {winner_body}."
    ),
)
AGREEMENT_AND_LAW = Text(
    sv=(
        "Källorna säger olika. {winner} är {winner_layer}, som kan gälla i stället för lagen där "
        "lagen tillåter det. Fråga {whom} eller facket vad som gäller dig."
    ),
    en=(
        "The sources disagree. {winner} is {winner_layer}, which can replace the law where the "
        "law allows it. Ask {whom} or your union what applies to you."
    ),
)
AGREEMENTS = Text(
    sv=(
        "Kollektivavtalen {winner} och {loser} säger olika. Jag avgör inte hur avtal ska tolkas. "
        "Fråga {whom} eller facket vad som gäller dig."
    ),
    en=(
        "The collective agreements {winner} and {loser} disagree. I do not decide how agreements "
        "are to be read. Ask {whom} or your union what applies to you."
    ),
)
AUTHORITIES = Text(
    sv=(
        "Källorna {winner} och {loser} säger olika, och de kommer från olika håll: {winner_body} "
        "och {loser_body}. Fråga {whom} vad som gäller dig."
    ),
    en=(
        "The sources {winner} and {loser} disagree, and they come from different bodies: "
        "{winner_body} and {loser_body}. Ask {whom} what applies to you."
    ),
)
NO_VERDICT = Text(
    sv="Källorna {winner} och {loser} säger olika. Fråga {whom} vad som gäller dig.",
    en="The sources {winner} and {loser} disagree. Ask {whom} what applies to you.",
)

FELL_BACK = Text(
    sv="Språkmodellen gav inget svar som går att visa.",
    en="The language model gave no answer that can be shown.",
)
BUSY = Text(
    sv="Språkmodellen har för mycket att göra just nu.",
    en="The language model has too much to do right now.",
)
TOO_SLOW = Text(
    sv="Språkmodellen hann inte svara.",
    en="The language model did not answer in time.",
)
FILTERED = Text(
    sv="Språkmodellens innehållsfilter stoppade svaret.",
    en="The language model's content filter stopped the answer.",
)
UNREACHABLE = Text(
    sv="Språkmodellen går inte att nå just nu.",
    en="The language model cannot be reached right now.",
)
BUDGET_SPENT = Text(
    sv="Dagens kvot för språkmodellen är slut. I morgon svarar jag som vanligt igen.",
    en="Today's allowance for the language model is used up. Tomorrow I answer as usual again.",
)
QUOTED_INSTEAD = Text(
    sv="Här är i stället källans egna ord.", en="Here are the source's own words."
)
"""After one of the texts before this, where a source answers."""
CUT_SHORT = Text(
    sv="Svaret blev avbrutet. Läs resten i källan eller fråga igen.",
    en="The answer was cut short. Read the rest in the source or ask again.",
)
QUOTED_IN_SWEDISH = Text(
    sv="Svaret är citerat på svenska.",
    en="The answer is quoted in Swedish, word for word from the sources.",
)
ASK = Text(sv="Fråga {whom}.", en="Ask {whom}.")
ASK_CONTACT = Text(
    sv="Fråga din kontaktperson på kommunen.",
    en="Ask your contact person at the municipality.",
)
WHAT_TO_DO = Text(sv="Vad gör jag?", en="What do I do?")
CALL = Text(sv="Ring {name}", en="Call {name}")  # the number stands in the answer
CALL_NUMBER = Text(sv="Ring {phone}", en="Call {phone}")

LAYERS = {
    "lag": Text(sv="lag", en="law"),
    "centralt kollektivavtal": Text(
        sv="ett centralt kollektivavtal", en="a central collective agreement"
    ),
    "lokalt kollektivavtal": Text(
        sv="ett lokalt kollektivavtal", en="a local collective agreement"
    ),
    "policy": Text(sv="en policy", en="a policy"),
    "riktlinje": Text(sv="en riktlinje", en="a guideline"),
    "rutin": Text(sv="en rutin", en="a routine"),
}
NO_LAYER = Text(sv="en informationssida", en="an information page")
