"""A municipality's profile: what is read from it, and how mistakes in it are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.operations.profile import find_profile, load_profile
from tests.bot.operations.profiles import ALL, written


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


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"#1B5E4B"', '"#FFE680"', "[app] accent_color is wrong: put a colour that white"),
        ('version = "1.0.0"', 'version = "1.0"', "[app] version is wrong: put three numbers"),
        ('name = "Kollega"', 'name = "' + "K" * 31 + '"', "[app] name is wrong: put a text of at"),
        ('host = "kollega.', 'host = "https://kollega.', "[app] host is wrong: put a host name"),
        ('bot_id = "b07a1d2c', 'bot_id = "xx', "[app] bot_id is wrong: put an id such as"),
        ('["personal"]', '["personlig"]', "[app] scopes is wrong: put a list of personal, team"),
        ("guests = false", 'guests = "nej"', "[tenant] guests is wrong: put true or false"),
        ("https://oai", "http://oai", "[azure] openai_endpoint is wrong: put an address that beg"),
        ('"DataZoneStandard"', '"datazone"', "[azure] model_sku is wrong: put one of DataZone"),
        ("replies = 365", 'replies = "ett år"', "[retention.days] replies is wrong: put a whole"),
        ('decision = "KS', 'beslut = "KS', "[retention] decision is missing"),
        ("[contacts.hr]", "[contacts.hrr]", "[contacts.hr] is missing"),
        ("[contacts.hr]", "[contacts.hrr]", "[contacts] hrr is unknown; there are accessibility"),
        ("assessed_on = 2026-11-02", 'assessed_on = "i går"', "[accessibility] assessed_on is wr"),
        ('mask = ["account"', 'mask = ["konto"', "[privacy] mask is wrong: put a list of email"),
        ('prompt_en = "May I fly', 'prompt_eng = "May', "[[app.starters]] number 1 prompt_en is m"),
        ("[[sources]]", "[[source]]", "[] source is unknown"),
    ],
)
def test_a_mistake_is_told_with_its_field_and_what_to_put(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    path = written(tmp_path, (old, new))

    with pytest.raises(ConfigurationError) as refused:
        load_profile(path)

    assert told in str(refused.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, ('"#1B5E4B"', '"grön"'), ("guests = false", "guests = 0"))

    with pytest.raises(ConfigurationError) as refused:
        load_profile(path)

    assert "accent_color" in str(refused.value)
    assert "guests" in str(refused.value)


def test_a_table_that_is_missing_is_told_once(tmp_path: Path) -> None:
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("[accessibility]")], encoding="utf-8")

    with pytest.raises(ConfigurationError) as refused:
        load_profile(path)

    assert str(refused.value) == "exempel.toml: [accessibility] is missing"


def test_what_is_no_toml_is_told_calmly(tmp_path: Path) -> None:
    path = tmp_path / "ny.toml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_profile(path)


def test_a_municipality_without_a_profile_is_shown_those_that_have_one() -> None:
    with pytest.raises(ConfigurationError, match="there are exempel, lidingo, skelleftea"):
        find_profile("../../etc/passwd")
