"""Telling sentences that need the one before them."""

from __future__ import annotations

import pytest

from bot.answering.anaphora import is_reply, points_back


@pytest.mark.parametrize(
    "sentence",
    [
        "Det innebär att du får 31 dagar.",
        "Detta gör du i Självservice.",
        "De monterar isär produkter.",
        "Den gäller i ett år.",
        "Den används bara utomlands.",
        "Då räknas dagarna om.",
        "Dessa ska lämnas till HR.",
        "I så fall ringer du chefen.",
        "Därför ska du ringa först.",
        "Sedan går du till receptionen.",
        "Han svarar på frågor.",
        "Hen svarar på frågor.",
        "It applies to everyone.",
    ],
)
def test_a_pronoun_for_something_said_before_points_back(sentence: str) -> None:
    assert points_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Du har 25 dagar.",
        "Det finns två sorters intyg.",
        "Det är viktigt att du ringer.",
        "Det är chefen som beslutar.",
        "Det krävs ett läkarintyg.",
        "Det går att byta dagar.",
        "De anställda får ledigt.",
        "De flesta omfattas av avtalet.",
        "De drabbade ska informeras.",
        "De ledigheter som nämns är betalda.",
        "Den som är sjuk ringer chefen.",
        "Den 27 betalas lönen ut.",
        "Den andra föräldern har rätt till tio dagar.",
        "Sedan 2025 är beloppet 300 kronor.",
        "Det här ska du skicka med: pass och foto.",
        "Denna-dag-listan är ett exempel.",
    ],
)
def test_a_sentence_that_explains_itself_does_not(sentence: str) -> None:
    assert not points_back(sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("Ja, du får flyga.", True), ("Nej. Ta tåget.", True), ("Jag flyger.", False)],
)
def test_a_reply_begins_with_yes_or_no(sentence: str, expected: bool) -> None:
    assert is_reply(sentence) is expected
