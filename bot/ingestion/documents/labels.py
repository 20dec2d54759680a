"""The labels under which Swedish steering documents state facts about themselves."""

from __future__ import annotations

import re

_SPELLINGS = {
    "type": "dokumenttyp|typ av dokument|typ|typ av styrdokument|styrdokument|"
    "dokumentkategori|kategori|dokumentslag|document type|type of document",
    "decided_by": "beslutsinstans|beslutad av|beslutat av|beslutande|fastställd av|"
    "fastställt av|antagen av|antaget av|antagna av|godkänd av|godkänt av|beslutsfattare|"
    "beslutande organ|beslutande instans|beslutsnivå|fastställare|fastställs av|instans|"
    "beslutsinstans och datum|beslutsinstans och beslutsdatum|"
    "decided by|approved by|adopted by|decision body",
    "decided_on": "beslutsdatum|beslutad|beslutat|beslutad den|fastställd|fastställt|antagen|"
    "antaget|antagna|godkänd|godkänd den|godkänt|fastställd den|fastställt den|antagen den|"
    "datum för beslut|datum för fastställande|datum för antagande|fastställelsedatum|"
    "fastställandedatum|antagningsdatum|beslutsdag|utfärdad|utfärdad den|decided on|"
    "approval date|date of decision|decision date|date of approval|adopted|approved",
    "reference_number": "diarienummer|dnr|diarienr|diarie-nr|ärendenummer|ärendenr|"
    "dokumentnummer|beteckning|reference number|case number",
    "owner": "dokumentansvarig|dokumentägare|ansvarig|ansvarig för dokumentet|"
    "ansvarig funktion|ansvarig förvaltning|ansvarig enhet|ansvarig avdelning|sidansvarig|"
    "innehållsansvarig|informationsansvarig|förvaltas av|ansvarig för revidering|"
    "ansvarig tjänsteperson|ansvarig tjänsteman|owner|document owner|responsible",
    "valid_from": "gäller från|gäller från och med|gäller fr.o.m|gäller fr o m|giltig från|"
    "giltig fr.o.m|giltig från och med|gäller fr.o.m. datum|giltig fr.o.m. datum|"
    "giltig fr o m|giltigt fr.o.m|ikraftträdande|träder i kraft|"
    "giltighetsdatum|giltigt från|valid from|effective from|effective date",
    "valid_to": "gäller till|gäller till och med|gäller t.o.m|gäller t o m|giltig till|"
    "giltig till och med|giltig t.o.m|giltig t o m|giltigt till|giltigt t.o.m|"
    "gäller längst till|gäller längst t.o.m|"
    "upphör att gälla|upphör|utgår|valid to|valid until|expires",
    "validity": "giltighetstid|giltighet|giltighetsperiod|gäller|gäller under|gällandetid|period|"
    "giltig|giltigt|planperiod|avtalsperiod|validity",
    "revised_on": "reviderad|reviderat|reviderade|reviderad den|senast reviderad|"
    "senast reviderat|senast reviderad den|datum för revidering|senaste revidering|"
    "last revised|revised",
    "review_by": "revideras senast|revideras|ska revideras|ska revideras senast|"
    "skall revideras senast|nästa revidering|nästa revidering senast|nästa översyn|"
    "översyn senast|ses över senast|ska ses över senast|revidering senast|"
    "aktualitetsprövas|aktualitetsprövas senast|aktualiseras senast|nästa aktualitetsprövning|"
    "review by|next review|review date|to be reviewed by",
    "replaces": "ersätter|ersätter dokument|ersätter tidigare|ersatta dokument|upphäver|replaces",
    "audience": "målgrupp|gäller för|dokumentet gäller för|omfattar|avser|audience|applies to",
    "layer": "nivå|regelnivå|layer",
}

LONGEST_LABEL = 45

LABELS = {label: name for name, labels in _SPELLINGS.items() for label in labels.split("|")}
"""Label as `label_key` gives it → what it introduces."""


def label_key(label: str) -> str:
    """A label without what layout does to it: "Gäller_från (datum):" → "gäller från"."""
    plain = re.sub(r"\(.*?\)", " ", label.replace("_", " "))
    return re.sub(r"\s+", " ", plain).strip(" :.*").casefold()


def is_labelled(line: str) -> bool:
    """Whether a line is "label: value" about the document, which no other line belongs to."""
    label, colon, value = line[:LONGEST_LABEL].partition(":")
    return bool(colon and value.strip()) and label_key(label) in LABELS
