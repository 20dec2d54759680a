"""Words that mean the same in a municipality: a list of our own, which a municipality extends.

A municipality's file, `synonyms.tsv` in the data directory, has the form of the list beside this
module: a group of words or phrases a line, between semicolons; lines that begin with # say nothing.

    # Exempelkommuns egna ord
    kontaktcenter; kundtjänst; medborgarservice
    heroma; lönesystemet; självservice

It widens questions only, so nothing is indexed anew when it changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from bot.errors import ConfigurationError
from bot.language.analysis import Term, terms, words
from bot.language.stemming import stem

Phrase = tuple[str, ...]
LONGEST_PHRASE = 4
SYNONYM_WEIGHT = 0.4
"""What a synonym counts for, against 1 for the word that was asked."""
_GROUP_AT_MOST = 20
_FORM = "words that mean the same, between semicolons"


class Synonyms:
    """Groups of words and phrases of which each may stand for the others."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        found: dict[Phrase, list[str]] = defaultdict(list)
        for group in groups:
            for member in group:
                phrase = tuple(stem(word) for word in words(member))
                found[phrase] += [other for other in group if other != member]
        self._others: Mapping[Phrase, Sequence[str]] = found

    def of(self, query: str) -> list[Term]:
        """Terms that the query does not say but may mean, each once."""
        said = [stem(word) for word in words(query)]
        found: dict[str, float] = {}
        for _, others in longest_matches(said, self._others):
            for text in others or ():
                for term in terms(text):
                    weight = term.weight * SYNONYM_WEIGHT
                    found[term.text] = max(weight, found.get(term.text, 0.0))
        return [Term(text, weight) for text, weight in found.items()]


def load_synonyms(path: Path) -> Synonyms:
    """The list of our own and, where there is such a file, the municipality's.

    Raises `ConfigurationError`, naming the line, if the file cannot be read.
    """
    return Synonyms(load_groups(path)) if path.exists() else general_synonyms()


def load_groups(path: Path) -> Sequence[Sequence[str]]:
    """The same as groups of words and phrases. Raises `ConfigurationError` likewise."""
    return [*_general_groups(), *(_groups(path) if path.exists() else ())]


@cache
def general_synonyms() -> Synonyms:
    """The list of our own."""
    return Synonyms(_general_groups())


def synonyms(query: str) -> list[Term]:
    """Terms that the query does not say but may mean, by the list of our own."""
    return general_synonyms().of(query)


def longest_matches(
    keys: Sequence[str], table: Mapping[Phrase, Sequence[str]]
) -> Iterator[tuple[Phrase, Sequence[str] | None]]:
    """Phrases of the table from left to right, the longest at each place; None: not in it."""
    start = 0
    while start < len(keys):
        phrase: Phrase = (keys[start],)
        for size in range(min(LONGEST_PHRASE, len(keys) - start), 1, -1):
            if tuple(keys[start : start + size]) in table:
                phrase = tuple(keys[start : start + size])
                break
        yield phrase, table.get(phrase)
        start += len(phrase)


def _general_groups() -> Iterator[list[str]]:
    text = files("bot.language").joinpath("synonyms.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if group := _members(line):
            yield group


def _groups(path: Path) -> Iterator[list[str]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read as UTF-8 text: {error}") from error
    for number, line in enumerate(lines, 1):
        group = _members(line)
        if group and (why := _wrong(group)):
            raise ConfigurationError(f"{path}, line {number}: {why}; put {_FORM}")
        if group:
            yield group


def _members(line: str) -> list[str]:
    """The words of a group; none of an empty line or a comment."""
    text = line.strip()
    return [] if not text or text.startswith("#") else [m.strip() for m in text.split(";")]


def _wrong(group: Sequence[str]) -> str | None:
    if len(group) < 2:
        return "a word alone has no synonym"
    if len(group) > _GROUP_AT_MOST:
        return f"a group has at most {_GROUP_AT_MOST} words"
    for member in group:
        if not words(member):
            return "there is nothing between two semicolons"
        if len(words(member)) > LONGEST_PHRASE:
            return f'"{member}" has more than {LONGEST_PHRASE} words'
    return None
