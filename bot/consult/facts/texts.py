"""What is asked and said of facts about a person, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

EMPLOYMENT = Text(sv="anställningsform", en="form of employment")
ON_EMPLOYMENT = Text(sv="hur du är anställd", en="how you are employed")
WHICH_EMPLOYMENT = Text(sv="Vad stämmer för dig?", en="Which applies to you?")
MONTHLY = Text(sv="Månadsavlönad", en="Monthly salary")
PERMANENT = Text(sv="Tillsvidareanställd", en="Permanent")
FIXED_TERM = Text(sv="Tidsbegränsat anställd", en="Fixed term")
HOURLY = Text(sv="Timavlönad", en="Paid by the hour")
TERM_TIME = Text(sv="Ferie- eller uppehållsanställd", en="Term-time employment")
EDUCATION_ACT = Text(sv="Anställd enligt skollagen", en="Employed under the Education Act")

AGREEMENT = Text(sv="kollektivavtal", en="collective agreement")
ON_AGREEMENT = Text(sv="ditt kollektivavtal", en="your collective agreement")
WHICH_AGREEMENT = Text(sv="Vilket är du anställd på?", en="Which one is it?")
AB = Text(sv="AB", en="AB")
BEA = Text(sv="BEA", en="BEA")
PAN = Text(sv="PAN", en="PAN")
SOBONA = Text(sv="Sobona", en="Sobona")

EMPLOYER = Text(sv="arbetsgivare", en="employer")
ON_EMPLOYER = Text(sv="vem du är anställd av", en="who employs you")
WHICH_EMPLOYER = Text(sv="Var är du anställd?", en="Where are you employed?")
MUNICIPALITY = Text(sv="I en förvaltning", en="In a municipal department")
COMPANY = Text(sv="I ett kommunalt bolag", en="In a municipal company")

DEPARTMENT = Text(sv="arbetsplats", en="workplace")
ON_DEPARTMENT = Text(sv="var du arbetar", en="where you work")
WHICH_DEPARTMENT = Text(sv="Vad stämmer för dig?", en="Which applies to you?")
CARE = Text(sv="Vård och omsorg", en="Health and social care")
SCHOOL = Text(sv="Skola eller förskola", en="School or preschool")

MANAGER = Text(sv="chef", en="manager")
ON_MANAGER = Text(sv="om du är chef", en="whether you are a manager")
ARE_YOU_A_MANAGER = Text(sv="Är du det?", en="Are you?")
IS_MANAGER = Text(sv="Ja, jag är chef", en="Yes, I am a manager")
IS_NO_MANAGER = Text(sv="Nej, jag är inte chef", en="No, I am not a manager")
YES = Text(sv="ja", en="yes")
NO = Text(sv="nej", en="no")

ASK = Text(sv="Svaret beror på {what}. {question}", en="The answer depends on {what}. {question}")
DO_NOT_KNOW = Text(sv="Vet inte eller annat", en="I do not know, or other")
FOR_ALL = Text(
    sv="Svaret beror på {what}. Här är vad källan säger i varje fall.",
    en="The answer depends on {what}. Here is what the source says in each case.",
)
SUPPOSED = Text(
    sv="Svaret utgår från vad katalogen säger om dig, {what}: {value}. Säg till om det är fel.",
    en="The answer rests on what the directory says of you, {what}: {value}. Tell me if not so.",
)
