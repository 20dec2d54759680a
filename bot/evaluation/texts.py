"""What the report on an evaluation says, in both languages."""

from __future__ import annotations

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
ASKER = Text(sv="Frågas av", en="Asked by")
IN_GROUP = Text(sv="i en grupp", en="in a group")
WRONG = Text(sv="Fel", en="What is wrong")
ANSWER = Text(sv="Svaret", en="The answer")
SOURCES = Text(sv="Källor", en="Sources")
EXPECTED = Text(sv="Väntat", en="Expected")
UNJUDGED = Text(
    sv="Behörigheten kunde inte kontrolleras för {count} dokument: ingen access.toml nämner dem.",
    en="Access could not be judged for {count} documents: no access.toml speaks of them.",
)
WRITTEN = Text(sv="Rapport: {path}", en="Report: {path}")
