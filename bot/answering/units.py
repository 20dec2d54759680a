"""Cuts a passage into the smallest pieces that can be quoted and understood as an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from bot.language.sentences import split_sentences

LIST_WORDS = 40
"""A list longer than this is not quoted whole: its lead-in is quoted with one item at a time."""
_HEADING_WORDS = 12
_ITEM_WORDS = 5
_BULLET = re.compile(r"(?:[-–—•●▪◦‣·*○]|\d{1,2}\)|[a-zåäö]\))\s+(?:\[[ x]\]\s+)?")
_NUMBER = re.compile(r"\d{1,2}\.\s+(?=\w)")
_ROW = re.compile(r"[^:;]{1,80}: [^;]+; [^:;]{1,80}: ")
_FACT = re.compile(r": |\d[\d -]{5,}\d")
"""In a short line without a full stop: a label with its value, or a telephone number."""
_SENTENCE_END = (".", "!", "?", "…")
_CLOSED = (*_SENTENCE_END, ":", ";", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence, a table row, or a list with its lead-in."""

    text: str
    """As it is shown."""
    quotes: tuple[str, ...]
    """What of it stands in the passage, verbatim, in reading order."""
    heading: str
    """The heading or lead-in that it stands under."""
    follows: bool = False
    """The unit before it is the sentence before it in the same paragraph."""
    position: int = 0
    """Its order in the passage."""
    depth: int = 0
    """How many units stand between it and its heading; rows of a table count as one."""
    quotable: bool = True
    """False for what says nothing alone: a heading, a lead-in without its list."""
    is_row: bool = False
    needs_heading: bool = False
    """It only answers its heading: a list of fragments right below it."""


@dataclass(frozen=True, slots=True)
class _Line:
    kind: Literal["heading", "item", "row", "text"]
    text: str
    """Without its bullet."""


def cut(text: str, *, heading: str = "") -> list[Unit]:
    """The units of a passage, in order, headings among them as context.

    `heading` is what the passage stands under in its document.
    """
    return list(_cut(text, heading))


@lru_cache(maxsize=1024)
def _cut(text: str, heading: str) -> tuple[Unit, ...]:
    """A turn looks at the same passages several times."""
    lines = [_line(line) for line in map(str.strip, text.splitlines()) if line]
    placed: list[Unit] = []
    for position, unit in enumerate(_units(lines, heading)):
        depth = _depth(unit, placed[-1]) if placed else 0
        placed.append(replace(unit, position=position, depth=depth))
    return tuple(placed)


def _depth(unit: Unit, before: Unit) -> int:
    if before.heading != unit.heading or not before.quotable:
        return 0
    return before.depth if unit.is_row and before.is_row else before.depth + 1


def _line(text: str) -> _Line:
    bullet = _BULLET.match(text)
    if bullet:
        return _Line("item", text[bullet.end() :])
    if _ROW.match(text):
        return _Line("row", text)
    if text[0].islower():
        return _Line("item", text)
    short = len(text.split()) <= _HEADING_WORDS
    if short and (text.endswith("?") or not (text.endswith(_CLOSED) or _FACT.search(text))):
        return _Line("heading", text)
    return _Line("text", text)


def _units(lines: Sequence[_Line], heading: str) -> Iterator[Unit]:
    index = 0
    while index < len(lines):
        line = lines[index]
        items = _items_after(lines, index)
        if items and line.kind == "item":
            yield from _bare_list([line.text, *items], heading)
        elif items:
            yield from _list(line.text, items, heading)
        elif line.kind == "heading":
            yield Unit(text=line.text, quotes=(line.text,), heading=heading, quotable=False)
        else:
            yield from _sentences(line, heading)
        if line.kind == "heading" or line.text.endswith(":"):
            heading = line.text
        index += 1 + len(items)


def _items_after(lines: Sequence[_Line], index: int) -> list[str]:
    """The fragments that go with the line at `index`, if it leads into a list or is its first."""
    lead = lines[index]
    if lead.kind == "row" or (lead.kind != "item" and lead.text.endswith(_SENTENCE_END)):
        return []
    if lead.kind == "item" and _is_sentence(lead.text):
        return []
    found: list[str] = []
    for line in lines[index + 1 :]:
        if line.kind != "item" or _is_sentence(line.text):
            break
        found.append(line.text)
    return found


def _is_sentence(item: str) -> bool:
    """Whether a list item says something without its lead-in."""
    return item[0].isupper() and item.endswith(_SENTENCE_END) and len(item.split()) >= _ITEM_WORDS


def _list(line: str, items: Sequence[str], heading: str) -> Iterator[Unit]:
    *earlier, lead = split_sentences(line)
    for sentence in earlier:
        yield Unit(text=sentence, quotes=(sentence,), heading=heading)
    intro = lead if lead.endswith(":") else f"{lead}:"
    bare = [item.rstrip(".,;") for item in items]
    whole = f"{intro} {'; '.join(bare)}."
    if len(whole.split()) <= LIST_WORDS:
        yield Unit(text=whole, quotes=(lead, *items), heading=heading)
        return
    for item, text in zip(items, bare, strict=True):
        yield Unit(text=f"{intro} {text}.", quotes=(lead, item), heading=heading)


def _bare_list(items: Sequence[str], heading: str) -> Iterator[Unit]:
    whole = f"{'; '.join(item.rstrip('.,;') for item in items)}."
    if len(whole.split()) <= LIST_WORDS:
        yield Unit(text=whole, quotes=tuple(items), heading=heading, needs_heading=True)
        return
    for item in items:
        yield Unit(text=item, quotes=(item,), heading=heading, needs_heading=True)


def _sentences(line: _Line, heading: str) -> Iterator[Unit]:
    if line.kind == "row":
        yield Unit(text=line.text, quotes=(line.text,), heading=heading, is_row=True)
        return
    number = _NUMBER.match(line.text)
    text = line.text[number.end() :] if number else line.text
    for order, sentence in enumerate(_with_replies(split_sentences(text))):
        yield Unit(
            text=sentence,
            quotes=(sentence,),
            heading=heading,
            follows=order > 0,
            quotable=_says_something(sentence),
        )


def _with_replies(sentences: list[str]) -> list[str]:
    """A bare "Nej." belongs to the sentence that explains it."""
    if len(sentences) > 1 and len(sentences[0].split()) == 1:
        return [f"{sentences[0]} {sentences[1]}", *sentences[2:]]
    return sentences


def _says_something(sentence: str) -> bool:
    """Whether it is more than a fragment, a question or the beginning of a list."""
    if sentence[0].islower() or sentence.endswith((":", "?", ",")):
        return False
    if not any(map(str.isalpha, sentence)):
        return False
    return sentence.endswith(_SENTENCE_END) or _FACT.search(sentence) is not None
