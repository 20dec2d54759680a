"""A reply too large for one message, divided into several at the ends of sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.answering.base import Sentence
from bot.language.sentences import complete_sentences
from bot.reply import Reply
from bot.teams.rendering.markdown import literal

_LAST_SPACE = re.compile(r"\s(?=\S*$)")


def split(reply: Reply, fits: Callable[[Reply], bool]) -> tuple[Reply, ...]:
    """Replies that each fit and together say what `reply` says, in reading order.

    Each is as long as it can be, so that the first begins with whatever has been streamed of the
    whole. Its citations are those of its own sentences, numbered from one. No part has buttons.
    A text too large for any message is cut after a sentence or, at worst, between words.
    """
    whole = replace(reply, actions=())
    if fits(whole):
        return (whole,)
    bare = replace(whole, leads=(), cautions=(), sentences=(), warnings=(), notices=(), draft=None)
    pieces = [small for piece in _pieces(whole) for small in _cut(piece, bare, fits)]
    parts = []
    while pieces:
        count = _most(len(pieces), lambda n: fits(_joined(bare, pieces[:n])))
        parts.append(_joined(bare, pieces[:count]))
        del pieces[:count]
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is not divided unless it has to be."""

    field: Literal["leads", "cautions", "sentences", "warnings", "notices"]
    value: str | Sentence

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else self.value.text

    def with_text(self, text: str) -> _Piece:
        if isinstance(self.value, str):
            return _Piece(self.field, text)
        return _Piece(self.field, replace(self.value, text=text))


def _pieces(reply: Reply) -> Iterator[_Piece]:
    """In reading order, as `Reply.text` has it; a draft is application text like the notices."""
    yield from (_Piece("leads", text) for text in reply.leads)
    yield from (_Piece("cautions", text) for text in reply.cautions)
    for stands_alone in (False, True):
        for sentence in reply.sentences:
            if sentence.stands_alone == stands_alone:
                yield _Piece("sentences", sentence)
    yield from (_Piece("warnings", text) for text in reply.warnings)
    yield from (_Piece("notices", text) for text in reply.notices)
    if reply.draft is not None:
        yield _Piece("notices", f"**{literal(reply.draft.subject)}**")
        yield from (_Piece("notices", text) for text in reply.draft.body.split("\n\n") if text)


def _joined(bare: Reply, pieces: Sequence[_Piece]) -> Reply:
    def texts(field: str) -> tuple[str, ...]:
        return tuple(piece.text for piece in pieces if piece.field == field)

    return replace(
        bare,
        leads=texts("leads"),
        cautions=texts("cautions"),
        sentences=tuple(piece.value for piece in pieces if isinstance(piece.value, Sentence)),
        warnings=texts("warnings"),
        notices=texts("notices"),
    )


def _cut(piece: _Piece, bare: Reply, fits: Callable[[Reply], bool]) -> Iterator[_Piece]:
    """The piece, in as many as it takes for each to fit by itself."""

    def is_small(text: str) -> bool:
        return fits(_joined(bare, (piece.with_text(text),)))

    def end_of_first(text: str) -> int:
        return _boundary(text[: _most(len(text), lambda n: is_small(text[:n]))])

    text = piece.text
    while text and not is_small(text):
        end = end_of_first(text)
        yield piece.with_text(text[:end].rstrip())
        text = text[end:].lstrip()
    if text:
        yield piece.with_text(text)


def _boundary(text: str) -> int:
    """How much of the text to keep: up to the end of a sentence, a word, or all of it."""
    sentences, rest = complete_sentences(text)
    if sentences:
        return len(text) - len(rest)
    space = _LAST_SPACE.search(text)
    return space.end() if space and space.start() else len(text)


def _most(total: int, holds: Callable[[int], bool]) -> int:
    """The largest number up to `total` that `holds`, which small ones do; at least one.

    Tried from small to large: trying is slow where much would have to fit.
    """
    low, high = 1, total
    while low < high:
        middle = min(2 * low, total)
        if not holds(middle):
            high = middle - 1
            break
        low = middle
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
