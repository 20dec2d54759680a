"""Notice of parental leave and the karensavdrag, calculated from the sample's own pages."""

from __future__ import annotations

import pytest

from bot.retrieval.base import DocumentMetadata
from bot.services import Services
from skills import hr
from tests.skills.library import GRETA, Library, reply_to, turn

PARENTAL = "Jag vill vara föräldraledig från {start}, när ska jag senast anmäla det?"


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("1 maj 2027", "måndag 1 februari 2027"),
        ("31 maj 2027", "söndag 28 februari 2027"),
        ("2028-05-31", "tisdag 29 februari 2028"),
        ("24 februari 2027", "tisdag 24 november 2026"),
        ("1 juni", "måndag 1 mars 2027"),
    ],
)
async def test_notice_is_counted_back_by_the_agreement(
    sample: Services, start: str, day: str
) -> None:
    reply = await reply_to(turn(PARENTAL.format(start=start)), sample, hr.run)

    assert reply.sentences[0].text.endswith(f"anmäler du det senast {day}.")
    assert "− 3 månader" in (reply.sentences[0].calculation or "")
    assert "tre månader" in reply.sentences[0].citations[0].quote


async def test_a_day_that_has_passed_is_told_with_what_applies_then(sample: Services) -> None:
    reply = await reply_to(turn(PARENTAL.format(start="1 februari 2027")), sample, hr.run)

    assert "var sista dagen att anmäla söndag 1 november 2026" in reply.sentences[0].text
    assert "så snart du kan" in reply.sentences[1].text


async def test_a_beginning_that_is_not_told_is_asked_for_once(sample: Services) -> None:
    asked = turn("Vilken dag ska jag senast anmäla min föräldraledighet?")

    reply = await reply_to(asked, sample, hr.run)

    assert (reply.outcome, reply.asked_back) == ("clarify", True)
    assert "från 1 maj 2027" in reply.text()


async def test_the_two_months_of_the_law_are_never_taken_for_granted(library: Library) -> None:
    law = (
        "Anmäl föräldraledigheten minst två månader innan den börjar, föräldraledighetslagen 13 §."
    )
    library.add("Föräldraledighet", {"Anmälan": law})

    reply = await reply_to(
        turn(PARENTAL.format(start="1 maj 2027")), await library.services(), hr.run
    )

    assert all(sentence.calculation is None for sentence in reply.sentences)
    assert "kollektivavtal kan kräva" in reply.warnings[0]


async def test_the_months_of_an_agreement_are_used_as_it_states_them(library: Library) -> None:
    rule = "Föräldraledighet anmäls minst fyra månader före ledigheten."
    agreement = DocumentMetadata(layer="lokalt kollektivavtal")
    library.add("Avtal om föräldraledighet", {"3 §": rule}, metadata=agreement)

    reply = await reply_to(
        turn(PARENTAL.format(start="1 maj 2027")), await library.services(), hr.run
    )

    assert "fredag 1 januari 2027" in reply.sentences[0].text


@pytest.mark.parametrize("start", ["1 maj 2020", "1 maj 2035"])
async def test_no_notice_is_counted_for_another_time(sample: Services, start: str) -> None:
    reply = await reply_to(turn(PARENTAL.format(start=start)), sample, hr.run)

    assert reply.outcome == "refused"


async def test_notice_in_english(sample: Services) -> None:
    asked = turn("When must I give notice of parental leave from 1 May 2027?", language="en")

    reply = await reply_to(asked, sample, hr.run)

    assert reply.sentences[0].text == (
        "For leave from 1 May 2027, give notice by Monday 1 February 2027."
    )


@pytest.mark.parametrize(
    ("told", "amount"),
    [
        # 32 500 × 12 ÷ 52 = 7 500 a week, of which 80 % = 6 000, of which 20 % = 1 200
        ("32 500 kr i månaden, heltid", "1 200"),
        ("32500 kronor, lönen jag får på deltid", "1 200"),
        ("32 500 kr heltidslön, 80 %", "960"),
        ("32 500 kr heltidslön, halvtid", "600"),
        # 25 000 × 12 ÷ 52 × 0,16 = 923,08
        ("25 000 kr i månaden och jobbar heltid", "923"),
        # 40 100 × 12 ÷ 52 × 0,16 = 1 480,62
        ("SEK 40,100 a month, full time", "1 481"),
    ],
)
async def test_the_deduction_is_a_fifth_of_a_weeks_sick_pay(
    sample: Services, told: str, amount: str
) -> None:
    reply = await reply_to(turn(f"Hur stort blir karensavdraget? {told}"), sample, hr.run)

    expected = f"ungefär {amount} kr".replace(" ", "\u00a0").replace("ungefär\u00a0", "ungefär ")
    assert expected in reply.sentences[0].text
    assert "÷ 52" in (reply.sentences[0].calculation or "")
    assert len(reply.citations) == 2


@pytest.mark.parametrize(
    ("told", "asks_for"),
    [
        ("", "månadslön före skatt"),
        ("32 500 kr i månaden", "för lön"),
        ("32 500 kr i månaden, 80 %", "för lön"),
        ("32 500 kr heltidslön", "procent av heltid"),
        ("325 kr i månaden, heltid", "Stämmer beloppet"),
        ("32 500 kr i månaden, 180 %", "månadslön före skatt"),
    ],
)
async def test_what_is_missing_is_asked_for_in_one_question(
    sample: Services, told: str, asks_for: str
) -> None:
    reply = await reply_to(turn(f"Hur stort blir mitt karensavdrag? {told}"), sample, hr.run)

    assert reply.outcome == "clarify"
    assert asks_for in reply.text()


async def test_each_button_on_pay_leads_on(sample: Services) -> None:
    asked = turn("Hur stort blir mitt karensavdrag? 32 500 kr, 80 %")
    offered = await reply_to(asked, sample, hr.run)

    for action in offered.actions:
        pressed = await reply_to(turn(action.values["text"]), sample, hr.run)
        assert pressed.outcome == "answered"


async def test_irregular_hours_are_left_to_payroll(sample: Services) -> None:
    asked = turn("Hur stort blir karensavdraget på 24 000 kr med oregelbunden arbetstid?")

    reply = await reply_to(asked, sample, hr.run)

    assert "räknar Löneservice ut avdraget" in reply.text()
    assert all(sentence.calculation is None for sentence in reply.sentences)


async def test_nobody_is_asked_for_their_pay_in_a_group(sample: Services) -> None:
    asked = turn("Hur stort blir mitt karensavdrag?", audience="group")

    assert (await reply_to(asked, sample, hr.run)).outcome == "answered"


async def test_a_general_question_gets_the_rule(sample: Services) -> None:
    reply = await reply_to(turn("Hur stort är karensavdraget?"), sample, hr.run)

    assert reply.outcome == "answered"
    assert "20 procent" in reply.text()


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("Sista sjukdag 18 november, sjuk igen 23 november", "inget nytt karensavdrag"),
        ("Sista sjukdag 18 november, sjuk igen 24 november", "ny sjukperiod"),
        ("Jag blev frisk 20 november och sjuk igen 24 november", "inget nytt karensavdrag"),
        ("Jag blev frisk 19 november och sjuk igen 24 november", "ny sjukperiod"),
    ],
)
async def test_a_relapse_within_five_calendar_days_goes_on(
    sample: Services, told: str, verdict: str
) -> None:
    reply = await reply_to(turn(f"{told}. Blir det ny karens?"), sample, hr.run)

    assert verdict in reply.sentences[0].text
    assert reply.sentences[0].calculation is not None


@pytest.mark.parametrize(
    ("old", "new"), [("20 procent", "30 procent"), ("80 procent", "75 procent")]
)
async def test_no_sum_is_made_where_the_source_differs_from_the_law(
    library: Library, old: str, new: str
) -> None:
    rules = (
        "Du får 80 procent av lönen i sjuklön. Karensavdraget är 20 procent av den sjuklön du får "
        "under en genomsnittlig vecka."
    )
    library.add("Sjuk", {"Karens": rules.replace(old, new)})
    asked = turn("Hur stort blir karensavdraget på 32 500 kr, heltid?")

    reply = await reply_to(asked, await library.services(), hr.run)

    assert all(sentence.calculation is None for sentence in reply.sentences)
    assert "sjuklönelagen" in reply.warnings[0]


async def test_no_sum_is_made_for_who_may_not_read_the_rule(sample: Services) -> None:
    asked = turn("Hur stort blir karensavdraget på 32 500 kr, heltid?", user=GRETA)

    reply = await reply_to(asked, sample, hr.run)

    assert reply.outcome == "not_found"
