"""Sentences that cannot be understood without the one before them."""

from __future__ import annotations

import re

_ALWAYS = re.compile(
    r"(?:detta|det här|det där|denna|dessa|då|där|dit|därför|därefter|däremot|därmed|därutöver|dock"
    r"|annars|detsamma|samma sak|i så fall|i (?:dessa|sådana|andra|de) fall|i (?:detta|den|dessa)"
    r"|i det|om inte|han|hon|hans|hennes|deras|dennes?|dess|sedan|dessutom|sådana?t?|likaså|också"
    r"|undantaget|båda|den senare|det senare|på (?:detta|så) sätt|till detta|på det sättet"
    r"|this|these|that|those|it|they|he|she|then|there|therefore|however|otherwise)\b(?!-)",
    re.IGNORECASE,
)
_REPLY = re.compile(r"(?:ja|jo|nej|yes|no)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"(?P<pronoun>den|det|de|dom)\s+(?P<next>[\w-]+)(?:\s+(?P<then>[\w-]+))?", re.IGNORECASE
)
_IMPERSONAL = re.compile(
    r"(?:finns|finnas|går|krävs|behövs|räcker|tar|kostar|händer|kommer|brukar|hör|lönar|saknas|råder"
    r"|blir|känns)"
)
"""Verbs whose "det" stands for nothing: Det finns, det krävs, det går att."""
_VERB = re.compile(r"(?:kan|ska|skall|måste|vill|hade|fick|gav|gick|kom|tog|finns|sågs|är|\w+[rs])")
_JUDGEMENT = re.compile(r".*(?:t|bra|vanligast|möjligen)")
"""What follows a "det är" that stands for nothing: Det är viktigt att, det är inte."""


def points_back(sentence: str) -> bool:
    """Whether the sentence begins by pointing at the one before it: "Det innebär att …".

    Only the beginning is looked at, and "den", "det" and "de" by the word after them: a verb means
    that they stand for something said before ("De monterar"), anything else that they belong to a
    noun ("De anställda", "Den som").
    """
    if _ALWAYS.match(sentence):
        return True
    found = _PRONOUN.match(sentence)
    if found is None:
        return False
    pronoun, word, then = (found[name] or "" for name in ("pronoun", "next", "then"))
    if pronoun.lower() == "det" and _IMPERSONAL.fullmatch(word):
        return False
    if pronoun.lower() == "det" and word == "är" and _JUDGEMENT.fullmatch(then):
        return False
    past = word.endswith("de") and not _VERB.fullmatch(then)
    return past or _VERB.fullmatch(word) is not None


def is_reply(sentence: str) -> bool:
    """Whether it begins with a yes or no to the question in its heading."""
    return _REPLY.match(sentence) is not None
