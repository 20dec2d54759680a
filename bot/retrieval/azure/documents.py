"""A chunk as a document of Azure AI Search, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, get_args
from uuid import UUID

from bot.identity.base import EVERYONE, is_personal, personal_group, whole_group
from bot.retrieval.azure.definition import DATES, TEXTS, VECTOR
from bot.retrieval.base import Chunk, DocumentMetadata, Layer

_LAYERS = frozenset(get_args(Layer))
_MIDNIGHT = "T00:00:00Z"
_MOST_NATIVE = 32
"""Values that a permission field takes."""


def key_of(chunk: Chunk) -> str:
    """Of the chunk's document: a key may hold hardly anything but letters and digits."""
    document = hashlib.sha256(chunk.document_id.encode()).hexdigest()[:40]
    return f"{document}-{chunk.position}"


def to_document(
    chunk: Chunk, *, written: str, vector: Sequence[float] | None, is_native: bool
) -> dict[str, Any]:
    """All of the chunk, with a mark of the write that it came with."""
    document: dict[str, Any] = {
        "key": key_of(chunk),
        "chunk": chunk.id,
        "document": chunk.document_id,
        "position": chunk.position,
        "title": chunk.title,
        "place": chunk.place,
        "url": chunk.url,
        "text": chunk.text,
        "readers": sorted(chunk.readers),
        "written": written,
        **{name: getattr(chunk.metadata, name) for name in TEXTS},
        **{name: _written(getattr(chunk.metadata, name)) for name in DATES},
    }
    if vector is not None:
        document[VECTOR] = [float(number) for number in vector]
    if is_native:
        document["native_groups"] = native_groups(chunk.readers)
        document["native_users"] = native_users(chunk.readers)
    return document


def to_chunk(document: Mapping[str, Any], groups: Collection[str]) -> Chunk:
    """The chunk again.

    Raises ValueError if it cannot be read, or if it is not for those that the filter let through.
    """
    try:
        chunk = Chunk(
            id=document["chunk"],
            document_id=document["document"],
            position=document["position"],
            title=document["title"],
            place=document["place"],
            url=document["url"],
            text=document["text"],
            readers=frozenset(document["readers"]),
            metadata=_metadata(document),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"a document lacks what it should have: {error}") from None
    if chunk.readers.isdisjoint(groups):
        raise ValueError("a document is not for those that the filter let through")
    return chunk


def native_groups(readers: Iterable[str]) -> list[str]:
    """As the service's own trimming wants them: ids of Entra groups, or "all". Too many, or none:
    then nobody gets it that way."""
    if EVERYONE in readers:
        return ["all"]
    return _native({whole_group(group) for group in readers if not is_personal(group)})


def native_users(readers: Iterable[str]) -> list[str]:
    """Likewise, the ids of people."""
    prefix = personal_group("")
    return _native({group.removeprefix(prefix) for group in readers if is_personal(group)})


def _native(values: Collection[str]) -> list[str]:
    found = sorted(value for value in values if _is_id(value))
    return found if 0 < len(found) <= _MOST_NATIVE else ["none"]


def _is_id(value: str) -> bool:
    try:
        return bool(UUID(value))
    except ValueError:
        return False


def _metadata(document: Mapping[str, Any]) -> DocumentMetadata:
    fields: dict[str, Any] = {name: document[name] for name in TEXTS}
    fields |= {name: _read(document[name]) for name in DATES}
    if fields["layer"] not in _LAYERS:
        fields["layer"] = None
    return DocumentMetadata(**fields)


def _written(day: date | None) -> str | None:
    return f"{day.isoformat()}{_MIDNIGHT}" if day else None


def _read(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment else None
