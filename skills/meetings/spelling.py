"""Orders as people write them in haste, misspelt or in dialect, as the grammars here read them.

Only words that mean nothing else in such an order are replaced, and only in the person's own first
line: what was pasted below it stays as it is.
"""

from __future__ import annotations

import re

_WORDS = {
    "bokka": "boka", "boak": "boka", "booka": "boka", "boke": "boka", "bka": "boka",
    "mötte": "möte", "mote": "möte", "motet": "mötet", "avboak": "avboka", "flyta": "flytta",
    "halvtima": "halvtimme", "halvtimma": "halvtimme", "timma": "timme", "tima": "timme",
    "veka": "vecka", "vekan": "veckan", "vcka": "vecka", "vecak": "vecka",
    "imorrn": "imorgon", "imorron": "imorgon", "imårrn": "imorgon", "imårn": "imorgon",
    "imoron": "imorgon", "imrgn": "imorgon", "morron": "morgon", "morrn": "morgon",
    "måndá": "måndag", "månda": "måndag", "tisda": "tisdag", "onsda": "onsdag",
    "torsda": "torsdag", "freda": "fredag", "lörda": "lördag", "sönda": "söndag",
    "måndan": "måndagen", "tisdan": "tisdagen", "onsdan": "onsdagen", "torsdan": "torsdagen",
    "fredan": "fredagen", "lurdag": "lördag", "lurdan": "lördagen",
    "nåt": "något", "nån": "någon", "nåra": "några", "mä": "med", "mej": "mig",
}  # fmt: skip
_SHORT = {"m": "med", "me": "med", "o": "och", "å": "och", "oxå": "också", "ev": "eventuellt"}
"""Also English or a letter: replaced where the line is Swedish, between two words."""
_WORD = re.compile(r"\b[^\W\d_]+\b")
_ORDER = re.compile(
    r"\b(?:boka|möte|träffa?s?|hitta|lucka|tid|ses|lunch|fika|avstämning)", re.IGNORECASE
)
_ENGLISH = re.compile(
    r"\b(?:the|a|an|my|for|with|and|next|meeting|please|could|would|find|book|schedule)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"(?<=\w )(?P<word>{'|'.join(_SHORT)})(?= [^\W\d_]{{2}})", re.IGNORECASE)
_BARE_HOUR = re.compile(
    r"\b(?P<day>(?:mån|tis|ons|tors|fre)dag|imorgon|idag) (?P<hour>[789]|1[0-7])(?=\W*$)",
    re.IGNORECASE,
)
"""A number that ends the line after a day: "torsdag 10"."""
_NOW = re.compile(r"\b(?:nu|nu direkt|genast|right now)(?=\W*$)", re.IGNORECASE)
_NEXT_WEEK = re.compile(r"\b(?P<which>nästa|denna|den här) v\b(?!\.? ?\d)", re.IGNORECASE)


def spelt_out(text: str) -> str:
    """The text with its first line as the grammars read it."""
    line, cut, rest = text.partition("\n")
    told = _WORD.sub(lambda found: _WORDS.get(found[0].lower(), found[0]), line)
    if _ORDER.search(told) and not _ENGLISH.search(told):
        told = _BETWEEN.sub(lambda found: _SHORT[found["word"].lower()], told)
    told = _NEXT_WEEK.sub(lambda found: f"{found['which']} vecka", told)
    told = _BARE_HOUR.sub(lambda found: f"{found['day']} kl {found['hour']}", told)
    if _ORDER.search(told):
        told = _NOW.sub("idag", told)
    return f"{told}{cut}{rest}" if told != line else text
