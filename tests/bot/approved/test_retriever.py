"""A document that its owner has stopped is shown in no way that an index is read."""

from __future__ import annotations

from datetime import date

from bot.approved.base import Approvals, StoppedDocument
from bot.approved.current import CurrentApprovals
from bot.approved.retriever import ApprovedRetriever
from tests.hostility.desk import Shelf, document, replacing
from tests.skills.library import ANNA


class _Decided:
    """Nothing of "ny" is to be shown."""

    async def read(self) -> Approvals:
        return Approvals(answers=(), stopped=(StoppedDocument("ny.md"),))

    def remembered(self) -> Approvals | None:
        return None


async def test_a_stopped_document_is_neither_looked_up_nor_told_of_as_a_successor() -> None:
    old, new, other = (
        document("gammal", "Flyg."),
        replacing("ny", "Gammal"),
        replacing("annan", "Gammal"),
    )
    shelf = Shelf()
    shelf.chunks = (old, new, other)
    approvals = CurrentApprovals(_Decided(), today=lambda: date(2026, 11, 25))
    await approvals.refresh()
    retriever = ApprovedRetriever(shelf, approvals)

    after = await retriever.successors(old, reader=ANNA, audience="private")

    assert [passage.chunk for passage in after] == [other]
    assert not await retriever.document(new.document_id, reader=ANNA, audience="private")
    assert await retriever.document(other.document_id, reader=ANNA, audience="private")
