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
_IRREGULAR = {
    form: base
    for base, forms in {
        "barn": "barnet barnen barns",
        "bok": "böcker böckerna",
        "bröt": "bryta bryter brutit bruten brutet brutna",
        "dag": "dar",
        "dotter": "döttrar döttrarna",
        "fot": "fötter fötterna",
        "föräld": "förälder föräldern föräldrar föräldrarna förälders föräldrars",
        "gick": "gå går gått gående",
        "hand": "händer händerna",
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
    found = str(_STEMMER.stemWord(_IRREGULAR.get(word, word)))
    # Twice, so that kontoret and kontor, of which the first round strips one ending each, meet.
    found = str(_STEMMER.stemWord(found))
    # Snowball leaves the definite form of nouns in -a: resan, ansökan, skolan.
    return found[:-2] if len(found) > 4 and found.endswith("an") else found


def verb_root(noun_stem: str) -> str | None:
    """What a verbal noun shares with its verb: "klassning" and "klassas" share "klass"."""
    if len(noun_stem) < _SHORTEST_VERBAL_NOUN or not noun_stem.endswith("ing"):
        return None
    return stem(noun_stem.removesuffix("ing").removesuffix("n"))
