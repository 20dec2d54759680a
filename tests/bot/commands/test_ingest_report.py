"""What `kollega ingest` tells of failures and for owners, in words and as JSON."""

from __future__ import annotations

from bot.commands.ingest_report import as_json, readable
from bot.ingestion.documents.notes import Note
from bot.ingestion.reasons import Reason
from bot.ingestion.sources.base import Problem
from bot.ingestion.sync.owners import OwnerNote
from bot.ingestion.sync.report import Counts, SyncReport


def report(*notes: OwnerNote, failures: tuple[Problem, ...] = ()) -> SyncReport:
    return SyncReport(documents=Counts(), chunks=0, failures=failures, notes=notes)


def test_tells_who_is_responsible_for_a_document_that_is_kept_out() -> None:
    problem = Problem("i:lista.docx", Reason("shared_number", "50"), "Socialchefen", "lista.docx")

    text = readable([report(failures=(problem,))], "sv")

    assert "i:lista.docx: Dokumentet innehåller personnummer" in text
    assert text.endswith("(ansvarig: Socialchefen)")


def test_gathers_what_an_owner_should_know_from_all_sources() -> None:
    text = readable(
        [
            report(OwnerNote("a:x.md", Note("expired", "2020-12-31"), "IT-chefen")),
            report(
                OwnerNote("b:y.md", Note("undated"), "IT-chefen"),
                OwnerNote("b:z.md", Note("no_owner")),
            ),
        ],
        "sv",
    )

    assert text.splitlines()[1:] == [
        "Att säga till dem som ansvarar:",
        "  IT-chefen",
        "    a:x.md: Gällde till 2020-12-31 men finns kvar. "
        "Ta bort det, eller ange vad som gäller nu.",
        "    b:y.md: Anger varken beslutsdatum eller när det börjar gälla. Skriv in det.",
        "  Ingen ansvarig angiven",
        "    b:z.md: Anger ingen dokumentansvarig. Skriv in vem som ansvarar.",
    ]


def test_a_long_list_is_cut_in_words_and_whole_as_json() -> None:
    many = report(*(OwnerNote(f"a:{n}.md", Note("undated"), "HR") for n in range(40)))

    assert readable([many], "sv").endswith("… och 10 till. --json visar alla.")
    notes = as_json([many], "sv")["notes"]
    assert isinstance(notes, list)
    assert len(notes) == 40
    assert notes[0]["owner"] == "HR"
