"""A chunk as the bytes that an index stores."""

from __future__ import annotations

import codecs
import json
from datetime import date
from functools import lru_cache
from typing import cast, get_args

from bot.retrieval.base import Chunk, DocumentMetadata, Layer

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_LAYERS = frozenset(get_args(Layer))
_AS_JSON = "kollega.as_json"


def to_bytes(chunk: Chunk) -> bytes:
    """All of the chunk, in a line, in which a letter of Swedish is a byte."""
    metadata = chunk.metadata
    fields = [
        chunk.id,
        chunk.document_id,
        chunk.position,
        chunk.title,
        chunk.place,
        chunk.url,
        chunk.text,
        metadata.layer,
        metadata.decided_by,
        _written(metadata.decided_on),
        metadata.reference_number,
        metadata.owner,
        _written(metadata.valid_from),
        _written(metadata.valid_to),
        metadata.replaces,
        metadata.audience,
        sorted(chunk.readers),
        _written(metadata.revised_on),
        _written(metadata.review_by),
    ]
    return _encode(fields).encode("latin-1", _AS_JSON)


@lru_cache(maxsize=512)
def from_bytes(record: bytes) -> Chunk:
    """The chunk again; a turn finds the same ones several times."""
    fields = json.loads(record.decode("latin-1"))
    return Chunk(
        id=fields[0],
        document_id=fields[1],
        position=fields[2],
        title=fields[3],
        place=fields[4],
        url=fields[5],
        text=fields[6],
        readers=frozenset(fields[16]),
        metadata=DocumentMetadata(
            layer=cast(Layer, fields[7]) if fields[7] in _LAYERS else None,
            decided_by=fields[8],
            decided_on=_read(fields[9]),
            reference_number=fields[10],
            owner=fields[11],
            valid_from=_read(fields[12]),
            valid_to=_read(fields[13]),
            replaces=fields[14],
            audience=fields[15],
            revised_on=_read(fields[17]),
            review_by=_read(fields[18]),
        ),
    )


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _as_json(error: UnicodeError) -> tuple[str, int]:
    """What Latin-1 lacks, written as JSON writes it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(_AS_JSON, _as_json)
