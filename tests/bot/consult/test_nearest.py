"""What is said where nothing surely answers: what comes nearest, as no answer, and whom to ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from bot.answering.base import Question, Remark, Sentence
from bot.identity.base import User
from bot.retrieval.base import Passage
from tests.bot.consult.asking import consulted
from tests.skills.library import GRETA, Gaps, Library, turn

HOTEL = {"Hotell": "Hotellet får kosta högst 1 800 kronor per natt."}
NEAREST = "Jag hittar inget som svarar just på det. Närmast kommer:"


class Declining:
    """An answerer that finds no answer in anything."""

    name = "declining"

    async def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence | Remark]:
        nothing: tuple[Sentence, ...] = ()
        for sentence in nothing:
            yield sentence


async def test_what_comes_nearest_is_quoted_as_no_answer_and_leaves_a_gap(
    library: Library,
) -> None:
    library.add("Riktlinje för resor", HOTEL)
    gaps = Gaps()
    services = await library.services(answerer=Declining(), gaps=gaps)

    reply = await consulted(turn("Vad får hotellet kosta?"), services)

    assert (reply.outcome, reply.leads) == ("not_found", (NEAREST,))
    assert [one.text for one in reply.sentences] == [HOTEL["Hotell"]]
    assert reply.citations[0].quote == HOTEL["Hotell"]
    assert reply.notices == ("Fråga din chef.",)
    assert gaps.questions == ["Vad får hotellet kosta?"]


async def test_what_is_far_from_the_question_is_not_shown(library: Library) -> None:
    library.add("Riktlinje för resor", HOTEL)
    services = await library.services(answerer=Declining())

    reply = await consulted(turn("Får hunden följa med till kontoret?"), services)

    assert (reply.sentences, reply.leads) == ((), ())


async def test_a_group_reads_the_same_whether_or_not_something_restricted_is_nearer(
    library: Library,
) -> None:
    library.add("Riktlinje för resor", HOTEL)
    asked = turn("Vad får hotellet kosta?", audience="group")
    alone = await consulted(asked, await library.services(answerer=Declining()))
    library.add("Hotell", HOTEL, readers=frozenset({"ekonomi"}))
    beside = await consulted(asked, await library.services(answerer=Declining()))

    assert alone.text() == beside.text()
    assert alone.sentences == ()
    assert "fråga mig i vår egen chatt" in alone.text()


async def test_a_guest_is_sent_to_the_contact_person(library: Library) -> None:
    library.add("Riktlinje för resor", HOTEL, readers=frozenset({"greta"}))
    services = await library.services(answerer=Declining())

    reply = await consulted(turn("Vad får hotellet kosta?", user=GRETA), services)

    assert "kontaktperson" in reply.text()


async def test_nobody_who_needs_to_know_what_to_do_is_told_what_to_do_about_something_else(
    library: Library,
) -> None:
    library.add(
        "Vård av barn",
        {"Mitt barn är sjukt. Vad gör jag?": "Ring din chef och säg att du vabbar."},
    )
    library.add("Läkemedel", {"Det blev fel. Vad gör jag?": "Ring sjuksköterskan i tjänst direkt."})

    services = await library.services(answerer=Declining())

    reply = await consulted(turn("Jag är sjuk, vad gör jag?"), services)

    assert (reply.outcome, reply.sentences) == ("not_found", ())
