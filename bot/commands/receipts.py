"""Deletion receipts as they are printed."""

from __future__ import annotations

from collections.abc import Mapping

from bot.storage.erasure import Receipt


def receipt_as_json(receipt: Receipt) -> Mapping[str, object]:
    """When, what, by which decision, and how many records of each kind."""
    return {
        "at": receipt.at.isoformat(timespec="seconds"),
        "what": receipt.what,
        "decision": receipt.decision,
        "deleted": dict(receipt.deleted),
    }


def receipt_as_text(receipt: Receipt) -> str:
    """The same in a line."""
    counts = ", ".join(f"{count} {kind}" for kind, count in receipt.deleted.items())
    by = f" by {receipt.decision}" if receipt.decision else ""
    return f"Deleted{by}: {counts}."
