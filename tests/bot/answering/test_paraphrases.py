"""What leaves out a condition, joins two halves or swaps two figures is hardly ever kept."""

from __future__ import annotations

import pytest

from tests.paraphrases import TRUE, Part, kept, paraphrases


@pytest.mark.parametrize(("part", "false_kept"), [("tuned", 0.05), ("held_out", 0.22)])
def test_keeps_most_of_what_is_true_and_little_of_what_is_nearly(
    part: Part, false_kept: float
) -> None:
    shown = dict(kept(part))
    true, count = shown.pop(TRUE)
    assert true / count > 0.75
    wrong, of = (sum(numbers) for numbers in zip(*shown.values(), strict=True))
    assert wrong / of < false_kept, shown


@pytest.mark.parametrize(
    ("part", "true_kept", "false_kept"),
    [("english_tuned", 0.75, 0.25), ("english_held_out", 0.5, 0.2)],
)
def test_of_english_sentences_hardly_one_is_kept_with_something_added(
    part: Part, true_kept: float, false_kept: float
) -> None:
    shown = dict(kept(part))
    true, count = shown.pop(TRUE)
    assert true / count >= true_kept
    assert shown["name"][0] == 0
    wrong, of = (sum(numbers) for numbers in zip(*shown.values(), strict=True))
    assert wrong / of < false_kept, shown


def test_the_halves_have_no_passage_in_common() -> None:
    tuned, held_out = (
        {one.passage.chunk.text for one in paraphrases(part)} for part in ("tuned", "held_out")
    )
    assert tuned.isdisjoint(held_out)
    assert len(list(paraphrases("tuned"))) + len(list(paraphrases("held_out"))) >= 150
