"""The acceptance cases of the channel keep their tests."""

from __future__ import annotations

from tests.acceptance import groups


def test_every_case_of_authentication_and_delivery_and_every_property_has_a_test() -> None:
    missing = {group.name: list(group.missing) for group in groups() if group.name[0] in "AGP"}

    assert missing == {"A Authentication": [], "G Delivery": [], "P Properties": []}
