"""A model's words as plain text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.plain_text import plain

UNSEEN = "\u200b"
"""Makes a text one that has to be parsed, and is itself removed."""


@given(st.from_regex(r"\w[\w ,.;:?!%§()/–#*-]{0,40}", fullmatch=True))
def test_what_need_not_be_parsed_is_read_as_if_it_had_been(text: str) -> None:
    assert plain(text) == plain(f"{text}{UNSEEN}")
