"""The exception that stands right after a rule comes with it."""

from __future__ import annotations

import pytest

from tests.bot.consult.asking import consulted
from tests.skills.library import Library, turn

RULE = "Nej, du får inte arbeta på distans från utlandet."
BETWEEN = "Reglerna ses över varje år av personalutskottet."
QUESTION = "Får jag arbeta på distans från utlandet?"


@pytest.mark.parametrize(
    "exception",
    [
        "Undantag: förvaltningschefen kan ge dig fem arbetsdagar inom EU.",
        "Förvaltningschefen kan besluta om undantag i högst fem arbetsdagar.",
        "Det gäller dock inte dig som bor i ett grannland.",
    ],
)
async def test_what_is_excepted_from_a_rule_is_told_with_it(
    exception: str, library: Library
) -> None:
    library.add("Distansarbete", {"Får jag arbeta från utlandet?": f"{RULE} {BETWEEN} {exception}"})

    reply = await consulted(turn(QUESTION), await library.services())

    assert exception in [sentence.text for sentence in reply.sentences]
    assert exception in reply.citations[0].quote


async def test_what_is_excepted_below_another_heading_is_left_out(library: Library) -> None:
    library.add(
        "Distansarbete",
        {
            "Får jag arbeta från utlandet?": RULE,
            "Utrustning": "Du står själv för internet. Undantag: jour hemma.",
        },
    )

    reply = await consulted(turn(QUESTION), await library.services())

    assert "jour" not in reply.text()
