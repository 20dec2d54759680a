"""Notes told by a model: as prose, in easier words or in English, each statement on its own.

The model is given the statements as its only sources, so all that it writes is grounded in them
(bot/answering/grounding.py): figures, denials, conditions, links, orders. Beyond that nobody is
named who is not named there, no figure or name is lost, and nothing is decided that was not. Where
any of it fails the statement keeps its own words. Nothing here trusts the model.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.base import Answerer, Question, Remark, Sentence, Style
from bot.answering.figures import figures
from bot.answering.material import content, content_in_english
from bot.errors import ModelUnavailable
from bot.identity.base import Language, User
from bot.language.analysis import words
from bot.language.detection import detect
from bot.language.readability import readability
from bot.retrieval.base import Chunk, Passage

LONGEST = 6000
"""Characters in all: two pages, some ten calls."""
_AT_ONCE = 4
_CALL_CHARACTERS = 700
"""Of the statements in one call, so that an answer has room for all of them."""
_CALL_STATEMENTS = 4
_TITLE = "Anteckningar"
_CAPITAL = re.compile(r"(?P<first>(?:^|(?<=[.!?:]\s))\W*)?(?P<word>[A-ZÅÄÖ][\w-]*)")
_CALENDAR = frozenset(
    words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may "
        "june july august september october november december sek"
    )
)
"""Written with a capital in English; which day it is, the figures tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How statements are to be told."""

    question: str
    """What the model is asked, in `language`."""
    language: Language
    is_easy: bool
    is_decision: Callable[[str], bool]
    """Whether a text states a decision."""
    named: str
    """The order: whom and what it names may be named too."""


async def retell(
    statements: Sequence[str], telling: Telling, *, answerer: Answerer, asker: User
) -> Sequence[tuple[str, ...] | None]:
    """The sentences that tell each statement; None for one that keeps its own words.

    Raises `SignInRequired` where the model is asked in the asker's name.
    """
    untold: list[tuple[str, ...] | None] = [None] * len(statements)
    if sum(map(len, statements)) > LONGEST:
        return untold
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def told(batch: Sequence[int]) -> None:
        async with at_once:
            drafted = await _drafted([statements[n] for n in batch], telling, answerer, asker)
        for place, n in enumerate(batch):
            sentences = tuple(one.text for one in drafted.get(place, ()))
            if _stands(sentences, statements[n], statements, telling):
                untold[n] = sentences

    async with asyncio.TaskGroup() as calls:
        for batch in _batches(statements):
            calls.create_task(told(batch))
    return untold


def _batches(statements: Sequence[str]) -> list[list[int]]:
    """Places of the statements, some to a call; none that is too long for one."""
    batches: list[list[int]] = []
    room = 0
    for n, statement in enumerate(statements):
        if len(statement) > _CALL_CHARACTERS:
            continue
        if not batches or len(statement) > room or len(batches[-1]) >= _CALL_STATEMENTS:
            batches.append([])
            room = _CALL_CHARACTERS
        batches[-1].append(n)
        room -= len(statement)
    return batches


async def _drafted(
    statements: Sequence[str], telling: Telling, answerer: Answerer, asker: User
) -> dict[int, list[Sentence]]:
    """What the model wrote and grounding let through, by the statement it comes from."""
    passages = [_passage(text, place) for place, text in enumerate(statements)]
    style: Style = "easy" if telling.is_easy else "retold"
    question = Question(text=telling.question, language=telling.language, style=style)
    drafted: dict[int, list[Sentence]] = {}
    try:
        async for part in answerer.answer(question, passages, asker=asker):
            if isinstance(part, Remark):  # it failed: what there is may be half of it
                return {}
            places = {one.passage.chunk.position for one in part.citations}
            if len(places) == 1:
                drafted.setdefault(places.pop(), []).append(part)
            else:  # joined from two statements: neither is told by it
                return {}
    except ModelUnavailable:
        return {}
    return drafted


def _passage(text: str, place: int) -> Passage:
    chunk = Chunk(
        id=f"notes#{place}",
        document_id="notes",
        position=place,
        title=_TITLE,
        place="",
        url="",
        text=text,
        readers=frozenset(),
    )
    return Passage(chunk, 1.0)


def _stands(
    sentences: Sequence[str], statement: str, statements: Sequence[str], telling: Telling
) -> bool:
    told = " ".join(sentences)
    if not sentences or not _is_as_ordered(told, statement, telling):
        return False
    mine, theirs = figures(told), figures(statement)
    if not all(one.is_in(theirs) for one in mine) or not all(one.is_in(mine) for one in theirs):
        return False
    if telling.is_decision(told) != telling.is_decision(statement):
        return False
    known = _words(" ".join((*statements, telling.named)))
    if not all(_may_stand(found, statement, known, telling.language) for found in _capitals(told)):
        return False
    return _names(statement) <= _words(told)


def _is_as_ordered(told: str, statement: str, telling: Telling) -> bool:
    if telling.language == "en":
        return detect(told) == "en"
    before, after = readability(statement), readability(told)
    return not telling.is_easy or after.is_easier_than(before) or after == before


def _capitals(text: str) -> list[re.Match[str]]:
    return list(_CAPITAL.finditer(text))


def _may_stand(
    found: re.Match[str], statement: str, known: frozenset[str], language: Language
) -> bool:
    """Whether a word with a capital is a name that is known, or merely begins its sentence."""
    word = found["word"]
    if _plain(word) in known or (language == "en" and word.lower() in _CALENDAR):
        return True
    if found["first"] is None:
        return False
    meant = content_in_english(word) if language == "en" else content(word)
    terms = frozenset[str]().union(*content(statement))
    return all(weight == 1.0 and not one.isdisjoint(terms) for one, weight in meant.items())


def _names(statement: str) -> frozenset[str]:
    """Words with a capital that do not begin a sentence."""
    return frozenset(_plain(one["word"]) for one in _capitals(statement) if one["first"] is None)


def _words(text: str) -> frozenset[str]:
    return frozenset(map(_plain, re.findall(r"\w[\w-]*", text)))


def _plain(word: str) -> str:
    """Without case and genitive, English or Swedish."""
    return word.casefold().removesuffix("s")
