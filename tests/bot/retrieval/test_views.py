"""What is looked at of a word."""

from __future__ import annotations

from bot.retrieval.views import word_view


def test_of_a_word_without_end_no_more_is_looked_at_than_of_the_longest_real_one() -> None:
    assert word_view("a" * 50_000) == word_view("a" * 64)
