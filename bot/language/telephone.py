"""Telephone numbers as people write them."""

from __future__ import annotations


def phone_url(phone: str) -> str:
    """The number as an address that phones and Teams can call."""
    digits = "".join(character for character in phone if character.isdigit())
    if digits.startswith("0"):
        return f"tel:+46{digits[1:]}"
    return f"tel:{digits}"
