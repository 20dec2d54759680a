"""What an index stores of a chunk is small, and comes back as it was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval import records
from bot.retrieval.base import Chunk, DocumentMetadata
from bot.retrieval.stored import pack, unpack
from bot.retrieval.views import view

TEXT = (
    "Den som reser i tjänsten bokar resan hos Resebokningen senast fem arbetsdagar i förväg. "
    "Chefen beslutar om undantag. Tåg är förstahandsvalet, och flyg får bara användas om resan "
    "annars skulle ta mer än fem timmar."
)


def _chunk(text: str) -> Chunk:
    return Chunk(
        id="intranet:resor.md#1",
        document_id="intranet:resor.md",
        position=1,
        title="Resepolicy",
        place="s. 4 · Resor",
        url="https://intranat.kommun.se/resor",
        text=text,
        readers=frozenset({"alla", "hr"}),
        metadata=DocumentMetadata(layer="policy", decided_on=date(2024, 5, 1), owner="HR-chefen"),
    )


def _packed(chunk: Chunk) -> tuple[bytes, bytes]:
    marked = view(title=chunk.title, place=chunk.place, text=chunk.text).marked
    return pack(records.to_bytes(chunk), marked), marked


@given(st.text(st.characters()))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    chunk = _chunk(f"– ”Åäö” 😀 \n\x00\x7f{text}")
    packed, marked = _packed(chunk)

    record, ranked = unpack(packed)

    assert records.from_bytes(record) == chunk
    assert ranked == marked


def test_a_chunk_in_swedish_takes_less_than_half_of_its_room() -> None:
    chunk = _chunk(TEXT)
    packed, marked = _packed(chunk)

    assert len(packed) < (len(records.to_bytes(chunk)) + len(marked)) / 2


@pytest.mark.parametrize("cut", [0, 3, 60])
def test_what_is_cut_off_is_an_error_and_no_half_a_chunk(cut: int) -> None:
    packed, _ = _packed(_chunk(TEXT))

    with pytest.raises(ValueError, match="cannot be unpacked"):
        unpack(packed[:cut])
