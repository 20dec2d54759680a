"""The page on which people prove more than they signed in with, where the app has a host name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.app.entra import sso_identity
from bot.app.trust import trust
from bot.operations.pages.confirmation_page import confirmed_page, unconfirmed_page
from bot.operations.profile import load_profile
from bot.settings import Settings

if TYPE_CHECKING:
    from aiohttp.web import Application

    from bot.teams.signing_in.confirmation import Confirmation


@contextmanager
def open_confirmation(settings: Settings, *, local: bool) -> Iterator[Confirmation | None]:
    """None where nobody signs in, and without a profile, which names the host.

    Raises `ConfigurationError`, naming the setting.
    """
    if local or settings.profile is None or settings.sso_connection is None:
        yield None
        return
    from bot.identity.step_up import StepUp, proven
    from bot.teams.signing_in.confirmation import ANSWER_PATH, Confirmation

    host = load_profile(settings.profile).app.host
    step_up = StepUp(
        sso_identity(settings),
        redirect_uri=f"https://{host}{ANSWER_PATH}",
        managed_identity=settings.app_id,
        tls=trust(settings.ca_file),
    )
    try:
        yield Confirmation(step_up, proven=proven, host=host, tenants=settings.tenants)
    finally:
        step_up.close()


def add_confirmation(web: Application, confirmation: Confirmation | None) -> None:
    """Serve the page, if there is one."""
    if confirmation is None:
        return
    from bot.teams.reception.confirmation_page import ConfirmationPage, add_confirmation_page

    page = ConfirmationPage(confirmation=confirmation, done=confirmed_page, failed=unconfirmed_page)
    add_confirmation_page(web, page)
