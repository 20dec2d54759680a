"""What is quoted of a document links to its own host and to those that IT has named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.answering.plain_text import LINK_LEFT_OUT
from bot.copilot.foreign_links import WithoutForeignLinks, without_links
from bot.retrieval.base import Chunk, DocumentMetadata
from tests.hostility.desk import HOST, Shelf, document
from tests.skills.library import ANNA

HOSTS = frozenset({HOST, "skr.se"})


async def _found(chunks: Sequence[Chunk]) -> Chunk:
    shelf = Shelf()
    shelf.chunks = chunks
    guarded = WithoutForeignLinks(shelf, allowed=("skr.se",))
    (passage,) = await guarded.search("kaffe", reader=ANNA, audience="private")
    (beside,) = await guarded.context(passage.chunk.id, reader=ANNA, audience="private")
    assert beside.chunk == passage.chunk
    (whole,) = await guarded.document(passage.chunk.document_id, reader=ANNA, audience="private")
    assert whole.chunk == passage.chunk
    return passage.chunk


@pytest.mark.parametrize(
    "text",
    [
        f"Läs mer på https://{HOST}/kaffe.",
        "Läs mer på https://skr.se/a?b=1 eller www.skr.se.",
        "Läs mer på https://rekrytering.skr.se/.",
        "Ring 031-10 10 10/11 kl. 8:30 och/eller mejla it@exempelkommun.se: svar inom 24 h.",
        "Logga in på minpension.se och välj Min pension.",
        "Förhållandet är 1:2, se KS 2023/412 och AB § 27 mom. 1//2.",
    ],
)
def test_what_leads_nowhere_else_stays_as_it_is(text: str) -> None:
    assert without_links(text, HOSTS) == text


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/?q=1",
        f"http://{HOST}/",
        "www.evil.example/a",
        "//evil.example/a",
        "ftp://evil.example",
        "HTTPS://EVIL.EXAMPLE",
        f"https://{HOST}@evil.example/",
        f"https://{HOST}.evil.example/",
        f"https://evil{HOST}",
        "https://notskr.se/",
        "https:\\\\evil.example",
        f"https://evil.example\\.{HOST}/",
        "ｈｔｔｐｓ：／／evil.example",
        "https://evil。example/a",
        "javascript:alert%281%29",
        "data:text/html;base64,WlE=",
        "https://[evil",
        "msteams://teams.microsoft.com/l/chat",
    ],
)
def test_a_link_to_elsewhere_is_left_out_and_the_sentence_goes_on(link: str) -> None:
    shown = without_links(f"Anmäl dig på {link} senast den 3 maj.", HOSTS)

    assert shown == f"Anmäl dig på {LINK_LEFT_OUT} senast den 3 maj."


def test_punctuation_and_what_stands_around_a_link_stay() -> None:
    shown = without_links("Se [här](https://evil.example/a) (https://evil.example/b), nu.", HOSTS)

    assert shown == f"Se [här]({LINK_LEFT_OUT}) ({LINK_LEFT_OUT}), nu."


async def test_text_title_place_and_particulars_are_all_cleaned() -> None:
    link = "https://evil.example/a"
    about = DocumentMetadata(
        decided_by=link, reference_number=link, owner=link, replaces=link, audience=link
    )
    planted = document("kaffe", f"Kaffet lagas av {link}", title=f"Kaffe {link}")

    found = await _found([replace(planted, place=f"s. 1 · {link}", metadata=about)])

    assert "evil" not in str(replace(found, url=""))
    assert found.url == planted.url


async def test_the_own_host_is_that_of_each_document() -> None:
    elsewhere = replace(
        document("kaffe", "Se https://blogg.example/kaffe"), url="https://x.y/kaffe"
    )

    assert LINK_LEFT_OUT in (await _found([elsewhere])).text
    at_home = replace(elsewhere, url="https://blogg.example/kaffe")
    assert (await _found([at_home])) == at_home
