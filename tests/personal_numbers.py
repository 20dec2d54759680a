"""Swedish personal identity numbers made by rules of their own, and what looks like them.

Nothing here is taken from the code that is tested and measured with it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
SPELLINGS: dict[str, Callable[[str], str]] = {
    "ten digits": lambda n: n[2:],
    "twelve digits": lambda n: n,
    "short with hyphen": lambda n: f"{n[2:8]}-{n[8:]}",
    "long with hyphen": lambda n: f"{n[:8]}-{n[8:]}",
    "plus sign": lambda n: f"{n[2:8]}+{n[8:]}",
    "space": lambda n: f"{n[2:8]} {n[8:]}",
    "long with space": lambda n: f"{n[:8]} {n[8:]}",
    "hyphen with room": lambda n: f"{n[:8]} - {n[8:]}",
    "en dash": lambda n: f"{n[2:8]}–{n[8:]}",
    "date with hyphens": lambda n: f"{n[:4]}-{n[4:6]}-{n[6:8]}-{n[8:]}",
    "date with dots": lambda n: f"{n[2:4]}.{n[4:6]}.{n[6:8]}.{n[8:]}",
    "date with spaces": lambda n: f"{n[:4]} {n[4:6]} {n[6:8]} {n[8:]}",
    "slash": lambda n: f"{n[:8]}/{n[8:]}",
    "braille blank": lambda n: f"{n[2:8]}\u2800{n[8:]}",
    "dot": lambda n: f"{n[2:8]}.{n[8:]}",
    "pairs": lambda n: " ".join(n[index : index + 2] for index in range(2, 12, 2)),
    "long pairs": lambda n: " ".join(n[index : index + 2] for index in range(0, 12, 2)),
    "fours": lambda n: f"{n[:4]} {n[4:8]} {n[8:]}",
    "digit by digit": lambda n: " ".join(n[2:8]) + " - " + " ".join(n[8:]),
    "full width": lambda n: f"{n[:8]}-{n[8:]}".translate(FULL_WIDTH),
    "zero width": lambda n: "\u200b".join(f"{n[2:8]}-{n[8:]}"),
    "soft hyphens": lambda n: "\u00ad".join(n),
    "no-break": lambda n: f"{n[2:8]}\u2011{n[8:10]}\u2060{n[10:]}",
    "no-break space": lambda n: f"{n[2:8]}\u00a0{n[8:]}",
    "pairs with hyphen": lambda n: f"{n[2:4]} {n[4:6]} {n[6:8]} - {n[8:10]} {n[10:]}",
    "two, four, four": lambda n: f"{n[2:4]} {n[4:8]}-{n[8:]}",
    "escaped hyphen": lambda n: f"{n[2:8]}\\-{n[8:]}",
    "bold hyphen": lambda n: f"{n[2:8]}**-**{n[8:]}",
    "two hyphens": lambda n: f"{n[2:8]}--{n[8:]}",
    "tag characters": lambda n: "\U000e0030".join(n[2:]),
    "struck out": lambda n: "\u0336".join(n[2:]),
    "fillers": lambda n: "\u3164".join(n),
}
SENTENCES = (
    "{}",
    "Mitt personnummer är {}.",
    "pnr:{}, tack",
    "({})",
    "Anna\t{}\tAnställd",
    "My number is {} and I started in 2019",
    "12345 {} 400",
)


def check_digit(nine: str) -> int:
    total = 0
    for index, character in enumerate(nine):
        product = int(character) * (2 if index % 2 == 0 else 1)
        total += product // 10 + product % 10
    return -total % 10


def personal_number(chance: random.Random, *, coordination: bool = False) -> str:
    born = date(1906, 1, 1) + timedelta(days=chance.randrange(43_800))
    day = born.day + (60 if coordination else 0)
    serial = chance.randrange(1, 1000)
    long = f"{born:%Y%m}{day:02}{serial:03}"
    return long + str(check_digit(long[2:]))


def wrong_check_digit(chance: random.Random) -> str:
    number = personal_number(chance)
    wrong = number[:-1] + str((int(number[-1]) + chance.randrange(1, 10)) % 10)
    return chance.choice(list(SPELLINGS.values()))(wrong)


def wrong_date(chance: random.Random) -> str:
    nine = chance.choice(["8513", "8500", "8599"]) + f"{chance.randrange(1, 29):02}"
    nine += f"{chance.randrange(1, 1000):03}"
    return chance.choice(["{}-{}", "{}{}"]).format(nine[:6], f"{nine[6:]}{check_digit(nine)}")


def organisation_number(chance: random.Random) -> str:
    nine = f"{chance.choice([2, 5, 7, 8, 9])}{chance.randrange(10)}"
    nine += f"{chance.randrange(20, 100)}{chance.randrange(10**5):05}"
    return f"{nine[:6]}-{nine[6:]}{check_digit(nine)}"


def card_number(chance: random.Random) -> str:
    return " ".join(f"{chance.randrange(10**4):04}" for _ in range(4))


def digits(chance: random.Random, pattern: str) -> str:
    return "".join(str(chance.randrange(10)) if char == "#" else char for char in pattern)


LOOK_ALIKES: dict[str, Callable[[random.Random], str]] = {
    "wrong check digit": wrong_check_digit,
    "wrong date": wrong_date,
    "organisation number": organisation_number,
    "card": card_number,
    **{
        pattern: lambda chance, pattern=pattern: digits(chance, pattern)  # type: ignore[misc]
        for pattern in (
            "ring 070#######",
            "tel: 070#######",
            "mobilnummer 070#######",
            "070-### ## ##",
            "070-#######",
            "+4670#######",
            "+46 70 ### ## ##",
            "004670#######",
            "08-### ### ##",
            "0910-## ## ##",
            "0911-######",
            "order 45########",
            "ordernummer: ##########",
            "Faktura ##########",
            "OCR ##########",
            "A-######-##",
            "KS 2024/#####",
            "dnr 2024-######",
            "BUN-2025-###",
            "dnr KS/2023:####",
            "2026-1#-2# 1#:##:##",
            "202411#######",
            "2024-11-2#T1#:##:##Z",
            "SE## #### #### #### #### ####",
            "735#########",
            "###-####",
            "## ###-#",
            "#### ### ### kr",
            "0000########",
            "bankgiro ####-####",
            "BG 5###-#### OCR ################",
            "kl. 1#:## den 2#/1# 2025",
            "1#.##-1#.## 2#-11-2025",
            "EAN 73########## #",
            "plusgiro ## ## ##-#",
            "+46 (0)70-### ## ##",
            "inv.nr ########",
            "########-####-####",
        )
    },
}


AMBIGUOUS = {
    # A random number of these can be somebody's: the date exists and the check digit is right.
    "202411#######",
    "########-####-####",
}
