"""Signing in with Teams, and everything done in the person's name (acceptance group B)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.fakes.teams_client import GROUP
from tests.scenarios.product import ANNA, ERIK, FATIMA, SECRET_FIGURE, Surroundings
from tests.scenarios.signing_in import QUESTION, SALARY, SignedIn, signing_in

ANSWER = "mer än fem timmar"


@pytest.fixture
async def signed_in(surroundings: Surroundings) -> AsyncIterator[SignedIn]:
    async with signing_in(surroundings) as opened:
        yield opened


async def test_the_first_question_is_answered_without_a_click(signed_in: SignedIn) -> None:
    await signed_in.ask()
    card = await signed_in.card_shown()

    response = await signed_in.teams.deliver(signed_in.exchange(card))

    assert response.status == 200
    assert response.json()["id"] == card["tokenExchangeResource"]["id"]
    await signed_in.told(ANSWER)
    assert [button["type"] for button in card["buttons"]] == ["signin"]
    assert len(signed_in.cards()) == 1


async def test_without_consent_one_button_leads_to_the_answer(signed_in: SignedIn) -> None:
    signed_in.service.consented = False
    await signed_in.ask()
    card = await signed_in.card_shown()

    response = await signed_in.teams.deliver(signed_in.exchange(card))
    verified = await signed_in.press_button()

    assert response.status == 412
    assert response.json()["connectionName"] == "entra"
    assert response.json()["failureDetail"]
    assert verified.status == 200
    await signed_in.told(ANSWER)
    assert len(signed_in.cards()) == 1


async def test_a_code_that_nobody_was_given_signs_nobody_in(signed_in: SignedIn) -> None:
    invoke = signed_in.teams.invoke("signin/verifyState", {"state": "999999"}, by=ANNA)

    assert (await signed_in.teams.deliver(invoke)).status == 404


async def test_whoever_has_signed_in_before_is_answered_at_once(signed_in: SignedIn) -> None:
    signed_in.already(FATIMA)

    await signed_in.ask(SALARY, by=FATIMA)

    await signed_in.told(SECRET_FIGURE, of=FATIMA)
    assert signed_in.cards(of=FATIMA) == []


async def test_groups_are_read_to_the_last_page_and_asked_for_once(signed_in: SignedIn) -> None:
    signed_in.already(FATIMA)

    await signed_in.ask(SALARY, by=FATIMA)
    await signed_in.told(SECRET_FIGURE, of=FATIMA)
    await signed_in.ask(by=FATIMA)
    await signed_in.told(ANSWER, of=FATIMA)

    assert len(signed_in.graph.asked) == 4  # the person, and three pages
    assert len(signed_in.entra.asked) == 1


async def test_signing_out_forgets_the_person(signed_in: SignedIn) -> None:
    signed_in.already(ANNA)
    await signed_in.ask()
    await signed_in.told(ANSWER)

    await signed_in.ask("Logga ut.")
    await signed_in.told("utloggad")
    await signed_in.ask()

    await signed_in.card_shown()
    assert signed_in.service.signed_out == [ANNA.id]


async def test_a_failure_in_teams_is_told_once_with_its_code(
    signed_in: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    value = {"code": "resourcematchfailed", "message": "Anna Lindqvist could not"}
    failure = [signed_in.teams.invoke("signin/failure", value, by=ANNA) for _ in range(3)]

    answers = [await signed_in.teams.deliver(each) for each in failure]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert len([text for text in signed_in.connector.texts("a:anna") if "logga in" in text]) == 1
    assert "resourcematchfailed" in await signed_in.told("logga in")
    assert [record.__dict__.get("code") for record in caplog.records].count(value["code"]) == 3
    assert "Lindqvist" not in caplog.text


async def test_words_about_safety_never_wait_for_a_sign_in(signed_in: SignedIn) -> None:
    await signed_in.ask("Jag vill inte leva längre")

    await signed_in.told("112")
    assert signed_in.cards() == []
    assert signed_in.around.stored("SELECT body FROM waiting") == []


async def test_a_question_asked_in_a_group_is_answered_after_signing_in_alone(
    signed_in: SignedIn,
) -> None:
    await signed_in.teams.deliver(signed_in.teams.mention(QUESTION, by=ANNA))
    card = await signed_in.card_shown()

    await signed_in.teams.deliver(signed_in.exchange(card))

    await signed_in.told(ANSWER)
    [in_group] = signed_in.connector.messages(GROUP)
    assert "vår egen chatt" in in_group["text"]
    assert ANSWER not in in_group["text"]


async def test_a_question_deleted_before_signing_in_is_not_answered(signed_in: SignedIn) -> None:
    message = signed_in.teams.message(QUESTION, by=ANNA)
    await signed_in.teams.deliver(message)
    card = await signed_in.card_shown()
    await signed_in.teams.deliver(signed_in.teams.delete(message))
    await _until_nothing_waits(signed_in)

    await signed_in.teams.deliver(signed_in.exchange(card))
    await signed_in.ask("Hur många semesterdagar har jag?")
    await signed_in.told("gammal")

    assert not any(ANSWER in text for text in signed_in.connector.texts("a:anna"))


async def test_case_15_of_another_tenant_nobody_signs_in(signed_in: SignedIn) -> None:
    other = "99999999-2222-3333-4444-555555555555"
    await signed_in.ask()
    card = await signed_in.card_shown()
    token = signed_in.entra.sign_in(ANNA.object_id, tid=other)

    refused = await signed_in.teams.deliver(signed_in.exchange(card, token=token))
    foreign = signed_in.teams.message("Hej", by=ANNA, to="a:elsewhere")
    foreign["channelData"] = {"tenant": {"id": other}}
    foreign["conversation"]["tenantId"] = other
    answer = await signed_in.teams.deliver(foreign)

    assert (refused.status, answer.status) == (412, 403)
    assert signed_in.service.exchanges == []
    stored = "SELECT 1 FROM inbox WHERE conversation_id = 'a:elsewhere'"
    assert signed_in.around.stored(stored) == []


@pytest.mark.parametrize("kind", ["Guest", None])
async def test_case_16_a_guest_is_told_that_this_is_for_employees(
    signed_in: SignedIn, kind: str | None
) -> None:
    account = signed_in.graph.accounts[ANNA.object_id]
    account.kind, account.mail = kind, "anna_example.org#EXT#@kommun.onmicrosoft.com"
    signed_in.already(ANNA)

    await signed_in.ask()

    await signed_in.told("gäst")
    assert not any(ANSWER in text for text in signed_in.connector.texts("a:anna"))


async def test_case_16_a_guest_who_is_let_in_reads_nothing_for_all_employees(
    surroundings: Surroundings,
) -> None:
    async with signing_in(surroundings, KOLLEGA_GUESTS="yes") as opened:
        opened.graph.accounts[FATIMA.object_id].kind = "Guest"
        opened.already(FATIMA)

        await opened.ask(by=FATIMA)

        said = await opened.told("hitta", of=FATIMA)
        assert ANSWER not in said
        assert "gäst" not in said


async def test_case_17_an_exchange_for_another_connection_is_refused(signed_in: SignedIn) -> None:
    await signed_in.ask()
    card = await signed_in.card_shown()

    answer = await signed_in.teams.deliver(signed_in.exchange(card, connectionName="other"))

    assert answer.status == 412
    assert signed_in.service.exchanges == []


async def test_case_18_four_clients_of_a_person_cause_one_exchange(signed_in: SignedIn) -> None:
    await signed_in.ask()
    card = await signed_in.card_shown()
    invokes = [signed_in.exchange(card) for _ in range(4)]

    answers = await asyncio.gather(*map(signed_in.teams.deliver, invokes[:3]))
    await signed_in.told(ANSWER)
    late = await signed_in.teams.deliver(invokes[3])

    assert [answer.status for answer in (*answers, late)] == [200] * 4
    assert len(signed_in.service.exchanges) == 1
    assert len(signed_in.entra.asked) == 1
    assert len([text for text in signed_in.connector.texts("a:anna") if ANSWER in text]) == 1


@pytest.mark.parametrize("given", ["*", "", None, "x" * 201, 7])
async def test_case_19_an_exchange_without_an_id_is_malformed(
    signed_in: SignedIn, given: object
) -> None:
    card = {"tokenExchangeResource": {"id": ""}, "connectionName": "entra"}

    answer = await signed_in.teams.post(signed_in.exchange(card, id=given))

    assert answer.status == 400
    assert signed_in.service.exchanges == []


async def test_case_20_somebody_elses_token_signs_nobody_in(signed_in: SignedIn) -> None:
    await signed_in.ask()
    card = await signed_in.card_shown()
    token = signed_in.entra.sign_in(FATIMA.object_id)

    exchanged = await signed_in.teams.deliver(signed_in.exchange(card, token=token))
    signed_in.service.codes["1"] = ANNA.id, token
    invoke = signed_in.teams.invoke("signin/verifyState", {"state": "1"}, by=ANNA)
    verified = await signed_in.teams.deliver(invoke)

    assert (exchanged.status, verified.status) == (412, 403)
    assert signed_in.service.exchanges == []
    assert signed_in.entra.asked == []
    assert signed_in.service.kept == {}


@pytest.mark.parametrize(
    "claims",
    [{"aud": "00000003-0000-0000-c000-000000000000"}, {"scp": "User.Read"}, {"exp": 1}],
    ids=["audience", "scope", "expiry"],
)
async def test_case_21_a_token_for_something_else_is_refused(
    signed_in: SignedIn, claims: dict[str, object]
) -> None:
    await signed_in.ask()
    card = await signed_in.card_shown()
    token = signed_in.entra.sign_in(ANNA.object_id, **claims)

    answer = await signed_in.teams.deliver(signed_in.exchange(card, token=token))

    assert answer.status == 412
    assert signed_in.service.exchanges == []


async def test_case_21_a_kept_token_for_something_else_is_given_up(signed_in: SignedIn) -> None:
    signed_in.already(ANNA, aud="00000003-0000-0000-c000-000000000000")

    await signed_in.ask()

    await signed_in.card_shown()
    assert signed_in.entra.asked == []
    assert signed_in.service.signed_out == [ANNA.id]


async def test_case_22_who_must_prove_more_does_so_once(signed_in: SignedIn) -> None:
    signed_in.already(ANNA)
    signed_in.entra.step_up = {ANNA.object_id}
    await signed_in.ask()
    card = await signed_in.card_shown()

    signed_in.entra.step_up = set()
    await signed_in.press_button()

    await signed_in.told(ANSWER)
    assert "tokenExchangeResource" not in card
    assert len(signed_in.cards()) == 1
    await signed_in.told("bekräftar din inloggning")


async def test_case_22_who_has_proved_all_in_vain_is_told_so(signed_in: SignedIn) -> None:
    signed_in.already(ANNA)
    signed_in.entra.step_up = {ANNA.object_id}
    await signed_in.ask()
    await signed_in.card_shown()

    await signed_in.press_button()

    await signed_in.told("det räcker inte")
    assert len(signed_in.cards()) == 1


async def test_case_22_a_challenge_of_graph_is_met_without_the_person(
    signed_in: SignedIn,
) -> None:
    signed_in.already(ANNA)
    signed_in.graph.challenge = True

    await signed_in.ask()

    await signed_in.told(ANSWER)
    assert signed_in.cards() == []
    assert len(signed_in.entra.asked) == 2


async def test_case_23_a_token_that_ends_meanwhile_is_replaced_once(signed_in: SignedIn) -> None:
    signed_in.already(ANNA)
    signed_in.graph.refuse_tokens = 1

    await signed_in.ask()

    await signed_in.told(ANSWER)
    assert len(signed_in.entra.asked) == 2


async def test_case_24_whoever_is_disabled_must_sign_in_and_cannot(signed_in: SignedIn) -> None:
    signed_in.already(ANNA)
    signed_in.entra.disabled = {ANNA.object_id}

    await signed_in.ask()
    card = await signed_in.card_shown()
    await signed_in.teams.deliver(signed_in.exchange(card))
    await signed_in.card_shown(2)
    await signed_in.press_button()

    await signed_in.told("det räcker inte")
    assert not any(ANSWER in text for text in signed_in.connector.texts("a:anna"))
    assert signed_in.graph.asked == []


@pytest.mark.parametrize("fault", ["status", "page", "elsewhere", "nobody"])
async def test_case_27_without_all_groups_nothing_is_shown(signed_in: SignedIn, fault: str) -> None:
    match fault:
        case "status":
            signed_in.graph.status = 503
        case "page":
            signed_in.graph.cut_after = 1
        case "elsewhere":
            signed_in.graph.next_host = "https://localhost:1"
        case _:
            signed_in.entra.broken = True
    signed_in.already(FATIMA)

    await signed_in.ask(SALARY, by=FATIMA)

    await signed_in.told("vad du har rätt att läsa", of=FATIMA)
    assert not any(SECRET_FIGURE in str(each.body) for each in signed_in.connector.arrivals)


async def test_whoever_asks_an_entra_that_is_busy_is_told_when_to_try_again(
    signed_in: SignedIn,
) -> None:
    signed_in.already(ANNA)
    signed_in.entra.status, signed_in.entra.headers = 429, {"Retry-After": "33"}

    await signed_in.ask()
    first = await signed_in.told("vad du har rätt att läsa")
    await signed_in.ask("Am I allowed to fly to a conference?")

    assert "Försök igen om 40 sekunder." in first
    await signed_in.told("Please try again in 40 seconds.")
    assert signed_in.entra.exchanges == 1


async def test_people_do_not_get_each_others_tokens(signed_in: SignedIn) -> None:
    for person in (ANNA, ERIK, FATIMA):
        signed_in.already(person)

    await asyncio.gather(*(signed_in.ask(SALARY, by=each) for each in (ANNA, ERIK, FATIMA)))
    await signed_in.told(SECRET_FIGURE, of=FATIMA)
    for person in (ANNA, ERIK):
        await signed_in.told("", of=person)

    for chat in ("a:anna", "a:erik"):
        assert SECRET_FIGURE not in str(signed_in.connector.messages(chat))
    assert {who for who, _ in signed_in.entra.asked} == {
        each.object_id for each in (ANNA, ERIK, FATIMA)
    }


async def _until_nothing_waits(signed_in: SignedIn) -> None:
    for _ in range(500):
        if not signed_in.around.stored("SELECT 1 FROM waiting"):
            return
        await asyncio.sleep(0.01)
    raise TimeoutError("the question still waits")
