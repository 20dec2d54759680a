"""How questions are understood before they are asked of the sources."""

from __future__ import annotations

import pytest

from bot.consult.plain import plainly
from bot.consult.repetition import repeats
from bot.consult.spelling import as_spelt
from bot.consult.wording import last_clause, leaning_part, tells_what_happened
from bot.retrieval.base import Passage
from tests.bot.consult.asking import consulted
from tests.fakes.passages import TRAVEL, sentence
from tests.skills.library import Library, turn


@pytest.mark.parametrize(
    "text",
    [
        "Jag har tappat mobilen",
        "Jag har tappat mobilen, vad gör jag?",
        "mitt barn är sjukt, hur anmäler jag det?",
        "Vad gör jag om någon är hotfull?",
        "I have lost my phone, what do I do?",
    ],
)
def test_an_event_is_recognised_with_and_without_its_question(text: str) -> None:
    assert tells_what_happened(text)


@pytest.mark.parametrize("text", ["Hur många dagar får jag vabba?", "Får jag flyga?"])
def test_a_question_for_a_rule_is_no_event(text: str) -> None:
    assert not tells_what_happened(text)


async def test_an_event_is_answered_as_its_section_begins(library: Library) -> None:
    section = "Säg till din chef direkt. Anmäl skadan samma dag. Chefen utreder vad som hände."
    library.add("Arbetsskada", {"Jag har skadat mig på jobbet. Vad gör jag?": section})
    asked = turn("Jag har skadat mig på jobbet och har ont i ryggen, vad gör jag?")
    reply = await consulted(asked, await library.services())
    texts = [one.text for one in reply.sentences]
    assert texts == ["Säg till din chef direkt.", "Anmäl skadan samma dag."]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Min medarbetare är sjuk, när krävs läkarintyg?", "när krävs läkarintyg?"),
        ("Jag jobbar 75 procent, får jag övertid eller mertid?", "får jag övertid eller mertid?"),
        ("Jag är timanställd, hur många semesterdagar har jag?", None),
        ("Jag är sjuk sedan länge, vem betalar?", None),
        ("När krävs läkarintyg?", None),
    ],
)
def test_circumstances_are_left_out_only_where_they_cannot_change_the_answer(
    text: str, clause: str | None
) -> None:
    assert last_clause(text) == clause


def test_what_leans_on_the_question_before_is_told_apart() -> None:
    both = "Får jag flyga till Göteborg? Vem godkänner det?"
    assert leaning_part(both, "Får jag flyga till Göteborg?") == "Vem godkänner det?"
    assert leaning_part("Får jag flyga? Vem är chef?", "Får jag flyga?") is None
    assert leaning_part(both, "Hej") is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Är det sant att man får spara flex?", "man får spara flex?"),
        ("hur säger jag upp mig", "hur säger upp jag mig"),
        ("Hur loggar jag in?", "Hur loggar in jag?"),
        ("Vad står jag på?", "Vad står på jag?"),
        ("Får jag flyga?", "Får jag flyga?"),
        ("Hej! Undrar om man får flyga", "man får flyga"),
        ("Är det okej att ta taxi?", "Får jag ta taxi?"),
        ("en kund vill bjuda mig, går det bra?", "en kund vill bjuda mig"),
        ("Var går gränsen för inköp?", "Vilken gränsen gäller för inköp?"),
        ("nä måst ja ha intyg å lämna in", "nä måst jag ha intyg och lämna in"),
        ("Vad står det i rutinen för kassan?", "rutinen för kassan?"),
        ("Hej", "Hej"),
    ],
)
def test_padding_goes_and_a_verb_stands_by_its_particle(text: str, plain: str) -> None:
    assert plainly(text) == plain


@pytest.mark.parametrize(
    ("asked", "spelt"),
    [
        ("Får flyg anvendas?", "Får flyg användas?"),
        ("tåg resan", "tågresan"),
        ("Får jag ta med hunden?", "Får jag ta med hunden?"),
        ("hur mkt kostar det", "hur mycket kostar det"),
        ("Vad är semester?", "Vad är semester?"),
    ],
)
def test_a_question_is_spelt_as_the_sources_spell_it(asked: str, spelt: str) -> None:
    assert as_spelt(asked, [Passage(TRAVEL, 1.0)]) == spelt


@pytest.mark.parametrize(
    ("new", "old", "again"),
    [
        (
            "Beställ krisstöd hos Företagshälsovården, 0980-319 250.",
            "Kontakta krisstödet hos Företagshälsovården, 0980-319 250.",
            True,
        ),
        ("Hotellet får kosta 2 200 kronor.", "Hotellet får kosta 1 800 kronor.", False),
        ("Chefen godkänner resan.", "Chefen godkänner resan i förväg.", True),
        ("Boka senast sju dagar före.", "Boka resan i portalen.", False),
    ],
)
def test_a_sentence_that_adds_nothing_is_noticed(new: str, old: str, again: bool) -> None:
    assert repeats(sentence(new), [sentence(old)]) is again
