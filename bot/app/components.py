"""What answers depend on, each with a way to see whether it can be used now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.app.kollega import Kollega

if TYPE_CHECKING:
    from bot.teams.reception.authentication import Authentication
    from bot.teams.reception.readiness import Component
    from bot.teams.sending.connector import Connector


def components(
    kollega: Kollega, authentication: Authentication, connector: Connector
) -> list[Component]:
    """Those of the channel, and those of the answers."""
    from bot.teams.reception.readiness import Component

    return [
        *answering_components(kollega),
        Component(name="signing_keys", check=authentication.check),
        Component(name="connector_token", check=connector.check),
    ]


def answering_components(kollega: Kollega) -> list[Component]:
    """Those of the answers alone."""
    from bot.teams.reception.readiness import Component

    found = [
        Component(name="store", check=kollega.state.check),
        Component(name="index", check=kollega.index.check),
    ]
    if kollega.approvals is not None:
        found.append(Component(name="approved_answers", check=kollega.approvals.check))
    if kollega.model is not None:
        found.append(Component(name="model", check=kollega.model.check, is_needed=False))
    return found
