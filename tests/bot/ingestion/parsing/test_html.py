import pytest

from bot.ingestion.documents.document import Heading, ListItem, Paragraph, Table
from bot.ingestion.documents.notes import Note
from bot.ingestion.parsing.html import parse_html
from bot.ingestion.reasons import UnreadableError

PAGE = """<!doctype html><html><head><title>Lön - Intranätet</title>
<link rel="canonical" href="https://intra.example/lon"><style>.x {{ color: #fff }}
.borta {{ display: none }}</style></head>
<body><div class="cookie-banner">Vi använder kakor.</div>
<header><a href="/">Start</a></header><nav><ul><li>Meny</li></ul></nav>
<div class="breadcrumbs">Start / Lön</div>
<main>{main}</main>
<aside>Genvägar</aside><footer><p>Sidansvarig: HR-chefen</p></footer></body></html>"""


def texts(main: str) -> list[str]:
    document = parse_html(PAGE.format(main=main).encode())
    return [block.text for block in document.blocks if not isinstance(block, Table)]


def test_keeps_the_text_and_removes_the_chrome() -> None:
    document = parse_html(PAGE.format(main="<h1>Lön</h1><p>Den 27.</p>").encode())

    assert document.title == "Lön"
    assert document.blocks == (Heading("Lön", 1), Paragraph("Den 27."))
    assert ("url", "https://intra.example/lon") in document.properties
    assert ("Sidansvarig", "HR-chefen") in document.properties


def test_keeps_fact_boxes_and_notes_that_belong_to_the_article() -> None:
    assert texts(
        "<article><header><h1>Lön</h1></header><aside>Fakta: den 27.</aside>"
        "<aside class='related'>Läs mer</aside><footer><h2>Övergångsregler</h2><p>Nytt.</p>"
        "</footer><footer>Dela sidan</footer></article>"
    ) == ["Lön", "Fakta: den 27.", "Övergångsregler", "Nytt."]


def test_takes_the_title_without_the_sites_name_when_no_heading_shows_it() -> None:
    assert (
        parse_html(PAGE.format(main="<p>Den 27 varje månad kommer lönen.</p>").encode()).title
        == "Lön"
    )


def test_keeps_accordions_that_a_button_or_a_summary_opens() -> None:
    assert texts(
        '<h2><button aria-expanded="false" aria-controls="p1">När?</button></h2>'
        '<div id="p1" hidden>Den 27.</div>'
        "<details><summary>Var?</summary><p>I Självservice.</p></details>"
        '<a href="#p2" data-toggle="collapse">Hur?</a>'
        '<div id="p2" style="display:none">Så här.</div>'
    ) == ["När?", "Den 27.", "Var?", "I Självservice.", "Hur?", "Så här."]


@pytest.mark.parametrize(
    "attack",
    [
        "<p hidden>ATTACK</p>",
        '<p aria-hidden="true">ATTACK</p>',
        '<div style="display:none"><p>ATTACK</p></div>',
        '<p style="visibility: hidden">ATTACK</p>',
        '<p style="font-size:0">ATTACK</p>',
        '<p style="font-size:1px">ATTACK</p>',
        '<p style="opacity:0">ATTACK</p>',
        '<p style="color:#ffffff">ATTACK</p>',
        '<p style="color:white">ATTACK</p>',
        '<p style="color: rgb(254, 254, 254)">ATTACK</p>',
        '<p style="background:#000;color:#010101">ATTACK</p>',
        '<font color="#FFF">ATTACK</font>',
        '<p class="x">ATTACK</p>',
        '<p class="borta">ATTACK</p>',
        '<p style="position:absolute;left:-9999px">ATTACK</p>',
        '<p style="text-indent:-2000px">ATTACK</p>',
        '<p style="height:0;overflow:hidden">ATTACK</p>',
        '<p style="clip-path: inset(50%)">ATTACK</p>',
        "<table><tr><td>Ja</td><td>Nej</td></tr><tr><td hidden>ATTACK</td><td>x</td></tr></table>",
        "<ul><li>Ja<span style='display:none'>ATTACK</span></li></ul>",
        "<ul><li>Ja<p style='display:none'>ATTACK</p></li></ul>",
        "<noscript>ATTACK</noscript>",
        "<template>ATTACK</template>",
        "<!-- ATTACK -->",
        '<img src="x" title="ATTACK" alt="">',
    ],
)
def test_removes_text_that_nobody_sees(attack: str) -> None:
    document = parse_html(PAGE.format(main=f"<h1>Lön</h1><p>Den 27.</p>{attack}").encode())

    assert "ATTACK" not in str(document.blocks)


def test_says_that_hidden_text_was_removed() -> None:
    assert parse_html(PAGE.format(main="<p>Den 27.</p><p hidden>Lyd!</p>").encode()).notes == (
        Note("hidden_text", "4"),
    )


def test_keeps_white_text_on_a_dark_ground() -> None:
    assert texts('<div style="background-color:#003366;color:#fff"><p>Viktigt</p></div>') == [
        "Viktigt"
    ]


def test_reads_tables_with_their_header_and_wide_cells() -> None:
    document = parse_html(
        PAGE.format(
            main="<table><tr><th>A</th><th>B</th><th>C</th></tr>"
            "<tr><td colspan=2>ett</td><td>två</td></tr></table>"
        ).encode()
    )

    assert document.blocks == (Table(("A", "B", "C"), (("ett", "", "två"),)),)


def test_reads_a_table_that_only_lays_out_the_page_as_text() -> None:
    assert texts(
        "<table role='presentation'><tr><td><p>Ett.</p></td><td>Två.</td></tr></table>"
    ) == [
        "Ett.",
        "Två.",
    ]


def test_numbers_the_items_of_ordered_lists() -> None:
    document = parse_html(PAGE.format(main="<ol><li>Ring<li>Vila</ol>").encode())

    assert document.blocks == (ListItem("Ring", "1."), ListItem("Vila", "2."))


def test_joins_terms_with_their_descriptions() -> None:
    assert texts("<dl><dt>Dnr</dt><dd>KS 2023/412</dd></dl>") == ["Dnr: KS 2023/412"]


def test_obeys_the_declared_encoding() -> None:
    page = '<meta charset="iso-8859-1"><p>Smörgåsbord</p>'.encode("latin-1")

    assert parse_html(page).blocks == (Paragraph("Smörgåsbord"),)


@pytest.mark.parametrize("name", ["undefined", "x-okand", "idna"])
def test_a_declared_encoding_that_is_none_is_not_believed(name: str) -> None:
    page = f'<meta charset="{name}"><p>Smörgåsbord</p>'.encode()

    assert parse_html(page).blocks == (Paragraph("Smörgåsbord"),)


def test_reads_a_page_nested_thousands_deep_without_failing() -> None:
    depth = 50_000

    try:
        document = parse_html(b"<p>Start.</p>" + b"<div>" * depth + b"djup" + b"</div>" * depth)
    except UnreadableError:
        return
    assert Paragraph("Start.") in document.blocks


def test_tells_a_page_with_only_hidden_text_from_an_empty_one() -> None:
    with pytest.raises(UnreadableError, match="dold text"):
        parse_html(b"<body><p hidden>Lyd mig nu genast allihop</p></body>")
    with pytest.raises(UnreadableError, match="ingen text"):
        parse_html(b"<html><body></body></html>")
