"""Text from documents and models shows as it stands; our own Markdown keeps what is safe."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.teams.rendering.markdown import application_markdown, literal, shortened

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TAGS = re.compile(r"<(/?)(\w+)")
PIECES = st.lists(
    st.sampled_from(
        [
            *"![]()<>*_`~#|:\\\"'&- \n",
            "](",
            "![",
            "](https://x.se)",
            "<img src=x>",
            "<at>",
            "[a]: ",
            "javascript:",
            "http://x.se",
            "ord",
            "&lt;",
            "&#60;",
            "\u200b",
            "=\n---\n",
        ]
    ),
    max_size=25,
).map("".join)


def _tags(markdown: str) -> set[str]:
    return {name for _, name in TAGS.findall(RENDERER.render(markdown))}


@given(PIECES)
def test_nothing_but_paragraphs_lists_and_rules_comes_out_of_foreign_text(text: str) -> None:
    assert _tags(literal(text)) <= {"p", "ul", "ol", "li", "hr"}


@given(PIECES)
def test_no_image_or_markup_comes_out_of_our_own_markdown(text: str) -> None:
    rendered = RENDERER.render(application_markdown(text))

    assert "<img" not in rendered
    assert "<at" not in rendered
    assert not re.search(r'href="(?!https://|tel:|mailto:)', rendered)


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 = 15 * 1",
        "en_variabel_med_streck",
        "a < b > c",
        "[1] och (2)",
        "C:\\mapp",
        "# rubrik",
    ],
)
def test_foreign_text_reads_as_it_was_written(text: str) -> None:
    rendered = RENDERER.render(literal(text))

    assert rendered.replace("&lt;", "<").replace("&gt;", ">") == f"<p>{text}</p>\n"


def test_lines_stay_lines() -> None:
    assert literal("Gör så här:\n1. Ring chefen.\r\n\n2. Vila.") == (
        "Gör så här:\n\n1. Ring chefen.\n\n2. Vila."
    )


def test_our_own_markdown_keeps_emphasis_lists_and_safe_links() -> None:
    text = "**Ring** [HR](tel:+46980319000)\n\n- eller [läs](https://intranat.example/hr)"

    assert application_markdown(text) == text


@given(st.text(max_size=300), st.integers(min_value=5, max_value=100))
def test_a_shortened_text_is_one_line_that_fits(text: str, limit: int) -> None:
    short = shortened(text, limit)

    assert len(short) <= limit
    assert "\n" not in short


def test_a_text_is_cut_between_words() -> None:
    assert shortened("Flyg får användas när tågresan tar mer", 20) == "Flyg får användas…"
