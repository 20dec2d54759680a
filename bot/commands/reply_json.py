"""A reply as the JSON object that `kollega ask --json` promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from bot.answering.base import Citation
from bot.reply import Reply
from bot.turn import Action, Draft


def reply_as_json(reply: Reply) -> Mapping[str, object]:
    """The whole reply; every key is always there."""
    return {
        "skill": reply.skill,
        "outcome": reply.outcome,
        "language": reply.language,
        "text": reply.text(),
        "sentences": [
            {
                "text": sentence.text,
                "citations": list(reply.numbers(sentence)),
                "calculation": sentence.calculation,
            }
            for sentence in reply.sentences
        ],
        "notices": [*reply.leads, *reply.notices],
        "citations": [_citation(n, citation) for n, citation in enumerate(reply.citations, 1)],
        "warnings": [*reply.cautions, *reply.warnings],
        "actions": [
            {"id": action.id, "label": action.label, "values": _values(action)}
            for action in reply.actions
        ],
        "draft": _draft(reply.draft) if reply.draft else None,
        "model": reply.model,
        "timings_ms": asdict(reply.timings),
    }


def _values(action: Action) -> Mapping[str, str]:
    """What pressing it submits; of a link, where it leads."""
    return {**action.values, "url": action.url} if action.url else dict(action.values)


def _citation(number: int, citation: Citation) -> Mapping[str, object]:
    chunk = citation.passage.chunk
    return {
        "number": number,
        "document_id": chunk.document_id,
        "title": chunk.title,
        "url": chunk.url,
        "quote": citation.quote,
        "place": chunk.place,
        "layer": chunk.metadata.layer,
        "valid_from": _iso(chunk.metadata.valid_from),
        "valid_to": _iso(chunk.metadata.valid_to),
        "decided_by": chunk.metadata.decided_by,
        "decided_on": _iso(chunk.metadata.decided_on),
        "reference_number": chunk.metadata.reference_number,
        "owner": chunk.metadata.owner,
    }


def _draft(draft: Draft) -> Mapping[str, object]:
    return {
        "id": draft.id,
        "kind": draft.kind,
        "subject": draft.subject,
        "start": draft.start,
        "end": draft.end,
        "attendees": [
            {
                "user_id": one.user_id,
                "name": one.name,
                "required": one.required,
                "suggested_by": one.suggested_by,
            }
            for one in draft.attendees
        ],
        "body": draft.body,
        "file": draft.file,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
