"""Tells English from Swedish in a short message; what could be either is Swedish."""

from __future__ import annotations

import re

from bot.identity.base import Language

_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_SWEDISH_LETTER = re.compile("[åäö]")
_LONGEST = 2000
"""Characters that are looked at."""

# Only words that the other language does not have: "i", "man", "under", "policy" say nothing.
_ENGLISH = frozenset(
    """
    a about abroad after allowance allowed already also always am and another annual any anybody
    anyone anything apply are aren't ask asks at based be because been before being between blow
    book both bring but buy by call can can't cannot certificate change child children come company
    confidentiality contract could create daughter day days deadline decide decides delete dentist
    did didn't do doctor document documents does doesn't don't each employee employees employer
    employment english every example explain find fired first fly form forms found friday from
    funeral get gets getting gift give go going good got guideline guidelines had has have haven't
    he hello help her hey hi him his holiday holidays home hour hours how how's i'd i'll i'm i've
    if ill in information into is isn't it it's job june kid kids know last law leave let long lunch
    made make manager many may me meeting meetings mileage minutes monday money month months more
    morning most much must my need needs never new next no not notice now of often on one only or
    our out overtime paid parental part password pay payday payroll people permanent person please
    procurement public question questions quit rate rather reach read really record report review
    rise right rule rules safety said salary saturday schedule school see send sent she should show
    sick since social some someone something son source speak start still stockholm's such sunday
    supplier tax taxi tell temporary thank thanks that that's the their them there there's these
    they thing this those threatened thursday time to today tomorrow tonight too travel tuesday two
    union until up us use used using vacation very wage want was wasn't way we we're wednesday week
    weeks were what what's when where where's which while who who's whom whose why wife will with
    without won't work worker workers working would wrong year years yes yet you you're your yours
    yourself
    """.split()
) - frozenset({"in", "has", "she", "out", "up", "rate", "taxi", "use", "lunch", "form", "review"})
_SWEDISH = frozenset(
    """
    aldrig alla allt andra anmälan apa att av avtal bara barn barnet be begära behöver beslut bilda
    bli blir blivit boka chef chefen da dag dagar dagarna de deltid dem den denna deras dess det
    detta dig din dina dit ditt du då där e efter ej eller en enligt er ett far fast fick finns
    flera fram från få får för ge genom ger gick gör göra ha hade han handling har hej henne hennes
    hit hjälp hon honom hos hur hurdan här ifrån inga ingen inget innan inte ja jag jo jobb jobba
    jobbar jobbet kan kanske kommer kommun kommunen kunna kunde kväll lön lönen lång många med mej
    mejl mej mellan men mer mig min mina mitt mot mycket måste möte ned nej ni nog nu nya nytt när
    något några någon nån nästa och också om oss på redan ringa sa saknas samma se sedan sen
    semester sig sin sina sitt sjuk sjukt ska skall skapa skola skulle slut som stort står så sätt
    söka tack ta tar till tills tjänst två upp ut utan utav va vad var vara varför varit varje vart
    vem vems verkligen vi vid vidare vilka vilken vilket vill visst väl våra vårt än ännu är äta
    åker år åt över
    """.split()
)


def detect(text: str) -> Language:
    """The language that more of the words belong to."""
    english = swedish = 0
    for word in _WORD.findall(text[:_LONGEST].casefold()):
        if word in _ENGLISH:
            english += 1
        elif word in _SWEDISH or _SWEDISH_LETTER.search(word):
            swedish += 1
    return "en" if english > swedish else "sv"
