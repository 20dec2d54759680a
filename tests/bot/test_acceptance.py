"""The acceptance cases of the channel keep their tests."""

from __future__ import annotations

from tests.acceptance import groups


def test_every_case_of_authentication_denial_of_service_and_delivery_has_a_test() -> None:
    missing = {group.name: list(group.missing) for group in groups() if group.name[0] in "AFGP"}

    assert missing == {
        "A Authentication": [],
        "F Denial of service": [],
        "G Delivery": [],
        "P Properties": [],
    }
