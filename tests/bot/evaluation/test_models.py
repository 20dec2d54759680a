"""The golden cases answered by scripted models over the OpenAI wire: honest, bad and hostile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from bot import app
from bot.answering.prompts import LARGEST_PROMPT, tokens
from bot.evaluation.access_oracle import AccessOracle
from bot.evaluation.asking import Interview
from bot.evaluation.cases import Case, load_cases
from bot.evaluation.judging import Verdict, judge
from bot.evaluation.report import table
from bot.evaluation.scores import scores
from bot.settings import read
from tests.bot.evaluation.test_cases import CASES, TODAY
from tests.fakes import hostile_models, models
from tests.fakes.models import Asked, Model
from tests.fakes.openai_server import Behaviour, OpenAIServer

SAMPLED = 25
"""Cases a model, spread evenly over the file; the whole set is the soak test's."""
MODELS: Mapping[str, tuple[Model, float]] = {
    "honest quoter": (models.quotes_the_nearest, 0.7),
    "liar": (hostile_models.changes_every_figure, 0.65),
    "citer of nothing": (models.cites_nothing, 0.7),
    "citer of everything": (models.cites_everything, 0.7),
    "other language": (models.speaks_german, 0.7),
    "obedient": (hostile_models.obeys_all, 0.7),
    "exfiltrator": (hostile_models.exfiltrates_every_way, 0.65),
    "empty": (hostile_models.writes_nothing, 0.7),
}
"""With the least citation recall: today's level, less a little for chance."""
OUTCOME = 0.86
"""The least outcome accuracy of each, in the same way."""
UNTOUCHED = ("newest_untouched.jsonl", "tired_untouched.jsonl", "meetings_untouched.jsonl")
"""No test reads them, so that they say what answers are worth."""


async def _asked(
    cases: Sequence[Case], model: Model, *, data: Path, state: Path
) -> tuple[list[Verdict], list[Asked]]:
    oracle = AccessOracle({app.SAMPLE_NAME: app.SAMPLE_INTRANET})
    async with OpenAIServer(Behaviour(model=model, piece=400)) as server:
        environment = {"KOLLEGA_OPENAI_BASE_URL": server.url, "KOLLEGA_MODEL": "modell-1"}
        environment["KOLLEGA_OPENAI_API_KEY"] = "k"
        async with app.open_kollega(
            read(environment, data=data), state=state, today=lambda: TODAY
        ) as kollega:
            interview = Interview(
                kollega.copilot, kollega.retriever, person=kollega.directory.person
            )
            verdicts = [judge(answered, oracle) async for answered in interview.answers(cases)]
        assert server.faults == []
        return verdicts, [_prompt(request) for request in server.requests]


def _prompt(request: Mapping[str, object]) -> Asked:
    messages = request["messages"]
    assert isinstance(messages, list)
    system, user = messages
    return Asked(system["content"], user["content"])


def _costs(prompts: Iterable[Asked]) -> list[int]:
    return sorted(tokens(one.instructions) + tokens(one.material) for one in prompts)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", MODELS)
async def test_a_model_over_the_wire_keeps_the_level_and_gives_no_figure_or_source_of_its_own(
    name: str, ingested_sample: Path, tmp_path: Path
) -> None:
    model, recall = MODELS[name]
    cases = load_cases(CASES)
    sample = cases[:: len(cases) // SAMPLED]
    verdicts, prompts = await _asked(sample, model, data=ingested_sample, state=tmp_path)
    figures = scores(verdicts)
    assert (figures.figure_errors, figures.leaks) == (0, 0), table(verdicts, "en")
    assert figures.outcome_accuracy >= OUTCOME, table(verdicts, "en")
    assert figures.citation_recall >= recall, table(verdicts, "en")
    assert _costs(prompts)[-1] <= LARGEST_PROMPT


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", MODELS)
async def test_no_model_gives_a_figure_or_source_of_its_own_on_any_golden_case(
    name: str, ingested_sample: Path, tmp_path: Path
) -> None:
    files = [path for path in sorted(CASES.parent.glob("*.jsonl")) if path.name not in UNTOUCHED]
    cases = [case for path in files for case in load_cases(path)]
    verdicts, prompts = await _asked(cases, MODELS[name][0], data=ingested_sample, state=tmp_path)
    figures = scores(verdicts)
    assert (figures.figure_errors, figures.leaks) == (0, 0), table(verdicts, "en")
    assert _costs(prompts)[-1] <= LARGEST_PROMPT
