"""The labels under which Swedish steering documents state facts about themselves."""

from __future__ import annotations

import re

_SPELLINGS = {
    "type": "dokumenttyp|typ av dokument|typ|typ av styrdokument|styrdokument|"
    "dokumentkategori|kategori",
    "decided_by": "beslutsinstans|beslutad av|beslutat av|beslutande|fastställd av|"
    "fastställt av|antagen av|antaget av|godkänd av|beslutsfattare|beslutande organ|"
    "beslutande instans|instans|decided by",
    "decided_on": "beslutsdatum|beslutad|beslutat|beslutad den|fastställd|fastställt|antagen|"
    "antaget|datum för beslut|datum för fastställande|fastställelsedatum|antagningsdatum|"
    "beslutsdag|utfärdad|decided on",
    "reference_number": "diarienummer|dnr|diarienr|diarie-nr|ärendenummer|dokumentnummer|"
    "beteckning|reference number",
    "owner": "dokumentansvarig|dokumentägare|ansvarig|ansvarig för dokumentet|"
    "ansvarig funktion|ansvarig förvaltning|ansvarig enhet|ansvarig avdelning|sidansvarig|"
    "innehållsansvarig|informationsansvarig|förvaltas av|owner",
    "valid_from": "gäller från|gäller från och med|gäller fr.o.m|gäller fr o m|giltig från|"
    "giltig fr.o.m|giltig från och med|gäller fr.o.m. datum|ikraftträdande|träder i kraft|"
    "giltighetsdatum|giltigt från|valid from",
    "valid_to": "gäller till|gäller till och med|gäller t.o.m|gäller t o m|giltig till|"
    "giltig till och med|giltig t.o.m|giltig t o m|giltigt till|giltigt t.o.m|"
    "upphör att gälla|upphör|utgår|valid to",
    "validity": "giltighetstid|giltighet|giltighetsperiod|gäller|gäller under|gällandetid|period",
    "replaces": "ersätter|ersätter dokument|ersätter tidigare|ersatta dokument|upphäver|replaces",
    "audience": "målgrupp|gäller för|dokumentet gäller för|omfattar|audience",
    "layer": "nivå|regelnivå|layer",
}

LABELS = {label: name for name, labels in _SPELLINGS.items() for label in labels.split("|")}
"""Label as `label_key` gives it → what it introduces."""


def label_key(label: str) -> str:
    """A label without what layout does to it: "Gäller_från:" → "gäller från"."""
    return re.sub(r"\s+", " ", label.replace("_", " ")).strip(" :.*").casefold()
