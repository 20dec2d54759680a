"""What the report on an evaluation says, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from bot.language.texts import Text

TITLE = Text(sv="Så svarar Kollega", en="How Kollega answers")
ASKED = Text(
    sv="{passed} av {cases} frågor fick ett fullgott svar.",
    en="{passed} of {cases} questions got a fully good answer.",
)
REACHED = Text(sv="Alla mål är nådda.", en="Every target is reached.")
MISSED = Text(sv="Alla mål är inte nådda.", en="Not every target is reached.")
MEASURE = Text(sv="Mått", en="Measure")
TARGET = Text(sv="Mål", en="Target")
TUNING = Text(sv="Inställda på", en="Tuned on")
HELD_OUT = Text(sv="Undanhållna", en="Held out")
ALL = Text(sv="Alla", en="All")
CASES = Text(sv="Frågor", en="Questions")
PASSED = Text(sv="Fullgoda svar", en="Fully good answers")
OUTCOME_ACCURACY = Text(sv="Rätt utfall", en="Right outcome")
CITATION_RECALL = Text(sv="Rätt källa", en="Right source")
FIGURE_ERRORS = Text(sv="Felaktiga siffror", en="Wrong figures")
LEAKS = Text(sv="Läckor", en="Leaks")
BY_SKILL = Text(sv="Per område", en="By subject")
BY_OUTCOME = Text(sv="Per förväntat utfall", en="By expected outcome")
NO_SKILL = Text(sv="inget särskilt", en="none in particular")
FAILURES = Text(sv="Svar som behöver ses över", en="Answers that need a look")
NO_FAILURES = Text(sv="Inga.", en="None.")
QUESTION = Text(sv="Fråga", en="Question")
BEFORE = Text(sv="Efter", en="After")
IN_GROUP = Text(sv="Ställd i en grupp", en="Asked in a group")
YES = Text(sv="Ja", en="Yes")
WRONG = Text(sv="Fel", en="What is wrong")
ANSWER = Text(sv="Svaret", en="The answer")
SOURCES = Text(sv="Källor", en="Sources")
CAME = Text(sv="Kom i stället", en="Came instead")
DIFFERENCE = Text(sv="Skillnad", en="Difference")
FIGURES = Text(sv="Siffror", en="Figures")
TIME_HALF = Text(sv="Hälften av svaren tog högst", en="Half of the answers took at most")
TIME_MOST = Text(sv="Nitton av tjugo tog högst", en="Nineteen in twenty took at most")
CONFUSION = Text(sv="Väntat utfall och utfallet som kom", en="Expected outcome and what came")
EXPECTED_AND_CAME = Text(sv="Väntat ↓ kom →", en="Expected ↓ came →")
BY_DOCUMENT = Text(sv="Per dokument", en="By document")
BY_DOCUMENT_SAYS = Text(
    sv="Överst står dokumenten som borde ha visats men inte blev det: se över deras rubriker, och "
    "att svaret står i klartext under en rubrik som frågar som medarbetarna gör.",
    en="First come the documents that should have been shown and were not: see to their headings, "
    "and that the answer stands in plain words below a heading that asks as staff do.",
)
DOCUMENT = Text(sv="Dokument", en="Document")
WANTED = Text(sv="Borde visas", en="Should be shown")
FOUND = Text(sv="Visades", en="Was shown")
MISLED = Text(sv="Visades i fel svar", en="Was shown in a wrong answer")
EXPECTED = Text(sv="Väntat", en="Expected")
UNJUDGED = Text(
    sv="Behörigheten kunde inte kontrolleras för {count} dokument: ingen access.toml nämner dem.",
    en="Access could not be judged for {count} documents: no access.toml speaks of them.",
)
WRITTEN = Text(sv="Rapport: {path}", en="Report: {path}")
OUTCOMES: Mapping[str, Text] = {
    "answered": Text(sv="svar", en="answered"),
    "clarify": Text(sv="motfråga", en="asked back"),
    "not_found": Text(sv="inget svar hittat", en="not found"),
    "safe_exit": Text(sv="hänvisad till rätt kanal", en="led to the right channel"),
    "refused": Text(sv="vänligt avböjd", en="refused"),
    "draft": Text(sv="utkast", en="draft"),
    "chat": Text(sv="samtal", en="small talk"),
    "private_only": Text(sv="bara enskilt", en="in private only"),
    "unavailable": Text(sv="inte tillgänglig", en="unavailable"),
}
"""How a turn can end, in words for owners of documents."""
