"""Swedish text without end: the words of real pages from authorities, as often as they use them.

Drawing words by their own frequency keeps Zipf's law, the function words and the compounds; new
compounds are made of real ones' parts, because a larger collection always holds new words.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from random import Random

from bot.identity.base import EVERYONE
from bot.language.analysis import parts
from bot.retrieval.base import Chunk, DocumentMetadata

_SET = Path(__file__).parents[1] / "data" / "swequad-passage"
_WORD = re.compile(r"[^\W\d_]+")
GROUPS = tuple(f"grupp-{number:03}" for number in range(800))
_CHUNKS_PER_DOCUMENT = 8
_OPEN_SHARE = 0.6
"""Of the documents, for every employee; the rest is for one to three groups."""
_NEW_SHARE = 0.02
"""Of the words, new compounds."""
_RULES_SHARE = 0.03
"""Of the documents, steering documents, each of which replaces an older one."""


class Corpus:
    """Always the same for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = Random(seed)

    def chunks(self, count: int) -> Iterator[Chunk]:
        """Pieces of about 80 words, eight to a document."""
        for number in range(count):
            document, position = divmod(number, _CHUNKS_PER_DOCUMENT)
            if position == 0:
                title, readers = self._sentence(4).rstrip("."), self._readers()
                metadata = self._metadata(document)
            yield Chunk(
                id=f"bench:{document}#{position}",
                document_id=f"bench:{document}",
                position=position,
                title=title,
                place=self._sentence(3).rstrip("."),
                url=f"https://intranat.example/{document}",
                text=" ".join(self._sentence(self._random.randint(6, 18)) for _ in range(7)),
                readers=readers,
                metadata=metadata,
            )

    def groups_of_one(self) -> frozenset[str]:
        """The groups of one employee."""
        return frozenset(self._random.sample(GROUPS, 12))

    def _readers(self) -> frozenset[str]:
        if self._random.random() < _OPEN_SHARE:
            return frozenset({EVERYONE})
        return frozenset(self._random.sample(GROUPS, self._random.randint(1, 3)))

    def _metadata(self, document: int) -> DocumentMetadata:
        if self._random.random() > _RULES_SHARE:
            return DocumentMetadata()
        return DocumentMetadata(
            layer="riktlinje",
            reference_number=f"KS 2024/{document}",
            valid_from=date(2024, 1, 1),
            replaces=f"Riktlinje {self._sentence(3)} KS 2019/{document}",
        )

    def _sentence(self, length: int) -> str:
        drawn = self._random.choices(self._words, cum_weights=self._weights, k=length)
        if self._random.random() < _NEW_SHARE * length:
            drawn[-1] = self._random.choice(self._heads) + self._random.choice(self._tails)
        return " ".join(drawn).capitalize() + "."

    @cached_property
    def _counted(self) -> Counter[str]:
        texts = _lines("corpus.jsonl")
        return Counter(word for text in texts for word in _WORD.findall(text.lower()))

    @cached_property
    def _words(self) -> list[str]:
        return list(self._counted)

    @cached_property
    def _weights(self) -> list[int]:
        return list(accumulate(self._counted.values()))

    @cached_property
    def _compounds(self) -> list[tuple[str, ...]]:
        return [found for word in self._words[:3000] if len(found := parts(word)) > 1]

    @cached_property
    def _heads(self) -> list[str]:
        return [compound[0] for compound in self._compounds]

    @cached_property
    def _tails(self) -> list[str]:
        return [compound[-1] for compound in self._compounds]


def questions() -> list[str]:
    """What real people asked of those pages."""
    return _lines("queries.jsonl")


def _lines(name: str) -> list[str]:
    lines = (_SET / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]
