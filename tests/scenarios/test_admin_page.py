"""The check as a page of the app: for administrators who have signed in, and nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.app.administration import open_admin_page
from bot.operations.profile import find_profile
from bot.setting_values import Secret
from bot.settings import Settings
from bot.teams.reception.admin_page import ANSWER_PATH, PATH, add_admin_page
from bot.teams.reception.server import serving
from tests.bot.operations.profiles import ALL, written
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.web_authority import WebAuthority

BOT, SIGN_IN = "b07a1d2c-3f4e-4a5b-8c6d-7e8f9a0b1c2d", "5500a1b2-c3d4-4e5f-9a6b-7c8d9e0f1a2b"
TENANT, ADMINS = "7e3a0001-2b3c-4d5e-8f60-718293a4b5c6", "ad314001-0a1b-4c2d-9e3f-405162738495"
PERMISSIONS = (
    *("Calendars.ReadWrite", "GroupMember.Read.All", "Place.Read.All"),
    *("User.Read", "User.Read.All"),
)


@dataclass
class Browser:
    """Somebody in front of the page."""

    address: str
    entra: WebAuthority
    session: aiohttp.ClientSession
    cookie: str = ""

    async def open(self) -> str:
        """Where the page sends the browser to sign in."""
        async with self.session.get(self.address + PATH, allow_redirects=False) as response:
            assert response.status == 302
            (morsel,) = SimpleCookie(response.headers["Set-Cookie"]).values()
            assert morsel["secure"]
            assert morsel["httponly"]
            self.cookie = f"{morsel.key}={morsel.value}"
            return response.headers["Location"]

    async def come_back(self, answer: dict[str, str]) -> tuple[int, str]:
        """What is shown after the sign-in."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        async with self.session.post(
            self.address + ANSWER_PATH, data=answer, headers=headers
        ) as response:
            assert response.headers["Cache-Control"] == "no-store"
            return response.status, await response.text()


@pytest.fixture
async def browser(
    request: pytest.FixtureRequest, tmp_path: Path, ingested_sample: Path
) -> AsyncIterator[Browser]:
    municipality = getattr(request, "param", "exempel")
    authority = LocalAuthority()
    entra = WebAuthority(authority, TENANT, SIGN_IN, "s3cret")
    async with entra.server, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        settings = Settings(
            data=ingested_sample,
            app_id=BOT,
            app_secret=Secret("bots"),
            sso_connection="kollega",
            sso_app_id=SIGN_IN,
            sso_secret=Secret("s3cret"),
            tenants=(TENANT,),
            authority=entra.server.url,
            graph_url=entra.server.url,
            openid_metadata_url=f"{entra.server.url}/nowhere",
            ca_file=authority.write_pem(tmp_path / "ca.pem"),
            profile=written(tmp_path, municipality=municipality),
        )
        application = web.Application()
        with open_admin_page(settings, local=False) as page:
            assert page is not None
            add_admin_page(application, page)
            async with serving(application, "127.0.0.1", 0) as port:
                yield Browser(f"http://127.0.0.1:{port}", entra, session)
    assert entra.faults == []


async def test_an_administrator_sees_every_finding_with_its_remedy(browser: Browser) -> None:
    browser.entra.groups = {ADMINS, "another"}

    status, html = await browser.come_back(browser.entra.sign_in(await browser.open()))

    assert status == 200
    assert "Rött: åtgärda innan någon släpps in" in html
    assert "Gallringsbeslut KS 2026/123 § 45 gäller till 2029-12-31." in html
    assert "KOLLEGA_SEARCH_ENDPOINT" in html
    assert "s3cret" not in html


async def _page(browser: Browser) -> str:
    """What an administrator sees."""
    browser.entra.groups = {ADMINS}
    status, html = await browser.come_back(browser.entra.sign_in(await browser.open()))
    assert status == 200
    return html


async def test_consent_to_everything_is_told_to_be_there(browser: Browser) -> None:
    browser.entra.consented = {browser.entra.server.url: set(PERMISSIONS)}

    html = await _page(browser)

    assert "Samtycke finns till det som appen behöver göra" in html
    assert "adminconsent" not in html


@pytest.mark.parametrize("browser", ALL, indirect=True)
async def test_permissions_without_consent_are_named_with_where_to_consent(
    browser: Browser,
) -> None:
    browser.entra.consented = {browser.entra.server.url: {"User.Read", "GroupMember.Read.All"}}

    html = await _page(browser)

    assert "Calendars.ReadWrite, Place.Read.All, User.Read.All" in html
    url = f"{browser.entra.server.url}/{TENANT}/adminconsent?client_id={SIGN_IN}"
    assert f'<a href="{url}">' in html


async def test_a_service_without_any_consent_is_named_with_all_that_it_lacks(
    browser: Browser,
) -> None:
    html = await _page(browser)

    assert "Samtycke saknas" in html
    assert ", ".join(sorted(PERMISSIONS)) in html


async def test_consent_that_cannot_be_tried_is_not_taken_for_missing(browser: Browser) -> None:
    browser.entra.refusals = {browser.entra.server.url: ("interaction_required", 50076)}

    html = await _page(browser)

    assert "Entra svarade AADSTS50076" in html
    assert "Samtycke saknas" not in html


@pytest.mark.parametrize(
    ("error", "number"), [("access_denied", 65004), ("interaction_required", 90094)]
)
async def test_a_sign_in_that_lacks_consent_tells_who_gives_it_and_where(
    browser: Browser, error: str, number: int
) -> None:
    answer = browser.entra.sign_in(await browser.open())
    refused = {"error": error, "error_description": f"AADSTS{number}: x", "state": answer["state"]}

    status, html = await browser.come_back(refused)

    assert status == 400
    assert "En global administratör ger samtycket" in html
    assert f"/{TENANT}/adminconsent?client_id={SIGN_IN}" in html


async def test_an_employee_is_refused_and_sees_no_finding(browser: Browser) -> None:
    browser.entra.groups = {"another"}

    status, html = await browser.come_back(browser.entra.sign_in(await browser.open()))

    assert status == 403
    assert "Gallringsbeslut" not in html


async def test_a_code_without_the_browser_that_asked_for_it_is_worth_nothing(
    browser: Browser,
) -> None:
    browser.entra.groups = {ADMINS}
    answer = browser.entra.sign_in(await browser.open())
    browser.cookie = ""

    status, html = await browser.come_back(answer)

    assert (status, "Gallringsbeslut" in html) == (400, False)


async def test_an_answer_with_another_state_is_refused(browser: Browser) -> None:
    browser.entra.groups = {ADMINS}
    answer = browser.entra.sign_in(await browser.open())

    status, _ = await browser.come_back({**answer, "state": "another"})

    assert status == 400


async def test_a_code_is_good_once(browser: Browser) -> None:
    browser.entra.groups = {ADMINS}
    answer = browser.entra.sign_in(await browser.open())

    first, _ = await browser.come_back(answer)
    second, _ = await browser.come_back(answer)

    assert (first, second) == (200, 400)


@pytest.mark.parametrize("cookie", ["kollega_kontroll=WzFd", "kollega_kontroll=%%%", "x=y"])
async def test_a_cookie_that_is_made_up_is_refused_calmly(browser: Browser, cookie: str) -> None:
    browser.cookie = cookie

    status, html = await browser.come_back({"code": "a", "state": "b"})

    assert status == 400
    assert "Öppna sidan igen" in html


async def test_groups_that_cannot_be_looked_up_let_nobody_in(browser: Browser) -> None:
    browser.entra.groups, browser.entra.graph_status = {ADMINS}, 503

    status, html = await browser.come_back(browser.entra.sign_in(await browser.open()))

    assert (status, "Gallringsbeslut" in html) == (400, False)


def test_there_is_no_such_page_where_nobody_can_be_known(tmp_path: Path) -> None:
    settings = Settings(profile=find_profile("exempel"), tenants=(TENANT,), app_id=BOT)

    with open_admin_page(settings, local=True) as page:
        assert page is None
    with open_admin_page(Settings(), local=False) as page:
        assert page is None
