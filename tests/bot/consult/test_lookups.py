"""Answers that stand in a row, a step, a contact line or a sentence about one year."""

from __future__ import annotations

from datetime import date

import pytest

from bot.retrieval.base import DocumentMetadata
from bot.services import Services
from tests.bot.consult.asking import consulted
from tests.skills.library import Library, cited_titles, turn

STEPS = (
    "Under 50 000 kronor räcker det med en skriftlig offert. Mellan 50 000 och 100 000 kronor "
    "behöver du två skriftliga offerter. Över 100 000 kronor behöver du minst tre skriftliga "
    "offerter."
)
ORDER = """\
Nr: 3.1; Ärende: Direktupphandling upp till 100 000 kronor; Delegat: Enhetschef
Nr: 3.2; Ärende: Direktupphandling över 100 000 och upp till 700 000 kronor; \
Delegat: Förvaltningschef; Villkor: Minst tre offerter
Nr: 4.1; Ärende: Anställa medarbetare tills vidare; Delegat: Närmaste chef; Villkor: Inom budget
Nr: 4.8; Ärende: Förbjuda bisyssla; Delegat: HR-chefen"""


@pytest.fixture
async def services(library: Library) -> Services:
    library.add("Riktlinje för inköp", {"Hur många offerter behöver jag?": STEPS})
    library.add("Delegationsordning", {"3. Inköp och personal": ORDER})
    library.add(
        "Telefonlista", {"Funktioner": "IT-servicedesk: 0980-319 220\nRegistrator: 0980-319 240"}
    )
    library.add("Registrering", {"Post": "Fråga registrator, 0980-319 240, om du är osäker."})
    return await library.services()


@pytest.mark.parametrize(
    ("amount", "quotes"),
    [
        ("30 000 kr", "en skriftlig offert"),
        ("50 000 kronor", "en skriftlig offert"),
        ("80 000 kr", "två skriftliga offerter"),
        ("över 100 000 kr", "minst tre skriftliga offerter"),
    ],
)
async def test_the_step_that_holds_the_amount_is_the_answer(
    services: Services, amount: str, quotes: str
) -> None:
    reply = await consulted(turn(f"Hur många offerter behöver jag för {amount}?"), services)
    assert quotes in reply.sentences[0].text
    assert len(reply.sentences) == 1


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("Vem får besluta om direktupphandling för 80 000 kr?", "Enhetschef"),
        ("Vem får besluta om inköp över 500 000 kr?", "Förvaltningschef"),
        ("Vem får besluta om anställning?", "Närmaste chef"),
        ("Vem kan besluta om bisyssla?", "HR-chefen"),
    ],
)
async def test_who_decides_is_read_from_the_delegation_order(
    services: Services, question: str, who: str
) -> None:
    reply = await consulted(turn(question), services)
    assert reply.sentences[0].text.startswith(f"{who} beslutar: ")
    assert cited_titles(reply)[0] == "Delegationsordning"


async def test_a_decision_that_no_row_is_about_is_not_given_to_anybody(services: Services) -> None:
    reply = await consulted(turn("Vem beslutar om semester?"), services)
    assert "beslutar:" not in reply.text()


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Vad har IT-servicedesk för nummer?", "IT-servicedesk: 0980-319 220."),
        ("numret till registrator", "Registrator: 0980-319 240."),
    ],
)
async def test_a_number_is_given_from_the_telephone_list_first(
    services: Services, question: str, line: str
) -> None:
    reply = await consulted(turn(question), services)
    assert reply.sentences[0].text == line
    assert reply.actions[-1].url is not None


async def test_nobody_elses_number_is_given(services: Services) -> None:
    reply = await consulted(turn("Vad har kommundirektören för telefonnummer?"), services)
    assert "0980" not in " ".join(sentence.text for sentence in reply.sentences)


async def test_a_year_named_in_a_rule_in_force_is_answered_with_that_years_figure(
    library: Library,
) -> None:
    text = "Traktamentet är 300 kronor för en hel dag. År 2024 var traktamentet 290 kronor."
    metadata = DocumentMetadata(valid_from=date(2024, 1, 1))
    library.add("Resor", {"Hur stort är traktamentet?": text}, metadata=metadata)
    services = await library.services()

    reply = await consulted(turn("Vad var traktamentet 2024?"), services)
    assert reply.sentences[0].text == "År 2024 var traktamentet 290 kronor."


async def test_the_number_of_an_expired_list_does_not_beat_the_one_in_force(
    library: Library,
) -> None:
    gone = DocumentMetadata(valid_to=date(2020, 12, 31))
    library.add("Telefonlista 2020", {"Funktioner": "Växeln: 0980-111 111"}, metadata=gone)
    library.add("Kontakt", {"Växel": "Växeln: 0980-222 222"})

    reply = await consulted(turn("Vad har växeln för nummer?"), await library.services())

    assert "222 222" in reply.sentences[0].text
    assert "111 111" not in reply.text()


async def test_a_number_that_only_an_expired_list_has_is_warned_of_first(library: Library) -> None:
    gone = DocumentMetadata(valid_to=date(2020, 12, 31))
    library.add("Telefonlista 2020", {"Funktioner": "Växeln: 0980-111 111"}, metadata=gone)

    reply = await consulted(turn("Vad har växeln för nummer?"), await library.services())

    assert "gällde till 2020-12-31" in reply.text().partition("0980-111 111")[0]
