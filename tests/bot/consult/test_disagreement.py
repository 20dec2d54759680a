"""Two sources that give different figures for the same thing."""

from __future__ import annotations

from datetime import date

import pytest

from bot.retrieval.base import DocumentMetadata, Layer
from tests.bot.consult.asking import consulted
from tests.skills.library import Gaps, Library, cited_titles, turn

QUESTION = "Hur mycket flextid får jag spara?"
GUIDELINE = DocumentMetadata(layer="riktlinje", decided_by="Kommunstyrelsen")


def _says(hours: str) -> dict[str, str]:
    return {"Hur mycket flextid får jag spara?": f"Du får spara högst {hours} timmar flextid."}


async def test_shows_both_and_says_which_applies_and_why(library: Library) -> None:
    library.add("Nyhet om flextid", _says("40"))
    library.add("Riktlinje för arbetstid", _says("50"), metadata=GUIDELINE)
    gaps = Gaps()

    reply = await consulted(turn(QUESTION), await library.services(gaps=gaps))

    assert cited_titles(reply) == ["Riktlinje för arbetstid", "Nyhet om flextid"]
    assert "50 timmar" in reply.sentences[0].text
    assert "40 timmar" in reply.sentences[-1].text
    assert reply.warnings == (
        "Källorna säger olika. Riktlinje för arbetstid går före Nyhet om flextid, eftersom en "
        "riktlinje väger tyngre än en informationssida.",
    )
    assert gaps.questions == [QUESTION]


async def test_a_figure_in_words_is_a_figure(library: Library) -> None:
    library.add("Nyhet om flextid", _says("tio"))
    library.add("Riktlinje för arbetstid", _says("20"), metadata=GUIDELINE)

    reply = await consulted(turn(QUESTION), await library.services())

    assert len(reply.warnings) == 1


async def test_the_same_figure_written_differently_is_no_disagreement(library: Library) -> None:
    library.add("Nyhet om flextid", _says("femtio"))
    library.add("Riktlinje för arbetstid", _says("50"), metadata=GUIDELINE)

    reply = await consulted(turn(QUESTION), await library.services())

    assert reply.warnings == ()


async def test_figures_about_different_things_are_no_disagreement(library: Library) -> None:
    library.add("Riktlinje för arbetstid", _says("50"), metadata=GUIDELINE)
    library.add("Semester", {"Spara": "Du får spara högst 30 dagar semester."})
    library.add("Övertid", {"Tak": "Du får arbeta högst 200 timmar övertid per kalenderår."})

    reply = await consulted(turn(QUESTION), await library.services())

    assert reply.warnings == ()


async def test_the_later_decision_of_the_same_body_wins(library: Library) -> None:
    for year, hours in ((2020, "40"), (2024, "50")):
        library.add(
            f"Riktlinje {year}",
            _says(hours),
            metadata=DocumentMetadata(
                layer="riktlinje", decided_by="Kommunstyrelsen", decided_on=date(year, 5, 1)
            ),
        )

    reply = await consulted(turn(QUESTION), await library.services())

    assert (
        "Riktlinje 2024 går före Riktlinje 2020, eftersom den är beslutad senare"
        in (reply.warnings[0])
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [("lag", "centralt kollektivavtal"), ("centralt kollektivavtal", "lokalt kollektivavtal")],
)
async def test_gives_no_verdict_where_an_agreement_may_replace_a_law(
    library: Library, first: Layer, second: Layer
) -> None:
    library.add("Första", _says("40"), metadata=DocumentMetadata(layer=first))
    library.add("Andra", _says("50"), metadata=DocumentMetadata(layer=second))

    reply = await consulted(turn(QUESTION), await library.services())

    assert reply.warnings == (
        "Källorna Första och Andra säger olika. Fråga din chef vad som gäller dig.",
    )


async def test_gives_no_verdict_between_two_authorities(library: Library) -> None:
    for body, hours, year in (("Kommunstyrelsen", "40", 2020), ("Socialnämnden", "50", 2024)):
        library.add(
            f"Riktlinje {body}",
            _says(hours),
            metadata=DocumentMetadata(
                layer="riktlinje", decided_by=body, decided_on=date(year, 5, 1)
            ),
        )

    reply = await consulted(turn(QUESTION), await library.services())

    assert "Fråga din chef vad som gäller dig" in reply.warnings[0]
