"""Documents that nobody here wrote: regulations as PDF and HTML, a statute, an agency's guide."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot.ingestion.documents.reading import Reading, read

SHARED = Path(os.environ.get("KOLLEGA_SHARED", Path(__file__).parents[4] / "shared"))
DOCUMENTS = SHARED / "data" / "documents"
pytestmark = pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason=f"the real documents are not at {DOCUMENTS} (KOLLEGA_SHARED)"
)


def reading(name: str) -> Reading:
    path = DOCUMENTS / name
    return read(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def afs_2() -> Reading:
    return reading("arbetsmiljoverket_AFS-2023-2.pdf")


@pytest.fixture(scope="module")
def afs_1() -> Reading:
    return reading("arbetsmiljoverket_AFS-2023-1.pdf")


def place_of(found: Reading, text: str) -> str:
    """The place of the one piece that holds the text, however its lines are broken."""
    places = [piece.place for piece in found.pieces if text in piece.text.replace("\n", " ")]
    assert len(places) == 1, places
    return places[0]


def test_a_regulation_knows_its_title_layer_and_decision(afs_2: Reading) -> None:
    assert afs_2.title.startswith("Arbetsmiljöverkets föreskrifter och allmänna råd (AFS 2023:2)")
    assert afs_2.metadata.layer == "lag"
    assert str(afs_2.metadata.decided_on) == "2023-09-15"
    assert str(afs_2.metadata.valid_from) == "2025-01-01"


@pytest.mark.parametrize(
    ("text", "page", "paragraph", "heading"),
    [
        ("ska planera, organisera och genomföra sitt", 9, "1 §", "Varför föreskrifterna finns"),
        ("kunskaper om hur man förebygger och hanterar ohälsosam", 13, "4 §", "Kunskaper"),
        ("ha mål för den organisatoriska och sociala arbetsmiljön", 13, "5 §", "Mål"),
        ("inte ger upphov till ohälsosam arbetsbelastning", 14, "6 §", "Arbetsbelastning"),
    ],
)
def test_a_piece_of_a_regulation_knows_its_page_paragraph_and_heading(
    afs_2: Reading, text: str, page: int, paragraph: str, heading: str
) -> None:
    place = place_of(afs_2, text)

    assert place.startswith(f"s. {page} · {paragraph} · ")
    assert place.endswith(heading)
    assert " kap. " in place


def test_general_advice_is_told_from_the_paragraph_it_belongs_to(afs_1: Reading) -> None:
    place = place_of(afs_1, "Varningssignaler som kan betyda att det finns risker")

    assert place.startswith("s. 13 · 11 § · ")
    assert place.endswith("Undersökning och riskbedömning › Allmänna råd")


def test_definitions_in_a_table_over_two_pages_keep_their_header(afs_2: Reading) -> None:
    rows = [line for piece in afs_2.pieces for line in piece.text.split("\n") if "Begrepp:" in line]

    assert any(row.startswith("Begrepp: Kränkande särbehandling; Betydelse: ") for row in rows)
    assert any(row.startswith("Begrepp: Social arbetsmiljö; Betydelse: ") for row in rows)


def test_nothing_of_the_page_heads_numbers_and_contents_is_left(afs_2: Reading) -> None:
    text = "\n".join(piece.text for piece in afs_2.pieces)

    assert "....." not in text
    assert "\nKapitel 2\n" not in text
    assert "handlingar" in text
    assert "felhand- " not in text


def test_every_paragraph_of_the_regulation_as_html_is_found_whole_in_the_pdf(
    afs_1: Reading,
) -> None:
    html = reading("afs-regulation.html")
    pdf = squeezed(afs_1)
    # The two number their lists differently, and one has a footnote mark in the preamble.
    wanted = [
        re.sub(r"^\w+[.)] ", "", line)
        for piece in html.pieces
        for line in piece.text.split("\n")
        if len(line) > 40 and not line.startswith("Arbetsmiljöverket föreskriver")
    ]

    found = [line for line in wanted if squeeze(line) in pdf]

    assert len(wanted) > 80
    assert found == wanted


def squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def squeezed(found: Reading) -> str:
    return squeeze("".join(piece.text for piece in found.pieces))


def test_the_notes_at_the_foot_of_a_regulation_are_read() -> None:
    html = reading("afs-regulation.html")

    assert place_of(html, "träder i kraft den 1 januari 2025") == "Övergångsbestämmelser"
    assert str(html.metadata.valid_from) == "2025-01-01"


def test_a_page_that_shows_one_of_several_tabs_is_read_once() -> None:
    html = reading("afs-regulation.html")

    assert squeezed(html).count(squeeze("Om någon arbetstagare råkar ut för ohälsa")) == 1
    assert place_of(html, "råkar ut för ohälsa eller olycksfall i arbetet").startswith("12 § · ")


def test_a_statute_knows_its_chapters_and_paragraphs() -> None:
    statute = reading("riksdagen-sfs-raw.html")

    assert statute.title == "Arbetsmiljölag (1977:1160)"
    assert statute.metadata.layer == "lag"
    assert str(statute.metadata.decided_on) == "1977-12-19"
    assert place_of(statute, "Lagens ändamål är att förebygga ohälsa") == (
        "1 § · 1 kap. Lagens ändamål och tillämpningsområde"
    )
    assert place_of(statute, "Den som installerar en teknisk anordning").startswith("11 § · 3 kap.")


def test_an_agencys_guide_in_markdown_is_read_without_its_templates() -> None:
    for path in sorted(DOCUMENTS.joinpath("digg-oppen-kallkod").rglob("*.md")):
        found = read(path.read_bytes(), path.name)

        assert found.title
        assert not any("{{<" in piece.text for piece in found.pieces)
