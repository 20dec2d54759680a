"""Sentences that cannot be understood without the one before them."""

from __future__ import annotations

import re

_ALWAYS = re.compile(
    r"(?:detta|det där|denna|dessa|då|där|dit|därför|därefter|däremot|därmed|därutöver|dock|annars"
    r"|detsamma|samma sak|i så fall|i (?:dessa|sådana|andra|de) fall|i (?:detta|den|dessa|det)"
    r"|om inte|han|hon|hen|hans|hennes|deras|dennes?|dess|dessutom"
    r"|sådana?t?|likaså|också|undantaget"
    r"|båda|den senare|det senare|på (?:detta|så|det) sättet?|till detta|sedan(?! (?:den )?\d)"
    r"|det här(?! (?:ska|behöver|gäller|kan|får) [^.]*:)"
    r"|this|these|that|those|it|they|he|she|then|there|therefore|however|otherwise)\b(?!-)",
    re.IGNORECASE,
)
_REPLY = re.compile(r"(?:ja|jo|nej|yes|no)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"(?P<pronoun>den|det|de|dom)\s+(?P<next>[\w-]+)(?:\s+(?P<then>[\w-]+))?", re.IGNORECASE
)
_IMPERSONAL = re.compile(
    r"det (?:finns|finnas|går|krävs|behövs|räcker|tar|kostar|händer|kommer|brukar|hör|lönar|saknas"
    r"|råder|blir|känns|står (?:på|i) \w+|kan hända|är (?:även |också |ofta |inte |mycket )?"
    r"(?:\w+t|bra) (?:att|med|för|om|i|på|när|av)|är (?!det|den|de|därför)\w+(?: \w+){0,5} som)\b",
    re.IGNORECASE,
)
"""A "det" that stands for nothing, or for what comes later: Det finns, det är chefen som."""
_VERB = re.compile(r"(?:kan|ska|skall|måste|vill|hade|fick|gav|gick|kom|tog|finns|är|\w+[rs])")
_OF_A_NOUN = re.compile(r"som|man|vi|ni|du|jag")
"""After "de" and a word in -r, these show that the word is a noun: De ledigheter som."""


def points_back(sentence: str) -> bool:
    """Whether the sentence begins by pointing at the one before it: "Det innebär att …".

    Only the beginning is looked at, and "den", "det" and "de" by the words after them: a verb means
    that they stand for something said before ("De monterar"), anything else that they belong to a
    noun ("De anställda", "Den som").
    """
    if _ALWAYS.match(sentence):
        return True
    found = _PRONOUN.match(sentence)
    if found is None or _IMPERSONAL.match(sentence):
        return False
    word, then = found["next"], found["then"] or ""
    if word == "här" or _OF_A_NOUN.fullmatch(then):
        return False
    past = word.endswith("de") and not _VERB.fullmatch(then)
    return past or _VERB.fullmatch(word) is not None


def is_reply(sentence: str) -> bool:
    """Whether it begins with a yes or no to the question in its heading."""
    return _REPLY.match(sentence) is not None
