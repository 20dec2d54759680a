"""Two questions in one: each is answered from its own source, or named."""

from __future__ import annotations

import pytest

from bot.consult.parts import two_parts
from tests.bot.consult.asking import consulted
from tests.skills.library import Library, cited_titles, turn

WELLNESS = {"Hur stort är friskvårdsbidraget?": "Friskvårdsbidraget är 3 000 kronor per år."}
PAY = {"När kommer lönen?": "Lönen betalas ut den 27 varje månad."}
LEAVE = {
    "Hur många semesterdagar får jag spara?": "Du får ha högst 30 sparade semesterdagar.",
    "När ska semesterdagar tas ut?": "En sparad semesterdag ska tas ut inom fem år.",
}
BOTH = "När kommer lönen och hur stort är friskvårdsbidraget?"


async def test_both_are_answered_with_a_source_each(library: Library) -> None:
    library.add("Friskvårdsbidrag", WELLNESS)
    library.add("Lön och utbetalning", PAY)

    reply = await consulted(turn(BOTH), await library.services())

    assert cited_titles(reply) == ["Lön och utbetalning", "Friskvårdsbidrag"]
    assert "den 27" in reply.text()
    assert "3 000 kronor" in reply.text()


async def test_the_one_that_is_not_answered_is_named(library: Library) -> None:
    library.add("Lön och utbetalning", PAY)

    reply = await consulted(turn(BOTH), await library.services())

    assert reply.outcome == "answered"
    assert "Jag hittar inget svar på det andra du frågar: ”hur stort är friskvårdsbidraget”." in (
        reply.notices
    )


async def test_one_that_leans_on_the_other_is_answered_from_the_same_document(
    library: Library,
) -> None:
    library.add("Semester", LEAVE)
    library.add("Läger", {"När ska lägret bokas?": "Lägret bokas och tas ut i god tid."})
    asked = turn("Hur många semesterdagar får jag spara och när ska de tas ut?")

    reply = await consulted(asked, await library.services())

    assert cited_titles(reply) == ["Semester"]
    assert "30" in reply.text()
    assert "fem år" in reply.text()


@pytest.mark.parametrize(
    "text",
    [
        "Hur mycket kostar kaffe och te?",
        "Jag är sjuk och kan inte jobba",
        "Får jag flyga till Oslo?",
        "och hur mycket får jag köpa då",
        "x" * 4000 + " och hur " + "y" * 4000,
    ],
)
def test_one_question_is_one(text: str) -> None:
    assert two_parts(text) is None


def test_what_the_second_one_leaves_out_is_taken_from_the_first() -> None:
    _, second = two_parts("Hur anmäler jag föräldraledighet och hur långt i förväg?") or (
        None,
        None,
    )

    assert second is not None
    assert second.leans
    assert "föräldraledighet" in second.question
