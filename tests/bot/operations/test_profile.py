"""A municipality's profile: what is read from it."""

from __future__ import annotations

import pytest

from bot.errors import ConfigurationError
from bot.operations.profile import find_profile, load_profile
from tests.bot.operations.profiles import ALL


def test_there_is_a_profile_of_each_municipality_that_began_and_of_an_invented_one() -> None:
    assert ALL == ("exempel", "lidingo", "skelleftea")


def test_the_invented_municipality_has_filled_everything_in() -> None:
    profile = load_profile(find_profile("exempel"))

    assert profile.placeholders == ()
    assert profile.municipality.name == "Exempelkommun"
    assert profile.retention["replies"] == 365
    assert profile.sources[1].readers == ("alla",)


@pytest.mark.parametrize("municipality", ["lidingo", "skelleftea"])
def test_nothing_is_claimed_of_a_real_municipality(municipality: str) -> None:
    profile = load_profile(find_profile(municipality))

    for field in ("[tenant] id", "[app] bot_id", "[retention] decision", "[contacts.hr] phone"):
        assert field in profile.placeholders
    assert profile.app.host == "fyll-i.invalid"


def test_the_app_keeps_its_own_id_from_one_package_to_the_next() -> None:
    first, second = (load_profile(find_profile("exempel")) for _ in range(2))

    assert first.app.teams_app_id == second.app.teams_app_id
    assert first.app.teams_app_id != load_profile(find_profile("lidingo")).app.teams_app_id


def test_a_municipality_without_a_profile_is_shown_those_that_have_one() -> None:
    with pytest.raises(ConfigurationError, match="där finns exempel, lidingo, skelleftea"):
        find_profile("../../etc/passwd")
    with pytest.raises(ConfigurationError, match=r"Menade du lidingo\?"):
        find_profile("lidingö")
