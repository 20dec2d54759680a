"""The kind of answer a question asks for."""

from __future__ import annotations

import pytest

from bot.language.expectation import asks_yes_or_no, expectation


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hur mycket kostar en kopia?", "amount"),
        ("Hur många semesterdagar har jag?", "count"),
        ("Hur stort är friskvårdsbidraget?", "count"),
        ("Hur länge får jag vara ledig?", "duration"),
        ("När kommer lönen?", "time"),
        ("Var hittar jag lönebeskedet?", "place"),
        ("Vem beslutar om undantag?", "person"),
        ("Vad har servicedesk för telefonnummer?", "number to call"),
        ("Varför görs karensavdrag?", "reason"),
        ("Vad är ett tillbud?", "definition"),
        ("Vem räknas som anhörig?", "definition"),
        ("Vad är exempel på ett tillbud?", "example"),
        ("Vilka ramavtal har vi?", "list"),
        ("Får jag flyga till Göteborg?", "permission"),
        ("Hej, får jag flyga?", "permission"),
        ("Hur bokar jag en resa?", "way"),
        ("How many days do I get?", "count"),
        ("May I fly?", "permission"),
        ("Semester", None),
    ],
)
def test_a_question_tells_the_kind_of_its_answer(question: str, kind: str | None) -> None:
    expected = expectation(question)

    assert (expected.name if expected else None) == kind


@pytest.mark.parametrize(
    ("question", "meets", "misses"),
    [
        ("Hur många dagar får jag?", "Du får tjugofem dagar.", "Dagarna läggs ut av chefen."),
        ("Vad kostar kopian?", "Kopian kostar 50 kronor.", "Du får 50 kopior."),
        ("Hur länge gäller den?", "Den gäller i ett år.", "Den gäller alla."),
        ("När kommer lönen?", "Den 27 varje månad.", "Lönen sätts av chefen."),
        ("Vem beslutar?", "Förvaltningschefen beslutar.", "Beslut tas snabbt."),
        ("Får jag flyga?", "Du får inte flyga.", "Tåget går varje timme."),
        ("Vem ringer jag?", "Ring 0980-319 210.", "Prata med HR."),
    ],
)
def test_a_sentence_meets_it_or_not(question: str, meets: str, misses: str) -> None:
    expected = expectation(question)

    assert expected is not None
    assert expected.is_met_by(meets)
    assert not expected.is_met_by(misses)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Måste mejlet diarieföras?", True),
        ("Jag är sjuk, måste jag ringa?", True),
        ("Vad måste jag göra?", False),
    ],
)
def test_questions_for_yes_or_no_begin_with_the_verb(question: str, expected: bool) -> None:
    assert asks_yes_or_no(question) is expected


def test_a_reference_to_a_paragraph_of_law_is_no_count() -> None:
    expected = expectation("Hur många ska det finnas?")

    assert expected is not None
    assert not expected.is_met_by("Kraven i 3 kap. 2 a § ska vara uppfyllda.")
    assert expected.is_met_by("Enligt 2 § ska det finnas minst 50.")
