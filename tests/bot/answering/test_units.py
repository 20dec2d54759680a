"""Cutting passages into what can be quoted."""

from __future__ import annotations

import pytest

from bot.answering.units import LIST_WORDS, cut


def _quotable(text: str, *, heading: str = "") -> list[str]:
    return [unit.text for unit in cut(text, heading=heading) if unit.quotable]


def test_sentences_stand_on_their_own() -> None:
    assert _quotable("Du har 25 dagar. Från 40 år har du 31.") == [
        "Du har 25 dagar.",
        "Från 40 år har du 31.",
    ]


def test_headings_are_context_and_never_quoted() -> None:
    first, second = cut("Får jag flyga?\nNej, du reser med tåg.")

    assert not first.quotable
    assert second.heading == "Får jag flyga?"


def test_text_without_a_heading_of_its_own_stands_below_that_of_its_place() -> None:
    (unit,) = cut("Nej, du reser med tåg.", heading="Får jag flyga?")

    assert unit.heading == "Får jag flyga?"


@pytest.mark.parametrize("marker", ["-", "•", "●", "1)", "a)"])
def test_a_short_list_is_kept_with_what_leads_into_it(marker: str) -> None:
    (unit,) = cut(f"Du behöver:\n{marker} pass\n{marker} foto,\n{marker} blankett.")

    assert unit.text == "Du behöver: pass; foto; blankett."
    assert unit.quotes == ("Du behöver:", "pass", "foto,", "blankett.")


def test_a_long_list_gives_its_lead_in_with_one_item_at_a_time() -> None:
    items = [f"{'ett ord ' * 6}nummer {number}" for number in range(8)]
    units = cut("Du behöver:\n" + "\n".join(f"- {item}" for item in items))

    assert [unit.text for unit in units] == [f"Du behöver: {item}." for item in items]
    assert all(len(unit.text.split()) <= LIST_WORDS for unit in units)


def test_only_the_last_sentence_before_a_list_leads_into_it() -> None:
    assert _quotable("Ansök i tid. Skicka med:\n- pass\n- foto") == [
        "Ansök i tid.",
        "Skicka med: pass; foto.",
    ]


def test_items_that_are_sentences_are_quoted_alone() -> None:
    text = "Tänk på det här:\n- Ring din chef samma dag.\n- Lämna intyg från dag åtta."

    assert _quotable(text) == ["Ring din chef samma dag.", "Lämna intyg från dag åtta."]


def test_a_lead_in_without_its_list_is_not_quoted() -> None:
    assert _quotable("Du ska skicka med:") == []


def test_a_list_right_below_its_heading_needs_it() -> None:
    (unit,) = cut("- Gymkort\n- Massage", heading="Vad får jag köpa?")

    assert (unit.text, unit.needs_heading) == ("Gymkort; Massage.", True)


def test_table_rows_stand_as_they_are_and_equally_far_below_their_heading() -> None:
    units = cut("Ålder: 40; Dagar: 31\nÅlder: 50; Dagar: 32", heading="Hur många dagar?")

    assert [unit.text for unit in units] == ["Ålder: 40; Dagar: 31", "Ålder: 50; Dagar: 32"]
    assert [(unit.is_row, unit.depth) for unit in units] == [(True, 0), (True, 0)]


def test_a_bare_no_belongs_to_the_sentence_that_explains_it() -> None:
    assert _quotable("Nej. Du får inte flyga. Ta tåget.") == [
        "Nej. Du får inte flyga.",
        "Ta tåget.",
    ]


@pytest.mark.parametrize("line", ["Registrator   0980-319 240", "Telefontid: vardagar 9–11"])
def test_a_short_line_with_a_fact_is_no_heading(line: str) -> None:
    assert _quotable(line + "\nRing oss gärna.") == [line, "Ring oss gärna."]


@pytest.mark.parametrize("text", ["", "\n \n", "?", "-", "1."])
def test_odd_text_is_cut_without_complaint(text: str) -> None:
    assert _quotable(text) == []


def test_every_quote_stands_in_the_passage() -> None:
    text = (
        "Rubrik\n1. Ring HR. Det går fort.\nDu får:\n* a\n* b\nÅr: 1; Belopp: 2 kr\nJa. Det är så."
    )

    assert all(quote in text for unit in cut(text) for quote in unit.quotes)


def test_what_is_done_in_a_list_of_tasks_is_a_sentence_without_its_box() -> None:
    done, todo = cut(
        "- [x] Beslutet har fattats av chefen.\n- [ ] SKA: Beslutet är diariefört hos oss."
    )

    assert done.text == "Beslutet har fattats av chefen."
    assert todo.text == "SKA: Beslutet är diariefört hos oss."
    assert done.quotable
    assert todo.quotable
