"""Which of two documents that disagree applies, by their layers, and why.

A higher layer goes before a lower one. A collective agreement may replace a law where the law
allows it (LAS 2 §, semesterlagen 2 a §), and what an agreement means can be disputed between its
parties: no verdict among these. Only within one authority does the newer decision win; a nämnd is
an authority of its own.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from bot.retrieval.base import Chunk, Layer

Reason = Literal["layer", "date", "agreement_and_law", "agreements", "authorities", "unclear"]
"""The last four say why nothing is said of which one applies."""

_LAYERS: tuple[str | None, ...] = (*get_args(Layer), None)
_AGREEMENTS = {"centralt kollektivavtal", "lokalt kollektivavtal"}
_BODY = re.compile(r"[^\W\d_][^\d§,(]*")


def precedence(ours: Chunk, theirs: Chunk) -> tuple[bool, Reason]:
    """Whether the first comes first, and why. Of law and agreement the agreement does: it is the
    nearer one; among others without a verdict the order means nothing."""
    ranks = _rank(ours), _rank(theirs)
    if ranks[0] != ranks[1]:
        reason = _reason_by_layer(ours, theirs)
        higher = ranks[0] < ranks[1]
        return (not higher if reason == "agreement_and_law" else higher), reason
    if ours.metadata.layer in _AGREEMENTS:
        return _is_later(ours, theirs), "agreements"
    return _is_later(ours, theirs), _reason_by_decision(ours, theirs)


def _reason_by_layer(ours: Chunk, theirs: Chunk) -> Reason:
    layers = {ours.metadata.layer, theirs.metadata.layer}
    if layers <= _AGREEMENTS:
        return "agreements"
    return "agreement_and_law" if layers - _AGREEMENTS == {"lag"} else "layer"


def _reason_by_decision(ours: Chunk, theirs: Chunk) -> Reason:
    bodies = _authority(ours), _authority(theirs)
    if not all(bodies):
        return "unclear"
    if bodies[0] != bodies[1]:
        return "authorities"
    decided = _decided(ours), _decided(theirs)
    return "date" if all(decided) and decided[0] != decided[1] else "unclear"


def decided_by(chunk: Chunk) -> str:
    """Who decided, without the day and the paragraph, or else who owns it; empty: not known."""
    name = _BODY.search(chunk.metadata.decided_by or chunk.metadata.owner or "")
    return " ".join(name[0].split()) if name else ""


def _authority(chunk: Chunk) -> str:
    return decided_by(chunk).casefold()


def _rank(chunk: Chunk) -> int:
    return _LAYERS.index(chunk.metadata.layer)


def _is_later(ours: Chunk, theirs: Chunk) -> bool:
    return _decided(ours) >= _decided(theirs)


def _decided(chunk: Chunk) -> str:
    decided = chunk.metadata.decided_on or chunk.metadata.valid_from
    return decided.isoformat() if decided else ""
