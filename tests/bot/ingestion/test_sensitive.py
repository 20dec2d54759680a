"""What makes a document unfit to be shared widely, and what only speaks of such things."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ingestion.documents.reading import read
from tests.first_pages import first_pages

INTRANET = Path(__file__).parents[3] / "bot/demo/intranet"
SHARED = Path(__file__).parents[4] / "shared" / "data" / "documents"
FORMATS = {".docx", ".html", ".md", ".odt", ".pdf", ".pptx", ".txt", ".xlsx"}

NUMBERS = [
    "Anna Lind, 850709-9805, har sökt bistånd.",
    "Personnummer: 198507099805",
    "| Namn | Personnummer |\n|---|---|\n| Anna | 8507099805 |",
    "Sökande är född 850709 9805.",
]
NO_NUMBERS = [
    "Skriv aldrig personnummer i ämnesraden.",
    "Personnummer skrivs ÅÅMMDD-NNNN, till exempel 811218-9876.",
    "Ordernummer 850709-9805 ska anges på fakturan.",
    "Artikel 8507099805 finns på lager.",
    "Organisationsnummer 212000-0142.",
    "Ring 0850-70 99 80 vardagar.",
    "Dnr KS 2024/850709-12.",
]
HEALTH = [
    "Anna Lindqvist är sjukskriven på halvtid.",
    "Erik Berg har diagnosen utmattningssyndrom.",
    "Under våren insjuknade Maria Ek i cancer.",
    "Karin Holm är sedan i mars sjukskriven 50 %.",
]
NO_HEALTH = [
    "Den som är sjukskriven mer än 14 dagar ska ha en rehabplan.",
    "Kontakta Anna Lindqvist på HR om du är sjuk.",
    "HR-specialist Erik Berg hjälper chefer med rehabilitering.",
    "Anna är sjukskriven till den 1 maj. Vad gör chefen?",
    "En medarbetare som lider av allergi ska meddela sin chef.",
    "Läkaren skriver diagnosen i intyget.",
]
SECRECY = [
    "SEKRETESS\n\nUtredning om en elev.",
    "Sekretess enligt OSL 25 kap. 1 §\n\nUtredning.",
    "Sekretess enligt 26 kap. 1 § OSL\n\nUtredning.",
    "SEKRETESSMARKERAD\n\nBeslut.",
    "Konfidentiellt\n\nAnbud från tre leverantörer.",
    "Detta dokument omfattas av sekretess.\n\nUtredning.",
    "Dokumenttyp: Utredning\nDokumentansvarig: Socialchefen\nSekretess: Ja",
    "Informationsklass: Konfidentiell\nDokumentansvarig: IT-chefen",
]
NO_SECRECY = [
    "# Sekretess\n\nSekretess enligt OSL 25 kap. gäller inom hälso- och sjukvård.",
    "# Rutin\n\nText.\n\n## Sekretess enligt OSL 25 kap.\n\nOm uppgifter om patienter.",
    "# Rutin\n\nOm handlingen omfattas av sekretess ska den stämplas SEKRETESS.",
    "# Hanteringsplan\n\n| Handling | Sekretess |\n|---|---|\n| Ansökan | OSL 26 kap. 1 § |",
    "# Inköp\n\nAnbud är konfidentiella tills avtal har tecknats.",
    "Informationsklass: Intern\nDokumentansvarig: IT-chefen",
    "Dokumentansvarig: Registrator\nSekretess: Nej",
]


def marks(text: str) -> tuple[str, ...]:
    return read(text.encode(), "sida.md").marks


@pytest.mark.parametrize("text", NUMBERS)
def test_finds_a_personal_number(text: str) -> None:
    assert marks(text) == ("personal_number",)


@pytest.mark.parametrize("text", HEALTH)
def test_finds_a_statement_about_somebodys_health(text: str) -> None:
    assert marks(text) == ("health",)


@pytest.mark.parametrize("text", SECRECY)
def test_finds_a_mark_of_secrecy_on_the_document(text: str) -> None:
    assert marks(text) == ("secrecy",)


@pytest.mark.parametrize("text", [*NO_NUMBERS, *NO_HEALTH, *NO_SECRECY])
def test_leaves_what_only_speaks_of_such_things(text: str) -> None:
    assert marks(text) == ()


def test_marks_none_of_the_labelled_first_pages() -> None:
    pages = [page for part in ("known", "held_out", "later") for page in first_pages(part)]
    plain = [page for page in pages if page.format in ("md", "txt", "html")]

    assert [page.name for page in plain if read(page.file(), f"p.{page.format}").marks] == []


def test_marks_no_text_page_of_the_sample() -> None:
    pages = [path for path in INTRANET.rglob("*") if path.suffix in (".md", ".html", ".txt")]

    assert [path.name for path in pages if read(path.read_bytes(), path.name).marks] == []
