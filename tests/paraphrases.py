"""Sentences that say what a passage says, and sentences that nearly do.

`python -m tests.paraphrases` prints how many of each the grounding keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.answering.grounding import Grounding
from bot.retrieval.base import Passage
from tests.bot.answering.sources import passage, question

Part = Literal["tuned", "held_out", "english_tuned", "english_held_out"]
FOLDER = Path(__file__).parent / "data" / "paraphrases"
TRUE = "true"


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A sentence about a passage; what it is, and what is wrong with it otherwise."""

    passage: Passage
    kind: str
    """`TRUE`, or "condition", "join", "swap", "negation"; in English "addition", "name"."""
    text: str


def paraphrases(part: Part) -> Iterator[Paraphrase]:
    """Those of one half; no passage is in both."""
    for block in (FOLDER / f"{part}.txt").read_text(encoding="utf-8").split("\n\n"):
        heading, *lines = block.strip().split("\n")
        title, _, place = heading.removeprefix("# ").partition(" · ")
        text = "\n".join(line for line in lines if line[:2] not in ("+ ", "- "))
        source = passage(text, title=title, place=place)
        for line in lines:
            if line.startswith("+ "):
                yield Paraphrase(source, TRUE, line[2:])
            elif line.startswith("- "):
                kind, _, said = line[2:].partition(": ")
                yield Paraphrase(source, kind, said)


def kept(part: Part) -> Mapping[str, tuple[int, int]]:
    """Of each kind how many are kept, and of how many."""
    shown, all_of_them = Counter[str](), Counter[str]()
    for one in paraphrases(part):
        asked = question(language="en" if part.startswith("english") else "sv")
        checked = Grounding([one.passage], asked).check(f"{one.text} [1]")
        shown[one.kind] += checked.outcome == "kept"
        all_of_them[one.kind] += 1
    return {kind: (shown[kind], count) for kind, count in sorted(all_of_them.items())}


def main() -> None:
    """Print a table for Swedish sentences, and one for English ones about the same passages."""
    _print(kept("tuned"), kept("held_out"))
    _print(kept("english_tuned"), kept("english_held_out"))


def _print(tuned: Mapping[str, tuple[int, int]], held_out: Mapping[str, tuple[int, int]]) -> None:
    print("\n| sentences | kept, tuned half | kept, held-out half |\n|---|---|---|")
    for kind in tuned:
        cells = (f"{shown} of {count}" for shown, count in (tuned[kind], held_out[kind]))
        print(f"| {kind} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
