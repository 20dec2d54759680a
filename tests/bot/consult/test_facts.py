"""Rules for different people: chosen by what is known, else by one question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.consult.facts import told_of_oneself
from bot.retrieval.base import Chunk
from bot.services import Services
from tests.bot.consult.asking import consulted
from tests.skills.library import ANNA, Library, turn

QUESTION = "Får jag julgåva?"
BY_EMPLOYMENT = {
    "Får jag julgåva?": (
        "Månadsavlönade får en julgåva för 400 kronor. Timavlönade får en julgåva för 100 kronor."
    )
}
BY_MANAGER = {
    "Hur mycket handledning får jag?": (
        "Är du chef får du åtta timmar handledning per år. "
        "Medarbetare som inte är chefer får fyra timmar handledning per år."
    )
}
BY_AGREEMENT = {
    "Vad får jag i lägerersättning?": (
        "- Är du anställd på AB får du 360 kronor i lägerersättning per dygn.\n"
        "- Är du anställd på BEA får du 200 kronor i lägerersättning per dygn.\n"
        "- Är du anställd på PAN får du 290 kronor i lägerersättning per dygn."
    )
}
BY_EMPLOYER = {
    "Vad kostar fritidshuset?": (
        "Anställda i kommunens förvaltningar betalar 900 kronor per dygn för fritidshuset. "
        "Anställda i Exempelkommun Bostäder AB betalar 1 200 kronor per dygn för fritidshuset."
    )
}
BY_WORKPLACE = {
    "Får jag arbetskläder?": (
        "I vård och omsorg får du tre uppsättningar arbetskläder. "
        "I skola och förskola får du 1 500 kronor per år till arbetskläder."
    )
}


@pytest.fixture
async def gifts(library: Library) -> Services:
    library.add("Julgåva", BY_EMPLOYMENT)
    return await library.services()


async def test_asks_one_question_with_what_the_source_tells_apart(gifts: Services) -> None:
    reply = await consulted(turn(QUESTION), gifts)

    assert reply.outcome == "clarify"
    assert reply.sentences == ()
    assert [action.values["value"] for action in reply.actions] == [
        "månadsavlönad",
        "timavlönad",
        "",
    ]
    assert reply.actions[-1].label == "Vet inte eller annat"


@pytest.mark.parametrize(
    ("told", "amount"), [("månadsavlönad", "400"), ("tillsvidare", "400"), ("timavlönad", "100")]
)
async def test_what_was_told_chooses_the_rule(gifts: Services, told: str, amount: str) -> None:
    reply = await consulted(turn(QUESTION, facts={"employment": told}), gifts)

    assert [amount in sentence.text for sentence in reply.sentences] == [True]
    assert reply.outcome == "answered"


async def test_who_does_not_know_is_told_every_rule_and_not_asked_again(gifts: Services) -> None:
    reply = await consulted(turn(QUESTION, facts={"employment": ""}), gifts)

    assert ["400" in reply.sentences[0].text, "100" in reply.sentences[1].text] == [True, True]
    assert all(sentence.citations for sentence in reply.sentences)


async def test_in_a_group_nobody_is_asked(gifts: Services) -> None:
    asked = turn(QUESTION, audience="group", facts={"employment": "timavlönad"})

    reply = await consulted(asked, gifts)

    assert reply.outcome == "answered"
    assert "400" in reply.text()
    assert "100" in reply.text()


async def test_a_question_about_people_in_general_gets_every_rule(gifts: Services) -> None:
    reply = await consulted(turn("Får man julgåva?"), gifts)

    assert reply.outcome == "answered"
    assert len(reply.sentences) == 2


async def test_a_question_that_names_its_people_is_not_answered_by_a_question(
    gifts: Services,
) -> None:
    reply = await consulted(turn("Får jag julgåva? Jag är timanställd"), gifts)

    assert reply.outcome == "answered"
    assert "100" in reply.sentences[0].text


@pytest.mark.parametrize(
    ("section", "question", "values"),
    [
        (BY_AGREEMENT, "Vad får jag i lägerersättning?", ["AB", "BEA", "PAN", ""]),
        (BY_EMPLOYER, "Vad betalar jag för fritidshuset?", ["kommun", "bolag", ""]),
        (
            BY_WORKPLACE,
            "Får jag arbetskläder?",
            ["vård och omsorg", "skola och förskola", ""],
        ),
        (BY_MANAGER, "Hur mycket handledning får jag?", ["ja", "nej", ""]),
    ],
)
async def test_each_kind_of_fact_is_asked_for_where_it_decides(
    library: Library, section: dict[str, str], question: str, values: list[str]
) -> None:
    library.add("Villkor", section)

    reply = await consulted(turn(question), await library.services())

    assert [action.values["value"] for action in reply.actions] == values


@pytest.mark.parametrize(("is_manager", "hours"), [(True, "åtta timmar"), (False, "fyra timmar")])
async def test_what_the_directory_knows_is_not_asked_for(
    library: Library, is_manager: bool, hours: str
) -> None:
    library.add("Handledning", BY_MANAGER)
    asker = replace(ANNA, is_manager=is_manager)
    asked = turn("Hur mycket handledning får jag?", user=asker)

    reply = await consulted(asked, await library.services())

    assert [hours in sentence.text for sentence in reply.sentences[:1]] == [True]
    assert any("katalogen" in notice for notice in reply.notices)


async def test_what_a_person_tells_counts_more_than_the_directory(library: Library) -> None:
    library.add("Handledning", BY_MANAGER)
    asked = turn(
        "Hur mycket handledning får jag?",
        user=replace(ANNA, is_manager=True),
        facts={"manager": "nej"},
    )

    reply = await consulted(asked, await library.services())

    assert "fyra timmar" in reply.sentences[0].text


async def test_the_workplace_is_known_from_the_unit(library: Library) -> None:
    library.add("Arbetskläder", BY_WORKPLACE)
    asked = turn(
        "Får jag arbetskläder?", user=replace(ANNA, unit="Socialförvaltningen, hemtjänst norr")
    )

    reply = await consulted(asked, await library.services())

    assert "tre uppsättningar" in reply.sentences[0].text
    assert "1 500" not in reply.text()


@pytest.mark.parametrize(
    "text",
    [
        "Alla får en julgåva för 400 kronor.",
        "Julgåvan är 400 kronor. Timavlönade får också en julgåva.",
        "Månadsavlönade och timavlönade får en julgåva för 400 kronor.",
    ],
)
async def test_a_rule_that_is_the_same_for_all_is_told_at_once(library: Library, text: str) -> None:
    library.add("Julgåva", {"Får jag julgåva?": text})

    reply = await consulted(turn(QUESTION), await library.services())

    assert reply.outcome == "answered"
    assert isinstance(library.chunks[0], Chunk)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Jag är timanställd", {"employment": "timavlönad"}),
        ("Nej, jag är inte chef", {"manager": "nej"}),
        ("Jag är enhetschef", {"manager": "ja"}),
        ("Jag är anställd på BEA", {"agreement": "BEA"}),
        ("Jag jobbar i hemtjänsten", {"department": "vård och omsorg"}),
        ("Jag är 44 år", {"age_bracket": "44"}),
        ("I am a manager", {"manager": "ja"}),
        ("Jag är inte timanställd", {}),
        ("Min medarbetare är timanställd", {}),
        ("När blir jag fast anställd?", {}),
        ("Jag är sjuk", {}),
        ("Jag är 50 procent sjukskriven", {}),
    ],
)
def test_only_what_people_tell_of_themselves_is_a_fact(text: str, facts: dict[str, str]) -> None:
    assert told_of_oneself(text) == facts
