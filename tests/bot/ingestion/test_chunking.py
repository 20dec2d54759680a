import pytest

from bot.ingestion.documents.chunking import Sizes, cut
from bot.ingestion.documents.document import Block, Document, Heading, ListItem, Paragraph, Table
from tests.cpu import least_cpu_s

SENTENCE = "Chefen beslutar om undantag från riktlinjen efter samråd. "


def document(*blocks: Block, title: str = "Riktlinje") -> Document:
    return Document(title=title, blocks=blocks)


def test_a_piece_carries_its_page_and_the_headings_above_it() -> None:
    (piece,) = cut(
        document(
            Heading("Riktlinje", 1, 1),
            Heading("Resor", 2, 3),
            Heading("Flyg", 3, 4, "page=4"),
            Paragraph("Bara med godkännande.", 4),
        )
    )

    assert piece.place == "s. 4 · Resor › Flyg"
    assert piece.text == "Bara med godkännande."
    assert piece.anchor == "page=4"


def test_a_piece_never_runs_over_a_heading() -> None:
    pieces = cut(
        document(Heading("A", 1), Paragraph("Ett."), Heading("B", 1), Paragraph("Två."), title="X")
    )

    assert [(piece.place, piece.text) for piece in pieces] == [("A", "Ett."), ("B", "Två.")]


def test_long_text_is_cut_between_sentences() -> None:
    pieces = cut(document(Paragraph(SENTENCE * 60)))

    assert len(pieces) > 2
    assert all(
        len(piece.text) <= Sizes().limit + 250 and piece.text.endswith(".") for piece in pieces
    )
    assert " ".join(piece.text for piece in pieces).split() == (SENTENCE * 60).split()


def test_text_without_a_single_space_is_cut_too() -> None:
    pieces = cut(document(Paragraph("x" * 10_000)))

    assert all(len(piece.text) <= Sizes().limit + 250 for piece in pieces)
    assert sum(piece.text.count("x") for piece in pieces) == 10_000


def test_rows_of_a_table_name_their_columns() -> None:
    (piece,) = cut(
        document(
            Paragraph("Hotell kostar högst:"),
            Table(("Ort", "Pris"), (("Malmö", "2 200"), ("Övriga", ""))),
        )
    )

    assert piece.text == "Hotell kostar högst:\nOrt: Malmö; Pris: 2 200\nOrt: Övriga"


def test_a_very_long_table_is_cut_between_rows_that_keep_their_header() -> None:
    rows = tuple((f"Ort {number}", "2 200 kronor per natt") for number in range(200))

    pieces = cut(document(Table(("Ort", "Pris"), rows)))

    assert len(pieces) > 1
    assert all(len(piece.text) <= Sizes().table + 1 for piece in pieces)
    lines = [line for piece in pieces for line in piece.text.split("\n")]
    assert len(lines) == 200
    assert all(line.startswith("Ort: ") and "Pris: " in line for line in lines)


def test_a_table_of_labels_reads_as_lines_of_label_and_value() -> None:
    (piece,) = cut(document(Table((), (("Dnr:", "KS 1"), ("a", "b", "c")))))

    assert piece.text == "Dnr: KS 1\na; b; c"


def test_each_paragraph_of_law_is_a_piece_of_its_own() -> None:
    pieces = cut(
        document(
            Heading("Mål", 2, 13),
            Paragraph("5 § Arbetsgivaren ska ha mål.", 13),
            Paragraph("Målen ska vara skriftliga.", 13),
            Heading("Allmänna råd", 3, 13),
            Paragraph("Arbetsgivaren bör ha en strategi.", 13),
            Paragraph("5 a § Målen följs upp.", 14),
            title="AFS 2023:2",
        )
    )

    assert [piece.place for piece in pieces] == [
        "s. 13 · 5 § · Mål",
        "s. 13 · 5 § · Mål › Allmänna råd",
        "s. 14 · 5 a § · Mål",
    ]
    assert pieces[0].text == "5 § Arbetsgivaren ska ha mål.\nMålen ska vara skriftliga."


def test_a_paragraph_sign_on_a_line_of_its_own_stays_with_its_text() -> None:
    (piece,) = cut(document(Paragraph("12 §"), Paragraph("Om någon råkar ut för ohälsa.")))

    assert piece.place == "12 §"
    assert piece.text == "12 § Om någon råkar ut för ohälsa."


def test_subsections_of_a_collective_agreement_are_told_apart() -> None:
    pieces = cut(
        document(
            Heading("§ 27 Semester", 1),
            Paragraph("Mom. 1 Arbetstagaren har rätt till semester."),
            Paragraph("Mom. 2 Antalet dagar är 25."),
            title="AB",
        )
    )

    assert [piece.place for piece in pieces] == [
        "27 § mom. 1 · § 27 Semester",
        "27 § mom. 2 · § 27 Semester",
    ]


def test_a_sentence_that_refers_to_paragraphs_does_not_begin_one() -> None:
    (piece,) = cut(
        document(Paragraph("Enligt 5 § gäller detta."), Paragraph("12 §§ nämns ibland."))
    )

    assert piece.place == ""


def test_a_list_stays_with_the_line_that_leads_into_it() -> None:
    pieces = cut(
        document(
            Paragraph(SENTENCE * 15),
            Paragraph("Ta med:"),
            *(ListItem(f"sak nummer {number} {SENTENCE * 7}") for number in range(2)),
        )
    )

    assert [piece.text.count("Ta med:") for piece in pieces] == [0, 1]
    assert pieces[1].text.startswith("Ta med:\n- sak nummer 0")


def test_a_slide_is_called_a_slide() -> None:
    slides = Document(title="Kurs", blocks=(Paragraph("Hej.", 3),), page_word="bild")

    assert cut(slides)[0].place == "bild 3"


def test_the_short_rest_of_a_section_joins_the_piece_before_it() -> None:
    (piece,) = cut(document(Paragraph(SENTENCE * 19), Paragraph("Det var allt.")))

    assert piece.text.endswith("Det var allt.")


def test_a_heading_that_nearly_everything_stands_below_is_left_out_of_the_place() -> None:
    sections = [
        block
        for number in range(9)
        for block in (Heading(f"Avsnitt {number}", 2), Paragraph(f"Text {number}."))
    ]

    pieces = cut(document(Heading("Författningssamling", 1), *sections))

    assert pieces[0].place == "Avsnitt 0"


def test_a_long_piece_does_not_run_on_over_the_page() -> None:
    pieces = cut(document(Paragraph(SENTENCE * 8, 1), Paragraph("Nästa sida.", 2)))

    assert [piece.place for piece in pieces] == ["s. 1", "s. 2"]


@pytest.mark.parametrize("sentence", [SENTENCE, "ord "])
def test_a_long_text_without_a_line_break_is_cut_in_proportion_to_its_length(sentence: str) -> None:
    short, long = (
        _cost_of_cutting(sentence * (length // len(sentence))) for length in (60_000, 600_000)
    )

    assert long < 30 * short, "ten times the text took more than thirty times as long"


def _cost_of_cutting(text: str) -> float:
    return least_cpu_s(lambda: cut(document(Paragraph(text))), runs=3)
