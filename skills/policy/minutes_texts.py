"""What the calculator of last days for minutes says, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

APPROVED_BY = Text(
    sv="Protokollet ska vara justerat senast {day}.",
    en="The minutes must be approved by {day}.",
)
POSTED_BY = Text(
    sv="Är det justerat {start} ska justeringen anslås senast {day}.",
    en="If they are approved on {start}, the notice must be posted by {day}.",
)
REVIEW_BY = Text(
    sv="Anslås justeringen {start} är sista dagen för laglighetsprövning {day}.",
    en="If the notice is posted on {start}, the last day to ask for a review of legality is {day}.",
)
PARTY_BY = Text(
    sv="Fick parten del av beslutet {start} är sista dagen för förvaltningsbesvär {day}.",
    en="If the party received the decision on {start}, the last day to appeal is {day}.",
)
DAYS = Text(sv="{count} dagar", en="{count} days")
WEEKS = Text(sv="{count} veckor", en="{count} weeks")
MOVED = Text(
    sv="{sum}, som flyttas förbi {passed} till {day}",
    en="{sum}, which moves to the next working day, {day}",
)
REMARK = Text(
    sv=(
        "Jag har räknat på det du skrev, med de regler som källan anger {today}. Det är ingen "
        "bedömning av om ett beslut går att överklaga. Nämndsekreteraren kan kontrollera datumen."
    ),
    en=(
        "I have counted from what you wrote, by the rules that the source gives on {today}. It "
        "says nothing of whether a decision can be appealed. The board's secretary can check the "
        "dates."
    ),
)
WHICH_DAY = Text(
    sv="Vilken dag ska jag räkna från? Skriv en enda dag, till exempel: sammanträdet 3 mars 2027.",
    en="Which day should I count from? Write one day, for example: the meeting on 3 March 2027.",
)
WHICH_ROLE = Text(sv="Vad hände {day}?", en="What happened on {day}?")
_MET = (Text(sv="Sammanträdet", en="The meeting"), "Sammanträde")
_APPROVED = (Text(sv="Protokollet justerades", en="The minutes were approved"), "Justerat")
_POSTED = (Text(sv="Justeringen anslogs", en="The notice was posted"), "Justeringen anslogs")
_SERVED = (
    Text(sv="Parten fick del av beslutet", en="The party received the decision"),
    "Parten fick del av beslutet",
)
MET_OR_APPROVED = (_MET, _APPROVED, _POSTED)
SERVED_OR_POSTED = (_POSTED, _SERVED, _MET)
"""The label of a button, and the words that it adds to the question."""
NOT_FOR_APT = Text(
    sv="Därför räknar jag inga lagstadgade sista dagar för ett sådant möte.",
    en="So I count no last days by law for such a meeting.",
)
OUTSIDE = Text(
    sv=(
        "Jag räknar bara på sammanträden från och med 2018, då den nya kommunallagen började "
        "gälla, och högst fem år framåt. Fråga {whom}."
    ),
    en=(
        "I only count from 2018, when the present Local Government Act came into force, and at "
        "most five years ahead. Please ask {whom}."
    ),
)
DIFFERS = Text(
    sv="Källan {title} anger en annan tid än {law}. Därför räknar jag inte. Fråga {whom}.",
    en="The source {title} gives another time than {law}, so I do not count. Please ask {whom}.",
)
