"""What an answer costs in tokens of the model, by the kind of answer, over the golden questions.

A scripted model over the OpenAI wire quotes as many sentences as an answer may have: real ones
write shorter. Tokens are those of o200k_base (gpt-4o, gpt-4.1, gpt-5) where `bpe-openai` is
installed (the bench extra), else what `bot.answering.prompts.tokens` counts at most, less what it
was found to count too many.
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import mean

from bot import app
from bot.answering.prompts import LARGEST_PROMPT
from bot.answering.prompts import tokens as at_most
from bot.evaluation.cases import Case, load_cases
from bot.language.detection import detect
from bot.language.sentences import split_sentences
from bot.privacy.personal_data import mask
from bot.reply import Reply
from bot.settings import Settings, read
from bot.turn import REWORD, SubmittedAction, Turn
from tests.bench.table import Row, shown
from tests.fakes.models import Asked
from tests.fakes.openai_server import Behaviour, OpenAIServer

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = ("cases.jsonl", "fresh_tuning.jsonl", "on_the_phone.jsonl")
COUNTED_TOO_MANY = 1.17
"""`at_most` over o200k_base for the prompts and answers of these questions; see the last row."""
_PER_PROMPT = 11
"""Two messages of 4 tokens of frame each, and 3 before the answer."""
_MOST = re.compile(r"(?:högst|most) (\d+) ")
_EACH = 3
"""Every third answer that can be is also told again, in easier words and in the other language."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the model, in tokens."""

    prompt: int
    completion: int
    prompt_at_most: int
    """As Kollega itself counts it before it asks."""


@dataclass(slots=True)
class Kind:
    """The answers of one kind."""

    answers: int = 0
    calls: list[Call] = field(default_factory=list)


async def measure(data: Path) -> list[Row]:
    """All golden questions that are not held back, of the sample municipality; `data` is empty."""
    await app.ingest_sample(Settings(data=data))
    cases = [case for name in FILES for case in load_cases(GOLDEN / name)]
    return await measure_cases(cases, data=data, state=data / "state")


async def measure_cases(cases: Sequence[Case], *, data: Path, state: Path) -> list[Row]:
    """Each as a turn of its own, over what has been ingested into `data`."""
    return list(_rows(await _kinds(cases, data, state)))


async def _kinds(cases: Sequence[Case], data: Path, state: Path) -> dict[str, Kind]:
    kinds: dict[str, Kind] = defaultdict(Kind)
    count = counter()
    async with OpenAIServer(Behaviour(model=_quotes_much, piece=400)) as server:
        environment = {"KOLLEGA_OPENAI_BASE_URL": server.url, "KOLLEGA_MODEL": "modell-1"}
        environment["KOLLEGA_OPENAI_API_KEY"] = "k"
        async with app.open_kollega(read(environment, data=data), state=state) as kollega:
            for number, case in enumerate(cases):
                turn = Turn(
                    text="",
                    user=kollega.directory.person(case.person),
                    conversation_id=f"tokens:{case.id}",
                    language="sv",
                    audience=case.audience,
                )
                for question in (*case.history, case.question):
                    text = mask(question).text
                    one = replace(turn, text=text, language=detect(text))
                    reply = await _told(one, kollega, server, kinds, count)
                if number % _EACH == 0:
                    for again in _again(reply, one):
                        await _told(again, kollega, server, kinds, count)
    return kinds


async def _told(
    turn: Turn,
    kollega: app.Kollega,
    server: OpenAIServer,
    kinds: dict[str, Kind],
    count: Callable[[str], int],
) -> Reply:
    """The answer, its cost added to what its kind has cost."""
    server.requests.clear()
    reply = await kollega.copilot.reply(turn)
    kind = kinds[_name(turn, reply)]
    kind.answers += 1
    kind.calls += [_call(request, count) for request in server.requests]
    return reply


def _again(reply: Reply, turn: Turn) -> Iterator[Turn]:
    for action in reply.actions:
        if action.id.startswith(f"{REWORD}:"):
            submitted = SubmittedAction(id=action.id, values=action.values)
            yield replace(turn, text="", action=submitted)


def _name(turn: Turn, reply: Reply) -> str:
    if turn.action is not None:
        return {"easy": "in easier words", "en": "in English", "sv": "in Swedish"}[
            turn.action.values["form"]
        ]
    if reply.outcome == "answered":
        return f"{reply.skill}, answered"
    return str(reply.outcome)


def _call(request: Mapping[str, object], count: Callable[[str], int]) -> Call:
    messages = request["messages"]
    assert isinstance(messages, list)
    asked = Asked(*(message["content"] for message in messages))
    return Call(
        prompt=count(asked.instructions) + count(asked.material) + _PER_PROMPT,
        completion=count(_quotes_much(asked)),
        prompt_at_most=at_most(asked.instructions) + at_most(asked.material),
    )


def _quotes_much(asked: Asked) -> str:
    """As many sentences as it may write, from the passages in turn, each cited."""
    most = _MOST.search(asked.instructions)
    assert most is not None
    said = [
        f"{sentence} [{number}]"
        for number, text in asked.passages.items()
        for sentence in split_sentences(text)
        if sentence.endswith(".")
    ]
    return " ".join(said[: int(most[1])])


def counter() -> Callable[[str], int]:
    """Counts the tokens of a text with o200k_base where that is installed, else estimates."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it reads its file in an old way
        try:
            encoding = importlib.import_module("bpe_openai").get_encoding("o200k_base")
        except ImportError:
            return lambda text: round(at_most(text) / COUNTED_TOO_MANY)
    return lambda text: len(encoding.encode(text))


def _rows(kinds: Mapping[str, Kind]) -> Iterator[Row]:
    asking = {name: kind for name, kind in sorted(kinds.items()) if kind.calls}
    for name, kind in asking.items():
        yield from _of_calls(f"{name} ({kind.answers})", name, kind.calls)
    calls = [call for kind in asking.values() for call in kind.calls]
    yield from _of_calls("all calls of the model", "all", calls)
    first = [kind for name, kind in kinds.items() if not name.startswith("in ")]
    yield from _of_questions(sum(kind.answers for kind in first), first)
    silent = {name: kind.answers for name, kind in sorted(kinds.items()) if not kind.calls}
    if silent:
        listed = ", ".join(f"{name} {count}" for name, count in silent.items())
        yield Row(f"answers without a call: {listed}", shown(sum(silent.values())), "answers")
    ratios = [call.prompt_at_most / call.prompt for call in calls]
    yield Row("what is counted before asking, over these tokens", shown(mean(ratios)), "×, mean")


def _of_calls(what: str, name: str, calls: Sequence[Call]) -> Iterator[Row]:
    for part, tokens in (
        ("prompt", [call.prompt for call in calls]),
        ("completion", [call.completion for call in calls]),
    ):
        half, most, largest = _points(tokens)
        yield Row(
            what=f"{what}: {part}",
            figure=f"{half:,.0f} / {most:,.0f} / {largest:,.0f}",
            unit="tokens, p50 / p95 / max",
            compared=f"{shown(largest / LARGEST_PROMPT)} × the limit" if part == "prompt" else "",
            figures={
                f"tokens_{part}.{name}.{point}": float(value)
                for point, value in (("p50", half), ("p95", most), ("max", largest))
            },
        )


def _of_questions(count: int, kinds: Sequence[Kind]) -> Iterator[Row]:
    """What a cost is computed from: the mean of a question, those without a call included."""
    calls = [call for kind in kinds for call in kind.calls]
    for name, figure, unit in (
        ("calls", len(calls) / count, "calls of the model"),
        ("prompt", sum(call.prompt for call in calls) / count, "tokens"),
        ("completion", sum(call.completion for call in calls) / count, "tokens"),
    ):
        yield Row(
            what=f"a question of any kind, of {count}: {name}",
            figure=shown(figure),
            unit=f"{unit}, mean",
            figures={f"tokens_question.{name}": figure},
        )


def _points(tokens: Sequence[int]) -> tuple[int, int, int]:
    """The median, the 95th percentile, the most; each one of them."""
    ordered = sorted(tokens)
    last = len(ordered) - 1
    return ordered[round(last * 0.5)], ordered[round(last * 0.95)], ordered[last]
