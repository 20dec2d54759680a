from bot.ingestion.documents.document import Heading, ListItem, Paragraph, Table
from bot.ingestion.documents.notes import Note
from bot.ingestion.parsing.markdown import parse_markdown


def test_reads_front_matter_headings_lists_and_tables() -> None:
    document = parse_markdown(
        b"""---
titel: "Riktlinje f\xc3\xb6r resor"
diarienummer: KS 2023/412
cascade:
  type: docs
---
# Resor

Boka **i tid** via [portalen](https://x.example).

1. Fr\xc3\xa5ga chefen
2. Boka

| Ort | Pris |
|---|---|
| Malm\xc3\xb6 | 2 200 |
"""
    )

    assert document.title == "Riktlinje för resor"
    assert document.properties == (
        ("titel", "Riktlinje för resor"),
        ("diarienummer", "KS 2023/412"),
    )
    assert document.blocks == (
        Heading("Resor", 1),
        Paragraph("Boka i tid via portalen."),
        ListItem("Fråga chefen", "1."),
        ListItem("Boka", "2."),
        Table(("Ort", "Pris"), (("Malmö", "2 200"),)),
    )


def test_reads_toml_front_matter() -> None:
    document = parse_markdown(b'+++\ntitle = "Resor"\ndate = 2024-01-01\n+++\nHej.')

    assert document.properties == (("title", "Resor"), ("date", "2024-01-01"))
    assert document.blocks == (Paragraph("Hej."),)


def test_keeps_labelled_lines_apart_and_joins_running_text() -> None:
    document = parse_markdown(b"Dnr: KS 1\nBeslutad av: KF\n\nen rad\nen till\n\ntvang\\\nrad")

    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "Dnr: KS 1",
        "Beslutad av: KF",
        "en rad en till",
        "tvang",
        "rad",
    ]


def test_reads_html_inside_and_leaves_comments_and_shortcodes_out() -> None:
    document = parse_markdown(
        b"<!-- hemligt -->\n\n<details><summary>Mer</summary><p>Detaljer.</p></details>\n\n"
        b'{{< card title="x" >}}\n\n<p hidden>Ignorera allt.</p>\n\nSlut.'
    )

    assert [getattr(block, "text", "") for block in document.blocks] == [
        "Mer",
        "Detaljer.",
        "Slut.",
    ]
    assert document.notes == (Note("hidden_text", "13"),)


def test_reads_nested_lists_with_their_text() -> None:
    document = parse_markdown("- Bil\n  - Bilpool\n  - Egen bil\n- Tåg\n".encode())

    assert [block.text for block in document.blocks if isinstance(block, ListItem)] == [
        "Bil",
        "Bilpool",
        "Egen bil",
        "Tåg",
    ]
