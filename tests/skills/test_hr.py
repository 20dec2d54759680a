"""Questions about one's own employment."""

from __future__ import annotations

import pytest

from bot.services import Services
from bot.turn import SET_FACT
from skills import hr
from tests.skills.library import Library, cited_titles, reply_to, turn

QUESTION = "Hur många semesterdagar har jag?"
ANNUAL_LEAVE = {
    "Hur många semesterdagar har jag?": (
        "Du har 25 semesterdagar per år. Från och med det kalenderår du fyller 40 har du 31 dagar, "
        "och från det år du fyller 50 har du 32 dagar. Antalet semesterdagar bestäms av "
        "kollektivavtalet Allmänna bestämmelser (AB) § 27.\n"
        "Din ålder under kalenderåret: Till och med det år du fyller 39; Dagar per år: 25 dagar\n"
        "Din ålder under kalenderåret: Från och med det år du fyller 40; Dagar per år: 31 dagar"
    ),
    "Hur många semesterdagar har jag kvar?": (
        "Du ser hur många semesterdagar du har kvar i Självservice under Min sida > Semester."
    ),
    "Gäller det vid deltid?": "Arbetar du deltid räknas semesterdagarna om av Löneservice.",
}


@pytest.fixture
async def semester(library: Library) -> Services:
    library.add("Semester", ANNUAL_LEAVE)
    return await library.services()


async def test_asks_for_the_age_bracket_that_changes_the_answer(semester: Services) -> None:
    reply = await reply_to(turn(QUESTION), semester, hr.run)

    assert reply.outcome == "clarify"
    assert [action.label for action in reply.actions] == [
        "Under 40",
        "40–49",
        "50 eller äldre",
        "Visa alla åldrar",
    ]
    assert reply.actions[1].id == f"{SET_FACT}:40-49"
    assert reply.actions[1].values == {
        "skill": "hr",
        "text": QUESTION,
        "fact": "age_bracket",
        "value": "40-49",
    }
    assert reply.sentences == ()


@pytest.mark.parametrize(("bracket", "days"), [("under 40", "25"), ("40-49", "31"), ("50+", "32")])
async def test_answers_for_the_bracket_that_was_chosen(
    semester: Services, bracket: str, days: str
) -> None:
    asked = turn(QUESTION, facts={"age_bracket": bracket})

    reply = await reply_to(asked, semester, hr.run)

    assert reply.outcome == "answered"
    assert f"{days} semesterdagar per år" in reply.sentences[0].text
    assert any(days in citation.quote for citation in reply.sentences[0].citations)
    assert "§ 27" in reply.sentences[1].text


@pytest.mark.parametrize("value", ["under 40", "40-49", "50+"])
async def test_every_button_leads_to_an_answer(semester: Services, value: str) -> None:
    offered = await reply_to(turn(QUESTION), semester, hr.run)
    pressed = next(action for action in offered.actions if action.values["value"] == value)
    asked = turn(pressed.values["text"], facts={pressed.values["fact"]: pressed.values["value"]})

    assert (await reply_to(asked, semester, hr.run)).outcome == "answered"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Hur många semesterdagar har jag som fyllt 42?", "31"),
        ("Hur många semesterdagar har jag? Jag är 45 år", "31"),
        ("Hur många semesterdagar har jag? 55", "32"),
        ("Jag fyller 40 i år, hur många semesterdagar får jag?", "31"),
        ("Hur många semesterdagar har jag, är under 40", "25"),
        ("semester dagar 50 år", "32"),
        ("How many days of annual leave do I get? I am 52", "32"),
    ],
)
async def test_an_age_in_the_question_is_not_asked_for(
    semester: Services, text: str, days: str
) -> None:
    reply = await reply_to(turn(text), semester, hr.run)

    assert reply.outcome == "answered"
    assert days in reply.sentences[0].text


@pytest.mark.parametrize(
    "text",
    [
        "Hur många semesterdagar har jag kvar?",
        "Hur många semesterdagar får jag spara?",
        "Hur många semesterdagar har jag på deltid?",
        "Hur många semesterdagar har en timanställd?",
        "Hur söker jag semester?",
    ],
)
async def test_does_not_ask_for_age_where_it_changes_nothing(semester: Services, text: str) -> None:
    reply = await reply_to(turn(text), semester, hr.run)

    assert reply.outcome != "clarify"


async def test_does_not_ask_for_age_when_the_sources_make_no_difference(library: Library) -> None:
    library.add("Semester", {"Semester": "Alla har 25 semesterdagar per år hos oss."})

    reply = await reply_to(turn(QUESTION), await library.services(), hr.run)

    assert reply.outcome != "clarify"


async def test_asks_nobody_for_their_age_in_a_group(semester: Services) -> None:
    reply = await reply_to(turn(QUESTION, audience="group"), semester, hr.run)

    assert reply.outcome == "answered"
    assert all(days in reply.text() for days in ("25", "31", "32"))


async def test_a_balance_is_never_told_but_where_it_is_seen(semester: Services) -> None:
    reply = await reply_to(turn("Hur många semesterdagar har jag kvar?"), semester, hr.run)

    assert "Självservice" in reply.sentences[0].text
    assert not any(character.isdigit() for character in reply.sentences[0].text)


@pytest.mark.parametrize(
    "text",
    [
        "Vad tjänar Anna?",
        "Vad tjänar Anna på ekonomi?",
        "Är Kalle sjuk?",
        "är kalle sjuk idag",
        "Varför är Eva sjukskriven?",
        "Hur många semesterdagar har Lisa kvar?",
        "Vad har min chef i lön?",
        "Är min kollega gravid?",
        "Is Anna on leave?",
    ],
)
async def test_tells_nothing_about_others(semester: Services, text: str) -> None:
    reply = await reply_to(turn(text), semester, hr.run)

    assert reply.outcome == "refused"
    assert "andra personer" in reply.text()
    assert reply.citations == ()


@pytest.mark.parametrize(
    "text",
    [
        "Min medarbetare är ofta sjuk, vad ska jag som chef göra?",
        "Vad tjänar en undersköterska?",
        "Är barnet sjukt får jag vara hemma?",
        "Mitt barn är sjukt",
        "Är jag ledig på julafton?",
        "Hur många semesterdagar har jag?",
        "Hur många semesterdagar har Kommunals medlemmar rätt till?",
        "Vad har kommunen för löner?",
        "Är lärare lediga på lovet?",
    ],
)
async def test_a_question_about_a_rule_is_not_about_others(semester: Services, text: str) -> None:
    reply = await reply_to(turn(text), semester, hr.run)

    assert reply.outcome != "refused"


async def test_speaks_english_to_who_asks_in_english(semester: Services) -> None:
    asked = turn("How many vacation days do I get?", language="en", facts={"age_bracket": "50+"})

    reply = await reply_to(asked, semester, hr.run)

    assert reply.sentences[0].text == "You have 32 days of annual leave from the year you turn 50."


@pytest.mark.parametrize(
    ("question", "title", "words"),
    [
        ("Hur många semesterdagar får jag spara?", "Semester", "30"),
        ("Jag är sjuk", "Sjuk och frisk igen", "07.00"),
        ("När behöver jag läkarintyg?", "Sjuk och frisk igen", "åttonde"),
        ("Hur stort blir karensavdraget?", "Sjuk och frisk igen", "20 procent"),
        ("Mitt barn är sjukt", "Vård av barn (VAB)", "vabbar"),
        ("När ska jag anmäla föräldraledighet?", "Föräldraledighet", "tre månader"),
        ("Hur stort är friskvårdsbidraget?", "Friskvårdsbidrag", "3 000"),
        ("När blir ett vikariat fast?", "När blir en visstidsanställning fast?", "två år"),
        ("Hur lång uppsägningstid har jag?", "Säga upp sig och sluta", "tre månader"),
        ("När kommer lönen?", "Lön och utbetalning", "27"),
    ],
)
async def test_answers_what_staff_ask_from_the_sample(
    sample: Services, question: str, title: str, words: str
) -> None:
    reply = await reply_to(turn(question), sample, hr.run)

    assert reply.outcome == "answered"
    assert title in cited_titles(reply)
    assert words in reply.text()


async def test_both_figures_for_flextime_are_shown_in_the_sample(sample: Services) -> None:
    reply = await reply_to(turn("Hur mycket flextid får jag spara?"), sample, hr.run)

    assert "50 timmar" in reply.sentences[0].text
    assert "40 timmar" in reply.text()
    assert "Riktlinje för arbetstid och flextid går före" in reply.warnings[0]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Jag är timanställd, hur många semesterdagar har jag?", "Timavlönade får ersättning."),
        ("Hur många semesterdagar ger BEA?", "På BEA har du 25 semesterdagar."),
    ],
)
async def test_those_whom_the_steps_are_not_for_get_their_own_rule(
    library: Library, question: str, answer: str
) -> None:
    exceptions = (
        "- Timavlönade får semesterersättning med lönen.\n- På BEA har du 25 semesterdagar."
    )
    library.add("Semester", ANNUAL_LEAVE | {"Vilka gäller det inte för?": exceptions})
    reply = await reply_to(turn(question), await library.services(), hr.run)
    assert answer.split()[0] in reply.sentences[0].text
    assert "31" not in reply.text()
