"""Two sources that say different things of the same: figures, or may and may not."""

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


@pytest.mark.parametrize("layer", ["centralt kollektivavtal", "lokalt kollektivavtal"])
async def test_an_agreement_comes_before_the_law_without_a_verdict(
    library: Library, layer: Layer
) -> None:
    library.add("Lagen", _says("40"), metadata=DocumentMetadata(layer="lag"))
    library.add("Avtalet", _says("50"), metadata=DocumentMetadata(layer=layer))

    reply = await consulted(turn(QUESTION), await library.services())

    assert cited_titles(reply) == ["Avtalet", "Lagen"]
    assert reply.warnings == (
        f"Källorna säger olika. Avtalet är ett {layer}, som kan gälla i stället för lagen där "
        "lagen tillåter det. Fråga din chef eller facket vad som gäller dig.",
    )


async def test_does_not_judge_between_agreements(library: Library) -> None:
    library.add("AB", _says("40"), metadata=DocumentMetadata(layer="centralt kollektivavtal"))
    library.add("LOK", _says("50"), metadata=DocumentMetadata(layer="lokalt kollektivavtal"))

    reply = await consulted(turn(QUESTION), await library.services())

    assert reply.warnings == (
        "Kollektivavtalen AB och LOK säger olika. Jag avgör inte hur avtal ska tolkas. Fråga din "
        "chef eller facket vad som gäller dig.",
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

    assert "Kommunstyrelsen och Socialnämnden. Fråga din chef" in reply.warnings[0].replace(
        "Socialnämnden och Kommunstyrelsen", "Kommunstyrelsen och Socialnämnden"
    )


async def test_the_day_and_paragraph_of_a_decision_make_no_other_body(library: Library) -> None:
    for body, hours, year in (
        ("Kommunstyrelsen 2020-05-01 § 45", "40", 2020),
        ("KOMMUNSTYRELSEN", "50", 2024),
    ):
        library.add(
            f"Riktlinje {year}",
            _says(hours),
            metadata=DocumentMetadata(
                layer="riktlinje", decided_by=body, decided_on=date(year, 5, 1)
            ),
        )

    reply = await consulted(turn(QUESTION), await library.services())

    assert "beslutad senare av samma instans" in reply.warnings[0]


async def test_a_newer_page_that_nobody_decided_gets_no_verdict(library: Library) -> None:
    for hours, year in (("40", 2020), ("50", 2024)):
        library.add(
            f"Sida {year}", _says(hours), metadata=DocumentMetadata(valid_from=date(year, 5, 1))
        )

    reply = await consulted(turn(QUESTION), await library.services())

    assert "Fråga din chef vad som gäller dig" in reply.warnings[0]


DOGS = "Får jag ha hund på kontoret?"
NO_DOGS = {"Hundar": "Hundar får inte tas med till kontoret."}
DOGS_TOO = {"Hundar": "Du får ta med hund till kontoret."}
OWNED = DocumentMetadata(layer="riktlinje", decided_by="Kommunstyrelsen", owner="Fastighetschefen")


async def test_shows_both_when_one_allows_what_the_other_forbids(library: Library) -> None:
    library.add("Husdjur på jobbet", DOGS_TOO)
    library.add("Riktlinje för lokaler", NO_DOGS, metadata=OWNED)
    gaps = Gaps()

    reply = await consulted(turn(DOGS), await library.services(gaps=gaps))

    assert [sentence.text for sentence in reply.sentences] == [
        "Hundar får inte tas med till kontoret.",
        "En annan källa, Husdjur på jobbet, säger: ”Du får ta med hund till kontoret.”",
    ]
    assert reply.warnings == (
        "Källorna säger olika. Riktlinje för lokaler går före Husdjur på jobbet, eftersom en "
        "riktlinje väger tyngre än en informationssida.",
    )
    (gap,) = gaps.kept
    assert (gap.kind, gap.owners) == ("disagreement", ("Fastighetschefen",))
    assert [document.rpartition(":")[2] for document in gap.document_ids] == [
        chunk.document_id.rpartition(":")[2] for chunk in reversed(library.chunks)
    ]


async def test_shows_a_duty_and_an_exemption(library: Library) -> None:
    library.add("VAB", {"Intyg": "Läkarintyg behöver inte lämnas vid vård av barn."})
    library.add(
        "Riktlinje för VAB", {"Intyg": "Läkarintyg ska lämnas vid vård av barn."}, metadata=OWNED
    )

    reply = await consulted(turn("Måste jag lämna läkarintyg vid VAB?"), await library.services())

    assert cited_titles(reply) == ["Riktlinje för VAB", "VAB"]
    assert "Riktlinje för VAB går före VAB" in reply.warnings[0]


async def test_both_are_shown_in_english_too_whichever_answers(library: Library) -> None:
    library.add("Nyhet om flextid", _says("40"))
    library.add("Riktlinje för arbetstid", _says("50"), metadata=GUIDELINE)
    question = "How many hours of flexitime may I save?"

    reply = await consulted(turn(question, language="en"), await library.services())

    assert {*cited_titles(reply)} == {"Riktlinje för arbetstid", "Nyhet om flextid"}
    assert "Riktlinje för arbetstid takes precedence over Nyhet om flextid" in reply.warnings[0]


async def test_a_rule_for_others_is_no_contradiction(library: Library) -> None:
    library.add("Matsalen", {"Hundar": "Hundar får inte tas med till matsalen."})
    library.add("Kontoret", DOGS_TOO, metadata=OWNED)
    gaps = Gaps()

    reply = await consulted(turn(DOGS), await library.services(gaps=gaps))

    assert (reply.warnings, gaps.kept) == ((), [])


async def test_short_rules_below_headings_about_different_things_do_not_contradict(
    library: Library,
) -> None:
    library.add("Flyg", {"Med flyg": "Första klass är inte tillåten."})
    library.add("Tåg", {"Med tåg": "Första klass är tillåten."})

    reply = await consulted(turn("Får jag åka första klass?"), await library.services())

    assert reply.warnings == ()
