"""Answers that stand in a row, a step or a contact line, which comparing words does not find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answering.base import Sentence
from bot.consult.lookups.brackets import find_bracket
from bot.consult.lookups.contacts import asks_how_to_reach, find_contact
from bot.consult.lookups.delegation import asks_who_decides, delegation_query, find_delegates
from bot.consult.lookups.rows import readable
from bot.consult.lookups.years import find_of_year
from bot.consult.sources import MANY, Search, find_sources
from bot.identity.base import Language
from bot.retrieval.base import Passage


async def look_up(
    question: str,
    passages: Sequence[Passage],
    search: Search,
    *,
    year: int | None,
    today: date,
    language: Language,
) -> Sequence[Sentence]:
    """Who decides, whom to call, what an amount requires or what held in a `year` gone by.

    Empty for every other question. Raises `RetrievalUnavailable`.
    """
    if asks_who_decides(question):
        orders = await find_sources(delegation_query(question), search, today=today, limit=MANY)
        return find_delegates(question, orders.current, language)
    if year:
        found = find_of_year(question, passages, year=year)
    elif asks_how_to_reach(question):
        lines = await find_sources(question, search, today=today, limit=MANY)
        found = find_contact(question, lines.current)
    else:
        found = find_bracket(question, passages)
    return (readable(found, question),) if found else ()
