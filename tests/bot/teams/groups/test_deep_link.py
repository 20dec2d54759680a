"""Links back to a message hold nothing that could lead elsewhere or break out of Markdown."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bot.teams.groups.deep_link import message_link
from bot.teams.rendering.markdown import application_markdown

ODD = 'a/../b?c#d)[x](https://evil.example) <b> "\\ %2e å'


@pytest.mark.parametrize("conversation", ["19:a@thread.v2", ODD, f"{ODD};messageid={ODD}"])
def test_whatever_signs_the_ids_hold_the_link_leads_to_that_message_in_teams(
    conversation: str,
) -> None:
    link = message_link(conversation, ODD, tenant_id=ODD, group_id=ODD)

    address = urlsplit(link)
    assert (address.scheme, address.netloc) == ("https", "teams.microsoft.com")
    assert [unquote(part) for part in address.path.split("/")[1:]] == [
        "l",
        "message",
        conversation.partition(";messageid=")[0],
        ODD,
    ]
    assert re.fullmatch(r"[\w.~:/?&=%+-]+", link, re.ASCII)
    assert application_markdown(f"[Till frågan]({link})") == f"[Till frågan]({link})"


def test_a_thread_in_a_channel_is_found_by_its_first_message() -> None:
    link = message_link("19:k@thread.tacv2;messageid=17", "18", tenant_id="t", group_id=None)

    assert parse_qs(urlsplit(link).query) == {"tenantId": ["t"], "parentMessageId": ["17"]}


def test_a_chat_is_said_to_be_one() -> None:
    link = message_link("19:g@thread.v2", "18", tenant_id="t")

    assert parse_qs(urlsplit(link).query) == {"context": ['{"contextType":"chat"}']}
