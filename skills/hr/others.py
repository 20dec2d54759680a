"""Recognises questions about somebody else's pay, health or leave."""

from __future__ import annotations

import re

_NOBODY = (
    r"jag|vi|man|du|ni|en|ett|någon|nån|alla|det|den|de|dom|vad|hur|mitt|min barn|lönen|kommunen|"
    r"barnet|facket|chefer|lärare|undersköterskor|personal|anställda|timanställda|vikarier|i|you"
)
_COLLEAGUE = (
    r"(?:min|mina|vår|våra|en av mina|my|our) (?:kollega|kollegor|arbetskamrat|arbetskamrater|chef|"
    r"medarbetare|granne|sambo|colleague|coworker|manager|boss)s?"
)
_NAME = rf"(?:(?!(?:{_NOBODY})\b)[^\W\d_]{{2,}}(?: [A-ZÅÄÖ][^\W\d_]+)?)"
_PROPER = r"(?:[A-ZÅÄÖ][^\W\d_]+(?: [A-ZÅÄÖ][^\W\d_]+)?)"
_STATE = (
    r"(?:sjuk(?:skriven|anmäld)?|frånvarande|ledig|gravid|hemma|uppsagd|föräldraledig|tjänstledig|"
    r"på semester|sick|ill|pregnant|on leave|fired)"
)
_WHEN = r"(?: (?:idag|nu|igen|länge|fortfarande|denna vecka|today|now))*"

_ABOUT_OTHERS = tuple(
    re.compile(pattern)
    for pattern in (
        # "Vad tjänar Anna?", "vad har min chef i lön"
        rf"(?i:\b(?:vad|hur mycket) tjänar )(?:{_PROPER}|(?i:{_COLLEAGUE}))",
        rf"(?i:\bvad har )(?:{_PROPER}|(?i:{_COLLEAGUE}))(?i: (?:i|för) (?:månads)?lön)",
        rf"(?i:\bhow much does )(?:{_PROPER}|(?i:{_COLLEAGUE}))(?i: (?:earn|make))",
        r"\b(?!Min|Mitt|Mina|Vår|Hur|Vad|När)[A-ZÅÄÖ][^\W\d_]+s (?i:lön|sjukfrånvaro|"
        r"semestersaldo|personnummer|adress|sjukskrivning)\b",
        # "Är Kalle sjuk idag?", also without a capital, since the state leaves no doubt
        rf"(?i:^(?:hej[,!. ]*)?(?:är|va(?:r|rför är)|is|why is) {_NAME} {_STATE}{_WHEN}\W*$)",
        rf"(?i:^(?:hej[,!. ]*)?(?:är|varför är|is) {_COLLEAGUE} {_STATE})",
        rf"(?i:\b(?:varför|hur länge|när|how long|why) (?:är|har|blir|has|is) ){_PROPER}(?i: )"
        rf"(?i:(?:varit |been )?{_STATE})",
        # "Hur många semesterdagar har Lisa kvar?"
        rf"(?i:\bhur (?:många|mycket) [^\W\d_]+ har )(?:{_PROPER}|(?i:{_COLLEAGUE}))"
        r"(?i:\W*$| (?:kvar|tagit|sparat|sparade|haft|fått|jobbat))",
        rf"(?i:\bhow (?:many|much) [a-z ]+ does )(?:{_PROPER}|(?i:{_COLLEAGUE}))(?i: have)",
        # "Vad har Anna för diagnos?", "Varför slutade Eva?"
        rf"(?i:\bvad har ){_PROPER}(?i: för (?:diagnos|sjukdom|lön|schema))",
        rf"(?i:\bvarför (?:slutade|slutar|fick) ){_PROPER}(?i: (?:sluta|sparken)?)",
    )
)


def asks_about_others(text: str) -> bool:
    """Whether the text asks for facts about a particular other person.

    A manager's question about what to do ("Min medarbetare är ofta sjuk, vad gör jag?") asks for
    a rule and is not one.
    """
    return any(pattern.search(text) for pattern in _ABOUT_OTHERS)
