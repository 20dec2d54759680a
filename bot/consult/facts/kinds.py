"""The kinds of facts, what each may be, and how sources and people write it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.consult.facts import texts
from bot.identity.base import Language
from bot.language.texts import Text

UNKNOWN = ""
"""The value of a fact that was asked for and not told: it is not asked for again."""
AGE = "age_bracket"
"""The one kind that a skill asks for itself: "under 40", "40-49", "44"."""
_AGE = re.compile(r"(?:under )?\d\d(?:-\d\d|\+)?")
_DEPARTMENT = re.compile(
    r"\b((?:[A-ZÅÄÖ][a-zåäö]+- och )?[A-ZÅÄÖa-zåäö]{4,40}förvaltning)(?:en|ens)\b"
)

Name = Literal["employment", "agreement", "employer", "department", "manager"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One thing that a fact may be."""

    code: str
    """As it is remembered."""
    label: Text
    """On a button."""
    listed: Text
    """Among what is remembered."""
    said: re.Pattern[str]
    """Where a source or a person says that this is meant."""
    covers: frozenset[str] = frozenset()
    """Codes that are a sort of this one: whoever has a permanent post has a monthly salary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A fact that rules depend on."""

    name: Name
    title: Text
    """As it is listed among what is remembered."""
    depends: Text
    """What the answer depends on: "hur du är anställd"."""
    question: Text
    """What follows "Det beror på …"."""
    values: tuple[Value, ...]

    def find(self, code: str) -> Value | None:
        """The value with this code; for the departments of a municipality, one named so."""
        known = next((value for value in self.values if value.code == code), None)
        if known is None and self.name == "department" and _DEPARTMENT.fullmatch(f"{code}en"):
            return _department(code)
        return known

    def said_in(self, text: str) -> frozenset[str]:
        """The codes of all values that the text speaks of."""
        found = {value.code for value in self.values if value.said.search(text)}
        if self.name == "department":
            found |= {name.casefold() for name in _DEPARTMENT.findall(text)}
        return frozenset(found)

    def fits(self, value: str, known: str) -> bool:
        """Whether a rule for `value` is for somebody who is `known`."""
        rule = self.find(value)
        return value == known or (rule is not None and known in rule.covers)


def _value(
    code: str, label: Text, *said: str, covers: Iterable[str] = (), listed: Text | None = None
) -> Value:
    return Value(
        code=code,
        label=label,
        listed=listed or label,
        said=re.compile(rf"\b(?:{'|'.join(said)})", re.IGNORECASE),
        covers=frozenset(covers),
    )


def _department(code: str) -> Value:
    name = f"{code[0].upper()}{code[1:]}en"
    return _value(code, Text(sv=name, en=name), re.escape(code))


def _agreement(name: str, label: Text, *said: str) -> Value:
    """ "På AB", "AB-anställd", not the paragraph of an agreement that a rule comes from."""
    agreed = r"(?:på|av|enligt|under|by|on) (?:kollektiv)?(?:avtalet |the )?"
    return _value(name, label, rf"{agreed}{name}\b(?! ?§)", f"{name}:", f"{name}-anställ", *said)


_MANAGERS = (
    r"(?:en )?(?:enhets|förvaltnings|avdelnings|mellan)?(?:chef(?:er)?|rektor(?:er)?)\b"
    r"(?! (?:eller|och) )"
)
_EMPLOYMENT = Kind(
    name="employment",
    title=texts.EMPLOYMENT,
    depends=texts.ON_EMPLOYMENT,
    question=texts.WHICH_EMPLOYMENT,
    values=(
        _value(
            "månadsavlönad",
            texts.MONTHLY,
            "månadsavlön",
            "månadsanställ",
            r"månadslönade?\b",
            "monthly[- ](?:paid|salaried)",
            covers=("tillsvidare", "visstid", "ferie", "skollagen"),
        ),
        _value(
            "tillsvidare",
            texts.PERMANENT,
            r"tillsvidare(?:anställ|\b)",
            "fasta? ?anställ",
            "permanent(?:ly)? (?:employ|staff|post|contract)",
        ),
        _value(
            "visstid",
            texts.FIXED_TERM,
            "visstid",
            r"tidsbegränsad?e? ?(?:anställ|\b)",
            "vikarie",
            "vikariat",
            "provanställ",
            "fixed[- ]term",
            "temporary (?:employ|staff|contract)",
            covers=("skollagen",),
        ),
        _value(
            "timavlönad",
            texts.HOURLY,
            "timavlön",
            "timanställ",
            "timvikarie",
            "timlönade",
            "behovsanställ",
            r"hourly(?:[- ]paid|[- ]employ|\b)",
        ),
        _value(
            "ferie",
            texts.TERM_TIME,
            "ferieanställ",
            "ferietjänst",
            "uppehållsanställ",
            "uppehållstjänst",
        ),
        _value(
            "skollagen",
            texts.EDUCATION_ACT,
            r"(?:anställ\w+ )?(?:enligt|med stöd av|under) skollagen",
            "obehöriga? lärare",
            "unqualified teacher",
        ),
    ),
)
_AGREEMENT = Kind(
    name="agreement",
    title=texts.AGREEMENT,
    depends=texts.ON_AGREEMENT,
    question=texts.WHICH_AGREEMENT,
    values=(
        _agreement("AB", texts.AB),
        _agreement("BEA", texts.BEA, "beredskapsavtal"),
        _agreement("PAN", texts.PAN, r"personliga? assistent(?:er)?\b"),
        _agreement("Sobona", texts.SOBONA, "Sobonaavtal"),
    ),
)
_EMPLOYER = Kind(
    name="employer",
    title=texts.EMPLOYER,
    depends=texts.ON_EMPLOYER,
    question=texts.WHICH_EMPLOYER,
    values=(
        _value(
            "kommun",
            texts.MUNICIPALITY,
            "kommunens förvaltningar",
            r"(?:anställda?|arbetar|jobbar) (?:du )?i (?:en |kommunens )?"
            r"förvaltning(?:en|ar|arna)?\b",
            "municipal departments?",
        ),
        _value(
            "bolag",
            texts.COMPANY,
            r"(?:kommunala |kommunens )?bolag(?:en|ens|et|ets)?\b",
            r"\w+kommun \w+ AB\b",
            "municipal compan",
        ),
    ),
)
_DEPARTMENTS = Kind(
    name="department",
    title=texts.DEPARTMENT,
    depends=texts.ON_DEPARTMENT,
    question=texts.WHICH_DEPARTMENT,
    values=(
        _value(
            "vård och omsorg",
            texts.CARE,
            r"vård(?:en)? och omsorg(?:en)?\b",
            "hemtjänst",
            "äldreomsorg",
            "särskilt boende",
            "(?:home|health and social) care",
            covers=("socialförvaltning", "omsorgsförvaltning"),
        ),
        _value(
            "skola och förskola",
            texts.SCHOOL,
            r"(?:i|inom|på|för) (?:för)?skol(?:a|an|or|orna)\b(?: (?:och|eller) (?:för)?skola\b)?",
            "schools? and preschools?",
            covers=("barn- och utbildningsförvaltning", "utbildningsförvaltning"),
        ),
    ),
)
_MANAGER = Kind(
    name="manager",
    title=texts.MANAGER,
    depends=texts.ON_MANAGER,
    question=texts.ARE_YOU_A_MANAGER,
    values=(
        _value(
            "ja",
            texts.IS_MANAGER,
            rf"(?:för|som|är du|du som är|jag är|får) {_MANAGERS}",
            r"(?<![\w ] )(?:alla )?(?:enhets)?chefer\b",
            r"(?:for|am a|i'm a|are a) managers?\b",
            listed=texts.YES,
        ),
        _value(
            "nej",
            texts.IS_NO_MANAGER,
            r"(?:medarbetare|den|du|jag) (?:som )?(?:är inte|inte är) (?:en )?chef(?:er)?\b",
            "utan chefsansvar",
            "övriga medarbetare",
            "not a manager",
            listed=texts.NO,
        ),
    ),
)

KINDS: tuple[Kind, ...] = (_EMPLOYMENT, _AGREEMENT, _EMPLOYER, _DEPARTMENTS, _MANAGER)


def kind_of(name: str) -> Kind | None:
    """The kind of this name."""
    return next((kind for kind in KINDS if kind.name == name), None)


def is_fact(name: str, value: str) -> bool:
    """Whether this is something that may be remembered: what a button sends can be anything."""
    if name == AGE:
        return value == UNKNOWN or _AGE.fullmatch(value) is not None
    kind = kind_of(name)
    return kind is not None and (value == UNKNOWN or kind.find(value) is not None)


def label_of(name: str, value: str, language: Language) -> str:
    """How the value of a fact is shown."""
    kind = kind_of(name)
    found = kind.find(value) if kind else None
    return found.listed.in_language(language) if found else value
