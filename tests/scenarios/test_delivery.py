"""One delivered activity has one effect, in order, and is answered whatever happens."""

from __future__ import annotations

from tests.fakes.connector import FakeConnector
from tests.fakes.teams_client import PERSONAL, TeamsClient


async def test_a_message_is_answered_in_its_conversation(
    teams: TeamsClient, connector: FakeConnector
) -> None:
    answer = await teams.say("hej")

    assert answer.status == 200
    [message] = await connector.until_messages(PERSONAL, 1)
    assert message["text"] == "echo: hej"
    assert message["replyToId"] == "activity-1"
