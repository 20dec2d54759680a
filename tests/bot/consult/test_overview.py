"""What a document holds, when somebody asks for a summary of it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.consult.overview import document_to_sum_up
from bot.retrieval.base import DocumentMetadata
from tests.bot.consult.asking import consulted
from tests.skills.library import Library, cited_titles, turn

TRAVEL = {
    "1. Färdsätt › Tåg": "Res med tåg när resan tar under fem timmar. Annars frågar du chefen.",
    "1. Färdsätt › Flyg": "Du får flyga om chefen har godkänt resan.",
    "2. Får jag bo på hotell?": "- Ja, hotellet får kosta högst 1 800 kronor per natt.",
    "Fråga": "Ring resebokningen på 0980-319 235.",
}
SUM_UP = turn("Kan du sammanfatta resepolicyn?")


async def test_tells_what_each_section_says_first(library: Library) -> None:
    library.add("Riktlinje för resor", TRAVEL)

    reply = await consulted(SUM_UP, await library.services())

    assert [sentence.text for sentence in reply.sentences] == [
        "1. Färdsätt: Res med tåg när resan tar under fem timmar.",
        "2. Får jag bo på hotell? Ja, hotellet får kosta högst 1 800 kronor per natt.",
    ]
    assert reply.leads[0].startswith("**Riktlinje för resor** i korthet")


async def test_says_how_much_more_there_is(library: Library) -> None:
    sections = {f"Avsnitt {n}": f"Regel nummer {n} gäller för alla resor." for n in range(9)}
    library.add("Riktlinje för resor", sections)

    reply = await consulted(SUM_UP, await library.services())

    assert len(reply.sentences) == 6
    assert "3 avsnitt till" in reply.notices[0]


async def test_a_document_in_force_is_told_of_before_one_that_has_ended(library: Library) -> None:
    ended = DocumentMetadata(valid_from=date(2018, 1, 1), valid_to=date(2020, 12, 31))
    library.add("Resepolicy 2018", TRAVEL, metadata=ended)
    library.add("Riktlinje för resor", {"1. Tåg": "Res med tåg inom hela landet."})

    reply = await consulted(SUM_UP, await library.services())

    assert cited_titles(reply) == ["Riktlinje för resor"]


async def test_a_document_of_the_kind_that_is_named_is_told_of_before_others(
    library: Library,
) -> None:
    library.add("Resor i vardagen", {"Tåg": "En kort utbildning om resor med tåg i tjänsten."})
    library.add("Riktlinje för hur vi planerar och bokar våra resor", TRAVEL)

    reply = await consulted(turn("Sammanfatta reseriktlinjen"), await library.services())

    assert cited_titles(reply) == ["Riktlinje för hur vi planerar och bokar våra resor"]


async def test_a_document_that_has_ended_is_marked(library: Library) -> None:
    ended = DocumentMetadata(valid_from=date(2018, 1, 1), valid_to=date(2020, 12, 31))
    library.add("Resepolicy 2018", TRAVEL, metadata=ended)

    reply = await consulted(SUM_UP, await library.services())

    assert "gällde till 2020-12-31" in reply.cautions[0]


async def test_a_document_that_the_asker_may_not_read_is_not_told_of(library: Library) -> None:
    library.add("Riktlinje för resor", TRAVEL, readers=frozenset({"chefer"}))

    reply = await consulted(SUM_UP, await library.services())

    assert reply.outcome == "not_found"
    assert reply.sentences == ()


async def test_another_policy_is_no_summary_of_the_one_named(library: Library) -> None:
    library.add("Policy för representation", {"Lunch": "Du får bjuda på lunch för 300 kronor."})

    reply = await consulted(turn("Vad innehåller it-policyn?"), await library.services())

    assert (reply.outcome, reply.leads) == ("not_found", ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sammanfatta resepolicyn", "resepolicyn"),
        ("Vad handlar delegationsordningen om?", "delegationsordningen"),
        ("Ge mig en kort översikt över semester, tack!", "semester"),
        ("Summarise the travel policy, please", "the travel policy"),
        ("Vad står i AB § 27?", None),
        ("Vad handlar mötet om?", None),
        ("Sammanfatta läget", None),
        ("Får jag flyga enligt resepolicyn?", None),
    ],
)
def test_knows_when_an_overview_is_asked_for(text: str, name: str | None) -> None:
    assert document_to_sum_up(text) == name
