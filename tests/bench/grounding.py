"""What it costs to hold a model's sentence against its sources, and what a prompt can cost."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from statistics import quantiles

from bot.answering.grounding import Grounding
from bot.answering.prompts import LARGEST_PROMPT, build_prompt
from bot.retrieval.base import Passage
from tests.bench.table import Row, shown
from tests.bot.answering.sources import question
from tests.paraphrases import Paraphrase, paraphrases

PASSAGES = 12
"""As many as an answer is made of."""
LIMIT_MS = 2.0


async def measure(*, repeat: int = 10) -> list[Row]:
    """CPU of each of 160 sentences, true and false, `repeat` times; the most tokens of a prompt."""
    said = [*paraphrases("tuned"), *paraphrases("held_out")]
    sources = list({id(one.passage): one.passage for one in said}.values())
    list(_times(said, sources, repeat=1))  # what is read once in a process is not a sentence's
    first, further = zip(*_times(said, sources, repeat=repeat), strict=True)
    return [
        _row("Grounding of the first sentence that cites a source", "first", first),
        _row("Grounding of each further one", "further", further),
        _tokens(sources),
    ]


def _times(
    said: Sequence[Paraphrase], sources: Sequence[Passage], *, repeat: int
) -> Iterator[tuple[float, float]]:
    """Milliseconds of each sentence when its source has not been read yet, and when it has.

    The mean of `repeat` checks: reading the clock can cost as much as one.
    """
    for one in said:
        others = [source for source in sources if source is not one.passage][: PASSAGES - 1]
        fresh = [Grounding([one.passage, *others], question()) for _ in range(repeat)]
        text = f"{one.text} [1]"
        yield _mean_ms(fresh, text), _mean_ms(fresh, text)


def _mean_ms(groundings: Sequence[Grounding], text: str) -> float:
    began = time.process_time()
    for grounding in groundings:
        grounding.check(text)
    return (time.process_time() - began) * 1000 / len(groundings)


def _row(what: str, name: str, milliseconds: Sequence[float]) -> Row:
    cut = quantiles(milliseconds, n=100)
    half, most = cut[49], cut[98]
    return Row(
        what=what,
        figure=f"{shown(half)} / {shown(most)}",
        unit="ms CPU, p50 / p99",
        compared=f"{shown(most / LIMIT_MS)} × the limit",
        figures={f"grounding_{name}_ms.p50": half, f"grounding_{name}_ms.p99": most},
    )


def _tokens(sources: Sequence[Passage]) -> Row:
    prompt = build_prompt(question(), sources[:PASSAGES])
    return Row(
        what=f"A prompt with {PASSAGES} passages of a paragraph each",
        figure=shown(prompt.tokens),
        unit="tokens at most",
        compared=f"{shown(prompt.tokens / LARGEST_PROMPT)} × the limit",
        figures={"prompt_tokens": float(prompt.tokens)},
    )
