"""Deletion receipts as they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bot.commands import records_texts as texts
from bot.errors import RecordsHeld
from bot.language.texts import Language
from bot.storage.erasure import Receipt


def receipt_as_json(receipt: Receipt) -> Mapping[str, object]:
    """When, what, by which decision, and how many records of each kind."""
    return {
        "at": receipt.at.isoformat(timespec="seconds"),
        "what": receipt.what,
        "decision": receipt.decision,
        "deleted": dict(receipt.deleted),
    }


def receipt_as_text(receipt: Receipt, language: Language) -> str:
    """The same in a line."""
    counts = ", ".join(
        f"{texts.kind_name(kind, language)} {count}" for kind, count in receipt.deleted.items()
    )
    if receipt.decision is None:
        return texts.DELETED.in_language(language, counts=counts)
    return texts.DELETED_BY.in_language(language, decision=receipt.decision, counts=counts)


@contextmanager
def holds_told(language: Language) -> Iterator[None]:
    """Says how to see what is held, if that is what forbids a deletion."""
    try:
        yield
    except RecordsHeld:
        raise RecordsHeld(texts.HELD.in_language(language)) from None
