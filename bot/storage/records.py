"""Conversations as plain JSON: whoever can write the store can at most make a record unreadable."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from bot.errors import StorageUnavailable
from bot.storage.base import Conversation, Exchange, StoredAction, StoredDraft
from bot.storage.replies import CitedPiece


def encode(conversation: Conversation) -> str:
    """The conversation as JSON, without its etag."""
    record = {
        "exchanges": [
            {
                "question": one.question,
                "answer": one.answer,
                "skill": one.skill,
                "activity_id": one.activity_id,
                "asked_back": one.asked_back,
            }
            for one in conversation.exchanges
        ],
        "facts": dict(conversation.facts),
        "actions": [
            {"id": one.id, "label": one.label, "values": dict(one.values), "skill": one.skill}
            for one in conversation.actions
        ],
        "drafts": [
            {"id": one.id, "skill": one.skill, "state": one.state, "paper": one.paper}
            for one in conversation.drafts
        ],
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def decode(record: str, *, etag: str) -> Conversation:
    """The conversation, every type checked. Raises `StorageUnavailable` if it is not one."""
    try:
        fields = _table(json.loads(record))
        return Conversation(
            exchanges=tuple(_exchange(_table(one)) for one in _list(fields["exchanges"])),
            facts=_texts(fields["facts"]),
            actions=tuple(_action(_table(one)) for one in _list(fields["actions"])),
            drafts=tuple(_draft(_table(one)) for one in _list(fields.get("drafts", []))),
            etag=etag,
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StorageUnavailable("a stored conversation is unreadable") from error


def encode_pieces(pieces: Sequence[CitedPiece]) -> str:
    """What was cited, as JSON."""
    pairs = [(piece.document_id, piece.chunk_id) for piece in pieces]
    return json.dumps(pairs, ensure_ascii=False, separators=(",", ":")) if pairs else "[]"


def decode_pieces(pieces: str) -> tuple[CitedPiece, ...]:
    """The inverse. Raises `StorageUnavailable` if it is not one."""
    try:
        return tuple(
            CitedPiece(document_id=str(document_id), chunk_id=str(chunk_id))
            for document_id, chunk_id in json.loads(pieces)
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise StorageUnavailable("a record of a reply is unreadable") from error


def _exchange(fields: Mapping[str, object]) -> Exchange:
    return Exchange(
        question=_text(fields["question"]),
        answer=_text(fields["answer"]),
        skill=_optional_text(fields["skill"]),
        activity_id=_optional_text(fields.get("activity_id")),
        asked_back=fields.get("asked_back") is True,
    )


def _action(fields: Mapping[str, object]) -> StoredAction:
    return StoredAction(
        id=_text(fields["id"]),
        label=_text(fields["label"]),
        values=_texts(fields["values"]),
        skill=_optional_text(fields["skill"]),
    )


def _draft(fields: Mapping[str, object]) -> StoredDraft:
    return StoredDraft(
        _text(fields["id"]),
        _text(fields["skill"]),
        _text(fields["state"]),
        _text(fields.get("paper", "")),
    )


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("expected an object")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("expected a list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("expected a text")
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else _text(value)


def _texts(value: object) -> dict[str, str]:
    return {key: _text(item) for key, item in _table(value).items()}
