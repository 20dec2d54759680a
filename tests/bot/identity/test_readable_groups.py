"""Which groups' documents somebody may be shown, whatever a directory calls its groups."""

from __future__ import annotations

from bot.identity.base import EVERYONE, User, employees_of, personal_group, readable_groups


def test_a_group_that_is_named_like_a_person_or_like_employees_opens_nothing() -> None:
    forged = frozenset({personal_group("fatima"), employees_of("hr")})
    guest = User(id="gast", name="", groups=forged, is_guest=True)
    member = User(id="anna", name="", groups=forged)

    assert readable_groups(guest, "private") == {personal_group("gast")}
    assert forged.isdisjoint(readable_groups(member, "private"))
    assert EVERYONE in readable_groups(member, "private")
