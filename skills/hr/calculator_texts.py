"""What the calculators of the HR skill say, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

DIFFERS = Text(
    sv="Källan {title} säger något annat än {law}. Därför räknar jag inte. Fråga {whom}.",
    en="The source {title} differs from {law}, so I do not calculate. Please ask {whom}.",
)

PARENTAL_WHEN = Text(
    sv="Vilken dag vill du att ledigheten börjar? Skriv till exempel: från 1 maj 2027.",
    en="On which day do you want the leave to begin? Write for example: from 1 May 2027.",
)
PARENTAL_BY = Text(
    sv="Vill du vara ledig från {start} anmäler du det senast {day}.",
    en="For leave from {start}, give notice by {day}.",
)
PARENTAL_PASSED = Text(
    sv="För ledighet från {start} var sista dagen att anmäla {day}.",
    en="For leave from {start}, the last day to give notice was {day}.",
)
PARENTAL_SUM = Text(
    sv="{start} − {months} månader = {day}",
    en="{start} − {months} months = {day}",
)
PARENTAL_REMARK = Text(
    sv=(
        "Jag har räknat med {months} månader, som källan {title} anger, på det du skrev {today}. "
        "Det är ingen bedömning. Fråga {whom} om ditt avtal är ett annat."
    ),
    en=(
        "I have counted {months} months, as the source {title} says, from what you wrote on "
        "{today}. It is not an assessment. Ask {whom} if your agreement is another one."
    ),
)
PARENTAL_ONLY_LAW = Text(
    sv=(
        "Det är bara lagens regel. Ett kollektivavtal kan kräva att du anmäler tidigare, så jag "
        "räknar inte ut någon dag. Fråga {whom}."
    ),
    en=(
        "That is only the rule of law. A collective agreement may require earlier notice, so I "
        "do not work out a day. Please ask {whom}."
    ),
)
PARENTAL_OUTSIDE = Text(
    sv="Jag räknar bara på ledighet som börjar i dag eller senare, högst tre år framåt. "
    "Fråga {whom}.",
    en="I only count for leave that begins today or later, at most three years ahead. "
    "Please ask {whom}.",
)

SICK_PAY_WHAT = Text(
    sv=(
        "Vad har du i månadslön före skatt, och hur mycket arbetar du? "
        "Skriv till exempel: 32 500 kr i månaden, heltid."
    ),
    en=(
        "What is your monthly pay before tax, and how much do you work? "
        "Write for example: 32,500 kr a month, full time."
    ),
)
SICK_PAY_UNLIKELY = Text(
    sv="Stämmer beloppet? Skriv månadslönen före skatt, till exempel: 32 500 kr i månaden, heltid.",
    en="Is the amount right? Write the monthly pay before tax, for example: 32,500 kr a month, "
    "full time.",
)
SICK_PAY_SHARE = Text(
    sv="Hur många procent av heltid arbetar du? Skriv till exempel: 80 %.",
    en="What percentage of full time do you work? Write for example: 80 %.",
)
SICK_PAY_WHOSE = Text(
    sv="Vad är {pay} för lön?",
    en="What pay is {pay}?",
)
_FULL_TIME = (Text(sv="Jag arbetar heltid", en="I work full time"), "heltid")
_OWN = (Text(sv="Lönen jag får på deltid", en="What I am paid part-time"), "lönen jag får")
_AS_FULL = (
    Text(sv="Heltidslön, jag arbetar deltid", en="Full-time pay, I work part-time"),
    "heltidslön",
)
_UNEVEN = (Text(sv="Oregelbunden arbetstid", en="Irregular hours"), "oregelbunden arbetstid")
PAY_OF_ANYBODY = (_FULL_TIME, _OWN, _AS_FULL, _UNEVEN)
PAY_OF_PART_TIME = (_OWN, _AS_FULL, _UNEVEN)
"""The label of a button, and the words that it adds to the question."""
SICK_PAY_RESULT = Text(
    sv="Karensavdraget blir ungefär {amount}, räknat på {pay} i månaden.",
    en="The karensavdrag is about {amount}, from {pay} a month.",
)
SICK_PAY_REMARK = Text(
    sv=(
        "Jag har räknat på det du skrev och på fast månadslön, med reglerna {today}. Beloppet är "
        "avrundat till hela kronor och före skatt. Tillägg är inte med, och det är ingen "
        "bedömning. Fråga {whom} om du är osäker."
    ),
    en=(
        "I have calculated from what you wrote and from fixed monthly pay, by the rules on "
        "{today}. The amount is rounded to whole kronor and before tax. Supplements are left out, "
        "and it is not an assessment. Ask {whom} if you are unsure."
    ),
)
SICK_PAY_IRREGULAR = Text(
    sv="Med oregelbunden arbetstid räknar jag inte ut något belopp.",
    en="With irregular hours I do not work out an amount.",
)
RELAPSE_WHEN = Text(
    sv=(
        "Vilka dagar gäller det? Skriv till exempel: sista sjukdag 3 mars 2027, sjuk igen "
        "6 mars 2027."
    ),
    en=(
        "Which days are they? Write for example: last sick day 3 March 2027, ill again "
        "6 March 2027."
    ),
)
RELAPSE_SAME = Text(
    sv=("Det är inom {limit} kalenderdagar, så enligt regeln görs inget nytt karensavdrag."),
    en="That is within {limit} calendar days, so by the rule there is no new karensavdrag.",
)
RELAPSE_NEW = Text(
    sv="Det är mer än {limit} kalenderdagar, så enligt regeln är det en ny sjukperiod.",
    en="That is more than {limit} calendar days, so by the rule it is a new sick period.",
)
RELAPSE_SUM = Text(
    sv="sista sjukdag {first}, sjuk igen {again}: {days} dagar",
    en="last sick day {first}, ill again {again}: {days} days",
)
RELAPSE_REMARK = Text(
    sv="Jag har räknat på det du skrev, med reglerna {today}. Det är ingen bedömning. "
    "Fråga {whom} om du är osäker.",
    en="I have counted from what you wrote, by the rules on {today}. It is not an assessment. "
    "Ask {whom} if you are unsure.",
)

LAS_PERIODS = Text(
    sv=(
        "Vilka anställningar har du haft, från vilken dag till vilken dag? Skriv till exempel: "
        "vikarie 2023-01-01–2024-03-15 och särskild visstidsanställning sedan 1 maj 2024."
    ),
    en=(
        "Which employments have you had, from which day to which day? Write for example: "
        "vikarie 2023-01-01–2024-03-15 and särskild visstidsanställning since 1 May 2024."
    ),
)
LAS_SAVA = Text(
    sv=(
        "Särskild visstidsanställning: {days} dagar de senaste fem åren. Gränsen är mer än "
        "{limit} dagar. {when}"
    ),
    en=(
        "Särskild visstidsanställning: {days} days in the last five years. The limit is more than "
        "{limit} days. {when}"
    ),
)
LAS_SUBSTITUTE = Text(
    sv="Vikariat: {days} dagar de senaste fem åren. Gränsen är mer än {limit} dagar. {when}",
    en="Vikariat: {days} days in the last five years. The limit is more than {limit} days. {when}",
)
LAS_COMBINED = Text(
    sv="Sammanlagt: {days} dagar de senaste fem åren. Gränsen är mer än {limit} dagar. {when}",
    en="Together: {days} days in the last five years. The limit is more than {limit} days. {when}",
)
LAS_PASSED = Text(sv="Den passerades {day}.", en="It was passed on {day}.")
LAS_WILL_PASS = Text(
    sv="Fortsätter anställningen passeras den {day}.",
    en="If the employment goes on, it is passed on {day}.",
)
LAS_MISSING = Text(
    sv="Det återstår {days} dagar tills den passeras.",
    en="{days} days remain until it is passed.",
)
LAS_ONE_MISSING = Text(
    sv="Det återstår en dag tills den passeras.", en="One day remains until it is passed."
)
LAS_SUM = Text(
    sv="{parts}; {total} = {days} dagar mellan {first} och {last}; {limit}",
    en="{parts}; {total} = {days} days between {first} and {last}; {limit}",
)
LAS_LIMIT_DAY = Text(
    sv="gränsen är {limit} dagar och dag {number} är {day}",
    en="the limit is {limit} days and day {number} is {day}",
)
LAS_REMARK = Text(
    sv=(
        "Jag har räknat på det du skrev {today}, med tolv månader som 365 dagar och båda dagarna i "
        "varje period. Regeln är LAS 5 a § i lydelsen från 1 oktober 2022. Den gäller inte från "
        "det att man fyller 69. Det är ingen bedömning: fråga {whom} och ditt fack."
    ),
    en=(
        "I have counted from what you wrote on {today}, with twelve months as 365 days and both "
        "days of each period. The rule is LAS section 5 a as worded from 1 October 2022. It does "
        "not apply from the age of 69. It is not an assessment: ask {whom} and your union."
    ),
)
LAS_NOT_COUNTED = Text(
    sv="Därför räknar jag inte ut några dagar här. {whom} och ditt fack kan hjälpa dig.",
    en="So I count no days here. {whom} and your union can help you.",
)
LAS_BEFORE = Text(
    sv=(
        "Jag kan bara räkna med LAS 5 a § i lydelsen från 1 oktober 2022. För tid dessförinnan "
        "finns övergångsregler. Fråga {whom} och ditt fack."
    ),
    en=(
        "I can only count by LAS section 5 a as worded from 1 October 2022. There are transitional "
        "rules for time before that. Please ask {whom} and your union."
    ),
)
LAS_OVERLAP = Text(
    sv=(
        "Två av perioderna går in i varandra. Då räknar jag inte. Fråga {whom} och ditt fack, "
        "eller skriv perioderna en gång till."
    ),
    en=(
        "Two of the periods overlap, so I do not count. Ask {whom} and your union, or write the "
        "periods again."
    ),
)
LAS_SEASONAL = Text(
    sv="För säsongsanställning finns ingen sådan gräns att räkna på. Fråga {whom} och ditt fack.",
    en="There is no such limit for seasonal employment. Please ask {whom} and your union.",
)

LEAVE_BORN = Text(
    sv="Vilket år är du född? Skriv till exempel: född 1987.",
    en="Which year were you born? Write for example: born 1987.",
)
LEAVE_IN_YEAR = Text(
    sv="År {year} fyller du {age} och har {days} semesterdagar.",
    en="In {year} you turn {age} and have {days} days of annual leave.",
)
LEAVE_IN_YEAR_EITHER = Text(
    sv="År {year} fyller du {age} eller {other} och har {days} semesterdagar.",
    en="In {year} you turn {age} or {other} and have {days} days of annual leave.",
)
LEAVE_REMARK = Text(
    sv=(
        "Jag har räknat på det du skrev, för ett helt år med AB och med reglerna {today}. Antalet "
        "är inte ditt saldo, och det är ingen bedömning. Fråga {whom} om du har ett annat avtal "
        "eller börjar under året."
    ),
    en=(
        "I have counted from what you wrote, for a whole year under AB and by the rules on "
        "{today}. It is not your balance and not an assessment. Ask {whom} if you have another "
        "agreement or begin during the year."
    ),
)
