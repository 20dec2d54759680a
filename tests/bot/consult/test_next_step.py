"""Whom to turn to, from the same document as the answer."""

from __future__ import annotations

from tests.bot.consult.asking import consulted
from tests.skills.library import Library, turn

PASS = {"Hur stort är friskvårdsbidraget?": "Friskvårdsbidraget är 3 000 kronor per kalenderår."}
CONTACT = {
    "Fråga": (
        "Frågor om kvitton: Löneservice, 0980-319 211, loneservice@exempelkommun.example.\n"
        "Frågor om bidraget: HR-service, 0980-319 210, hr@exempelkommun.example."
    )
}


async def test_gives_the_documents_own_contact_with_its_source(library: Library) -> None:
    library.add("Friskvårdsbidrag", PASS | CONTACT)

    reply = await consulted(turn("Hur stort är friskvårdsbidraget?"), await library.services())

    step = reply.sentences[-1]
    assert step.text == "Frågor om kvitton: Löneservice, 0980-319 211."
    assert step.citations[0].quote in CONTACT["Fråga"]
    assert reply.actions[-1].label == "Ring Löneservice"
    assert reply.actions[-1].url == "tel:+46980319211"


async def test_chooses_the_contact_that_the_question_is_about(library: Library) -> None:
    library.add("Friskvårdsbidrag", PASS | CONTACT)
    question = "Hur stort är bidraget, friskvårdsbidraget?"

    reply = await consulted(turn(question), await library.services())

    assert reply.sentences[-1].text == "Frågor om bidraget: HR-service, 0980-319 210."


async def test_a_bare_contact_gets_a_verb(library: Library) -> None:
    library.add("Friskvårdsbidrag", PASS | {"Fråga": "HR-service, 0980-319 210."})

    reply = await consulted(turn("Hur stort är friskvårdsbidraget?"), await library.services())

    assert reply.sentences[-1].text == "Fråga HR-service, 0980-319 210."


async def test_running_text_that_mentions_a_number_is_no_contact_line(library: Library) -> None:
    text = "Din chef kontaktar dig sedan. Du kan också ringa Företagshälsovården på 0980-319 250."
    library.add("Friskvårdsbidrag", PASS | {"Länge sjuk": text})

    reply = await consulted(turn("Hur stort är friskvårdsbidraget?"), await library.services())

    assert "0980" not in reply.text()


async def test_another_documents_contact_is_not_borrowed(library: Library) -> None:
    library.add("Friskvårdsbidrag", PASS)
    library.add("Passerkort", {"Fråga": "Säkerhetsfunktionen, 0980-319 245."})

    reply = await consulted(turn("Hur stort är friskvårdsbidraget?"), await library.services())

    assert "0980" not in reply.text()


async def test_an_answer_that_says_what_to_do_gets_no_second_step(library: Library) -> None:
    library.add(
        "Passerkort",
        {"Jag har tappat mitt passerkort": "Ring Säkerhetsfunktionen på 0980-319 245."} | CONTACT,
    )

    reply = await consulted(turn("Jag har tappat mitt passerkort"), await library.services())

    assert len(reply.sentences) == 1
    assert reply.actions[0].url == "tel:+46980319245"
