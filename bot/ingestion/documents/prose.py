"""What the sentences of a first page say of the document itself.

They speak of other things too: laws and their dates, what was replaced, what the council is going
to decide. A sentence counts only where its form shows that the document is its subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise

from bot.ingestion.documents.dates import parse_date, parse_period
from bot.ingestion.documents.values import is_stated
from bot.language.sentences import split_sentences
from bot.retrieval.base import DocumentMetadata

_BODY = (
    r"(?:kommun|region|landstings)?fullmäktige|kommunstyrelsens [a-zåäö]*utskott|KF|KS|KSAU|RF|RS|"
    r"(?:[a-zåäö]+(?:-,? (?:och )?| och ))*[a-zåäö]*(?:nämnden|utskottet|styrelsen)|"
    r"(?:tekniska|sociala|gemensamma) nämnden|"
    r"[a-zåäö]*(?:direktören?|chefen?|ledningen|ledningsgruppen)|"
    r"(?:municipal |city |regional )?(?:council|executive board|assembly)"
)
_ANY_BODY = r"[a-zåäö][\w-]*(?: [a-zåäö][\w-]*){0,3}(?=,? (?:den )?\d)"
"""Whoever stands between "beslutad av" and the date: "rektor", "tekniska chefen"."""
_SHORT_BODY = r"KF|KS|KSAU|RF|RS|[A-ZÅÄÖ]{1,4}N"
_DECISION = re.compile(
    r"^(?:antag(?:en|et|na)|beslutade?t?|beslutat|fastställ(?:d|da|t)|godkän(?:d|da|t)"
    r"|adopted|approved|decided)\b:?\s+"
    rf"(?:(?:av|i|by)\s+(?:the )?(?P<body>(?:{_BODY})\b|{_ANY_BODY}))?"
    r"(?P<rest>[^.;]{0,60})",
    re.IGNORECASE,
)
_REVISION = re.compile(
    r"(?:^|,\s*|\boch\s+)(?:senast\s+|last\s+)?(?:reviderad|reviderade|reviderat|ändrad|ändrade"
    rf"|ändrat|revised)\s+(?:(?:av|i|by)\s+(?:the )?(?:{_BODY}),?\s*)?(?P<rest>(?:den |on )?\d.*)",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    rf"(?:^|[,;|·•:]\s*)(?P<body>(?:{_SHORT_BODY})(?=.*§)|(?i:{_BODY})),?\s+"
    r"(?:§\s?\d+\s*,?\s*)?(?P<rest>(?:den )?\d.{0,25})"
)
""" "KF 2016-05-30 § 66", as page heads and feet write a decision."""
_LONGEST_HEAD = 120
_OTHER = re.compile(r"ersätt|upphäv|enligt|lagen\b|version", re.IGNORECASE)
_KINDS = (
    "policy|riktlinje|rutin|plan|tax|reglement|regler|strategi|program|instruktion|anvisning|"
    "delegationsordning|föreskrift|överenskommelse|handlingsplan|guideline|procedure"
)
_APPLIES = re.compile(
    r"^(?:(?:denna|detta|dessa|den här|det här|de här|this|these) )?"
    rf"(?:\w*?(?P<kind>{_KINDS}|dokument|styrdokument|avtal)\w{{0,4}} )?"
    r"(?:gäller|är giltiga?t?|giltiga?t?|börjar gälla|träder i kraft|applies|is valid|valid)\b"
    r"(?P<rest>[^.]*(?:\.[^.]+)*)",
    re.IGNORECASE,
)
_NEWS = re.compile(r"^(?:ny|nya|nytt|new)\b|\?$", re.IGNORECASE)
_REVIEW = re.compile(
    r"\b(?:revideras|ses över|aktualitetsprövas|aktualiseras|omprövas) senast "
    r"(?P<rest>[^,;]{4,30})",
    re.IGNORECASE,
)
_TERM = re.compile(r"(?:för )?mandatperioden? (?P<rest>\d{4}\s?[–-]\s?\d{4})\W*", re.IGNORECASE)
_REPLACES = re.compile(r"^ersätter (?P<what>.{5,100}?)\.?$", re.IGNORECASE)
_NUMBER = re.compile(
    r"\b(?:dnr|diarienummer|diarienr)\.?:?\s*"
    r"(?P<number>(?:[A-ZÅÄÖ]{1,6}[ /-]?)?\d{2,4}[/:-]\d[\w./:-]*)",
    re.IGNORECASE,
)


def read_prose(texts: Sequence[str], title: str) -> DocumentMetadata:
    """What the texts of a first page, its heads and feet included, say of the document."""
    found = DocumentMetadata()
    revised: list[date] = []
    for sentence in _sentences(texts):
        found = completed(found, _decision(sentence))
        found = completed(found, _validity(sentence, title))
        found = completed(found, _rest(sentence))
        if _DECISION.match(sentence) or _REVISION.match(sentence):
            revised += [
                day
                for match in _REVISION.finditer(sentence)
                if (day := parse_date(match["rest"], whole=True))
            ]
    for text in texts:
        # Only where no sentence says it: an abbreviation is the poorer name.
        found = completed(found, _minutes(text))
        found = completed(found, _number(text))
    return replace(found, revised_on=max(revised, default=None))


def completed(found: DocumentMetadata, more: DocumentMetadata) -> DocumentMetadata:
    """What was found first, with the rest where it says nothing."""
    return DocumentMetadata(
        **{
            field.name: getattr(more, field.name)
            if (value := getattr(found, field.name)) is None
            else value
            for field in fields(DocumentMetadata)
        }
    )


def _sentences(texts: Sequence[str]) -> Iterator[str]:
    for text, following in pairwise((*texts, "")):
        match = _DECISION.fullmatch(text)
        # "Antaget av kommunfullmäktige" and below it "25 april 2022, § 43".
        whole = f"{text} {following}" if match and match["body"] and not match["rest"] else text
        for sentence in split_sentences(whole):
            yield from re.split(r"\s*[;|·•]\s*", sentence)


def _decision(sentence: str) -> DocumentMetadata:
    match = _DECISION.match(sentence)
    rest = re.split(r"reviderad|ändrad|gäller", match["rest"])[0] if match else ""
    decided_on = parse_date(rest, whole=True)
    if match is None or decided_on is None:
        return DocumentMetadata()
    body = match["body"]
    return DocumentMetadata(decided_by=body and _capital(body), decided_on=decided_on)


def _minutes(text: str) -> DocumentMetadata:
    match = _MINUTES.search(text) if len(text) < _LONGEST_HEAD else None
    if match is None or _OTHER.search(text[: match.start()]):
        return DocumentMetadata()
    decided_on = parse_date(match["rest"], whole=True)
    if decided_on is None:
        return DocumentMetadata()
    return DocumentMetadata(decided_by=_capital(match["body"]), decided_on=decided_on)


def _validity(sentence: str, title: str) -> DocumentMetadata:
    if term := _TERM.fullmatch(sentence):
        start, end = parse_period(term["rest"])
        return DocumentMetadata(valid_from=start, valid_to=end)
    match = _APPLIES.match(sentence)
    if match is None or not _is_about_itself(match["kind"], title):
        return DocumentMetadata()
    start, end = parse_period(match["rest"][:_LONGEST_HEAD])
    return DocumentMetadata(valid_from=start, valid_to=end)


def _is_about_itself(kind: str | None, title: str) -> bool:
    """ "Gäller från …" alone speaks of the document; "Taxan gäller från …" does if it is one."""
    if _NEWS.search(title):
        return False
    if kind is None or kind.casefold() in ("dokument", "styrdokument", "avtal"):
        return True
    return kind.casefold() in title.casefold()


def _number(text: str) -> DocumentMetadata:
    """The number of a head or a decision; further in, texts tell of other cases."""
    is_own = _NUMBER.match(text) or _DECISION.match(text) or _MINUTES.search(text) or "|" in text
    match = _NUMBER.search(text) if is_own else None
    return DocumentMetadata(reference_number=match["number"].rstrip(".,") if match else None)


def _rest(sentence: str) -> DocumentMetadata:
    review, replaces = _REVIEW.search(sentence), _REPLACES.match(sentence)
    what = replaces["what"] if replaces and is_stated(replaces["what"]) else None
    return DocumentMetadata(
        review_by=parse_date(review["rest"], last=True) if review else None,
        replaces=what and _capital(what),
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
