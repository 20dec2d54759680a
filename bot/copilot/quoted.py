"""Where cited words stand in their chunk, as a button carries it: places, never words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answering.base import Citation
from bot.retrieval.base import Passage

_JOINED = " … "
"""Between what different sentences quote, as `Reply.citations` joins it."""
_SPAN = re.compile(r"\b(?P<start>\d{1,7})-(?P<end>\d{1,7})\b", re.ASCII)
_BULLET = re.compile(r"\s*(?:[-•*–]|\d{1,3}[.)])?\s*")


def quoted_places(citation: Citation) -> str:
    """Where the quoted words stand in their chunk, from and to: "12-80 95-120".

    Not the words: a button is read like what a person writes.
    """
    text = citation.passage.chunk.text
    parts = [part for part in citation.quote.split(_JOINED) if part and part in text]
    starts = [(text.index(part), len(part)) for part in parts]
    return " ".join(f"{start}-{start + length}" for start, length in starts)


def spans(written: str, text: str) -> list[tuple[int, int]]:
    """Where the quoted words stand, as the button says; what is not in the text is left out."""
    found = [(int(one["start"]), int(one["end"])) for one in _SPAN.finditer(written)]
    return sorted((start, end) for start, end in found if start < end <= len(text))


def cited_places(citations: Iterable[Citation]) -> str:
    """The same of several chunks, a line for each: "12-80 95-120|intranet:resor.md#2"."""
    return "\n".join(
        f"{places}|{citation.passage.chunk.id}"
        for citation in citations
        if (places := quoted_places(citation))
    )


def read_places(written: str) -> list[tuple[str, str]]:
    """Each chunk's id with its places, from what `cited_places` wrote; other lines are left out."""
    parts = [line.partition("|") for line in written.split("\n")]
    return [(chunk_id, places) for places, _, chunk_id in parts if places and chunk_id]


def narrowed(passage: Passage, places: Sequence[tuple[int, int]]) -> Passage:
    """The passage with nothing but the cited words, each with the bullet that it has."""
    text = passage.chunk.text
    parts = [f"{_bullet(text, start)}{text[start:end]}" for start, end in places]
    return replace(passage, chunk=replace(passage.chunk, text="\n".join(parts)))


def _bullet(text: str, start: int) -> str:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return before if _BULLET.fullmatch(before) else ""
