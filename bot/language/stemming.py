"""Words and their stems: the common ground of every other view of a Swedish text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = ("\u00ad", "\u200b", "\u200c", "\u200d", "\ufeff")
"""Soft hyphen, zero-width space and joiners, byte order mark: never part of a word."""
_STEMMER = Stemmer.Stemmer("swedish", 0)
_LONGEST = 64
"""No Swedish word is longer; what is (a link, a key) need not be analysed to its end."""
_SHORTEST_VERBAL_NOUN = 8
"""Shorter ones are words of their own: tidning, ladning, ring."""
_DEFINITE = re.compile(r"(?<=...)(?:an|et|orn)$|(?<=...[iöå])n$")
"""The definite form that Snowball leaves: resan, landet, rektorn, strategin."""
_LAST = re.compile(r"(?<=...[lrvmb])t$|(?<=...[rmvj])d$|(?<=..ll)d$|(?<=[gfn]å)r$|(?<=s[tl]å)r$")
"""Other inflection that it leaves: lokalt, klart; genomförd, följd; ingår, består."""
_IRREGULAR = {
    form: base
    for base, forms in {
        "barn": "barnet barnen barns",
        "bok": "böcker böckerna",
        "bröt": "bryta bryter brutit bruten brutet brutna",
        "dag": "dar",
        "år": "året åren årets",
        "konto": "kontot konton kontots",
        "dotter": "döttrar döttrarna",
        "fot": "fötter fötterna",
        "föräld": "förälder föräldern föräldrar föräldrarna förälders föräldrars",
        "gick": "gå går gått gående",
        "hand": "händerna",
        "hänt": "händer hända hände",
        "kost": "kostnad kostnaden kostnader kostnaderna kostnads",
        "kom": "komma kommer kommit",
        "land": "länder länderna",
        "man": "män männen mannen",
        "natt": "nätter nätterna",
        "satt": "sitta sitter suttit",
        "policy": "policyn policyer policyerna policyns policys",
        "skriv": "skrev skrivit skriven skrivet skrivna",
        "son": "söner sönerna",
        "stad": "städer städerna",
        "sålt": "sälja säljer sålde såld sålda",
        "sök": "sökt sökte sökts",
        "tand": "tänder tänderna",
        "vald": "välja väljer valde valt valda",
        "resa": "rest reste",
    }.items()
    for form in forms.split()
}


def fold(text: str) -> str:
    """The text as it is compared: NFKC, case folded, invisible characters removed."""
    for character in _INVISIBLE:
        if character in text:
            text = text.replace(character, "")
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.casefold()


def words(text: str) -> list[str]:
    """The folded words, in order."""
    return [word[:_LONGEST] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a case-folded word: Snowball's, with what it leaves of Swedish inflection."""
    found = _snowball(_IRREGULAR.get(word, word))
    if (indefinite := _DEFINITE.sub("", found)) != found:
        found = _snowball(indefinite)
    return _LAST.sub("", found)


def verb_root(noun_stem: str) -> str | None:
    """What a verbal noun shares with its verb: "klassning" and "klassas" share "klass", and
    "vaccination" and "vaccinera" share "vaccin"."""
    if len(noun_stem) < _SHORTEST_VERBAL_NOUN:
        return None
    if noun_stem.endswith("ation"):
        return stem(noun_stem.removesuffix("ation"))
    if noun_stem.endswith("ing"):
        return stem(noun_stem.removesuffix("ing").removesuffix("n"))
    return None


def _snowball(word: str) -> str:
    """Until nothing more is taken away, so that platsen and plats meet, of which each round strips
    one ending."""
    while (shorter := str(_STEMMER.stemWord(word))) != word:
        word = shorter
    return word
