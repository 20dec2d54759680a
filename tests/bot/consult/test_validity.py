"""Expired, replaced and future sources, and what applied earlier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.retrieval.base import DocumentMetadata
from tests.bot.consult.asking import consulted
from tests.skills.library import Library, cited_titles, turn

OLD = DocumentMetadata(
    layer="riktlinje",
    reference_number="KS 2018/377",
    valid_from=date(2019, 1, 1),
    valid_to=date(2023, 12, 31),
)
NEW = DocumentMetadata(
    layer="riktlinje", valid_from=date(2024, 1, 1), replaces="Tjänsteresor, KS 2018/377"
)
OLD_HOTEL = {"Hotell": "Hotellet får kosta högst 1 400 kronor per natt."}
NEW_HOTEL = {"Hotell": "Hotellet får kosta högst 1 800 kronor per natt."}


async def test_answers_from_the_newer_version_only(library: Library) -> None:
    library.add("Tjänsteresor 2019", OLD_HOTEL, metadata=OLD)
    library.add("Resor 2024", NEW_HOTEL, metadata=NEW)

    reply = await consulted(turn("Vad får hotellet kosta?"), await library.services())

    assert cited_titles(reply) == ["Resor 2024"]
    assert "1 400" not in reply.text()
    assert reply.cautions == ()


async def test_an_expired_source_that_stands_alone_is_marked(library: Library) -> None:
    library.add("Tjänsteresor 2019", OLD_HOTEL, metadata=OLD)

    reply = await consulted(turn("Vad får hotellet kosta?"), await library.services())

    assert reply.outcome == "answered"
    assert reply.cautions == (
        "Källan Tjänsteresor 2019 gällde till 2023-12-31. Kontrollera vad som gäller nu.",
    )


async def test_a_replaced_source_is_marked_with_what_replaced_it(library: Library) -> None:
    """The newer version does not speak of hotels, so the older one is all there is."""
    undated = DocumentMetadata(reference_number="KS 2018/377")
    library.add("Tjänsteresor 2019", OLD_HOTEL, metadata=undated)
    library.add("Resor 2024", {"Inledning": "Resor i tjänsten godkänns av chefen."}, metadata=NEW)

    reply = await consulted(
        turn("Vad får hotellet kosta vid tjänsteresor?"), await library.services()
    )

    assert "1 400" in reply.text()
    assert reply.cautions == ("Källan Tjänsteresor 2019 har ersatts av Resor 2024.",)


async def test_a_source_that_is_not_in_force_yet_is_marked(library: Library) -> None:
    library.add("Resor 2027", NEW_HOTEL, metadata=DocumentMetadata(valid_from=date(2027, 1, 1)))

    reply = await consulted(turn("Vad får hotellet kosta?"), await library.services())

    assert reply.cautions == ("Källan Resor 2027 gäller inte än. Den börjar gälla 2027-01-01.",)


async def test_a_question_about_an_earlier_year_is_answered_from_what_applied_then(
    library: Library,
) -> None:
    library.add("Tjänsteresor 2019", OLD_HOTEL, metadata=OLD)
    library.add("Resor 2024", NEW_HOTEL, metadata=NEW)

    reply = await consulted(turn("Vad fick hotellet kosta 2020?"), await library.services())

    assert cited_titles(reply) == ["Tjänsteresor 2019"]
    assert "gällde till 2023-12-31" in reply.cautions[0]


async def test_an_earlier_year_without_a_version_is_declined(library: Library) -> None:
    library.add("Resor 2024", NEW_HOTEL, metadata=NEW)

    reply = await consulted(turn("Vad fick hotellet kosta 2012?"), await library.services())

    assert reply.outcome == "not_found"
    assert "gällde 2012" in reply.text()


async def test_says_which_version_applies_and_who_owns_it(library: Library) -> None:
    owned = replace(
        NEW, owner="Ekonomichefen", decided_by="Kommunstyrelsen", reference_number="KS 2023/412"
    )
    library.add("Riktlinje för tjänsteresor", OLD_HOTEL, metadata=OLD)
    library.add("Riktlinje för resor i tjänsten", NEW_HOTEL, metadata=owned)
    question = "Gäller riktlinjen för tjänsteresor fortfarande?"

    reply = await consulted(turn(question), await library.services())

    assert [sentence.text for sentence in reply.sentences] == [
        "Riktlinje för resor i tjänsten gäller nu."
    ]
    assert reply.notices == (
        "Källan Riktlinje för tjänsteresor har ersatts av Riktlinje för resor i tjänsten.",
        "Gäller från 2024-01-01. Beslutad av Kommunstyrelsen, KS 2023/412. "
        "Dokumentansvarig: Ekonomichefen.",
    )


async def test_a_document_that_does_not_say_when_it_applies_gets_no_such_answer(
    library: Library,
) -> None:
    library.add("Riktlinje för kaffe", {"Kaffe": "Kaffet är gratis."})
    question = "Gäller riktlinjen för kaffe fortfarande?"

    reply = await consulted(turn(question), await library.services())

    assert "gäller nu" not in reply.text()


async def test_a_source_that_is_overdue_for_review_is_marked(library: Library) -> None:
    library.add("Resor 2024", NEW_HOTEL, metadata=replace(NEW, review_by=date(2025, 12, 31)))

    reply = await consulted(turn("Vad får hotellet kosta?"), await library.services())

    assert [("2025-12-31" in warning) for warning in reply.cautions] == [True]


async def test_an_expired_source_is_not_said_to_be_overdue_as_well(library: Library) -> None:
    overdue = replace(OLD, review_by=date(2022, 12, 31))
    library.add("Tjänsteresor 2019", OLD_HOTEL, metadata=overdue)

    reply = await consulted(turn("Vad får hotellet kosta?"), await library.services())

    assert len(reply.cautions) == 1
