"""Last days for minutes, counted from the sample's own routine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.retrieval.base import DocumentMetadata
from bot.services import Services
from skills import policy
from tests.skills.library import GRETA, Library, reply_to, turn

RULES = {
    "Tider": (
        "Protokollet ska justeras senast 14 dagar efter sammanträdet. Justeringen ska anslås "
        "senast den andra dagen efter justeringen. Laglighetsprövning ska begäras inom tre veckor "
        "från den dag då justeringen anslogs."
    )
}
QUESTION = "Nämnden sammanträder 7 december 2026. När ska protokollet justeras?"


@pytest.mark.parametrize(
    ("question", "days"),
    [
        (
            "Nämnden sammanträder 10 december 2026. När ska protokollet justeras och anslås?",
            ["måndag 28 december 2026", "onsdag 30 december 2026", "onsdag 20 januari 2027"],
        ),
        (
            "Protokollet justerades 3 december 2026, när ska det anslås senast?",
            ["måndag 7 december 2026", "måndag 28 december 2026"],
        ),
        (
            "Justeringen anslogs 4 juni 2027. När går tiden för laglighetsprövning ut?",
            ["måndag 28 juni 2027"],
        ),
        (
            "Parten fick del av beslutet 3 december 2026, när ska det överklagas senast?",
            ["måndag 28 december 2026"],
        ),
    ],
)
async def test_counts_from_the_day_that_is_told(
    sample: Services, question: str, days: list[str]
) -> None:
    reply = await reply_to(turn(question), sample, policy.run)

    assert len(reply.sentences) == len(days)
    for sentence, day in zip(reply.sentences, days, strict=True):
        assert sentence.text.endswith(f"{day}.")
        assert sentence.citations
        assert sentence.calculation is not None
    assert "ingen bedömning" in reply.text()


async def test_shows_why_a_day_was_moved(sample: Services) -> None:
    asked = turn("Nämnden sammanträder 10 december 2026. När ska protokollet justeras?")

    text = (await reply_to(asked, sample, policy.run)).text()

    assert (
        "10 december 2026 + 14 dagar = torsdag 24 december 2026, som flyttas förbi julafton" in text
    )


async def test_speaks_english(sample: Services) -> None:
    asked = turn(
        "The board meeting is on 7 December 2026. By when must the minutes be approved?",
        language="en",
    )

    reply = await reply_to(asked, sample, policy.run)

    assert reply.sentences[0].text == "The minutes must be approved by Monday 21 December 2026."


async def test_asks_what_the_day_was_and_each_button_answers(sample: Services) -> None:
    asked = turn("När går tiden för att överklaga ut, 3 december 2026?")
    offered = await reply_to(asked, sample, policy.run)

    assert offered.outcome == "clarify"
    for action in offered.actions:
        assert action.id.startswith("choose_skill:")
        pressed = await reply_to(turn(action.values["text"]), sample, policy.run)
        assert pressed.outcome == "answered"


async def test_counts_nothing_for_a_workplace_meeting(sample: Services) -> None:
    asked = turn("När ska protokollet från APT den 3 december 2026 justeras?")

    reply = await reply_to(asked, sample, policy.run)

    assert "gäller inte arbetsplatsträffar" in reply.sentences[0].text
    assert all(sentence.calculation is None for sentence in reply.sentences)


async def test_counts_nothing_before_the_law_that_it_knows(sample: Services) -> None:
    asked = turn("Nämnden sammanträdde 7 december 2015, när skulle protokollet justeras senast?")

    reply = await reply_to(asked, sample, policy.run)

    assert reply.outcome == "refused"
    assert "2018" in reply.text()


async def test_counts_nothing_by_a_rule_that_the_asker_may_not_read(library: Library) -> None:
    library.add("Rutin", RULES, readers=frozenset({"kansli"}))

    reply = await reply_to(turn(QUESTION, user=GRETA), await library.services(), policy.run)

    assert reply.outcome == "not_found"
    assert "2026" not in reply.text()


async def test_counts_nothing_by_an_expired_rule_and_says_so(library: Library) -> None:
    library.add("Rutin", RULES, metadata=DocumentMetadata(valid_to=date(2025, 12, 31)))

    reply = await reply_to(turn(QUESTION), await library.services(), policy.run)

    assert "Jag räknar inte på Rutin" in reply.cautions[0]
    assert all(sentence.calculation is None for sentence in reply.sentences)


async def test_counts_nothing_where_the_source_differs_from_the_law(library: Library) -> None:
    library.add("Rutin", {"Tider": RULES["Tider"].replace("14 dagar", "20 dagar")})

    reply = await reply_to(turn(QUESTION), await library.services(), policy.run)

    assert "kommunallagen 5 kap. 69 §" in reply.warnings[0]
    assert all(sentence.calculation is None for sentence in reply.sentences)


async def test_todays_date_is_the_one_of_the_services(sample: Services) -> None:
    later = replace(sample, today=lambda: date(2030, 1, 2))
    asked = turn("Protokollet justerades 2 januari, när ska det anslås senast?")

    reply = await reply_to(asked, later, policy.run)

    assert "fredag 4 januari 2030" in reply.sentences[0].text
