"""From question to cited answer, and what is said when there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from bot.answering.base import Citation, Question, Remark, Sentence
from bot.consult import consult
from bot.errors import RetrievalUnavailable
from bot.identity.base import Audience, User
from bot.retrieval.base import Chunk, Passage
from bot.services import Contact, Services
from bot.turn import Progress
from tests.bot.consult.asking import MATTER, consulted
from tests.skills.library import ANNA, FATIMA, GRETA, TODAY, Gaps, Library, cited_titles, turn

HOTEL = {"Hotell": "Hotellet får kosta högst 1 800 kronor per natt."}
SALARIES = {"Lönekartläggning": "Lönekartläggningen visar att snittlönen är 34 000 kronor."}


async def test_says_at_once_that_it_is_searching(library: Library) -> None:
    library.add("Riktlinje för resor", HOTEL)
    services = await library.services()

    events = [event async for event in consult(turn("Vad får hotellet kosta?"), services, MATTER)]

    assert events[0] == Progress("Söker i intranätet …")


async def test_answers_with_the_source(library: Library) -> None:
    library.add("Riktlinje för resor", HOTEL)

    reply = await consulted(turn("Vad får hotellet kosta?"), await library.services())

    assert reply.outcome == "answered"
    assert "1 800 kronor" in reply.sentences[0].text
    assert reply.citations[0].quote == HOTEL["Hotell"]


async def test_says_that_nothing_was_found_and_names_the_contact(library: Library) -> None:
    library.add("Riktlinje för resor", HOTEL)
    gaps = Gaps()
    contact = Contact(name="Ekonomiservice", phone="0980-319 212")
    services = await library.services(gaps=gaps, contacts={"policy": contact})

    reply = await consulted(turn("Får hunden följa med till kontoret?"), services)

    assert reply.outcome == "not_found"
    assert reply.sentences == ()
    assert "Fråga Ekonomiservice, 0980-319 212." in reply.text()
    assert [action.url for action in reply.actions] == ["tel:+46980319212"]
    assert gaps.questions == ["Får hunden följa med till kontoret?"]


async def test_without_a_contact_it_names_a_role_and_no_number(library: Library) -> None:
    library.add("Riktlinje för resor", HOTEL)

    reply = await consulted(turn("Får hunden följa med?"), await library.services())

    assert "Fråga din chef." in reply.text()
    assert not any(character.isdigit() for character in reply.text())
    assert reply.actions == ()


async def test_a_gap_that_cannot_be_recorded_costs_nobody_the_reply(library: Library) -> None:
    library.add("Riktlinje för resor", HOTEL)
    services = await library.services(gaps=Gaps(broken=True))

    reply = await consulted(turn("Får hunden följa med?"), services)

    assert reply.outcome == "not_found"


async def test_a_guest_is_sent_to_their_own_contact_person(library: Library) -> None:
    library.add("Riktlinje för resor", HOTEL)

    reply = await consulted(turn("Vad får hotellet kosta?", user=GRETA), await library.services())

    assert reply.outcome == "not_found"
    assert "delats med dig" in reply.text()


async def test_a_group_sees_of_what_is_restricted_just_what_it_sees_of_what_is_not_there(
    library: Library,
) -> None:
    library.add("Lönekartläggning 2025", SALARIES, readers=frozenset({"hr"}))
    gaps = Gaps()
    services = await library.services(gaps=gaps)
    question = "Vad visar lönekartläggningen om snittlönen?"

    for_hr = await consulted(turn(question, user=FATIMA, audience="group"), services)
    gaps_of_hr = list(gaps.questions)
    for_anna = await consulted(turn(question, user=ANNA, audience="group"), services)

    assert (for_hr.outcome, for_anna.outcome) == ("private_only", "not_found")
    assert for_hr.citations == ()
    assert (for_hr.text(), for_hr.actions) == (for_anna.text(), for_anna.actions)
    assert gaps_of_hr == []


async def test_a_group_is_not_told_that_something_exists_which_the_asker_may_not_read(
    library: Library,
) -> None:
    library.add("Lönekartläggning 2025", SALARIES, readers=frozenset({"hr"}))
    question = "Vad visar lönekartläggningen om snittlönen?"

    reply = await consulted(turn(question, user=ANNA, audience="group"), await library.services())

    assert reply.outcome == "not_found"


async def test_what_happened_is_answered_with_what_to_do(library: Library) -> None:
    library.add(
        "Sjuk och frisk igen",
        {
            "Blir det ny karens om jag blir sjuk igen?": "Nej, inte inom fem kalenderdagar.",
            "Jag är sjuk. Vad gör jag?": (
                "Ring din närmaste chef före klockan 07.00. Arbetar du i vård och omsorg ringer du "
                "också Bemanningsenheten på 0980-319 270."
            ),
        },
    )

    reply = await consulted(turn("Jag är sjuk idag"), await library.services())

    assert reply.sentences[0].text.startswith("Ring din närmaste chef")
    assert reply.actions[0].url == "tel:+46980319270"
    assert reply.actions[0].label == "Ring Bemanningsenheten"


async def test_what_happened_is_answered_from_the_section_about_that_alone(
    library: Library,
) -> None:
    library.add(
        "Lösenord", {"Hur långt ska det vara?": "Använd inte samma lösenord på jobbet som hemma."}
    )
    library.add(
        "Arbetsskada",
        {"Jag har skadat mig på jobbet. Vad gör jag?": "Ring 112 om det är allvarligt."},
    )

    reply = await consulted(turn("jag skadade mig på jobbet"), await library.services())

    assert cited_titles(reply) == ["Arbetsskada"]
    assert reply.actions[0].url == "tel:112"


async def test_everyday_words_for_what_happened_are_understood(library: Library) -> None:
    library.add(
        "Vård av barn",
        {"Mitt barn är sjukt. Vad gör jag?": "Ring din närmaste chef och säg att du vabbar."},
    )

    reply = await consulted(turn("ungen är sjuk"), await library.services())

    assert reply.outcome == "answered"


async def test_an_english_reader_is_told_that_the_quotes_are_swedish(library: Library) -> None:
    library.add("Riktlinje för resor", HOTEL)
    question = turn("Vad får hotellet kosta?", language="en")

    reply = await consulted(question, await library.services())

    assert "quoted in Swedish" in reply.text()


async def test_the_caveat_follows_a_figure_for_ones_own_case_only(library: Library) -> None:
    library.add("Uppsägning", {"Hur lång är uppsägningstiden?": "Uppsägningstiden är 3 månader."})
    services = await library.services()

    own = await consulted(turn("Hur lång uppsägningstid har jag?"), services)
    general = await consulted(turn("Hur lång är uppsägningstiden?"), services)

    assert "Det här är huvudregeln." in own.notices
    assert "Det här är huvudregeln." not in general.notices


async def test_says_when_the_model_gave_way_to_quotes(library: Library) -> None:
    library.add("Riktlinje för resor", HOTEL)
    services = await library.services(answerer=_FallenBack())

    reply = await consulted(turn("Vad får hotellet kosta?"), services)

    assert reply.outcome == "answered"
    assert (
        "Språkmodellen gav inget svar som går att visa. Här är i stället källans egna ord."
        in reply.notices
    )


async def test_a_failing_index_is_not_hidden_as_nothing_found(library: Library) -> None:
    services = await library.services()
    broken = Services(
        retriever=_BrokenRetriever(),
        answerer=services.answerer,
        gaps=services.gaps,
        today=lambda: TODAY,
    )

    with pytest.raises(RetrievalUnavailable):
        await consulted(turn("Vad får hotellet kosta?"), broken)


async def test_where_the_model_fails_and_no_source_answers_nothing_is_said_to_be_quoted(
    library: Library,
) -> None:
    library.add("Resepolicy", {"Hotell": "Hotell får kosta högst 1 800 kronor per natt."})
    services = await library.services(answerer=_FallenBack(quotes=False))

    reply = await consulted(turn("Vad får hotellet kosta?"), services)

    assert "Språkmodellen gav inget svar" in reply.text()
    assert "källans egna ord" not in reply.text()


class _FallenBack:
    """An answerer whose model has failed."""

    name = "gpt"

    def __init__(self, *, quotes: bool = True) -> None:
        self._quotes = quotes

    async def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence | Remark]:
        yield Remark(kind="fell_back", answered_by="extractive")
        if not self._quotes:
            return
        passage = passages[0]
        text = passage.chunk.text
        yield Sentence(text=text, citations=(Citation(passage, text),))


class _BrokenRetriever:
    """A retriever whose index is gone."""

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        raise RetrievalUnavailable("the index is gone")

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        raise RetrievalUnavailable("the index is gone")

    async def document(
        self, document_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        raise RetrievalUnavailable("the index is gone")

    async def successors(
        self, chunk: Chunk, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        raise RetrievalUnavailable("the index is gone")
