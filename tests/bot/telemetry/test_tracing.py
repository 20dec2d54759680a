"""Spans: how they belong together, and what cannot get into one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.telemetry.tracing import Tracing

SECRET = "Min chef heter Anna, 850709-9805"


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> Iterator[Tracing]:
    tracing = Tracing(SimpleSpanProcessor(exporter))
    yield tracing
    tracing.close()


def _named(exporter: InMemorySpanExporter, name: str) -> ReadableSpan:
    (found,) = [span for span in exporter.get_finished_spans() if span.name == name]
    return found


def _parent(span: ReadableSpan) -> int | None:
    return None if span.parent is None else span.parent.span_id


def _id(span: ReadableSpan) -> int:
    context = span.get_span_context()
    assert context is not None
    return context.span_id


def test_a_fact_under_an_unknown_name_is_dropped_and_none_is_no_fact(
    spans: Tracing, exporter: InMemorySpanExporter
) -> None:
    with spans.hop("turn") as span:
        span.note(question=SECRET, skill=None, outcome="answered", count=3)

    assert dict(_named(exporter, "turn").attributes or {}) == {"outcome": "answered", "count": 3}


def test_a_fact_can_hold_no_line_break_and_is_cut(
    spans: Tracing, exporter: InMemorySpanExporter
) -> None:
    with spans.aside("answer") as span:
        span.note(model="a\nb" + "c" * 1000)

    model = str((_named(exporter, "answer").attributes or {})["model"])
    assert model.startswith("a bccc")
    assert len(model) == 200


@pytest.mark.parametrize("kind", ["hop", "aside"])
def test_an_exception_leaves_its_type_and_not_its_text(
    spans: Tracing, exporter: InMemorySpanExporter, kind: str
) -> None:
    making = spans.hop if kind == "hop" else spans.aside
    with pytest.raises(LookupError), making("send"):
        raise LookupError(SECRET)

    assert SECRET not in _named(exporter, "send").to_json()
    assert (_named(exporter, "send").attributes or {})["error"] == "LookupError"


async def test_a_hop_in_another_task_belongs_to_the_one_it_comes_after(
    spans: Tracing, exporter: InMemorySpanExporter
) -> None:
    async def turn(accepted: object) -> None:
        with spans.hop("turn", after=accepted), spans.hop("send"):
            await asyncio.sleep(0)

    with spans.hop("accept"):
        here = spans.here()
    await asyncio.create_task(turn(here))

    accept, its_turn = _named(exporter, "accept"), _named(exporter, "turn")
    assert _parent(its_turn) == _id(accept)
    assert _parent(_named(exporter, "send")) == _id(its_turn)


async def test_an_aside_spans_a_generator_that_is_read_in_another_task(
    spans: Tracing, exporter: InMemorySpanExporter
) -> None:
    async def replies() -> AsyncIterator[int]:
        with spans.aside("skill"):
            yield 1
            yield 2

    async def read_on(rest: AsyncIterator[int]) -> None:
        assert [each async for each in rest] == [2]

    with spans.hop("turn"):
        growing = replies()
        await anext(growing)
        with spans.hop("retrieve"):
            await asyncio.sleep(0)
        await asyncio.create_task(read_on(growing))

    turn = _id(_named(exporter, "turn"))
    assert _parent(_named(exporter, "skill")) == turn
    assert _parent(_named(exporter, "retrieve")) == turn


def test_what_a_followed_turn_costs(spans: Tracing, exporter: InMemorySpanExporter) -> None:
    turns = 300
    begun = time.process_time()
    for _ in range(turns):
        with spans.hop("accept") as span:
            span.note(status=200)
        with spans.hop("turn", after=spans.here()):
            with spans.hop("route"), spans.aside("skill"), spans.hop("retrieve"):
                pass
            with spans.aside("answer"), spans.hop("send"):
                pass
    spent_us = (time.process_time() - begun) / turns * 1e6

    print(f"{spent_us:.0f} µs a turn with a tracer")
    assert spent_us < 5_000
