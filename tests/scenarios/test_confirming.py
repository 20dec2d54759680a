"""Whoever must prove more before Entra lets Kollega act for them does so on a page of the app.

Conditional Access: https://learn.microsoft.com/entra/identity-platform/claims-challenge
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.operations.profile import find_profile
from tests.fakes.authorization_code import AuthorizationCodes
from tests.fakes.on_behalf_of import STEP_UP
from tests.fakes.teams_client import Answer, Person
from tests.scenarios.product import ANNA, ERIK, Surroundings
from tests.scenarios.signing_in import SignedIn, chat_of, signing_in

ANSWER = "mer än fem timmar"
HOST = "kollega.exempelkommun.example"


@dataclass
class Window:
    """The window that the button of the card opens."""

    signed_in: SignedIn
    codes: AuthorizationCodes
    session: aiohttp.ClientSession
    cookie: str = ""
    status: int = 0
    html: str = ""
    policy: str = ""

    @property
    def proof(self) -> str:
        """What the page gives Teams."""
        return unescape(re.findall(r'data-proof="([^"]+)"', self.html)[0])

    async def open(self, link: str) -> str:
        """Where it is sent; "" if nowhere."""
        address = urlsplit(link)
        assert (address.scheme, address.netloc) == ("https", HOST)
        async with self.session.get(
            self._here(f"{address.path}?{address.query}"), allow_redirects=False
        ) as response:
            self.status, self.html = response.status, await response.text()
            if response.status != 302:
                return ""
            (morsel,) = SimpleCookie(response.headers["Set-Cookie"]).values()
            assert (morsel["secure"], morsel["httponly"]) == (True, True)
            self.cookie = f"{morsel.key}={morsel.value}"
            assert len(self.cookie) < 4000, "browsers would not keep it"
            return response.headers["Location"]

    async def come_back(self, form: dict[str, str]) -> None:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        async with self.session.post(
            self._here("/bekrafta/svar"), data=form, headers=headers
        ) as response:
            assert response.headers["Cache-Control"] == "no-store"
            self.policy = response.headers["Content-Security-Policy"]
            self.status, self.html = response.status, await response.text()

    async def confirm(self, card: dict[str, Any], *, by: Person = ANNA) -> None:
        """All of it, as somebody who can prove what is asked."""
        address = await self.open(_link(card))
        await self.come_back(self.codes.sign_in(address, by.object_id))

    async def tell(self, proof: str, *, by: Person = ANNA) -> Answer:
        """What Teams sends once the page has given it something."""
        teams = self.signed_in.teams
        state = {"state": proof}
        return await teams.deliver(teams.invoke("signin/verifyState", state, by=by, to=chat_of(by)))

    def _here(self, path: str) -> str:
        return self.signed_in.teams.origin + path


@pytest.fixture
async def window(surroundings: Surroundings, tmp_path: Path) -> AsyncIterator[Window]:
    settings = {
        "KOLLEGA_PROFILE": str(find_profile("exempel")),
        "KOLLEGA_APPROVED_ANSWERS": str(tmp_path),  # not the site that the profile names
    }
    jar = aiohttp.DummyCookieJar()
    async with (
        signing_in(surroundings, **settings) as signed_in,
        aiohttp.ClientSession(cookie_jar=jar) as session,
    ):
        provider = surroundings.identity_provider
        issuer = f"{provider.server.url}/{signed_in.entra.tenant}/v2.0"
        provider.authorization_codes = AuthorizationCodes(signed_in.entra, issuer=issuer)
        signed_in.entra.step_up = {ANNA.object_id, ERIK.object_id}
        signed_in.already(ANNA)
        yield Window(signed_in, provider.authorization_codes, session)


def _link(card: dict[str, Any]) -> str:
    [button] = card["buttons"]
    link: str = button["value"]
    return link


async def test_case_22_what_is_demanded_goes_to_entra_and_the_question_is_answered_after(
    window: Window,
) -> None:
    await window.signed_in.ask()
    card = await window.signed_in.card_shown()
    address = await window.open(_link(card))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}

    await window.come_back(window.codes.sign_in(address, ANNA.object_id))
    told = await window.tell(window.proof)

    assert (
        json.loads(asked["claims"])["access_token"]["acrs"]
        == json.loads(STEP_UP)["access_token"]["acrs"]
    )
    assert asked["redirect_uri"] == f"https://{HOST}/bekrafta/svar"
    assert "tokenExchangeResource" not in card
    assert told.status == 200
    await window.signed_in.told(ANSWER)
    assert len(window.signed_in.cards()) == 1


async def test_whoever_has_proved_it_is_not_asked_again(window: Window) -> None:
    await window.signed_in.ask()
    await window.confirm(await window.signed_in.card_shown())
    await window.tell(window.proof)
    await window.signed_in.told(ANSWER)
    exchanged = len(window.signed_in.service.exchanges)

    await window.signed_in.ask("Hur många semesterdagar har jag?")

    await window.signed_in.told("gammal")
    assert len(window.signed_in.cards()) == 1
    assert exchanged == 1, "other processes learn of it through the sign-in service"


async def test_the_page_shows_two_scripts_and_lets_no_other_run(window: Window) -> None:
    await window.signed_in.ask()
    await window.confirm(await window.signed_in.card_shown())

    nonces = set(re.findall(r'<script nonce="([^"]+)"', window.html))

    assert window.html.count("<script") == 2
    assert len(nonces) == 1
    assert f"script-src 'nonce-{nonces.pop()}';" in window.policy
    assert 'integrity="sha384-' in window.html
    assert '<html lang="sv">' in window.html


async def test_somebody_elses_proof_confirms_nobody(window: Window) -> None:
    await window.signed_in.ask()
    await window.confirm(await window.signed_in.card_shown(), by=ERIK)

    told = await window.tell(window.proof)

    assert told.status == 403
    assert window.signed_in.graph.asked == []


async def test_a_proof_is_good_once(window: Window) -> None:
    await window.signed_in.ask()
    await window.confirm(await window.signed_in.card_shown())

    codes = [(await window.tell(window.proof)).status for _ in range(2)]

    assert codes == [200, 404]


@pytest.mark.parametrize(
    ("proof", "status"),
    [
        ("kollega.", 404),
        ("kollega.W10=", 404),
        ("kollega.%%%", 404),
        (f"kollega.{'a' * 9000}", 400),
    ],
)
async def test_a_proof_that_is_made_up_confirms_nobody(
    window: Window, proof: str, status: int
) -> None:
    await window.signed_in.ask()
    await window.signed_in.card_shown()

    assert (await window.tell(proof)).status == status


async def test_a_page_without_the_browser_that_began_gives_nothing_to_teams(
    window: Window,
) -> None:
    await window.signed_in.ask()
    address = await window.open(_link(await window.signed_in.card_shown()))
    window.cookie = ""

    await window.come_back(window.codes.sign_in(address, ANNA.object_id))

    assert window.status == 400
    assert "data-proof" not in window.html
    assert "Stäng fönstret" in window.html


async def test_an_answer_to_another_sign_in_gives_nothing_to_teams(window: Window) -> None:
    await window.signed_in.ask()
    address = await window.open(_link(await window.signed_in.card_shown()))

    await window.come_back({**window.codes.sign_in(address, ANNA.object_id), "state": "another"})

    assert window.status == 400
    assert "data-proof" not in window.html


async def test_whoever_cannot_prove_it_is_told_what_to_do(window: Window) -> None:
    await window.signed_in.ask("Am I allowed to fly to a conference?")
    window.codes.declines = True

    await window.confirm(await window.signed_in.card_shown())

    assert window.status == 400
    assert "contact IT support" in window.html
    assert "AADSTS" not in window.html


@pytest.mark.parametrize(
    "query",
    ["", "krav=e30=", "krav=W10=&org={tenant}", "krav=e30=&org=another", "krav=%ff&org={tenant}"],
)
async def test_a_link_that_is_none_of_ours_leads_nowhere(window: Window, query: str) -> None:
    tenant = window.signed_in.entra.tenant

    sent = await window.open(f"https://{HOST}/bekrafta?{query.format(tenant=tenant)}")

    assert (sent, window.status) == ("", 400)


async def test_proved_in_vain_is_told_and_not_asked_again(window: Window) -> None:
    await window.signed_in.ask()
    await window.confirm(await window.signed_in.card_shown())
    window.signed_in.entra.disabled = {ANNA.object_id}

    await window.tell(window.proof)
    await window.signed_in.card_shown(2)
    window.signed_in.entra.disabled = set()
    window.signed_in.entra.step_up_for = set()
    window.signed_in.already(ANNA)
    await window.signed_in.press_button()

    await window.signed_in.told("det räcker inte")
    assert len(window.signed_in.cards()) == 2
