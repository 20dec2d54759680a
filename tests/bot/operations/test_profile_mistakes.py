"""Mistakes in a profile: each in a line of its own, with where it is and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.language.texts import Language
from bot.operations.profile import load_profile, load_profiles
from tests.bot.operations.profiles import SAMPLE, written


def _told(path: Path, *, language: Language | None = None) -> list[str]:
    """The lines below the heading."""
    with pytest.raises(ConfigurationError) as refused:
        load_profile(path, language=language)
    return str(refused.value).splitlines()[1:]


def _line(text: str) -> int:
    """Where a text first stands in the sample."""
    return SAMPLE[: SAMPLE.index(text)].count("\n") + 1


FIELDS = [
    ('"#1B5E4B"', '"#FFE680"', '[app] accent_color kan inte vara "#FFE680": skriv en färg som vit'),
    ('version = "1.0.0"', 'version = "1.0"', '[app] version kan inte vara "1.0": skriv tre tal'),
    (
        '"Kollega"',
        '"' + "K" * 41 + '"',
        '[app] name kan inte vara "' + "K" * 40 + '…": skriv en text',
    ),
    ('"kollega.', '"https://kollega.', "skriv ett värdnamn som kollega.kommun.se, utan https://"),
    ('bot_id = "b07a1d2c', 'bot_id = "xx', "[app] bot_id kan inte vara"),
    ('["personal"]', '["personlig"]', '[app] scopes kan inte vara "personlig": skriv en lista av'),
    ('["personal"]', "[]", "[app] scopes kan inte vara []: skriv en lista av personal, team"),
    ("guests = false", 'guests = "nej"', '[tenant] guests kan inte vara "nej": skriv true eller'),
    ("https://oai", "http://oai", "skriv en adress som börjar med https://"),
    (
        '"DataZoneStandard"',
        '"datazone"',
        '[azure] model_sku kan inte vara "datazone": skriv ett av',
    ),
    (
        "replies = 365",
        'replies = "ett år"',
        '[retention.days] replies kan inte vara "ett år": skriv',
    ),
    ("assessed_on = 2026-11-02", 'assessed_on = "i går"', "skriv ett datum som 2026-11-25, utan"),
    (
        'mask = ["account"',
        'mask = ["konto"',
        '[privacy] mask kan inte vara "konto": skriv en lista av',
    ),
    ('phone = "0980-319 210"', 'phone = "växeln"', "skriv ett telefonnummer som 0980-319 200"),
    ('decision = "KS', 'beslut = "KS', "[retention] decision saknas: skriv en text"),
    (
        'decision = "KS',
        'beslut = "KS',
        "[retention] beslut finns inte: här kan stå [retention.days], dec",
    ),
    ("accent_color", "acent_color", "[app] acent_color finns inte: menade du accent_color?"),
    ("replies =", "reply =", "[retention.days] reply finns inte: menade du replies?"),
    ("[contacts.hr]", "[contacts.hrr]", "[contacts.hrr] finns inte: menade du [contacts.hr]?"),
    (
        'prompt_en = "May I fly',
        'prompt_eng = "M',
        "[[app.starters]] #1 prompt_eng finns inte: menade",
    ),
    ("[[sources]]", "[[source]]", "[[source]] finns inte: menade du [[sources]]?"),
]


@pytest.mark.parametrize(("old", "new", "told"), FIELDS)
def test_a_wrong_field_is_told_with_its_line_and_what_to_put(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    lines = _told(written(tmp_path, (old, new)))

    assert any(line.startswith("exempel.toml:") and told in line for line in lines), lines


SYNTAX = [
    ('name = "Exempelkommun"', "name = Norrvik # vi", 'inom citattecken: name = "Norrvik"'),
    ('name = "Exempelkommun"', 'name = "Norrvik', "ett citattecken saknas"),
    ('name = "Exempelkommun"', "name = ”Norrvik”", "citattecknen är krulliga"),
    ('name = "Exempelkommun"', 'name = "C:\\Norrvik"', "skriv / i stället"),
    ('name = "Exempelkommun"', 'name: "Norrvik"', 'skriv = i stället för kolon: name = "Norrvik"'),
    ('name = "Exempelkommun"', "name =", "värdet saknas efter ="),
    ('name = "Exempelkommun"', 'nämn = "Norrvik"', "skrivs utan å, ä och ö"),
    ("guests = false", "guests = Nej", "skriv guests = false"),
    ("pilot_groups = []", "pilot_groups = [", "listan är inte avslutad"),
    ("valid_until = 2029-12-31", "valid_until = 2029-02-30", "datumet finns inte"),
    ("[tenant]", "[tenant", "rubriken ska stå inom hakparenteser: skriv [tenant]"),
    ("guests = false", "guests = false\nguests = true", "[tenant] guests står redan på rad"),
    ("[tenant]", "[municipality]", "[municipality] står redan på rad"),
    ("guests = false", "guests = false\nalla får svar", "varken rubrik, fält eller kommentar"),
]


@pytest.mark.parametrize(("old", "new", "told"), SYNTAX)
def test_what_is_no_toml_is_told_with_its_line_and_what_to_put(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    lines = _told(written(tmp_path, (old, new)))

    place = f"exempel.toml:{_line(old) + new.count(chr(10))}: "
    assert any(line.startswith(place) and told in line for line in lines), lines


def test_nothing_is_told_twice_of_a_line_that_is_no_toml(tmp_path: Path) -> None:
    assert len(_told(written(tmp_path, ("[tenant]", "[tenant")))) == 1
    assert len(_told(written(tmp_path, ('name = "Exempelkommun"', "name = Norrvik")))) == 1


def test_every_mistake_of_every_kind_is_told_at_once_in_the_order_of_the_file(
    tmp_path: Path,
) -> None:
    changes = (
        ('"#1B5E4B"', '"grön"'),
        ("guests = false", "guests = Nej"),
        ("[contacts.hr]", "[contacts.hr"),
        ("replies = 365", "reply = 365"),
    )

    lines = _told(written(tmp_path, *changes))

    places = ("accent_color", "guests = false", "[contacts.hr]", "replies = 365")
    assert [int(line.split(":")[1]) for line in lines] == [_line(place) for place in places]


def test_a_table_that_is_missing_is_told_once(tmp_path: Path) -> None:
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("[accessibility]")], encoding="utf-8")

    assert _told(path) == [
        "exempel.toml: [accessibility] saknas: kopiera avsnittet från exempel.toml"
    ]


def test_a_file_saved_by_windows_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "exempel.toml"
    path.write_bytes(("\ufeff" + SAMPLE).replace("\n", "\r\n").encode())

    assert load_profile(path).municipality.name == "Exempelkommun"


def test_a_file_saved_in_the_letters_of_windows_is_told_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "exempel.toml"
    path.write_text("# Profil\n# för oss\n" + SAMPLE, encoding="cp1252")

    [told] = _told(path)

    assert told.startswith("exempel.toml:2: ")
    assert "spara filen som UTF-8" in told


def test_a_file_written_by_powershell_is_told_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "exempel.toml"
    path.write_text(SAMPLE, encoding="utf-16")

    with pytest.raises(ConfigurationError, match="UTF-16: spara den som UTF-8"):
        load_profile(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="finns inte"):
        load_profile(tmp_path / "ny.toml")


@pytest.mark.parametrize(
    ("name", "right"), [("Östra Göinge", "ostragoinge"), ("upplands-vasby", "upplandsvasb")]
)
def test_a_file_name_that_azure_would_refuse_is_told(tmp_path: Path, name: str, right: str) -> None:
    [told] = _told(written(tmp_path, name=name))

    assert f"kalla den {right}.toml" in told


def test_it_is_told_in_the_language_of_the_profile_or_as_asked(tmp_path: Path) -> None:
    wrong = ('"#1B5E4B"', '"green"')
    english = written(tmp_path, wrong, ('["sv", "en"]', '["en"]'))

    assert "cannot be" in _told(english)[0]
    assert "kan inte vara" in _told(english, language="sv")[0]


def test_mistakes_in_several_profiles_are_told_together(tmp_path: Path) -> None:
    first = written(tmp_path, ('"#1B5E4B"', '"grön"'))
    second = written(tmp_path, ("guests = false", "guests = 0"), name="norrvik")

    with pytest.raises(ConfigurationError) as refused:
        load_profiles([first, second])

    assert "accent_color" in str(refused.value)
    assert f"norrvik.toml:{_line('guests =')}: [tenant] guests" in str(refused.value)
