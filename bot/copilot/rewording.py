"""An answer told again, in easier words or in the other language, from the words it cited.

What was cited is read anew as the asker, so access is decided again; the model is given nothing
else, and all that it writes is grounded again. So no form can say more than the first one cited: a
figure from elsewhere is dropped with its sentence, and a figure that got lost is put back by
quoting where it stands. What cannot be told so is not told: the first answer stands.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

from bot.answering.base import Citation, Question, Remark, Sentence
from bot.answering.figures import Figure, figures
from bot.answering.plain_text import visible
from bot.answering.units import cut
from bot.approved.base import SOURCE as APPROVED_SOURCE
from bot.consult.answers import QUOTES_VERBATIM
from bot.consult.sources import Search
from bot.consult.warnings import Cautions
from bot.copilot import rewording_texts as words
from bot.copilot import texts
from bot.copilot.quoted import cited_places, narrowed, read_places, spans
from bot.identity.base import Language
from bot.language.detection import detect
from bot.language.readability import readability
from bot.reply import Reply
from bot.retrieval.base import Passage
from bot.services import Services
from bot.turn import REWORD, Action, Event, Notice, Progress, Turn

MOST_CITED = 10
"""Chunks that are read again."""
Form = Literal["easy", "sv", "en"]


def rewordings(reply: Reply, turn: Turn, services: Services) -> Iterator[Action]:
    """The buttons for other forms of the answer, where there is a model to write them.

    None under what a calculator said, whose figures stand in no source, and none under a rewording.
    """
    is_other_form = turn.action is not None and turn.action.id.startswith(f"{REWORD}:")
    if services.answerer.name == QUOTES_VERBATIM or is_other_form or reply.outcome != "answered":
        return
    if not reply.citations or any(sentence.calculation for sentence in reply.sentences):
        return
    values = {
        "skill": reply.skill or "",
        "text": turn.text,
        "cited": cited_places(reply.citations[:MOST_CITED]),
    }
    language = reply.language
    labels: dict[Form, str] = {"easy": words.EASIER.in_language(language)}
    labels |= {"en": words.IN_ENGLISH} if language == "sv" else {"sv": words.IN_SWEDISH}
    for form, label in labels.items():
        yield Action(
            id=f"{REWORD}:{form}", label=label, values={**values, "form": form}, can_wait=True
        )


def language_of(values: Mapping[str, str], language: Language) -> Language:
    """The language of the form that the button asks for."""
    match values.get("form"):
        case "sv":
            return "sv"
        case "en":
            return "en"
        case _:
            return language


async def reword(values: Mapping[str, str], turn: Turn, services: Services) -> AsyncIterator[Event]:
    """The answer to `turn.text` in the form that the button asks for.

    Raises `RetrievalUnavailable`.
    """
    yield Progress(words.REWORDING.in_language(turn.language))
    first = await _First.read(values.get("cited", ""), turn, services)
    if first is None:
        yield Notice(text=texts.SOURCE_GONE.in_language(turn.language), outcome="not_found")
        return
    is_easy = values.get("form") == "easy"
    told = first.told_by(await _drafted(turn, first, services, is_easy=is_easy))
    if not (_is_easier(told, first) if is_easy else _is_in(turn.language, told)):
        failed = words.NOT_EASIER if is_easy else words.NOT_TRANSLATED
        yield Notice(text=failed.in_language(turn.language), outcome="unavailable")
        return
    search = Search(retriever=services.retriever, reader=turn.user, audience=turn.audience)
    cautions = Cautions(search, today=services.today(), language=turn.language)
    for sentence in told:
        async for caution in cautions.before(sentence):
            yield caution
        yield sentence
    for text in _remarks(told, first, turn.language, is_easy=is_easy):
        yield Notice(text=text)


@dataclass(frozen=True, slots=True)
class _First:
    """What the first answer cited, as the asker may read it now."""

    passages: tuple[Passage, ...]
    cited: tuple[Passage, ...]
    """The same with nothing but the cited words."""

    @classmethod
    async def read(cls, places: str, turn: Turn, services: Services) -> Self | None:
        """None if any of it is gone, has changed or may not be read: half an answer misleads."""
        passages, cited = [], []
        for chunk_id, written in read_places(places)[:MOST_CITED]:
            around = await services.retriever.context(
                chunk_id, reader=turn.user, audience=turn.audience
            )
            passage = next((one for one in around if one.chunk.id == chunk_id), None)
            found = spans(written, passage.chunk.text) if passage else []
            if passage is None or not found:
                return None
            passages.append(passage)
            cited.append(narrowed(passage, found))
        return cls(tuple(passages), tuple(cited)) if passages else None

    @property
    def text(self) -> str:
        """The cited words."""
        return "\n".join(passage.chunk.text for passage in self.cited)

    def told_by(self, drafted: Iterable[Sentence]) -> Sequence[Sentence]:
        """The drafted sentences that have no other figure, and a quote of each figure that they
        have lost; their citations lead to the passages as they are."""
        known = figures(self.text)
        kept = [one for one in drafted if all(it.is_in(known) for it in figures(one.text))]
        if kept:
            kept += self._lost(kept)
        whole = {passage.chunk.id: passage for passage in self.passages}
        return [
            replace(
                sentence,
                citations=tuple(
                    Citation(whole[citation.passage.chunk.id], citation.quote)
                    for citation in sentence.citations
                ),
            )
            for sentence in kept
        ]

    def _lost(self, kept: Sequence[Sentence]) -> Iterator[Sentence]:
        shown: list[Figure] = [figure for one in kept for figure in figures(one.text)]
        for passage in self.cited:
            for unit in cut(passage.chunk.text):
                own = figures(unit.text)
                if unit.quotable and not all(figure.is_in(shown) for figure in own):
                    shown += own
                    quotes = tuple(Citation(passage, quote) for quote in unit.quotes)
                    yield Sentence(text=visible(unit.text), citations=quotes)


async def _drafted(
    turn: Turn, first: _First, services: Services, *, is_easy: bool
) -> Sequence[Sentence]:
    """What the model writes and grounding lets through; nothing if the model does not finish."""
    question = Question(
        text=turn.text, language=turn.language, style="easy" if is_easy else "retold"
    )
    said = []
    async for part in services.answerer.answer(question, first.cited, asker=turn.user):
        if isinstance(part, Remark):
            return ()
        said.append(part)
    return said


def _is_easier(told: Sequence[Sentence], first: _First) -> bool:
    return bool(told) and readability(_text(told)).is_easier_than(readability(first.text))


def _is_in(language: Language, told: Sequence[Sentence]) -> bool:
    """Whether most of it is; what was quoted instead stays as it is in the source."""
    right = sum(detect(sentence.text) == language for sentence in told)
    return bool(told) and 2 * right >= len(told)


def _text(sentences: Sequence[Sentence]) -> str:
    return "\n".join(sentence.text for sentence in sentences)


def _remarks(
    told: Sequence[Sentence], first: _First, language: Language, *, is_easy: bool
) -> Iterator[str]:
    if language == "en" and any(detect(sentence.text) == "sv" for sentence in told):
        yield words.PARTLY_SWEDISH.in_language(language)
    yield (words.EASY if is_easy else words.TRANSLATED).in_language(language)
    for passage in first.passages:
        if passage.chunk.document_id.startswith(f"{APPROVED_SOURCE}:"):
            by = passage.chunk.metadata.owner or passage.chunk.title
            yield words.NOT_APPROVED.in_language(language, by=by)
