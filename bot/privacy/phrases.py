"""Phrases that a message is searched for: steps, each of which takes all its places at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from bot.privacy.message import Message

_WORD = re.compile(r"\w+")
_UNKNOWN: frozenset[str] = frozenset()


class Place(NamedTuple):
    """How far a phrase has been found, in bits."""

    starts: int
    """Where its next word may begin."""
    ends: int
    """Where its last word ends."""


class Alternative(Protocol):
    """One of the things that may stand in a place."""

    needs: frozenset[str]
    """Words of which one stands in every message that has it; empty if that is not known."""

    def ends(self, message: Message, starts: int) -> int:
        """Where it ends, of those that begin at `starts`."""
        ...


class Step(Protocol):
    """A part of a phrase."""

    needs: frozenset[str]
    """As those of an alternative."""

    def after(self, message: Message, place: Place) -> Place:
        """How far the phrase is found with this part too."""
        ...


class Phrase:
    """What is searched for; also an alternative in a longer one."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        known = [step.needs for step in steps if step.needs]
        # The rarest word is the best known: usually that is the longest.
        self.needs = max(known, key=lambda words: min(map(len, words)), default=_UNKNOWN)

    def is_in(self, message: Message) -> bool:
        """Whether the message has it."""
        return self.ends(message, message.everywhere) > 0

    def ends(self, message: Message, starts: int) -> int:
        """Where it ends, of those that begin at `starts`."""
        place = Place(starts, 0)
        for step in self._steps:
            place = step.after(message, place)
            if not (place.starts or place.ends):
                return 0
        return place.ends


class Words:
    """One of some words."""

    def __init__(self, words: frozenset[str]) -> None:
        self.needs = words

    def places(self, message: Message) -> int:
        """Where it begins."""
        return message.places(self.needs)

    def ends(self, message: Message, starts: int) -> int:
        """Where it ends, of those that begin at `starts`."""
        places = starts & message.places(self.needs)
        return message.ends(places) if places else 0


class Characters:
    """Characters as they are written, also of several words."""

    def __init__(self, text: str, *, opens: bool, closes: bool) -> None:
        """Whether they begin where a word begins, and end where one ends."""
        self._text = text
        self._opens = opens
        self._closes = closes
        whole = [
            word.group()
            for word in _WORD.finditer(text)
            if (opens or word.start() > 0) and (closes or word.end() < len(text))
        ]
        self.needs = frozenset([max(whole, key=len)]) if whole else _UNKNOWN

    def places(self, message: Message) -> int:
        """Where they begin."""
        found = message.found(self._text)
        if self._opens:
            found &= message.starts
        if self._closes:
            found &= message.at_end(found << len(self._text)) >> len(self._text)
        return found

    def ends(self, message: Message, starts: int) -> int:
        """Where the last word ends, of those that begin at `starts`."""
        places = starts & self.places(message)
        return message.ends(places << len(self._text) - 1) if places else 0


class AnyWord:
    """A word of any kind."""

    needs = _UNKNOWN

    def ends(self, message: Message, starts: int) -> int:
        """Where it ends, of those that begin at `starts`."""
        return message.ends(starts & message.starts)


class NamedPerson:
    """A first name of a list, however it is written, or what is written as names are."""

    def __init__(self, first_names: frozenset[str]) -> None:
        self._first_names = first_names
        self.needs = _UNKNOWN

    def ends(self, message: Message, starts: int) -> int:
        """Where the name may end: after the first name, and after the surname."""
        known = message.ends(starts & message.places(self._first_names))
        surname = message.ends(message.after_space(known) & message.surnames)
        second = message.ends(message.after_hyphen(surname) & message.letters)
        first = message.ends(starts & message.names)
        joined = message.after_space(first) | message.after_hyphen(first)
        return known | surname | second | first | message.ends(joined & message.names)


class OneOf:
    """What stands in one place of a phrase."""

    def __init__(
        self, alternatives: Sequence[Alternative], *, is_optional: bool, is_attached: bool
    ) -> None:
        """`is_attached`: no space is before it."""
        self._alternatives = alternatives
        self._is_optional = is_optional
        self._is_attached = is_attached
        parts = [alternative.needs for alternative in alternatives]
        self.needs = _UNKNOWN.union(*parts) if all(parts) and not is_optional else _UNKNOWN

    def after(self, message: Message, place: Place) -> Place:
        """Further by one of the alternatives."""
        starts = place.ends if self._is_attached else place.starts
        ends = 0
        for alternative in self._alternatives:
            ends |= alternative.ends(message, starts)
        following = message.after_space(ends)
        if self._is_optional:
            return Place(place.starts | following, place.ends | ends)
        return Place(following, ends)


class NotBefore:
    """The word before is not followed by these."""

    needs = _UNKNOWN

    def __init__(self, followers: Sequence[Words | Characters]) -> None:
        self._followers = followers

    def after(self, message: Message, place: Place) -> Place:
        """As far as before, without the places that are followed so."""
        followed = 0
        for follower in self._followers:
            followed |= follower.places(message)
        following = message.after_space(place.ends)
        return Place(following & ~followed, place.ends & ~((following & followed) >> 1))


class AnyWords:
    """Some words of any kind, or none."""

    needs = _UNKNOWN

    def __init__(self, most: int) -> None:
        self._most = most

    def after(self, message: Message, place: Place) -> Place:
        """Further by none, one, two … words."""
        starts = place.starts
        for _ in range(self._most):
            starts |= message.after_space(message.ends(starts & message.starts))
        return Place(starts, place.ends)


class Gap:
    """Anything."""

    needs = _UNKNOWN

    def __init__(self, characters: int) -> None:
        """At most so many."""
        self._characters = characters

    def after(self, message: Message, place: Place) -> Place:
        """Further by none, one, two … characters."""
        return Place(message.near(place.ends, self._characters), 0)


class Beginning:
    """The beginning of the message."""

    needs = _UNKNOWN

    def after(self, message: Message, place: Place) -> Place:
        """Only what stands there."""
        return Place(place.starts & 1, 0)
