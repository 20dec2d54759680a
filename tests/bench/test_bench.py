"""Every measurement runs, at the smallest size, so that none is broken when it is needed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.answering.prompts import LARGEST_PROMPT
from bot.evaluation.cases import load_cases
from bot.ingestion.documents.chunking import Sizes
from tests.bench import (
    channel,
    chunks,
    commands,
    grounding,
    ingestion,
    retrieval,
    state,
    sync,
    tokens,
    turn,
    website,
    whole,
)
from tests.bench.table import Row, as_json, table

SAMPLE = Path(__file__).parents[2] / "bot" / "demo" / "intranet"


@pytest.mark.azurite
async def test_measures_what_a_turn_remembers(tmp_path: Path) -> None:
    assert _all_figures_are_positive(await state.measure(tmp_path, turns=2))


@pytest.mark.bench
async def test_measures_the_channel_next_to_the_limit() -> None:
    contestants = (channel.LIMIT, channel.KOLLEGA)

    rows = await channel.measure(round_s=0.05, rounds=1, contestants=contestants)

    assert _all_figures_are_positive(rows)
    ours = next(row for row in rows if row.what == f"Echo turn: {channel.KOLLEGA.name}")
    assert ours.compared.endswith(channel.LIMIT.name)
    figures = json.loads(as_json(rows))
    assert {"echo_cpu_to_limit.kollega", "slow_to_limit.kollega", "peak_mb.kollega"} <= set(figures)


async def test_measures_search_and_indexing() -> None:
    assert _all_figures_are_positive(await retrieval.measure([100], searches=10))


async def test_measures_grounding_and_prompts() -> None:
    assert _all_figures_are_positive(await grounding.measure(repeat=1))


@pytest.mark.bench
async def test_measures_a_crawl(tmp_path: Path) -> None:
    assert _all_figures_are_positive(await website.measure(tmp_path, pages=150))


@pytest.mark.bench
async def test_measures_ingestion_a_command_and_a_whole_turn(tmp_path: Path) -> None:
    rows = await ingestion.measure(_three_documents(tmp_path / "tree"), tmp_path / "data")
    rows += await commands.measure_ask(tmp_path / "data", repeat=1)
    rows += await turn.measure(tmp_path / "data", turns=3)

    assert _all_figures_are_positive(rows)


async def test_measures_a_sync_in_which_nothing_or_only_access_has_changed(tmp_path: Path) -> None:
    assert _all_figures_are_positive(await sync.measure(tmp_path, documents=20))


async def test_measures_the_tokens_of_answers(ingested_sample: Path, tmp_path: Path) -> None:
    cases = load_cases(tokens.GOLDEN / "cases.jsonl")[:100:25]

    rows = await tokens.measure_cases(cases, data=ingested_sample, state=tmp_path)

    figures = json.loads(as_json(rows))
    assert 0 < figures["tokens_prompt.all.max"] <= LARGEST_PROMPT
    assert 0 < figures["tokens_question.completion"] < figures["tokens_question.prompt"]


@pytest.mark.bench
async def test_measures_what_is_found_in_pieces_of_a_size() -> None:
    rows = await chunks.measure({"short": Sizes(target=300, limit=400)})

    assert rows[-1].what == "Sample, right document: short"
    assert rows[-1].figure.count("/") == 4


@pytest.mark.bench
async def test_measures_the_whole_application_behind_the_channel() -> None:
    assert _all_figures_are_positive(await whole.measure(for_s=1.0))


def test_prints_a_line_for_each_figure() -> None:
    assert table([Row("Search", "3.1", "ms", "2 × tantivy alone")]).splitlines() == [
        "| What | Figure | Unit | Compared |",
        "|---|---:|---|---|",
        "| Search | 3.1 | ms | 2 × tantivy alone |",
    ]


def test_tells_a_machine_the_figures_by_name() -> None:
    rows = [Row("Echo turn", "1.23", "ms CPU", figures={"echo_cpu_ms.kollega": 1.2345})]

    assert json.loads(as_json(rows)) == {"echo_cpu_ms.kollega": 1.23}


def _three_documents(tree: Path) -> Path:
    """What answers the demo's three questions."""
    for name in ("resor/riktlinje-resor-2024.md", "hr/sjukfranvaro.html", "hr/semester.md"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLE / name, tree / name)
    (tree / "access.toml").write_text('readers = ["alla"]')
    return tree


def _all_figures_are_positive(rows: list[Row]) -> bool:
    figures = [float(part.replace(",", "")) for row in rows for part in row.figure.split(" / ")]
    return bool(figures) and all(figure > 0 for figure in figures)
