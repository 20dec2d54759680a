"""Words that mean the same: our own list, and a municipality's beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.language.analysis import stem
from bot.language.synonyms import Synonyms, load_synonyms, synonyms


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "synonyms.tsv"
    path.write_text(
        "\ufeff# Exempelkommuns egna ord\n\nheroma; lönesystemet\r\n"
        "kontaktcenter; kundtjänst; ring och fråga\n",
        encoding="utf-8",
    )
    return path


def terms_of(known: Synonyms, query: str) -> set[str]:
    return {term.text for term in known.of(query)}


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("när är nästa APT", "arbetsplatsträff"),
        ("får jag vabba", "vård"),
        ("beslut i KS", "kommunstyrelse"),
        ("vad är ett dnr", "diarienummer"),
        ("extraknäck på helgen", "bisyssla"),
        ("jobba hemma på fredag", "distansarbete"),
    ],
)
def test_abbreviations_and_everyday_words_reach_the_official_ones(query: str, meant: str) -> None:
    found = {term.text: term.weight for term in synonyms(query)}

    assert 0 < found[stem(meant)] < 1


def test_a_query_without_a_listed_word_is_left_alone() -> None:
    assert synonyms("Hur hög är lönen?") == []


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("hur loggar jag in i Heroma?", "lönesystemet"),
        ("kundtjänst öppettider", "kontaktcenter"),
        ("vem kan man ring och fråga", "kundtjänst"),
        ("får jag vabba", "vård"),
    ],
)
def test_a_municipality_adds_its_own_words_to_the_general_ones(
    own: Path, query: str, meant: str
) -> None:
    assert stem(meant) in terms_of(load_synonyms(own), query)
    assert stem(meant) not in terms_of(load_synonyms(own), "parkering")


def test_without_a_list_of_the_municipality_the_general_one_is_used(tmp_path: Path) -> None:
    known = load_synonyms(tmp_path / "synonyms.tsv")

    assert terms_of(known, "får jag vabba") == {term.text for term in synonyms("får jag vabba")}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("kontaktcenter", "alone"),
        ("kontaktcenter; ; kundtjänst", "between two semicolons"),
        ("kontaktcenter; den som man kan ringa till", "more than 4 words"),
        ("; ".join(f"ord{n}" for n in range(30)), "at most 20"),
    ],
)
def test_a_wrong_line_is_named_with_what_to_put_there(own: Path, line: str, why: str) -> None:
    own.write_text(f"# ord\nheroma; lönesystemet\n{line}\n", encoding="utf-8")

    with pytest.raises(ConfigurationError, match=f"line 3: .*{why}.*between semicolons"):
        load_synonyms(own)


def test_a_list_that_is_not_text_is_named(own: Path) -> None:
    own.write_bytes(b"l\xf6n; ers\xe4ttning")

    with pytest.raises(ConfigurationError, match=r"synonyms\.tsv cannot be read as UTF-8"):
        load_synonyms(own)
