"""What the owners of indexed documents should know: few words, and each worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.ingestion.documents.notes import Note
from bot.ingestion.sync.about import About


@dataclass(frozen=True, slots=True)
class OwnerNote:
    """One thing about one document."""

    document: str
    """Its id."""
    note: Note
    owner: str | None = None
    """None: it names nobody."""


def notes_for_owners(known: Mapping[str, About], today: date) -> tuple[OwnerNote, ...]:
    """Everything there is to tell of these documents (by id), an owner's together."""
    found = [
        OwnerNote(document, note, one.owner)
        for document, one in known.items()
        for note in (*one.notes, *_standing(one, today))
    ]
    found += _copies(known)
    return tuple(sorted(found, key=lambda one: (one.owner is None, one.owner or "", one.document)))


def _standing(one: About, today: date) -> Iterator[Note]:
    if one.valid_to is not None and one.valid_to < today:
        yield Note("expired", one.valid_to.isoformat())
    elif one.review_by is not None and one.review_by < today:
        yield Note("overdue", one.review_by.isoformat())
    if one.is_rule and not one.is_dated:
        yield Note("undated")
    if one.is_rule and one.owner is None:
        yield Note("no_owner")


def _copies(known: Mapping[str, About]) -> Iterator[OwnerNote]:
    """All but the first of documents with the same text."""
    first: dict[str, str] = {}
    for document in sorted(known):
        one = known[document]
        if one.digest and (original := first.setdefault(one.digest, document)) != document:
            yield OwnerNote(document, Note("copy", original.partition(":")[2]), one.owner)
