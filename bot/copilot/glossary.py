"""Explains the words of an answer where there is no model to put it more simply.

The municipality's own definition is quoted where the asker may read one, else the list that comes
with Kollega is given with its source. Neither gives figures: those stand in the answer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from itertools import islice

from bot.answering.base import Citation, Sentence
from bot.answering.units import cut
from bot.consult.answers import QUOTES_VERBATIM
from bot.copilot import glossary_texts as texts
from bot.language.glossary import Term, glossary, terms_in
from bot.reply import Reply
from bot.services import Services
from bot.turn import EXPLAIN, Action, Event, Notice, Turn

_MOST = 5
"""Words that are explained at a time."""
_LOOKED_AT = 4
"""Passages in which a definition is looked for."""
_SEPARATOR = ";"
_DEFINING = ("är", "betyder", "innebär")


def explaining(reply: Reply, turn: Turn, services: Services) -> Iterator[Action]:
    """The button, below an answer that holds words to explain and that no model can retell."""
    if services.answerer.name != QUOTES_VERBATIM or reply.outcome != "answered":
        return
    said = " ".join(sentence.text for sentence in reply.sentences)
    if names := [term.name for term in islice(terms_in(said), _MOST)]:
        yield Action(
            id=EXPLAIN,
            label=texts.EXPLAIN.in_language(reply.language),
            values={
                "skill": reply.skill or "",
                "text": turn.text,
                "words": _SEPARATOR.join(names),
            },
            can_wait=True,
        )


async def explain(
    values: Mapping[str, str], turn: Turn, services: Services
) -> AsyncIterator[Event]:
    """What the words mean that the button names. Raises `RetrievalUnavailable`."""
    names = values.get("words", "").split(_SEPARATOR)
    known = [glossary()[name] for name in dict.fromkeys(names) if name in glossary()][:_MOST]
    listed = []
    for term in known:
        own = await _own_definition(term, turn, services) if turn.language == "sv" else None
        if own is None:
            listed.append(term)
        else:
            yield own
    if listed or not known:
        yield Notice(text=_list(listed, turn), outcome="answered" if known else "chat")


async def _own_definition(term: Term, turn: Turn, services: Services) -> Sentence | None:
    """A sentence of the municipality that says what the word is: "Gallring betyder att …"."""
    found = await services.retriever.search(
        f"Vad är {term.name}?", reader=turn.user, audience=turn.audience, limit=_LOOKED_AT
    )
    for passage in found:
        for unit in cut(passage.chunk.text):
            if unit.quotable and not unit.is_row and _defines(unit.text, term.name):
                quotes = tuple(Citation(passage, quote) for quote in unit.quotes)
                return Sentence(text=unit.text, citations=quotes)
    return None


def _defines(text: str, name: str) -> bool:
    plain = text.casefold().removeprefix("en ").removeprefix("ett ")
    begins = any(plain.startswith(f"{name} {verb} ") for verb in _DEFINING)
    return begins and not any(character.isdigit() for character in text)


def _list(terms: list[Term], turn: Turn) -> str:
    if not terms:
        return texts.NO_WORDS.in_language(turn.language)
    lines = [
        texts.LINE.in_language(
            turn.language,
            name=term.name[:1].upper() + term.name[1:],
            meaning=term.meaning.in_language(turn.language),
            source=term.source,
        )
        for term in terms
    ]
    return "\n".join([*lines, "", texts.WHENCE.in_language(turn.language)])
