"""What the HR skill says, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

TITLE = Text(sv="din anställning", en="your employment")
WHOM = Text(sv="din chef eller HR", en="your manager or HR")
STARTERS = (
    Text(sv="Hur många semesterdagar har jag?", en="How many days of holiday do I have?"),
    Text(sv="Jag är sjuk, vad gör jag?", en="I am sick, what do I do?"),
)
CAVEAT = Text(
    sv="Det här är huvudregeln. Din anställning kan avvika, så fråga HR om du är osäker.",
    en="This is the general rule. Your employment may differ, so ask HR if you are unsure.",
)
OTHERS = Text(
    sv=(
        "Jag kan inte slå upp uppgifter om andra personer. Prata med personen själv, eller med "
        "den som är chef. Vill du begära ut en allmän handling vänder du dig till registrator."
    ),
    en=(
        "I cannot look up information about other people. Talk to the person, or to their "
        "manager. To request an official document, please contact the registrar."
    ),
)
AGE = Text(
    sv="Hur gammal är du, eller blir du i år?",
    en="How old are you, or will you be this year?",
)
UNDER = Text(sv="Under {age}", en="Under {age}")
BETWEEN = Text(sv="{lowest}–{highest}", en="{lowest}–{highest}")
FROM = Text(sv="{age} eller äldre", en="{age} or older")
NOT_TOLD = Text(sv="Visa alla åldrar", en="Show every age")
DAYS = Text(
    sv="Du har {days} semesterdagar per år från och med det år du fyller {age}.",
    en="You have {days} days of annual leave from the year you turn {age}.",
)
DAYS_UNTIL = Text(
    sv="Du har {days} semesterdagar per år fram till det år du fyller {age}.",
    en="You have {days} days of annual leave until the year you turn {age}.",
)
