"""What is masked besides personal identity numbers, where a municipality has decided so."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from bot.privacy.gate import Gate, MaskKind
from tests.bot.commands.shell import run_kollega
from tests.bot.operations.profiles import written

ALL: tuple[MaskKind, ...] = ("email", "phone", "account", "health")


@pytest.mark.parametrize(
    ("kind", "text", "masked"),
    [
        ("email", "Skriv till eva.berg@kommun.se i dag", "Skriv till [e-postadress] i dag"),
        ("email", "a@b.se, c-d@e.f.se", "[e-postadress], [e-postadress]"),
        ("phone", "Ring 070-123 45 67.", "Ring [telefonnummer]."),
        ("phone", "nås på +46 70 123 45 67", "nås på [telefonnummer]"),
        ("phone", "0980-319 210 eller 08/123 456 78", "[telefonnummer] eller [telefonnummer]"),
        ("account", "bankgiro 123-4567", "bankgiro [kontonummer]"),
        ("account", "mitt konto är 8327-9, 123 456 789-0", "mitt konto är [kontonummer]"),
        ("account", "SE45 5000 0000 0583 9825 7466", "[kontonummer]"),
        ("health", "Anna Svensson har cancer", "[namn] har cancer"),
        ("health", "Varför är Erik-Johan sjuk igen?", "Varför är [namn] sjuk igen?"),
        ("health", "Kim ringde. Anna är utbränd!", "Kim ringde. [namn] är utbränd!"),
    ],
)
def test_what_is_decided_is_masked(kind: MaskKind, text: str, masked: str) -> None:
    assert Gate((kind,))(text) == masked
    assert Gate()(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Dnr KS 2026/00412 gäller från 2026-01-31",
        "Det kostar 1 250 000 kr, eller 0,5 procent",
        "kl. 08.00–16.30 den 3/12 2026",
        "AB § 27 mom 2 och 19 kap. 3 §",
        "Beställ artikel 0123 i 15 exemplar",
        "Boka med Anna på torsdag",
        "Hur sjukanmäler jag mig?",
        "@Kollega vad gäller?",
        "Konto 5010 i kontoplanen",
        "Möte i rum 0412 kl 9-11",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert Gate(ALL)(text) == text


def test_a_personal_number_goes_whatever_is_decided() -> None:
    assert Gate()("Jag är 19811228-9874") == "Jag är [personnummer]"


def test_a_field_that_is_one_address_is_whom_to_write_to() -> None:
    assert Gate(ALL)("hr@kommun.se") == "hr@kommun.se"


def test_masking_twice_changes_nothing_more() -> None:
    text = "Anna är sjuk: anna@kommun.se, 070-123 45 67, bankgiro 123-4567"
    once = Gate(ALL)(text)

    assert Gate(ALL)(once) == once


def test_a_long_text_costs_no_more_than_its_length() -> None:
    for text in ("0" * 4000, "a." * 2000 + "@", "Anna sjuk " * 400, "konto " * 700):
        assert Gate(ALL)(text)


def test_the_person_is_told_what_was_taken_out(ingested_sample: Path, tmp_path: Path) -> None:
    profile = written(tmp_path, ('mask = ["account", "health"]', 'mask = ["email", "phone"]'))
    question = "Får jag flyga till Göteborg? Svara anna@kommun.se eller 070-123 45 67"

    reply = run_kollega(
        *("ask", question, "--as", "anna", "--json"),
        data=Path(copytree(ingested_sample, tmp_path / "data")),
        environment={"KOLLEGA_PROFILE": str(profile)},
    ).json

    assert "Jag tog bort en e-postadress och ett telefonnummer" in reply["text"]
    assert reply["outcome"] == "answered"
