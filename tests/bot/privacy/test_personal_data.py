"""The personal-data gate against numbers made by an oracle of its own, and against look-alikes."""

from __future__ import annotations

import io
import json
import os
import random
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.personal_data import PLACEHOLDER, mask, mask_stream
from tests.personal_numbers import (
    AMBIGUOUS,
    LOOK_ALIKES,
    SENTENCES,
    SPELLINGS,
    personal_number,
)

VECTORS = Path(__file__).parents[2] / "data" / "personnummer"


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("coordination", [False, True])
def test_finds_every_number_in_every_spelling(spelling: str, coordination: bool) -> None:
    chance = random.Random(f"{spelling}{coordination}")
    missed = []
    for number in range(210):
        written = SPELLINGS[spelling](personal_number(chance, coordination=coordination))
        sentence = SENTENCES[number % len(SENTENCES)]
        if mask(sentence.format(written)).text != sentence.format(PLACEHOLDER):
            missed.append(sentence.format(written))

    assert missed == []


def test_almost_never_takes_something_else_for_a_personal_number() -> None:
    chance = random.Random(3)
    false_alarms = []
    kinds = [kind for kind in LOOK_ALIKES if kind not in AMBIGUOUS]
    for number in range(8_000):
        text = f"Se {LOOK_ALIKES[kinds[number % len(kinds)]](chance)} i listan."
        if mask(text).count:
            false_alarms.append(text)

    assert len(false_alarms) < 8, false_alarms


def test_an_everyday_text_full_of_figures_stays_as_it_is() -> None:
    text = (
        "Enligt AB § 27 har du 25 dagar, 31 från 40 och 32 från 50 års ålder. Beslut 2024-05-12, "
        "dnr KS 2024/00123, gäller till 2027-12-31. Lönen kommer den 27:e. Direktupphandling upp "
        "till 700 000 kr. Ring 0980-319 280, 112 eller 1177. Bankgiro 123-4567. Version 1.2.3. "
        "556036-0793 är ett organisationsnummer, 13:00-14:30 en tid och 08-508 290 00 en växel."
    )

    assert mask(text).text == text


def published(name: str) -> list[dict[str, object]]:
    vectors: list[dict[str, object]] = json.loads((VECTORS / f"{name}.json").read_text())
    return vectors


@pytest.mark.parametrize("name", ["list", "interim"])
def test_agrees_with_the_published_vectors(name: str) -> None:
    for vector in published(name):
        for form in ("long_format", "short_format", "separated_format", "separated_long"):
            written = str(vector[form])
            expected = bool(vector["valid"])
            if written == "19090527 1474" or written == "090527 1474":
                expected = True  # no official spelling, but people write it
            assert mask(written).count == expected, written


def test_agrees_with_the_published_vectors_of_both_kinds() -> None:
    structured = json.loads((VECTORS / "structured.json").read_text())
    for kind in ("ssn", "con"):
        for written in structured[kind]["string"]["valid"]:
            assert mask(written).text == PLACEHOLDER, written
        for written in structured[kind]["string"]["invalid"]:
            assert mask(written).count == (" " in written), written


@pytest.mark.parametrize("letter", "TRSUWXJKLMN")
def test_finds_an_interim_number_with_each_letter_that_skatteverket_gives(letter: str) -> None:
    assert mask(f"Jag är 850709-{letter}802.").count == 1


def test_masks_several_and_counts_them() -> None:
    masked = mask("Anna 850709-9805, Bo 19850709-9805 och 070-123 45 67")

    assert masked.text == f"Anna {PLACEHOLDER}, Bo {PLACEHOLDER} och 070-123 45 67"
    assert masked.count == 2


def test_keeps_invisible_characters_outside_the_number() -> None:
    assert (
        mask("\u200bA\u200b 85\u200b0709-9805\u200b!").text == f"\u200bA\u200b {PLACEHOLDER}\u200b!"
    )


@given(st.text(alphabet="0123456789-+ .åa\u200b\n", max_size=200))
def test_masking_twice_changes_nothing_more_and_only_numbers_are_replaced(text: str) -> None:
    masked = mask(text)

    assert (masked.text == text) == (masked.count == 0)
    assert masked.text.count(PLACEHOLDER) == masked.count


def streamed(data: bytes) -> bytes:
    target = io.BytesIO()
    mask_stream(io.BytesIO(data), target)
    return target.getvalue()


@given(st.binary(max_size=300))
def test_a_stream_of_any_bytes_without_numbers_is_unchanged(data: bytes) -> None:
    if mask(data.decode("utf-8", "surrogateescape")).count == 0:
        assert streamed(data) == data


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\x00", b"\xff\xfe"])
def test_a_stream_keeps_every_other_byte(end: bytes) -> None:
    before, after = "Åsa \xa0".encode() + b"\xff\xc3(", b"\xe5\xe4\xf6" + end

    assert streamed(before + b"850709-9805" + after) == before + PLACEHOLDER.encode() + after


@pytest.mark.parametrize("number", ["850709-9805", "000101-T220", "８５０７０９－９８０５"])
@pytest.mark.parametrize("filler", ["ord. ", "7 ", "å", "T", "\u200b"])
def test_a_number_is_found_wherever_the_stream_is_cut(filler: str, number: str) -> None:
    size = 1 << 16  # as much as is read at once
    for shift in range(0, 30, 5):
        lead = (filler * size)[: size // len(filler.encode()) - shift] + "x "
        data = (lead + number + " slut").encode()

        assert streamed(data) == (lead + PLACEHOLDER + " slut").encode()


def test_a_line_is_masked_before_the_next_one_is_written() -> None:
    typed, keyboard = os.pipe()
    screen, shown = os.pipe()
    with open(typed, "rb") as source, open(shown, "wb") as target, open(screen, "rb") as output:
        masking = threading.Thread(target=mask_stream, args=(source, target))
        masking.start()
        os.write(keyboard, b"850709-9805\n")

        assert output.readline() == PLACEHOLDER.encode() + b"\n"
        os.close(keyboard)
        masking.join()


@pytest.mark.parametrize(
    "line",
    [
        "Hej! Jag undrar om semester enligt AB § 27, ring 08-123 456 78, dnr KS 2024/00123.\n",
        "1" * 50,
        "1 " * 50,
        "1\u200b" * 50,
        "19 85 07 09 " * 10,
        "850709-" * 10,
    ],
)
def test_no_text_takes_long(line: str) -> None:
    data = (line * (200_000 // len(line))).encode()
    before = time.process_time()

    streamed(data)

    assert time.process_time() - before < 2.0
