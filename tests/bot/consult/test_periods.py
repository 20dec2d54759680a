"""Which time a question asks the rules of, and what is answered or declined for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.consult.periods import asked_period, asks_of_earlier, document_named, in_the_present
from bot.retrieval.base import DocumentMetadata
from tests.bot.consult.asking import consulted
from tests.skills.library import Library, cited_titles, turn

TODAY = date(2026, 11, 25)
HOTEL = "Vad fick hotellet kosta {when}?"
OLD = DocumentMetadata(
    layer="riktlinje", reference_number="KS 2018/377", valid_from=date(2019, 1, 1)
)
NEW = DocumentMetadata(
    layer="riktlinje", valid_from=date(2024, 1, 1), replaces="Tjänsteresor, KS 2018/377"
)


def _costs(kronor: str) -> dict[str, str]:
    return {"Hotell": f"Hotellet får kosta högst {kronor} kronor per natt."}


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Vad gällde 2023?", "2023"),
        ("Vad sa resepolicyn 2019?", "2019"),
        ("resepolicyn 2019 hotell", "2019"),
        ("Hur stort var friskvårdsbidraget i fjol?", "2025"),
        ("Vad var traktamentet förra året?", "2025"),
        ("Vad fick hotellet kosta i mars 2022?", "i mars 2022"),
        ("Vad gällde den 1 mars 2022 för flyg?", "den 1 mars 2022"),
        ("Vad gällde 2022-03-01 för flyg?", "den 1 mars 2022"),
        ("Vad kostade lunchen i mars i fjol?", "i mars 2025"),
        ("Vad gäller för resor från nästa år?", "2027"),
        ("Vad ändras vid årsskiftet?", "2027"),
        ("Hur många språkombud ska varje enhet ha från 2027?", "2027"),
        ("What was the hotel limit last year?", "2025"),
        ("What applies from next year?", "2027"),
    ],
)
def test_knows_the_time_that_is_asked_about(question: str, named: str) -> None:
    period = asked_period(question, TODAY)

    assert period is not None
    assert period.named("sv") == named


@pytest.mark.parametrize(
    "question",
    [
        "traktamente 2026",
        "Var finns protokollet från 2022?",
        "Jag började 2019, hur många dagar har jag?",
        "Jag är född 1985, hur många semesterdagar har jag nästa år?",
        "Kan jag spara semester till nästa år?",
        "Jag vill vara föräldraledig från 1 maj 2028, när ska jag anmäla det?",
        "Nämnden sammanträder 10 december 2026. När ska protokollet justeras?",
        "Jag hade 25 dagar 2023, hur många har jag nu?",
        "Vad gällde 2022-13-45?",
    ],
)
def test_does_not_take_a_year_of_somebody_s_life_for_one_of_the_rules(question: str) -> None:
    assert asked_period(question, TODAY) is None


@pytest.mark.parametrize(
    "question",
    [
        "Vad gällde för flyg innan den nya resepolicyn?",
        "Vad sa den gamla it-policyn om lösenord?",
        "Which rules applied before the new policy?",
        "What did the previous travel policy say?",
    ],
)
def test_knows_when_the_version_before_is_meant(question: str) -> None:
    assert asks_of_earlier(question)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Vad fick hotellet kosta i mars 2022?", "Vad får hotellet kosta?"),
        ("Vad sa den gamla it-policyn om lösenord?", "Vad säger it-policyn om lösenord?"),
        ("Vad gällde innan den nya resepolicyn?", "Vad gäller för resepolicyn?"),
    ],
)
def test_asks_the_documents_in_the_words_of_their_time(question: str, asked: str) -> None:
    assert in_the_present(question) == asked


def test_a_document_that_is_asked_for_by_its_topic_is_no_bare_document() -> None:
    assert document_named("Vad säger resepolicyn?") == "resepolicyn"
    assert document_named("Vad säger resepolicyn om hotell?") == ""


@pytest.mark.parametrize(
    ("when", "title"),
    [
        ("2020", "Tjänsteresor"),
        ("i december 2023", "Tjänsteresor"),
        ("i januari 2024", "Resor 2024"),
        ("förra året", "Resor 2024"),
    ],
)
async def test_a_replaced_version_applied_until_the_new_one_began(
    library: Library, when: str, title: str
) -> None:
    library.add("Tjänsteresor", _costs("1 400"), metadata=OLD)
    library.add("Resor 2024", _costs("1 800"), metadata=NEW)

    reply = await consulted(turn(HOTEL.format(when=when)), await library.services())

    assert cited_titles(reply) == [title]


async def test_a_version_whose_successor_is_not_indexed_is_said_to_apply_still(
    library: Library,
) -> None:
    """Nothing says that it ended, so the reader is told that it is taken to go on."""
    library.add("Tjänsteresor", _costs("1 400"), metadata=OLD)

    reply = await consulted(turn(HOTEL.format(when="2025")), await library.services())

    assert cited_titles(reply) == ["Tjänsteresor"]
    assert "Tjänsteresor har gällt sedan 2019-01-01 och gäller fortfarande." in reply.notices


async def test_a_text_changed_since_then_is_warned_of(library: Library) -> None:
    revised = replace(OLD, revised_on=date(2022, 6, 1))
    library.add("Tjänsteresor", _costs("1 400"), metadata=revised)

    reply = await consulted(turn(HOTEL.format(when="2020")), await library.services())

    assert "ändrades 2022-06-01, efter den tid du frågar om" in reply.cautions[-1]


async def test_the_version_before_the_new_one_is_answered_from_with_a_warning(
    library: Library,
) -> None:
    library.add("Tjänsteresor", _costs("1 400"), metadata=OLD)
    library.add("Resor 2024", _costs("1 800"), metadata=NEW)
    question = "Vad fick hotellet kosta innan den nya policyn?"

    reply = await consulted(turn(question), await library.services())

    assert cited_titles(reply) == ["Tjänsteresor"]
    assert reply.cautions == ("Källan Tjänsteresor har ersatts av Resor 2024.",)


async def test_no_version_before_is_made_up(library: Library) -> None:
    library.add("Resor 2024", _costs("1 800"), metadata=NEW)
    question = "Vad fick hotellet kosta innan den nya policyn?"

    reply = await consulted(turn(question), await library.services())

    assert reply.outcome == "not_found"
    assert "ingen äldre version" in reply.text()


async def test_what_begins_next_year_is_answered_from_what_is_decided(library: Library) -> None:
    library.add("Resor 2024", _costs("1 800"), metadata=NEW)
    coming = DocumentMetadata(valid_from=date(2027, 1, 1), replaces="Resor 2024")
    library.add("Resor 2027", _costs("2 000"), metadata=coming)
    question = "Vad gäller för hotellet från nästa år, vad får det kosta?"

    reply = await consulted(turn(question), await library.services())

    assert cited_titles(reply) == ["Resor 2027"]
    assert reply.cautions == ("Källan Resor 2027 gäller inte än. Den börjar gälla 2027-01-01.",)


async def test_what_goes_on_next_year_is_said_to_be_all_that_is_decided(library: Library) -> None:
    library.add("Resor 2024", _costs("1 800"), metadata=NEW)
    question = "Vad gäller från nästa år, vad får hotellet kosta?"

    reply = await consulted(turn(question), await library.services())

    assert "Det här gäller i dag. Jag hittar inget beslut om något annat 2027." in reply.notices


async def test_what_ends_this_year_does_not_answer_for_the_next(library: Library) -> None:
    library.add("Resor", _costs("1 800"), metadata=replace(OLD, valid_to=date(2026, 12, 31)))
    question = "Vad gäller från nästa år, vad får hotellet kosta?"

    reply = await consulted(turn(question), await library.services())

    assert reply.outcome == "not_found"
    assert "inget som gäller 2027" in reply.text()


async def test_a_bare_document_of_a_year_is_told_of_by_its_version(library: Library) -> None:
    library.add("Riktlinje för tjänsteresor", _costs("1 400"), metadata=OLD)
    question = "Vad sa riktlinjen för tjänsteresor 2019?"

    reply = await consulted(turn(question), await library.services())

    assert reply.sentences[0].text == "Riktlinje för tjänsteresor gällde då."
    assert "Gäller från 2019-01-01." in reply.notices[0]
