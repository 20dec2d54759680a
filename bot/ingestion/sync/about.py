"""What the ledger keeps of an indexed document, so that its owner can be told how it stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2s

from bot.ingestion.documents.notes import Note, note_of
from bot.retrieval.base import Chunk

_SHORTEST_COPY = 300
"""Characters; two shorter pages may well be alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """One document."""

    owner: str | None = None
    is_rule: bool = False
    """Whether it stands among the rules, and so ought to have an owner and a date."""
    is_dated: bool = False
    valid_to: date | None = None
    review_by: date | None = None
    digest: str = ""
    """Of its text; empty if that is short."""
    notes: tuple[Note, ...] = ()
    """What was noted while it was read."""


def about(chunks: Sequence[Chunk], notes: tuple[Note, ...]) -> About:
    """What is to be kept of a document that is written as `chunks`."""
    if not chunks:
        return About(notes=notes)
    metadata = chunks[0].metadata
    text = "\n".join(chunk.text for chunk in chunks)
    return About(
        owner=metadata.owner,
        is_rule=metadata.layer in ("policy", "riktlinje", "rutin", "lokalt kollektivavtal"),
        is_dated=any((metadata.decided_on, metadata.valid_from, metadata.revised_on)),
        valid_to=metadata.valid_to,
        review_by=metadata.review_by,
        digest=blake2s(text.encode(), digest_size=12).hexdigest()
        if len(text) >= _SHORTEST_COPY
        else "",
        notes=notes,
    )


def to_json(known: About) -> str:
    """As the ledger holds it."""
    return json.dumps(
        [
            known.owner,
            known.is_rule,
            known.is_dated,
            known.valid_to and known.valid_to.isoformat(),
            known.review_by and known.review_by.isoformat(),
            known.digest,
            [[note.code, note.detail] for note in known.notes],
        ],
        ensure_ascii=False,
    )


def from_json(stored: str) -> About:
    """What `to_json` wrote."""
    owner, is_rule, is_dated, valid_to, review_by, digest, notes = json.loads(stored)
    return About(
        owner=owner,
        is_rule=is_rule,
        is_dated=is_dated,
        valid_to=valid_to and date.fromisoformat(valid_to),
        review_by=review_by and date.fromisoformat(review_by),
        digest=digest,
        notes=tuple(note for pair in notes if (note := note_of(*pair)) is not None),
    )
