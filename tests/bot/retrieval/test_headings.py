"""What stands over a passage speaks for it; that nothing stands there does not speak against it."""

from __future__ import annotations

from pathlib import Path

from bot.identity.base import User
from bot.retrieval.base import Chunk
from bot.retrieval.local import LocalIndex, LocalRetriever

_READER = User(id="reader", name="Reader", groups=frozenset({"alla"}))
_QUESTION = "Hur länge är ett uppehållstillstånd för besök giltigt?"


def _chunk(name: str, text: str, *, title: str = "") -> Chunk:
    return Chunk(
        id=name,
        document_id=name,
        position=0,
        title=title,
        place="",
        url="",
        text=text,
        readers=_READER.groups,
    )


async def _order(folder: Path, *chunks: Chunk) -> list[str]:
    others = [
        _chunk(f"annat-{n}", f"Sophämtning sker vecka {n}.", title="Avfall") for n in range(9)
    ]
    await LocalIndex(folder).upsert([*chunks, *others])
    found = await LocalRetriever(folder).search(_QUESTION, reader=_READER, audience="private")
    return [passage.chunk.id for passage in found]


async def test_the_passage_that_answers_comes_before_a_heading_that_only_has_words_of_the_question(
    tmp_path: Path,
) -> None:
    answers = "Ett uppehållstillstånd för besök är giltigt i högst ett år, oftast i sex månader."
    mentions = "Den som har ett giltigt uppehållstillstånd visar kortet vid besök."

    found = await _order(
        tmp_path,
        _chunk("svar", answers),
        _chunk("annat", mentions, title="Uppehållstillstånd"),
    )

    assert found[0] == "svar"


async def test_of_two_passages_alike_the_one_below_the_right_heading_comes_first(
    tmp_path: Path,
) -> None:
    says = "Ett uppehållstillstånd för besök är giltigt i högst ett år, {} i sex månader."

    found = await _order(
        tmp_path,
        _chunk("utan", says.format("vanligen")),
        _chunk("med", says.format("oftast"), title="Uppehållstillstånd för besök"),
    )

    assert found[:2] == ["med", "utan"]
